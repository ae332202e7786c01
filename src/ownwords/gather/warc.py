"""Web archives: WARC files, and WACZ packages of them, as pages that are kept as sources.

A page is not a post: what stands in it is nobody's record that could be counted or quoted through
the gate. It is kept as it was answered, beside the stories that lean on it. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ownwords.gather.connector import Options
from ownwords.gather.cursor import Cursor, after_place
from ownwords.gather.members import bundle_or_fault, cut_of
from ownwords.gather.sources import Head, Source, inside
from ownwords.gather.warc_pages import reads_of
from ownwords.gather.warc_records import BEGINS, Headers, records
from ownwords.locales import marked
from ownwords.records.captured import Fault, LeftOut, Place, Read

_ARCHIVE = re.compile(r"(?:[^/]+/)*archive/.*[^/]")
_MEMBER = re.compile(_ARCHIVE.pattern + r"\.warc(?:\.gz|\.zst)?", re.IGNORECASE)
_VERSIONS = (b"WARC/1.", b"WARC/0.")
_MAY_HOLD_A_PAGE = frozenset({"response", "resource"})
_OTHERS = marked("records that are no pages")
_NO_WARC = marked("This file of the package is no WARC and is not read.")


class Warc:
    """Reads web archives."""

    name = "warc"
    title = "Web archive (WARC, WACZ): pages kept as sources"
    extensions = (".warc", ".warc.gz", ".wacz")

    def recognises(self, head: Head) -> bool:
        """By the first record, or the names inside a package."""
        return head.start.startswith(_VERSIONS) or any(map(_MEMBER.fullmatch, head.members))

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """The pages of each file in their order; then, a file, how many records are none."""
        return after_place(lambda: _reads(source), Cursor.parse(cursor))


def _reads(source: Source) -> Iterator[Read]:
    if not source.head().members:
        yield from _file(source)
        return
    bundle = bundle_or_fault(source)
    if isinstance(bundle, Fault):
        yield bundle
        return
    yield from cut_of(bundle, source)
    for name in sorted(filter(_ARCHIVE.fullmatch, bundle.names())):
        member = inside(source, name, bundle.chunks(name))
        if _MEMBER.fullmatch(name):
            yield from _file(member)
        else:
            yield Fault(Place(member.label), _NO_WARC)


def _file(source: Source) -> Iterator[Read]:
    others = 0
    place = Place(source.label)
    for record in records(source.over_gaps(begins=BEGINS), _may_hold_a_page):
        place = Place(source.label, record.number, record.offset, "record")
        found = list(reads_of(record, place))
        others += not found
        yield from found
    if others:
        yield LeftOut(place, _OTHERS, others)


def _may_hold_a_page(headers: Headers) -> bool:
    return headers.get("warc-type") in _MAY_HOLD_A_PAGE


CONNECTOR = Warc()
