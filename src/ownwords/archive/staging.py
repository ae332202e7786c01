"""What is being taken in and is not yet visible: one log that survives a crash.

The log is a row of frames. A frame holds the rows of every bucket since the frame before, in the
order of their keys, so that finishing can read bucket by bucket, and what belongs to no bucket
(faults, wishes, statements, departures). A frame is checked by its CRC; a frame that carries a
cursor is a checkpoint, and after a crash everything behind the last checkpoint is dropped and read
again.

    frame = CRC-32 of the rest, length of the rest (both 4 bytes)
            lengths of 129 parts (4 bytes each)
            the parts: for each bucket its posts and its metrics (Arrow record batches, empty when
            there are none), then what belongs to no bucket (MessagePack)
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from isal.isal_zlib import crc32

from ownwords.archive import files
from ownwords.archive.arrow import pa, pc
from ownwords.archive.chunks import BUCKETS, bucket_of
from ownwords.archive.columns import (
    KINDS,
    METRICS,
    POSTS,
    Kind,
    metrics_batch,
    split_batch,
    whole_batch,
)
from ownwords.locales import marked
from ownwords.records.accession import Receipt
from ownwords.records.captured import Captured, Departed, Fault, LeftOut, Wanted
from ownwords.records.consent import Statement, Wish
from ownwords.records.post import Post

_HEAD = struct.Struct("<II")
_PARTS = struct.Struct(f"<{2 * BUCKETS + 1}I")
_FLUSH = 16 << 20
"""Rows wait in memory until they are this many bytes."""

_encode = msgspec.msgpack.Encoder().encode


class About(msgspec.Struct, frozen=True):
    """What a taking is: where from, by which connector, since when, its random name, and what
    tells it from another one of the same source.
    """

    source: str
    connector: str
    tool: str
    started: int
    token: str
    asked: str = ""

    def same(self, other: About) -> bool:
        """Whether one goes on where the other was interrupted."""
        mine, theirs = (self.source, self.connector), (other.source, other.connector)
        return mine == theirs and self.asked == other.asked


class Tally(msgspec.Struct):
    """Counts of a taking so far; written with every checkpoint."""

    read: int = 0
    not_matching: int = 0
    held_back: int = 0
    withdrawals: int = 0
    faults: int = 0
    not_taken: int = 0
    known: int = 0
    """Posts that were not staged, because the same version was already."""
    earlier: int = 0
    """Frames of files that have changed since and are read again: of these only what was said
    counts, not how much was read and what could not be."""


class Beside(msgspec.Struct):
    """What belongs to no bucket."""

    faults: list[Fault] = []
    wishes: list[Wish] = []
    statements: list[Statement] = []
    departed: list[Departed] = []
    wanted: list[Wanted] = []
    receipts: list[Receipt] = []


class _Checkpoint(msgspec.Struct):
    cursor: str | None
    tally: Tally
    beside: Beside


class Piece(NamedTuple):
    """Where a record batch lies in the log."""

    offset: int
    length: int


_checkpoint = msgspec.msgpack.Decoder(_Checkpoint).decode


class Log:
    """The log of one taking."""

    def __init__(self, path: Path) -> None:
        """Open the log of a taking, new or left by a crash."""
        self.cursor = ""
        self.tally = Tally()
        self._frames: list[tuple[int, tuple[int, ...]]] = []
        self._spools: dict[tuple[str, int], list[Piece]] = {}
        length = self._recover(path) if path.exists() else 0
        self._file = files.Appender(path, length)
        self._clear()

    def _clear(self) -> None:
        self._waiting = 0
        self._posts: list[_Waiting] = []
        self._metrics: list[_Waiting] = []
        self._aside = Beside()

    def stage(self, new: Sequence[Captured], known: Sequence[Captured] = ()) -> None:
        """Keep posts and what came with them; of posts that are known only what came with them.

        All or nothing: raises ValueError for half a character, OverflowError for too large a
        number.
        """
        came = [*new, *known]
        buckets = [bucket_of(one.post.attributed_to) for one in came]
        told = zip(buckets, came, strict=True)
        counted = [(bucket, one.metrics) for bucket, one in told if one.metrics is not None]
        metrics = metrics_batch(counted) if counted else None
        if new:
            rows, payloads = split_batch([one.post for one in new])
            self._wait(self._posts, _Waiting(buckets[: len(new)], rows, payloads))
        if metrics is not None:
            self._wait(self._metrics, _Waiting([bucket for bucket, _ in counted], metrics, []))
        for one in came:
            if one.wishes or one.statements:
                self._aside.wishes.extend(one.wishes)
                self._aside.statements.extend(one.statements)
        self.tally.known += len(known)

    def _wait(self, others: list[_Waiting], one: _Waiting) -> None:
        others.append(one)
        self._waiting += one.rows.nbytes + sum(map(len, one.payloads))

    def note(self, what: Fault | Departed | LeftOut | Wanted | Receipt) -> None:
        """Keep a fault, a departure, a link or a receipt; count what is left out."""
        if isinstance(what, Fault):
            self._aside.faults.append(what)
            self.tally.faults += 1
        elif isinstance(what, Wanted):
            self._aside.wanted.append(what)
        elif isinstance(what, LeftOut):
            self.tally.not_taken += what.count
        elif isinstance(what, Receipt):
            self._aside.receipts.append(what)
        else:
            self._aside.departed.append(what)
            self.tally.withdrawals += 1
        self._waiting += 200

    def settle(self) -> None:
        """Write what waits when it is much; not yet durable."""
        if self._waiting >= _FLUSH:
            self.flush(None)

    def checkpoint(self, cursor: str) -> None:
        """Make everything so far durable, together with the cursor to go on from."""
        self.flush(cursor)
        self._file.sync()
        self.cursor = cursor

    def flush(self, cursor: str | None) -> None:
        """Write a frame of everything that waits."""
        content: list[Any] = [b""] * (2 * BUCKETS)
        content[0::2] = _by_bucket(POSTS, self._posts)
        content[1::2] = _by_bucket(METRICS, self._metrics)
        content.append(_encode(_Checkpoint(cursor, self.tally, self._aside)))
        self._clear()
        parts = tuple(map(len, content))
        content.insert(0, _PARTS.pack(*parts))
        crc = reduce(lambda crc, part: crc32(part, crc), content, 0)
        content.insert(0, _HEAD.pack(crc, _PARTS.size + sum(parts)))
        self._remember(self._file.append_all(content), parts)

    def _remember(self, start: int, parts: tuple[int, ...]) -> None:
        ends = tuple(accumulate(parts, initial=start + _HEAD.size + _PARTS.size))
        self._frames.append((start, ends))

    def _recover(self, path: Path) -> int:
        """Read the frames that a crash left; returns the length up to the last checkpoint."""
        good, frames = 0, 0
        with path.open("rb") as file:
            while frame := _next_frame(file):
                parts = _PARTS.unpack_from(frame)
                self._remember(file.tell() - len(frame) - _HEAD.size, parts)
                mark = _checkpoint(frame[len(frame) - parts[-1] :])
                if mark.cursor is not None:
                    good, frames = file.tell(), len(self._frames)
                    self.cursor, self.tally = mark.cursor, mark.tally
        del self._frames[frames:]
        return good

    def posts(self, bucket: int) -> list[Piece]:
        """Where the posts of a bucket lie, in the order in which they came. Flush first."""
        return self._pieces(2 * bucket)

    def metrics(self, bucket: int) -> list[Piece]:
        """Where the metrics of a bucket lie. Flush first."""
        return self._pieces(2 * bucket + 1)

    def _pieces(self, part: int) -> list[Piece]:
        found = [Piece(ends[part], ends[part + 1] - ends[part]) for _, ends in self._frames]
        return [piece for piece in found if piece.length]

    def batch(self, piece: Piece, kind: Kind) -> pa.RecordBatch:
        """The record batch that lies there."""
        return pa.ipc.read_record_batch(pa.py_buffer(self._file.read(*piece)), kind.schema)

    def spool(self, kind: str, bucket: int, batch: pa.RecordBatch) -> None:
        """Put rows of a side table aside until every bucket is done."""
        data = batch.serialize()
        piece = Piece(self._file.append(data), len(data))
        self._spools.setdefault((kind, bucket), []).append(piece)

    def spooled(self, kind: str, bucket: int) -> Iterator[pa.RecordBatch]:
        """What was put aside."""
        for piece in self._spools.get((kind, bucket), ()):
            yield self.batch(piece, KINDS[kind])

    def begin_again(self) -> None:
        """Count from the beginning: the files have changed since, and all are read again."""
        self.tally = Tally(earlier=len(self._frames))

    def is_earlier(self, piece: Piece) -> bool:
        """Whether it was staged before :meth:`begin_again`."""
        count = self.tally.earlier
        return bool(count) and piece.offset < self._frames[count - 1][1][-1]

    def beside(self) -> Iterator[Beside]:
        """What belongs to no bucket, frame by frame."""
        for number, (_, ends) in enumerate(self._frames):
            beside = _checkpoint(self._file.read(ends[-2], ends[-1] - ends[-2])).beside
            if number < self.tally.earlier:
                beside.faults, beside.receipts = [], []
            yield beside

    def close(self) -> None:
        self._file.close()


class _Waiting(NamedTuple):
    """Rows that wait, their buckets, and their payloads when they are posts."""

    buckets: list[int]
    rows: pa.RecordBatch
    payloads: list[bytes]


def _by_bucket(kind: Kind, waiting: list[_Waiting]) -> list[Any]:
    """The rows of each bucket in the order of ``kind``, those of one key as they came.

    ``waiting`` is emptied, so that memory holds the rows twice at most.
    """
    if not waiting:
        return [b""] * BUCKETS
    buckets = [bucket for one in waiting for bucket in one.buckets]
    payloads = [payload for one in waiting for payload in one.payloads]
    table = pa.Table.from_batches([one.rows for one in waiting])
    waiting.clear()
    columns = {"of": pa.array(buckets, pa.int8()), **{n: table.column(n) for n in kind.key[:2]}}
    order = pc.sort_indices(pa.table(columns), sort_keys=[(n, "ascending") for n in columns])
    del columns
    [rows] = table.take(order).combine_chunks().to_batches()
    places = order.to_pylist() if payloads else []
    counts = [0] * BUCKETS
    for bucket in buckets:
        counts[bucket] += 1
    parts: list[Any] = []
    for start, count in zip(accumulate(counts, initial=0), counts, strict=False):
        some = rows.slice(start, count)
        if places:
            some = whole_batch(some, [payloads[at] for at in places[start : start + count]])
        parts.append(some.serialize() if count else b"")
    return parts


def _next_frame(file: Any) -> bytes:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return b""
    crc, length = _HEAD.unpack(head)
    frame: bytes = file.read(length)
    return frame if len(frame) == length and crc32(frame) == crc else b""


def storable(post: Post) -> str:
    """Why a post cannot be kept as it is, or an empty text."""
    updated, observed = post.updated, post.observed_at
    if (
        _FIRST <= post.published <= _LAST
        and (updated is None or _FIRST <= updated <= _LAST)
        and (observed is None or _FIRST <= observed <= _LAST)
    ):
        return ""
    return marked("The post cannot be kept: its date lies outside the years 1 to 9999.")


_FIRST = -62_135_596_800_000_000
_LAST = 253_402_300_799_999_999
