"""What is read: files, folders, standard input; compressed or not; and what a first look shows."""

from __future__ import annotations

import os
import stat
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from zlib import crc32

import msgspec

from ownwords.gather.bundles import Bundle, bundle_of, is_archive_folder, names_in
from ownwords.gather.gaps import Gap, over_gaps
from ownwords.gather.streams import PIECE, UNREADABLE, Damaged, StreamBroken, is_packed
from ownwords.gather.tars import is_tar
from ownwords.records.captured import Fault, Place
from ownwords.records.errors import AskedWrongly, ImportRefused

if TYPE_CHECKING:
    from ownwords.gather.lines import Part

HEAD = 1 << 20
MAPPING = ".map.toml"
DOCUMENT = "did.json"
CAMPAIGN = ("campaign.toml", "desk.sqlite")
"""What tells a campaign's own folder, which is never taken in."""

_SAVED_AGAIN = frozenset({"index.xml", "index.html"})
"""Beside ``index.json``: programs that saved stories of Storify kept each in three forms."""

_LINK = "A symbolic link inside a folder is not followed."
_DEVICE = "A device or pipe inside a folder is not followed."
_BOM = b"\xef\xbb\xbf"


class Head(msgspec.Struct, frozen=True):
    """What a first look at a source shows, for telling its format.

    ``name`` is the file name in lower case, ``start`` the first decompressed MB without a byte
    order mark, ``whole`` says that this is all, ``members`` are the names inside a zip, a tar or
    an archive folder, ``mapping`` is the mapping file that lies beside it. Of a tar only the first
    header is shown: what stands in its members would be taken for what it is.
    """

    name: str
    start: bytes = b""
    whole: bool = False
    members: tuple[str, ...] = ()
    mapping: str = ""

    def lines(self) -> list[bytes]:
        """The lines that are whole and not empty, at most 100."""
        lines = self.start.split(b"\n")
        if not self.whole:
            lines.pop()
        return [line for line in lines if line and not line.isspace()][:100]


class _Tap:
    """Standard input: can be looked at once and then read once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream: BinaryIO | None = stream
        self._seen: list[bytes | Gap] = []
        self._rest: Iterator[bytes | Gap] = iter(())

    def _pieces(self, begins: bytes = b"") -> Iterator[bytes | Gap]:
        if self._stream is not None:
            self._rest, self._stream = over_gaps(self._stream, begins), None
        return self._rest

    def look(self) -> Iterator[bytes | Gap]:
        """Pieces that a later look or :meth:`take` gives again."""
        yield from tuple(self._seen)
        for piece in self._pieces():
            self._seen.append(piece)
            yield piece

    def take(self, begins: bytes = b"") -> Iterator[bytes | Gap]:
        """All pieces, once; members begin so where nobody looked before."""
        seen, self._seen = self._seen, []
        return chain(seen, self._pieces(begins))


class Source(msgspec.Struct, frozen=True):
    """One thing to read. ``label`` names it in places and accessions.

    ``size`` in bytes as stored, ``mtime`` in whole seconds; both 0 for standard input. A path that
    is a folder is an unpacked archive, read by member. ``parts`` gives lines in place of the
    file's own, from a line and an offset on: a search that passes over the others (sieve.py).
    """

    label: str
    path: Path | None = None
    size: int = 0
    mtime: int = 0
    tap: _Tap | None = None
    parts: Callable[[int, int], Iterator[Part]] | None = None

    def chunks(self) -> Iterator[bytes]:
        """The decompressed bytes; raises StreamBroken after the last good one."""
        for piece in self.over_gaps():
            if not isinstance(piece, Gap):
                yield piece
            elif piece.why:
                raise Damaged(piece.why)

    def over_gaps(self, start: int = 0, begins: bytes = b"") -> Iterator[bytes | Gap]:
        """The decompressed bytes from ``start`` on, also behind what is damaged (gaps.py)."""
        if self.path is None:
            yield from _skip(self.tap.take(begins) if self.tap else iter(()), start)
            return
        try:
            with self.path.open("rb") as raw:
                yield from chunks_of(raw, start, begins)
        except OSError as problem:
            raise StreamBroken(UNREADABLE) from problem

    def bundle(self) -> Bundle | None:
        """The members of a zip, a tar or an archive folder; raises ImportRefused for a trap."""
        try:
            return bundle_of(self.path) if self.path else None
        except OSError as problem:
            raise ImportRefused("The file cannot be read.") from problem

    def head(self) -> Head:
        """A first look; never raises for content."""
        if self.path is not None and self.path.is_dir():
            return Head(self.path.name.lower(), members=_names(self))
        start, whole = self._first_bytes()
        tar = is_tar(start)
        members = _names(self) if tar or start.startswith(b"PK\x03\x04") else ()
        name = self.path.name.lower() if self.path else "-"
        beside = mapping_beside(self.path) if self.path else None
        mapping = str(beside) if beside else ""
        shown = start[:512] if tar else start.removeprefix(_BOM)
        return Head(name, shown, whole, members, mapping)

    def _first_bytes(self) -> tuple[bytes, bool]:
        pieces = self.tap.look() if self.path is None and self.tap else self.over_gaps()
        start = b""
        try:
            for piece in pieces:
                start += (start and b"\n") if isinstance(piece, Gap) else piece
                if len(start) >= HEAD:
                    return start[:HEAD], False
        except StreamBroken:
            return start, False
        return start, True


def _explains_another(name: str) -> bool:
    """Whether a file is no source but lies beside one: a mapping, or a DID document."""
    return name == DOCUMENT or name.endswith((MAPPING, f".{DOCUMENT}"))


class _Forward:
    """Pieces that are read as a file is, forwards; a read may give less than was asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        return next(self._pieces, b"")


