"""Stream grabs: months of Twitter's public sample stream, as archivists packed them.

A tar (or zip) of files, one a minute or an hour, each packed by itself, in folders by day and
hour; or one such file. The lines are those of API 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ownwords.gather.connector import Options
from ownwords.gather.cursor import Cursor, after_place, leave_out
from ownwords.gather.json_records import first_records, read_records
from ownwords.gather.lines import lines_of
from ownwords.gather.members import bundle_or_fault, cut_of
from ownwords.gather.sources import Head, Source, inside
from ownwords.gather.streams import StreamBroken, is_packed
from ownwords.gather.tars import NO_HEADER, tar_members
from ownwords.gather.v1_lines import SIGNS, looks_like_v1, read_v1
from ownwords.locales import marked
from ownwords.records.captured import Fault, Place, Read
from ownwords.records.errors import ImportRefused

_ENDING = r"\.json(?:\.(?:bz2|gz|zst|xz))?"
_FILE = re.compile(rf"(?:[^/]+/)*\d\d/\d\d{_ENDING}")
_ALONE = re.compile(rf"\d\d{_ENDING}")
_Member = tuple[str, Iterator[bytes]]


class StreamGrab:
    """Reads stream grabs."""

    name = "stream_grab"
    title = "Stream grab of Twitter (a sample of about 1 %)"
    extensions = (".tar", ".zip")
    signs = SIGNS
    caveat = (
        "A stream grab is a sample of about 1 % with gaps: what it does not hold may have been "
        "said all the same, and its counts are no totals."
    )

    def recognises(self, head: Head) -> bool:
        """By the names of its members; a file alone by its two digits and what stands in it."""
        if head.members:
            return any(map(_FILE.fullmatch, head.members))
        return bool(_ALONE.fullmatch(head.name)) and looks_like_v1(first_records(head))

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """The lines of each file, in the order of the tar."""
        start = Cursor.parse(cursor)
        if source.path is None or not source.head().members:
            return read_records(source, start, lambda line: read_v1(line, source.label))
        if _is_packed(source.path):
            return after_place(lambda: _reads(source, _in_packed(source), Cursor()), start)
        return leave_out(_reads(source, _in_bundle(source, start), start), start)


def _reads(source: Source, members: Iterator[_Member | Fault], start: Cursor) -> Iterator[Read]:
    waiting = bool(start.member)
    for member in members:
        if isinstance(member, Fault):
            yield member
            continue
        name, pieces = member
        if waiting and not start.is_in(name):
            continue
        file = inside(source, name, pieces)
        at = start if waiting else Cursor()
        waiting = False
        for line in lines_of(file, at):
            yield from [line] if isinstance(line, Fault) else read_v1(line, file.label)


def _is_packed(path: Path) -> bool:
    if path.is_dir():
        return False
    with path.open("rb") as raw:
        return is_packed(raw.read(8))


def _in_bundle(source: Source, start: Cursor) -> Iterator[_Member | Fault]:
    """The files of a plain tar or a zip, each found by its place."""
    bundle = bundle_or_fault(source)
    if isinstance(bundle, Fault):
        yield bundle
        return
    if not start.member:
        yield from cut_of(bundle, source)
    for name in filter(_FILE.fullmatch, bundle.names()):
        yield name, bundle.chunks(name)


def _in_packed(source: Source) -> Iterator[_Member | Fault]:
    """The files of a tar that was packed once more, which can only be read in one pass."""
    damaged: list[int] = []
    try:
        for entry, pieces in tar_members(source.chunks(), damaged):
            if _FILE.fullmatch(entry.name):
                yield entry.name, pieces
    except (StreamBroken, ImportRefused) as problem:
        yield Fault(Place(source.label), problem.what, marked("what stands before this place"))
    for at in damaged:
        yield Fault(Place(source.label, 0, at), NO_HEADER, marked("what can still be found in it"))


CONNECTOR = StreamGrab()
