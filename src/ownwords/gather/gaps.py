"""Reading on behind a damaged stream of a packed file, where the next one can be known again.

Files are often joined of several: each record of a web archive is a member by itself, parts are
joined with ``cat``, some packers write one for each stretch. Where one is damaged, the next place
is looked for at which a stream begins. Memory stays flat, and a file that is made of damage is
given up where it costs more than reading it should.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from ownwords.gather.streams import (
    FLOOR,
    KEPT,
    Damaged,
    Kind,
    Member,
    Stored,
    StreamBroken,
    Unpacking,
    kind_of,
)

_SHOWN = 1 << 16
"""What a member has to unpack to before it is taken for one, in bytes, or all of it."""
_COST = 1 << 16
_MOST_AGAIN = 16
"""What damage may cost: unpacked bytes and so many more for each gap, in bytes of the file."""


class Gap(NamedTuple):
    """Members that could not be read to their end; ``first`` and ``last`` are their bytes.

    ``at`` is where its member began in the unpacked stream; some of it may have been given.
    ``why`` is what to say where the reading ends here, fit for a fault.
    """

    name: str
    first: int
    last: int
    at: int
    why: str

    @property
    def what(self) -> str:
        """What of the file is missing, fit for a fault."""
        name, first, last = self.name, self.first, self.last
        return (
            f"The {name} stream is damaged: bytes {first} to {last} of the packed file are not "
            "read."
        )


class _Sign(NamedTuple):
    """How a stream is known where nothing says that one begins: its first bytes, and so many that
    have to be ``fine`` beside what it should unpack to."""

    begins: re.Pattern[bytes]
    length: int
    fine: Callable[[bytes, bytes], bool]


def _gunzips(data: bytes, begins: bytes) -> bool:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        shown = unpacker.decompress(data, len(begins) or _SHOWN)
    except zlib.error:
        return False
    return shown == begins if begins else bool(shown) or unpacker.eof


def _is_frame(data: bytes, begins: bytes) -> bool:
    import zstandard

    unpacker = zstandard.ZstdDecompressor(max_window_size=128 << 20)
    try:
        shown = unpacker.stream_reader(io.BytesIO(data)).read(len(begins) or 1)
    except zstandard.ZstdError:
        return False
    return bool(shown) and shown.startswith(begins)


def _is_xz(data: bytes, _begins: bytes) -> bool:
    return zlib.crc32(data[6:8]).to_bytes(4, "little") == data[8:12]


def _is_sure(_data: bytes, _begins: bytes) -> bool:
    return True


_SIGNS = {
    "gzip": _Sign(re.compile(rb"\x1f\x8b\x08[\x00-\x1f]", re.DOTALL), 4096, _gunzips),
    "bzip2": _Sign(re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), 10, _is_sure),
    "zstd": _Sign(re.compile(rb"\x28\xb5\x2f\xfd"), (128 << 10) + 32, _is_frame),
    "xz": _Sign(re.compile(rb"\xfd7zXZ\x00\x00"), 12, _is_xz),
}
_LONGEST = 16
"""The first bytes of any of them, and more."""


def over_gaps(raw: BinaryIO, begins: bytes = b"") -> Iterator[bytes | Gap]:
    """Unpacked bytes as :func:`unpack` gives them; behind a gap those of the next member, if it
    unpacks to what ``begins`` says. Raises StreamBroken where there is none.
    """
    stored = Stored(raw)
    first = stored.read()
    if kind := kind_of(first):
        yield from _OverGaps(stored, kind, begins).all(first)
        return
    while first:
        yield first
        first = stored.read()


def _from_next_line(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        _, ended, behind = piece.partition(b"\n")
        if ended:
            yield behind
            break
    yield from pieces


class _OverGaps(Unpacking):
    def __init__(self, stored: Stored, kind: Kind, begins: bytes) -> None:
        super().__init__(stored, kind)
        self._begins = begins
        self._sign = _SIGNS[kind.name]
        self._spent = 0
        self._broken: StreamBroken | None = None

    def _more(self) -> bytes:
        """What comes next of the file; what breaks there is told behind the last good member."""
        try:
            return super()._more()
        except StreamBroken as broken:
            self._broken = broken
            return b""

    def all(self, data: bytes) -> Iterator[bytes | Gap]:
        """What the members hold, and a gap for those that cannot be read to their end."""
        stored, measure = self._stored, self._measure
        while data:
            start, at = stored.taken - len(data), measure.given
            try:
                if not (data := self._over_skippable(data)):
                    break
                start = stored.taken - len(data)
                member = self._kind.begin(data, self._more)
                yield from self._of_member(member)
                start, at = stored.taken - len(member.rest), measure.given
                data = self._next_member(member.rest)
                if data and stored.taken - len(data) > start:  # zeros: a hole that a disk left
                    yield self._gap(start, data, at, "")
            except Damaged as damaged:
                self._spent += min(measure.given - at, _MOST_AGAIN * KEPT) + _COST
                data = self._behind(start + 1)
                if not data or self._costs_too_much():
                    raise self._broken or damaged from None
                yield self._gap(start, data, at, damaged.what)
        if self._broken:
            raise self._broken

    def _of_member(self, member: Member) -> Iterator[bytes | Gap]:
        """What it holds, also behind damage where its packing allows it: from the next line on."""
        pieces = self._unpacked(member)
        while True:
            try:
                yield from pieces
                return
            except Damaged as damaged:
                places = None if self._begins else member.go_on()
                if places is None:
                    raise
                first, behind = (self._stored.taken - place for place in places)
                at = self._measure.given
                yield Gap(self._kind.name, first, behind - 1, at, damaged.what)
                pieces = _from_next_line(self._unpacked(member))

    def _gap(self, start: int, data: bytes, at: int, why: str) -> Gap:
        last = self._stored.taken - len(data) - 1
        return Gap(self._kind.name, start, last, at, why)

    def _costs_too_much(self) -> bool:
        return self._spent > _MOST_AGAIN * self._stored.farthest + FLOOR

    def _behind(self, start: int) -> bytes:
        """The bytes from the next member on; none where there is none."""
        stored, sign = self._stored, self._sign
        stored.go_back(max(start, stored.farthest - KEPT))
        data, at, more = b"", 0, self._more()
        while True:
            data, at = data[at:] + more, 0
            while found := sign.begins.search(data, at):
                at = found.start()
                if more and len(data) - at < sign.length:
                    break
                if sign.fine(data[at : at + sign.length], self._begins):
                    return data[at:]
                at += 1
                self._spent += sign.length
                if self._costs_too_much():
                    return b""
            else:
                at = max(at, len(data) - _LONGEST)
            if not more:
                return b""
            more = self._more()