def inside(source: Source, member: str, pieces: Iterator[bytes]) -> Source:
    """A member of a bundle as a source, unpacked as it is read; it can be read once."""
    stream = cast("BinaryIO", _Forward(pieces))
    return Source(f"{source.label}!{member}", tap=_Tap(stream))


def mapping_beside(path: Path) -> Path | None:
    """``boards.map.toml`` explains ``boards.csv`` or ``boards.jsonl.gz`` in the same folder."""
    stem = path.name.partition(".")[0]
    beside = path.with_name(stem + MAPPING)
    return beside if stem and beside != path and beside.is_file() else None


def chunks_of(raw: BinaryIO, start: int = 0, begins: bytes = b"") -> Iterator[bytes | Gap]:
    """Unpack and skip to the start, where a gap counts as one byte, as a line break would.

    A file that is not packed is read from there at once.
    """
    if start and not is_packed(raw.read(8)):
        raw.seek(start)
        while piece := raw.read(PIECE):
            yield piece
        return
    raw.seek(0)
    yield from _skip(over_gaps(raw, begins), start)


def _skip(pieces: Iterator[bytes | Gap], start: int) -> Iterator[bytes | Gap]:
    for piece in pieces:
        size = 1 if isinstance(piece, Gap) else len(piece)
        if start >= size:
            start -= size
            continue
        yield piece[start:] if start and isinstance(piece, bytes) else piece
        start = 0


def _names(source: Source) -> tuple[str, ...]:
    """Names only, trap or not: a look must not refuse."""
    return names_in(source.path) if source.path else ()


def find_sources(argument: str) -> Iterator[Source | Fault]:
    """The sources behind one word of the command line: a file, a folder, or ``-``.

    Folders are walked in sorted order without following symbolic links; names that begin with a
    dot, mapping files, and a saved story's XML and HTML beside its JSON are no sources. A link or
    a device inside a folder is a fault. An unpacked archive is one source. Raises AskedWrongly
    when there is nothing of that name.
    """
    if argument == "-":
        yield Source("-", tap=_Tap(sys.stdin.buffer))
        return
    path = Path(argument)
    if not path.exists():
        raise AskedWrongly(
            "There is no file or folder %(name)s.", do="Check the name.", name=argument
        )
    if path.is_dir():
        yield from _walk(path)
    elif not os.access(path, os.R_OK):
        raise AskedWrongly(
            "The file %(name)s may not be read.", do="Look at its permissions.", name=argument
        )
    else:
        yield _file(path)


def marks_of(sources: Iterable[Source | Fault], looked_for: int = 0) -> Sequence[int]:
    """For every number of sources, from none on, a mark of the first so many of them.

    It is another one when a name, size or time is, or what is ``looked_for`` in them; standard
    input is never the same twice.
    """
    told = map(_told, sources)
    return array("L", accumulate(told, lambda mark, one: crc32(one, mark), initial=looked_for))


def _told(source: Source | Fault) -> bytes:
    if isinstance(source, Fault):
        return source.place.file.encode() + b"\n"
    once = "" if source.path else os.urandom(32).hex()
    return f"{source.label} {source.size} {source.mtime} {once}\n".encode()


def in_utf8(name: str) -> str:
    """A name that can be kept: bytes of a file's name that are no UTF-8 are spelled out."""
    return name.encode("utf-8", "backslashreplace").decode()


def _file(path: Path) -> Source:
    facts = path.stat()
    return Source(in_utf8(path.as_posix()), path, facts.st_size, int(facts.st_mtime))


def _unread(path: Path, reason: str) -> Fault:
    return Fault(Place(in_utf8(path.as_posix())), reason)


def _walk(folder: Path) -> Iterator[Source | Fault]:
    if is_archive_folder(folder):
        yield _file(folder)
        return
    if all((folder / name).is_file() for name in CAMPAIGN):
        yield _unread(folder, "A campaign folder inside a folder is not read.")
        return
    again = _SAVED_AGAIN if (folder / "index.json").is_file() else frozenset()
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or _explains_another(path.name) or path.name in again:
            continue
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            yield from _walk(path)
        elif stat.S_ISREG(mode) and os.access(path, os.R_OK):
            yield _file(path)
        elif stat.S_ISREG(mode):
            yield _unread(path, "The file may not be read.")
        else:
            yield _unread(path, _LINK if stat.S_ISLNK(mode) else _DEVICE)
