"""What is being taken in and is not yet visible: one log that survives a crash.

The log is a row of frames. A frame holds the rows of every bucket since the frame before, so that
finishing can read bucket by bucket, and what belongs to no bucket (faults, wishes, statements,
departures). A frame is checked by its CRC; a frame that carries a cursor is a checkpoint, and
after a crash everything behind the last checkpoint is dropped and read again.

    frame = CRC-32 of the rest, length of the rest (both 4 bytes)
            65 parts of (length of index, length of bodies) (4 bytes each), parts 0-63 the buckets
            the parts: index (MessagePack), bodies (one MessagePack row after the other)
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from ownwords.archive import files
from ownwords.archive.chunks import BUCKETS
from ownwords.archive.columns import POST_FIELDS, Row
from ownwords.records.captured import Captured, Departed, Fault
from ownwords.records.consent import Statement, Wish
from ownwords.records.post import Post

_HEAD = struct.Struct("<II")
_PARTS = struct.Struct(f"<{2 * (BUCKETS + 1)}I")
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
    staged: int = 0


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
    """Where one staged row lies: order of its post, place in the log, whether it has metrics."""

    published: int
    id: str
    offset: int
    length: int


_index = msgspec.msgpack.Decoder(list[tuple[int, str, int]]).decode
_checkpoint = msgspec.msgpack.Decoder(_Checkpoint).decode


class Log:
    """The log of one taking."""

    def __init__(self, path: Path) -> None:
        """Open the log of a taking, new or left by a crash."""
        self.cursor = ""
        self.tally = Tally()
        self._frames: list[tuple[int, tuple[int, ...]]] = []
        self.read: dict[int, tuple[str, Row | None]] = {}
        length = self._recover(path) if path.exists() else 0
        self._file = files.Appender(path, length)
        self._clear()

    def _clear(self) -> None:
        self._waiting = 0
        self._indexes: list[list[tuple[int, str, int]]] = [[] for _ in range(BUCKETS)]
        self._bodies: list[list[bytes]] = [[] for _ in range(BUCKETS)]
        self._aside = Beside()

    def stage(self, bucket: int, captured: Captured) -> None:
        """Keep a post and what came with it; raises UnicodeEncodeError or OverflowError."""
        post = captured.post
        metrics = captured.metrics
        row = (_as_row(post), _as_row(metrics) if metrics is not None else None)
        body = _encode(row)
        self._indexes[bucket].append((post.published, post.id, len(body)))
        self._bodies[bucket].append(body)
        if captured.wishes:
            self._aside.wishes.extend(captured.wishes)
        if captured.statements:
            self._aside.statements.extend(captured.statements)
        self._waiting += len(body)
        self.tally.staged += 1

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
        indexes = [_encode(index) if index else b"" for index in self._indexes]
        bodies = [b"".join(parts) for parts in self._bodies]
        indexes.append(_encode(_Checkpoint(cursor, self.tally, self._aside)))
        bodies.append(b"")
        parts = [len(part) for pair in zip(indexes, bodies, strict=True) for part in pair]
        content = [part for pair in zip(indexes, bodies, strict=True) for part in pair]
        frame = b"".join([_PARTS.pack(*parts), *content])
        self._clear()
        start = self._file.append(_HEAD.pack(zlib.crc32(frame), len(frame)) + frame)
        self._remember(start, tuple(parts))

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
            for published, name, length in _index(self._file.read(begin, index)):
                found.append(Staged(published, name, offset, length))
                offset += length
        return found

    def row(self, staged: Staged) -> Row:
        """The fields of a staged post; its version and metrics are noted in :attr:`read`."""
        post, metrics = _decode(self._file.read(staged.offset, staged.length))
        self.read[staged.offset] = (post[_VERSION], metrics)
        return post  # type: ignore[no-any-return]

    def restage(self, row: Row) -> Staged:
        """Put a row that is held already behind the others, to be placed anew."""
        body = _encode((row, None))
        start = self._file.append(body)
        published, name = row[_PUBLISHED], row[_ID]
        return Staged(published, name, start, len(body))

    def beside(self) -> Iterator[Beside]:
        """What belongs to no bucket, frame by frame."""
        for start, parts in self._frames:
            begin = start + sum(parts[:-2])
            yield _checkpoint(self._file.read(begin, parts[-2])).beside

    def close(self) -> None:
        self._file.close()


_PUBLISHED = POST_FIELDS.index("published")
_ID = POST_FIELDS.index("id")
_VERSION = POST_FIELDS.index("version_id")


def _next_frame(file: Any) -> bytes:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return b""
    crc, length = _HEAD.unpack(head)
    frame: bytes = file.read(length)
    return frame if len(frame) == length and zlib.crc32(frame) == crc else b""


def storable(post: Post) -> str:
    """Why a post cannot be kept as it is, or an empty text."""
    moments = (post.published, post.updated, post.observed_at)
    if any(at is not None and not _FIRST <= at <= _LAST for at in moments):
        return "its date lies outside the years 1 to 9999"
    return ""


_FIRST = -62_135_596_800_000_000
_LAST = 253_402_300_799_999_999
