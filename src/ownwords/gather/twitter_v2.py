"""Twitter API v2 as JSON: pages, stream objects, flattened posts, compliance events.

What ``twarc2`` and its relatives wrote. One line, or one object of an array, is one page or one
post; what is read and what is not stands in docs/reference/formats.md.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator

from msgspec import Raw

from ownwords.gather.connector import Options
from ownwords.gather.cursor import Cursor
from ownwords.gather.json_records import first_records, read_records
from ownwords.gather.json_slices import array_named
from ownwords.gather.lines import Line
from ownwords.gather.reasons import MALFORMED, NOT_UTF8, why_not_json
from ownwords.gather.signs import with_keys, with_true
from ownwords.gather.sources import Head, Source
from ownwords.gather.v2_events import (
    EVENTS,
    compliance_line,
    errors_only,
    nothing_found,
    stream_event,
)
from ownwords.gather.v2_posts import Page, read_flat, read_page
from ownwords.gather.v2_shapes import FLAT_LINE, KEYS, PAGE_LINE, STREAM_LINE, Includes
from ownwords.locales import marked
from ownwords.records.captured import Fault, Place, Read

_WHOLE = marked("posts of it that are whole: %(count)s")
_PIECE = 1 << 16
_DECODER = codecs.getincrementaldecoder("utf-8")
_Shape = Callable[[bytes, Place], "list[Read] | None"]


class TwitterV2:
    """Reads v2 JSON: lines, or one array."""

    name = "twitter_v2"
    title = "Twitter API v2 (JSON of twarc2)"
    extensions = (".jsonl", ".json", ".ndjson")
    signs = (*with_keys("action", "errors", *EVENTS), *with_true("protected"))

    def recognises(self, head: Head) -> bool:
        """By the keys of the first line that can be read, or of a page longer than a look."""
        for line in first_records(head):
            try:
                return _is_v2(KEYS.decode(line))
            except MALFORMED:
                continue
        start = head.start[:200].replace(b" ", b"")
        return start.startswith(b'{"data":[{') and b'"text"' in head.start

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """Posts of each line in order, then the posts embedded in it that it did not hold."""
        shapes: list[_Shape] = [_page, _flat, _stream, _compliance]

        def read_line(line: Line) -> list[Read]:
            place = Place(source.label, line.number, line.offset)
            return _read_line(line.data, place, shapes)

        return read_records(source, Cursor.parse(cursor), read_line)


def _is_v2(keys: dict[str, Raw]) -> bool:
    if "source_platform" in keys:  # Zeeschuimer's envelope
        return False
    if "data" in keys:
        data = bytes(keys["data"])
        return data[:1] in {b"[", b"{"} and bool(
            {"includes", "meta", "__twarc", "matching_rules"} & keys.keys() or b'"id"' in data
        )
    if "id" in keys and ("author_id" in keys or "edit_history_tweet_ids" in keys):
        return "text" in keys
    return {"id", "action"} <= keys.keys() or errors_only(keys) or nothing_found(keys)


def _read_line(data: bytes, place: Place, shapes: list[_Shape]) -> list[Read]:
    """Try the shape of the line before first; most files have only one."""
    for at, shape in enumerate(shapes):
        reads = shape(data, place)
        if reads is not None:
            if at:
                shapes.insert(0, shapes.pop(at))
            return reads
    return _rescue(data, place)


def _page(data: bytes, place: Place) -> list[Read] | None:
    try:
        line = PAGE_LINE.decode(data)
    except MALFORMED:
        return None
    page = Page(place, line.twarc.retrieved_at if line.twarc else None)
    if line.includes is not None:
        page.include(line.includes)
    return read_page(_clean(list(map(bytes, line.data)), data, page), page)


def _stream(data: bytes, place: Place) -> list[Read] | None:
    try:
        line = STREAM_LINE.decode(data)
    except MALFORMED:
        return None
    raw = bytes(line.data)
    event = stream_event(raw, place)
    if event is not None:
        return [event]
    if not raw.startswith(b"{"):
        return None
    page = Page(place, line.twarc.retrieved_at if line.twarc else None)
    if line.includes is not None:
        page.include(line.includes)
    return read_page(_clean([raw], data, page), page)


def _flat(data: bytes, place: Place) -> list[Read] | None:
    try:
        line = FLAT_LINE.decode(data)
        if not bytes(line.id) or not bytes(line.text):
            return None
        return read_flat(line, _utf8(data).strip(), place)
    except MALFORMED:
        return None


def _compliance(data: bytes, place: Place) -> list[Read] | None:
    read = compliance_line(data, place)
    return None if read is None else [read]


def _utf8(data: bytes) -> bytes:
    """The bytes, when they are UTF-8; UnicodeDecodeError else.

    Looked at in pieces: a long page decoded at once is written anew for each wider character.
    """
    if not data.isascii():
        check = _DECODER().decode
        view = memoryview(data)
        for start in range(0, len(data), _PIECE):
            check(view[start : start + _PIECE])
        check(b"", final=True)
    return data


def _clean(raws: list[bytes], data: bytes, page: Page) -> list[bytes]:
    """Only those posts whose bytes are UTF-8, all of them: the payload is kept as received."""
    try:
        _utf8(data)
    except UnicodeDecodeError:
        good = []
        for raw in raws:
            try:
                good.append(_utf8(raw))
            except UnicodeDecodeError:
                page.reads.append(Fault(page.place, NOT_UTF8))
        return good
    return raws


def _rescue(data: bytes, place: Place) -> list[Read]:
    """A line that no shape fits: save the posts of a broken page one by one, or name the line."""
    try:
        keys = KEYS.decode(data)
    except MALFORMED as problem:
        reason = why_not_json(data, problem)
    else:
        if errors_only(keys):
            return [Fault(place, "The platform reports errors here in place of posts.")]
        if nothing_found(keys):
            return []
        return [Fault(place, "This is JSON, but no v2 page, post or compliance line.")]
    page = Page(place, None)
    page.include(
        Includes(*(list(map(Raw, array_named(data, name))) for name in (b"users", b"tweets")))
    )
    raws = array_named(data, b"data")
    reads = read_page(_clean(raws, data, page), page)
    if any(isinstance(read, Fault) for read in reads):
        return reads
    kept = _WHOLE % {"count": len(reads)} if reads else "nothing"
    return [*reads, Fault(place, reason, kept)]


CONNECTOR = TwitterV2()
