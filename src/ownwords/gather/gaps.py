"""Reading on behind a damaged member of a gzip file, where the next one can be known again.

Each record of a web archive is a member by itself. Where one is damaged, the next place is looked
for at which a member begins that unpacks to what a record begins with. Memory stays flat, and a
file that is made of damage is given up where it costs more than reading it should.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, cast

from ownwords.gather.streams import FLOOR, PIECE, Damaged, StreamBroken, Unpacking, gunzip, unpack

_MAGIC = b"\x1f\x8b"
_HEADER = b"\x1f\x8b\x08"
_LOOK = 4096
"""Bytes after which a member has to show what it unpacks to."""
_KEPT = 4 * PIECE
"""Bytes as stored that are kept: a damaged member may be read some way into the ones behind it."""
_COST = 1 << 16
_MOST_AGAIN = 16
"""What damage may cost: unpacked bytes and so many more for each gap, in bytes of the file."""


class Gap(NamedTuple):
    """Members that could not be read to their end; ``what`` names their bytes, fit for a fault.

    ``at`` is where its member began in the unpacked stream; some of it may have been given.
    """

    what: str
    at: int


def over_gaps(raw: BinaryIO, begins: bytes) -> Iterator[bytes | Gap]:
    """Unpacked bytes as :func:`unpack` gives them; behind a gap those of the next member that
    unpacks to ``begins``. Raises StreamBroken where there is none.
    """
    first = raw.read(PIECE)
    if first.startswith(_MAGIC):
        return _OverGaps(raw, begins).all(first)
    return unpack(cast("BinaryIO", _Again(first, raw)))


class _Again:
    """A file of which the first bytes were read."""

    def __init__(self, first: bytes, raw: BinaryIO) -> None:
        self._first = first
        self._raw = raw

    def read(self, size: int = -1) -> bytes:
        first, self._first = self._first, b""
        return first or self._raw.read(size)


class _OverGaps(Unpacking):
    def __init__(self, raw: BinaryIO, begins: bytes) -> None:
        super().__init__(raw, "gzip", _MAGIC, gunzip)
        self._begins = begins
        self._kept = bytearray()
        self._spent = 0
        self._broken: StreamBroken | None = None

    def _more(self) -> bytes:
        """What comes next of the file; what breaks there is told behind the last good member."""
        if self._broken:
            return b""
        try:
            data = super()._more()
        except StreamBroken as broken:
            self._broken = broken
            return b""
        self._keep(data)
        return data

    def _keep(self, data: bytes) -> None:
        self._kept += data
        del self._kept[:-_KEPT]

    def all(self, data: bytes) -> Iterator[bytes | Gap]:
        """What the members hold, and a gap for those that cannot be read to their end."""
        measure = self._measure
        measure.taken = len(data)
        self._keep(data)
        while data:
            start, at = measure.taken - len(data), measure.given
            try:
                member = self._begin(data, self._more)
                yield from self._unpacked(member)
                start, at = measure.taken - len(member.rest), measure.given
                data = self._next_member(member.rest)
                if data and measure.taken - len(data) > start:  # zeros: a hole that a disk left
                    yield Gap(_said(start, measure.taken - len(data) - 1), at)
            except Damaged as damaged:
                self._spent += measure.given - at + _COST
                data = self._behind(start + 1)
                if not data or self._spent > _MOST_AGAIN * measure.taken + FLOOR:
                    raise self._broken or damaged from None
                yield Gap(_said(start, measure.taken - len(data) - 1), at)
        if self._broken:
            raise self._broken

    def _behind(self, start: int) -> bytes:
        """The bytes from the next member on that begins as it should; none where there is none."""
        back = self._measure.taken - start
        data, at, is_end = bytes(self._kept[-back:]) if back else b"", 0, False
        while True:
            at = data.find(_HEADER, at)
            if at >= 0 and (is_end or len(data) - at >= _LOOK):
                if self._begins_there(data[at : at + _LOOK]):
                    return data[at:]
                at += 1
            elif is_end:
                return b""
            else:
                more = self._more()
                data, at, is_end = (data[at:] if at >= 0 else data[-2:]) + more, 0, not more

    def _begins_there(self, data: bytes) -> bool:
        try:
            shown = zlib.decompressobj(wbits=31).decompress(data, len(self._begins))
        except zlib.error:
            return False
        return shown == self._begins


def _said(first: int, last: int) -> str:
    return f"The gzip stream is damaged: bytes {first} to {last} of the packed file are not read."
