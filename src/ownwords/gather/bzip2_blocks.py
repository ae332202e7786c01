"""One bzip2 stream, block by block: damage costs the block in which it stands.

Each block (up to 900,000 bytes before the first packing) is packed by itself, begins with the same
48 bits at any bit, and has a checksum of its own. So each is unpacked as a stream of one block, and
nothing of it is given before its checksum was found right: what is given is never changed by
damage. Behind a damaged block the next one is read. The format is described by J. Tsai, "BZIP2:
Format Specification" (2016); bzip2recover, of bzip2 itself, uses the same marks.
"""

from __future__ import annotations

import bz2
from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

_HEADER = 4
_LEVELS = b"123456789"
_LARGEST = b"BZh9"
_BLOCK, _END = 0x314159265359, 0x177245385090
_MARK = 48
_SUM = 32
_OVER = 7
"""Bytes over which a mark may lie."""
_PIECE = 1 << 19
_LONGEST = 1_200_000
"""Bytes of the longest block: packing makes nothing a fifth longer."""


class _Needle(NamedTuple):
    """A mark as it stands ``shift`` bits behind the beginning of a byte.

    ``inner`` are the bytes that it fills, from the second on; around them ``mask`` are its bits.
    """

    shift: int
    inner: bytes
    whole: int
    mask: int
    is_end: bool


def _needles() -> Iterator[_Needle]:
    for mark in (_BLOCK, _END):
        for shift in range(8):
            left = 8 - shift
            whole = mark << left
            inner = whole.to_bytes(_OVER, "big")[1:6]
            yield _Needle(shift, inner, whole, ((1 << _MARK) - 1) << left, mark == _END)


_NEEDLES = tuple(_needles())


class _Mark(NamedTuple):
    """Where a block begins, or the end of the stream: a bit of it, from 0."""

    bit: int
    is_end: bool

    @property
    def byte(self) -> int:
        return self.bit // 8


_FIRSTS = (_Mark(8 * _HEADER, is_end=False), _Mark(8 * _HEADER, is_end=True))


