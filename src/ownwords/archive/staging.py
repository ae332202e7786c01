"""What is being taken in and is not yet visible: one log that survives a crash.

The log is a row of frames. A frame holds the rows of every bucket since the frame before, so that
finishing can read bucket by bucket, and what belongs to no bucket (faults, wishes, statements,
departures). A frame is checked by its CRC; a frame that carries a cursor is a checkpoint, and
after a crash everything behind the last checkpoint is dropped and read again.

    frame = CRC-32 of the rest, length of the rest (both 4 bytes)
            65 parts of (length of index, length of bodies) (4 bytes each), parts 0-63 the buckets
            the parts: index (MessagePack), bodies (row in MessagePack, then its payload)
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import msgspec

from ownwords.archive import files
from ownwords.archive.chunks import BUCKETS
from ownwords.archive.columns import POST_FIELDS, Key, Row
from ownwords.records.captured import Captured, Departed, Fault
from ownwords.records.consent import Statement, Wish
from ownwords.records.post import Post

_HEAD = struct.Struct("<II")
_PARTS = struct.Struct(f"<{2 * (BUCKETS + 1)}I")
_AHEAD = 1 << 16
_FLUSH = 6 << 20
"""Rows wait in memory until they are this many bytes."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode
_as_row = msgspec.structs.astuple


class About(msgspec.Struct, frozen=True):
    """What a taking is: where from, by which connector, since when, and its random name."""

    source: str
    connector: str
    tool: str
    started: int
    token: str


class Tally(msgspec.Struct):
    """Counts of a taking so far; written with every checkpoint."""

    read: int = 0
    not_matching: int = 0
    held_back: int = 0
    withdrawals: int = 0
    faults: int = 0


class Beside(msgspec.Struct):
    """What belongs to no bucket."""

    faults: list[Fault] = []
    wishes: list[Wish] = []
    statements: list[Statement] = []
    departed: list[Departed] = []


class _Checkpoint(msgspec.Struct):
    cursor: str | None
    tally: Tally
    beside: Beside


class Staged(msgspec.Struct, frozen=True, gc=False):
    """Where one staged row lies: order of its post, place in the log, bytes of row and payload."""

    published: int
    id: str
    offset: int
    length: int
    payload: int


_index = msgspec.msgpack.Decoder(list[tuple[int, str, int, int]]).decode
_rows = msgspec.msgpack.Decoder(list[tuple[Any, ...]]).decode
_checkpoint = msgspec.msgpack.Decoder(_Checkpoint).decode


