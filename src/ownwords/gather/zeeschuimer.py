"""What the browser extension Zeeschuimer collects for 4CAT: JSON lines, an envelope each.

Only posts of X are read. The envelope describes the person who collected (browser, pages, clicks):
of it the time is taken and all else is dropped. Items of other platforms are named one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Raw

from ownwords.gather.connector import Options
from ownwords.gather.cursor import Cursor
from ownwords.gather.json_records import first_records, read_records
from ownwords.gather.lines import Line
from ownwords.gather.reasons import MALFORMED, why_not_json
from ownwords.gather.sources import Head, Source
from ownwords.gather.web_statuses import read_web_status
from ownwords.records.captured import Captured, Fault, Place, Read

READ = frozenset({"twitter.com", "x.com", "twitter-comments"})
"""Names under which versions of the extension file posts of X."""

_OTHER = "This item is of another platform, which is not read."
_KNOWN = (
    *("tiktok.com", "tiktok-comments", "instagram.com", "instagram-comments", "threads.net"),
    *("linkedin.com", "facebook.com", "douyin.com", "9gag.com", "imgur.com", "gab.com"),
    *("truthsocial.com", "pinterest.com", "xiaohongshu.com", "rednote", "bilibili.com"),
)


class _Envelope(msgspec.Struct):
    source_platform: str
    data: Raw
    timestamp_collected: int | float | None = None


_ENVELOPE = msgspec.json.Decoder(_Envelope)


class Zeeschuimer:
    """Reads Zeeschuimer's JSON lines."""

    name = "zeeschuimer"
    title = "Zeeschuimer (4CAT) collection of X"
    extensions = (".ndjson", ".jsonl", ".json")

    def recognises(self, head: Head) -> bool:
        """By the envelope of the first item that can be read."""
        for record in first_records(head):
            try:
                return b"item_id" in record and bool(_ENVELOPE.decode(record))
            except MALFORMED:
                continue
        return False

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """The post of each line, then the posts inside it (reposted, quoted)."""
        return read_records(source, Cursor.parse(cursor), lambda line: _item(line, source.label))


def _item(line: Line, label: str) -> Iterable[Read]:
    place = Place(label, line.number, line.offset)
    try:
        if not line.data.isascii():
            line.data.decode("utf-8")
        envelope = _ENVELOPE.decode(line.data)
    except MALFORMED as problem:
        return [Fault(place, why_not_json(line.data, problem))]
    platform = envelope.source_platform
    if platform not in READ:
        named = f"This item is of {platform}, which is not read."
        return [Fault(place, named if platform in _KNOWN else _OTHER)]
    at = _micros(envelope.timestamp_collected)
    return [_seen(read, at) for read in read_web_status(bytes(envelope.data), place)]


def _seen(read: Read, at: int | None) -> Read:
    if not isinstance(read, Captured):
        return read
    metrics = read.metrics and msgspec.structs.replace(read.metrics, observed_at=at)
    post = msgspec.structs.replace(read.post, observed_at=at)
    return msgspec.structs.replace(read, post=post, metrics=metrics)


def _micros(milliseconds: float | None) -> int | None:
    return None if milliseconds is None else int(milliseconds) * 1000


CONNECTOR = Zeeschuimer()