class Blocks:
    """A stream that begins with ``data``; ``more`` gives what of the file comes next.

    ``read`` raises OSError where a block is damaged; ``go_on`` then goes behind it.
    """

    def __init__(self, data: bytes, more: Callable[[], bytes]) -> None:
        self.whole = False
        self.rest = b""
        """What was taken of the file and is not done with; at the end what follows the stream."""
        self._more = more
        self._ended = False
        self._at = 0
        """Which byte of the stream the rest begins with."""
        self._looked = 0
        """The first byte in which no mark was looked for."""
        self._marks: deque[_Mark] = deque()
        self._sum = 0
        self._damaged: _Mark | None = None
        self._has_gaps = False
        self._next = self._begin
        self._out: deque[bytes] = deque()
        self._take(data)

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes unpacked; empty when there is nothing more."""
        while not self._out and not self.whole and self._next():
            pass
        if not self._out:
            return b""
        piece = self._out.popleft()
        if len(piece) > size:
            self._out.appendleft(piece[size:])
        return piece[:size]

    def go_on(self) -> tuple[int, int] | None:
        """Go behind the damage: how far before the end of what was taken its first byte stands,
        and the first one behind it. None where no block or end stands behind it.
        """
        damaged, self._damaged = self._damaged, None
        while damaged and not self._marks and not self._ended:
            self._drop(self._looked)
            self._read_on()
        if damaged is None or not self._marks:
            return None
        self._has_gaps = True
        self._next = self._block
        taken = self._at + len(self.rest)
        return taken - damaged.byte, taken - self._marks[0].byte

    def _begin(self) -> bool:
        """The head: so many hundred thousands of bytes a block holds at the most."""
        self._next = self._block
        if not self._sees_marks(1) and self._ended:
            return False
        begins_well = self._marks and self._marks[0] in _FIRSTS
        if not begins_well or self.rest[_HEADER - 1] not in _LEVELS:
            self._refuse(_Mark(0, is_end=False))
        return True

    def _block(self) -> bool:
        """Unpack the next block, or meet the end; False where the file ends before it."""
        if not self._sees_marks(1):
            return False
        first = self._marks[0]
        if first.is_end:
            return self._end(first.bit + _MARK)
        self._drop(first.byte)
        if not self._sees_marks(2) and self._ended:
            return False
        for count in (2, 3):  # the bits of a mark may stand within a block by chance
            if self._sees_marks(count) and (out := self._unpacked(self._marks[count - 1].bit)):
                for _ in range(count - 1):
                    self._marks.popleft()
                self._out.extend(out)
                return True
        self._marks.popleft()
        self._refuse(first)
        return False

    def _refuse(self, damaged: _Mark) -> None:
        self._damaged = damaged
        raise OSError

    def _end(self, bit: int) -> bool:
        """Hold the sum of all blocks against the one at the end."""
        end = bit + _SUM
        while 8 * (self._at + len(self.rest)) < end:
            if not self._read_on():
                return False
        if not self._has_gaps and self._bits(bit, end) != self._sum:
            raise OSError
        self.rest = self.rest[-(-end // 8) - self._at :]
        self.whole = True
        return True

    def _unpacked(self, end: int) -> list[bytes]:
        """What stands from the first mark to a bit, if its checksum is right; nothing else."""
        begin = self._marks[0].bit
        checksum = self._bits(begin + _MARK, begin + _MARK + _SUM)
        stream = (self._bits(begin, end) << _MARK | _END) << _SUM | checksum
        size = end - begin + _MARK + _SUM
        packed = (stream << -size % 8).to_bytes(-(-size // 8), "big")
        try:
            out = list(_pieces(_LARGEST + packed))
        except (OSError, EOFError):
            return []
        turned = (self._sum << 1 | self._sum >> (_SUM - 1)) & ((1 << _SUM) - 1)
        self._sum = turned ^ checksum
        return out

    def _bits(self, begin: int, end: int) -> int:
        """Some of the bits that were taken, as a number."""
        last = -(-end // 8)
        data = self.rest[begin // 8 - self._at : last - self._at]
        return int.from_bytes(data, "big") >> (8 * last - end) & ((1 << (end - begin)) - 1)

    def _sees_marks(self, count: int) -> bool:
        """Whether so many marks stand within the length of a block; reads on to know."""
        while len(self._marks) < count:
            begin = self._marks[0].byte if self._marks else self._at
            if self._at + len(self.rest) - begin > _LONGEST or not self._read_on():
                return False
        return True

    def _read_on(self) -> bool:
        data = b"" if self._ended else self._more()
        self._ended = not data
        if data:
            self._take(data)
        return bool(data)

    def _take(self, data: bytes) -> None:
        """Look for marks in what came, also over the seam."""
        self.rest += data
        begin, end = self._looked - self._at, len(self.rest) - _OVER + 1
        found: list[_Mark] = []
        for needle in _NEEDLES:
            at = begin
            while (at := self.rest.find(needle.inner, at + 1, end + len(needle.inner))) > 0:
                around = int.from_bytes(self.rest[at - 1 : at - 1 + _OVER], "big")
                if around & needle.mask == needle.whole:
                    bit = 8 * (self._at + at - 1) + needle.shift
                    found.append(_Mark(bit, needle.is_end))
        self._looked = self._at + max(begin, end)
        self._marks.extend(sorted(found))

    def _drop(self, byte: int) -> None:
        """Let go of what stands before a byte of the stream."""
        self.rest = self.rest[byte - self._at :]
        self._at = byte


def _pieces(packed: bytes) -> Iterator[bytes]:
    """A stream of one block unpacked; EOFError where its end is missing."""
    unpacker = bz2.BZ2Decompressor()
    while not unpacker.eof:
        piece = unpacker.decompress(packed, _PIECE)
        packed = b""
        if not piece and unpacker.needs_input:
            raise EOFError
        if piece:
            yield piece