class Log:
    """The log of one taking."""

    def __init__(self, path: Path) -> None:
        """Open the log of a taking, new or left by a crash."""
        self.cursor = ""
        self.tally = Tally()
        self._frames: list[tuple[int, tuple[int, ...]]] = []
        self.metrics: list[Row] = []
        self._spools: dict[str, dict[int, list[tuple[int, int]]]] = {}
        self._ahead = (0, memoryview(b""))
        self._end = -1
        length = self._recover(path) if path.exists() else 0
        self._file = files.Appender(path, length)
        self._clear()

    def _clear(self) -> None:
        self._waiting = 0
        self._indexes: list[list[tuple[int, str, int, int]]] = [[] for _ in range(BUCKETS)]
        self._bodies: list[list[bytes]] = [[] for _ in range(BUCKETS)]
        self._aside = Beside()

    def stage(self, bucket: int, captured: Captured) -> None:
        """Keep a post and what came with it; raises UnicodeEncodeError or OverflowError."""
        post = captured.post
        metrics = captured.metrics
        row = _as_row(post)
        payload = row[_PAYLOAD]
        row = (*row[:_PAYLOAD], b"", *row[_PAYLOAD + 1 :])
        body = _encode((row, _as_row(metrics) if metrics is not None else None))
        self._indexes[bucket].append((post.published, post.id, len(body), len(payload)))
        self._bodies[bucket] += (body, payload)
        if captured.wishes:
            self._aside.wishes.extend(captured.wishes)
        if captured.statements:
            self._aside.statements.extend(captured.statements)
        self._waiting += len(body) + len(payload)

    def note(self, what: Fault | Departed) -> None:
        """Keep a fault or a departure."""
        if isinstance(what, Fault):
            self._aside.faults.append(what)
            self.tally.faults += 1
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
        content = []
        for bucket, index in enumerate(self._indexes):
            content += [_encode(index) if index else b"", b"".join(self._bodies[bucket])]
            self._bodies[bucket] = []
        content += [_encode(_Checkpoint(cursor, self.tally, self._aside)), b""]
        self._clear()
        parts = tuple(map(len, content))
        content.insert(0, _PARTS.pack(*parts))
        crc = reduce(lambda crc, part: zlib.crc32(part, crc), content, 0)
        content.insert(0, _HEAD.pack(crc, _PARTS.size + sum(parts)))
        self._remember(self._file.append_all(content), parts)

    def _remember(self, start: int, parts: tuple[int, ...]) -> None:
        self._frames.append((start + _HEAD.size + _PARTS.size, parts))

    def _recover(self, path: Path) -> int:
        """Read the frames that a crash left; returns the length up to the last checkpoint."""
        good, frames = 0, 0
        with path.open("rb") as file:
            while frame := _next_frame(file):
                start = file.tell() - len(frame) - _HEAD.size
                parts = _PARTS.unpack_from(frame)
                self._remember(start, parts)
                mark = _checkpoint(frame[len(frame) - parts[-2] :])
                if mark.cursor is not None:
                    good, frames = file.tell(), len(self._frames)
                    self.cursor, self.tally = mark.cursor, mark.tally
        del self._frames[frames:]
        return good

    def rows(self, bucket: int) -> list[Staged]:
        """Where the rows of a bucket lie, in the order in which they came. Flush first."""
        found = []
        for start, parts in self._frames:
            begin = start + sum(parts[: 2 * bucket])
            index, bodies = parts[2 * bucket], parts[2 * bucket + 1]
            if not bodies:
                continue
            offset = begin + index
            for published, name, length, payload in _index(self._file.read(begin, index)):
                found.append(Staged(published, name, offset, length, payload))
                offset += length + payload
        return found

    def row(self, staged: Staged) -> Row:
        """The fields of a staged post; its metrics are put into :attr:`metrics`."""
        length = staged.length
        data = self._bytes(staged.offset, length + staged.payload)
        post, metrics = _decode(data[:length])
        post[_PAYLOAD] = bytes(data[length:])
        if metrics is not None:
            self.metrics.append(metrics)
        return post  # type: ignore[no-any-return]

    def _bytes(self, offset: int, length: int) -> memoryview:
        """Bytes of the log; who reads on where the last read ended is read to in larger steps."""
        start, ahead = self._ahead
        if start <= offset and offset + length <= start + len(ahead):
            self._end = offset + length
            return ahead[offset - start : offset - start + length]
        wanted = max(length, _AHEAD) if offset == self._end else length
        self._end = offset + length
        data = memoryview(self._file.read(offset, wanted))
        self._ahead = (offset, data)
        return data[:length]

    def restage(self, row: Row) -> Staged:
        """Put a row that is held already behind the others, to be placed anew."""
        payload = row[_PAYLOAD]
        body = _encode(((*row[:_PAYLOAD], b"", *row[_PAYLOAD + 1 :]), None))
        start = self._file.append(body + payload)
        return Staged(row[_PUBLISHED], row[_ID], start, len(body), len(payload))

    def spool(self, kind: str, bucket: int, rows: Sequence[Row]) -> None:
        """Put rows of a side table aside until every bucket is done."""
        body = _encode(rows)
        place = (self._file.append(body), len(body))
        self._spools.setdefault(kind, {}).setdefault(bucket, []).append(place)

    def spooled(self, kind: str) -> Iterator[list[Key]]:
        """What was put aside of each bucket, ordered, each row once."""
        for places in self._spools.get(kind, {}).values():
            found = {row for place in places for row in _rows(self._file.read(*place))}
            yield sorted(found)

    def beside(self) -> Iterator[Beside]:
        """What belongs to no bucket, frame by frame."""
        for start, parts in self._frames:
            begin = start + sum(parts[:-2])
            yield _checkpoint(self._file.read(begin, parts[-2])).beside

    def close(self) -> None:
        self._file.close()


_PUBLISHED = POST_FIELDS.index("published")
_ID = POST_FIELDS.index("id")
_PAYLOAD = POST_FIELDS.index("payload")


def _next_frame(file: Any) -> bytes:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return b""
    crc, length = _HEAD.unpack(head)
    frame: bytes = file.read(length)
    return frame if len(frame) == length and zlib.crc32(frame) == crc else b""


def storable(post: Post) -> str:
    """Why a post cannot be kept as it is, or an empty text."""
    updated, observed = post.updated, post.observed_at
    if (
        _FIRST <= post.published <= _LAST
        and (updated is None or _FIRST <= updated <= _LAST)
        and (observed is None or _FIRST <= observed <= _LAST)
    ):
        return ""
    return "its date lies outside the years 1 to 9999"


_FIRST = -62_135_596_800_000_000
_LAST = 253_402_300_799_999_999
