"""Bounded decompression: gzip, bzip2, zstd and xz by their first bytes, never by name.

Output comes in pieces of at most ``PIECE`` bytes, so memory stays flat whatever a stream unpacks
to. A stream that unpacks to more than ``RATIO`` times its size, once past ``FLOOR`` bytes, is a
bomb and ends there.
"""

from __future__ import annotations

import lzma
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple, Protocol, cast

from ownwords.records.errors import ImportRefused

PIECE = 1 << 19
RATIO = 200
FLOOR = 32 << 20
KEPT = 4 * PIECE
"""Bytes as stored that can be read again of what is no file: enough to go behind a damage."""
UNREADABLE = "The file cannot be read here."
_XZ_MEMORY = 256 << 20
_ZSTD_WINDOW = 128 << 20
_ZSTD_HEAD = 5
"""Bytes after which a frame has said how long its head is, and in the last of them whether it ends
with a checksum."""
_ZSTD_CHECK = 4
_ZSTD_BLOCK = 128 << 10
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_SKIPPABLE_HEAD = 8
"""A frame that holds no data of the file: its magic number and its length stand before it."""


class StreamBroken(ImportRefused):
    """A stream ends before its end, is damaged or unpacks without measure.

    ``what`` is fit for a fault. Everything that was yielded before it is good.
    """


class Damaged(StreamBroken):
    """A stream holds other bytes than it should, or is cut; behind it there may be whole ones."""


class Member(Protocol):
    """One of the streams that stand joined in a file, to be read to its end."""

    @property
    def whole(self) -> bool:
        """Whether its end was met; a member that gives nothing more without it is cut."""

    @property
    def rest(self) -> bytes:
        """What was taken from the file and stands behind the end."""

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes unpacked; empty when there is nothing more."""

    def go_on(self) -> tuple[int, int] | None:
        """Go behind damage within the member, where its packing allows it: how far before the end
        of what was taken from the file the first damaged byte stands, and the first one behind.
        """


_More = Callable[[], bytes]
"""Gives the bytes of a file as stored that come next, and nothing at its end."""


class _Decompressor(Protocol):
    """What :mod:`lzma` and isal's igzip offer alike."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Fed:
    """A member whose library is handed what it unpacks."""

    def __init__(self, decompressor: _Decompressor, data: bytes, more: _More) -> None:
        self._decompressor = decompressor
        self._data = data
        self._more = more

    @property
    def whole(self) -> bool:
        return self._decompressor.eof

    @property
    def rest(self) -> bytes:
        return self._decompressor.unused_data

    def go_on(self) -> None:
        """Its packing says nowhere that one could begin."""

    def read(self, size: int) -> bytes:
        decompressor, out = self._decompressor, b""
        while not out and not decompressor.eof:
            data, self._data = self._data, b""
            if decompressor.needs_input and not data and not (data := self._more()):
                break
            out = decompressor.decompress(data, size)
        return out


class _Zstd:
    """A member whose library asks for what it unpacks: its output is not copied once more."""

    def __init__(self, data: bytes, more: _More) -> None:
        import zstandard

        self._frame = _Frame(data, more, zstandard.frame_header_size)
        unpacker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        stored = cast("BinaryIO", self._frame)
        self.read = unpacker.stream_reader(stored, read_size=PIECE).read

    @property
    def whole(self) -> bool:
        return self._frame.whole

    @property
    def rest(self) -> bytes:
        return self._frame.rest

    def go_on(self) -> None:
        """A block is packed with the words of those before it."""


class _Frame:
    """The stored bytes of one zstd frame.

    The library does not say whether it met the end. A frame says where each of its blocks ends,
    which is followed here.
    """

    def __init__(self, data: bytes, more: _More, size_of_head: Callable[[bytes], int]) -> None:
        self.rest = data
        self.whole = False
        self._more = more
        self._size_of_head = size_of_head
        self._block = 0
        """How far it is to the next block, or behind the last one to the end."""
        self._behind_last = -1
        self._last = False

    def read(self, _size: int = -1) -> bytes:
        """Some of its bytes; nothing behind its end and where the file ends before it."""
        while not self.whole:
            self._follow()
            if given := self.rest[: self._block]:
                self.rest = self.rest[len(given) :]
                self._block -= len(given)
                self.whole = self._last and not self._block
                return given
            if not (more := self._more()):
                break
            self.rest += more
        return b""

    def _follow(self) -> None:
        """Go from block to block as far as the bytes at hand tell."""
        data, at = self.rest, self._block
        if self._behind_last < 0:
            if len(data) < _ZSTD_HEAD:
                return
            at = self._size_of_head(data)
            self._behind_last = _ZSTD_CHECK if data[_ZSTD_HEAD - 1] & 4 else 0
        while not self._last and at + 3 <= len(data):
            head = int.from_bytes(data[at : at + 3], "little")
            packed = 1 if head & 6 == 2 else min(head >> 3, _ZSTD_BLOCK)
            self._last = bool(head & 1)
            at += 3 + packed + (self._behind_last if self._last else 0)
        self._block = at


def _gzip(data: bytes, more: _More) -> Member:
    from isal import igzip_lib

    return _Fed(igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP), data, more)


def _bzip2(data: bytes, more: _More) -> Member:
    from ownwords.gather.bzip2_blocks import Blocks

    return Blocks(data, more)


def _xz(data: bytes, more: _More) -> Member:
    return _Fed(lzma.LZMADecompressor(memlimit=_XZ_MEMORY), data, more)


class Kind(NamedTuple):
    """A way of packing: the first bytes of a stream, and what unpacks it."""

    magic: bytes
    name: str
    begin: Callable[[bytes, _More], Member]

    def begins(self, start: bytes) -> bool:
        """Whether these first bytes are its."""
        return start.startswith(self.magic) or (self.name == "zstd" and _is_skippable(start))


def _is_skippable(start: bytes) -> bool:
    return _SKIPPABLE.match(start) is not None


_KINDS = (
    Kind(b"\x1f\x8b", "gzip", _gzip),
    Kind(b"BZh", "bzip2", _bzip2),
    Kind(b"\x28\xb5\x2f\xfd", "zstd", _Zstd),
    Kind(b"\xfd7zXZ\x00", "xz", _xz),
)


def kind_of(start: bytes) -> Kind | None:
    """The packing that these first bytes belong to, if it is one that is read."""
    return next((kind for kind in _KINDS if kind.begins(start)), None)


def _failures() -> tuple[type[Exception], ...]:
    import zstandard
    from isal import igzip_lib

    return (
        OSError,
        EOFError,
        ValueError,
        lzma.LZMAError,
        zstandard.ZstdError,
        cast("type[Exception]", igzip_lib.IsalError),
    )


def is_packed(start: bytes) -> bool:
    """Whether these first bytes belong to one of the compressions that are read."""
    return kind_of(start) is not None


def unpack(raw: BinaryIO) -> Iterator[bytes]:
    """The decompressed bytes of ``raw`` in bounded pieces; plain bytes pass as they are.

    Streams that were joined one after the other are read as one. Raises :class:`StreamBroken`
    after the last good piece.
    """
    stored = Stored(raw)
    first = stored.read()
    if kind := kind_of(first):
        yield from Unpacking(stored, kind).pieces(first)
        return
    while first:
        yield first
        first = stored.read()


class Stored:
    """The bytes of a file as stored, in pieces; of what is no file, the last ones are kept."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._start = raw.tell() if raw.seekable() else -1
        self._kept: deque[bytes] = deque()
        self._size = 0
        self._ahead: list[bytes] = []
        self.taken = 0
        self.farthest = 0

    def read(self) -> bytes:
        """The next piece, empty at the end."""
        data = self._ahead.pop() if self._ahead else self._raw.read(PIECE)
        self.taken += len(data)
        self.farthest = max(self.farthest, self.taken)
        if self._start < 0:
            self._keep(data)
        return data

    def _keep(self, data: bytes) -> None:
        self._kept.append(data)
        self._size += len(data)
        while self._size - len(self._kept[0]) > KEPT:
            self._size -= len(self._kept.popleft())

    def go_back(self, place: int) -> int:
        """Read on from a place that was read before, or else the first one behind it."""
        if self._start >= 0:
            self._raw.seek(self._start + place)
        else:
            while self.taken < place:
                self.read()
            place = max(place, self.taken - self._size)
            again = b"".join(self._kept)[place - self.taken + self._size :]
            self._ahead += [again] if again else []
            self._kept.clear()
            self._size = 0
        self.taken = place
        return place


class Measure:
    """Watches what a stream unpacks to; ``spend`` raises when it is a bomb."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.taken = 0
        self.given = 0

    def spend(self, size: int) -> None:
        """Count ``size`` bytes of output."""
        self.given += size
        if self.given > FLOOR and self.given > RATIO * max(self.taken, 1):
            raise StreamBroken(
                f"The {self.name} stream unpacks to more than {RATIO} times its size and is "
                "not read further."
            )


class Unpacking:
    """One file of streams of one kind that stand joined in it."""

    def __init__(self, stored: Stored, kind: Kind) -> None:
        self._stored = stored
        self._kind = kind
        self._measure = Measure(kind.name)
        self._measure.taken = stored.taken
        self._failures = _failures()

    def _more(self) -> bytes:
        try:
            data = self._stored.read()
        except OSError as problem:
            raise StreamBroken(UNREADABLE) from problem
        self._measure.taken = self._stored.taken
        return data

    def pieces(self, first: bytes) -> Iterator[bytes]:
        """What they hold, given the first bytes of the file."""
        data = first
        while data := self._over_skippable(data):
            member = self._kind.begin(data, self._more)
            yield from self._unpacked(member)
            data = self._next_member(member.rest)

    def _unpacked(self, member: Member) -> Iterator[bytes]:
        while out := self._piece(member):
            self._measure.spend(len(out))
            yield out
        if not member.whole:
            raise Damaged(f"The {self._kind.name} stream is cut: it ends before its end.")

    def _piece(self, member: Member) -> bytes:
        """The next bytes; none of a step that fails, for nobody knows which of them are changed."""
        try:
            return member.read(PIECE)
        except self._failures as problem:
            raise Damaged(f"The {self._kind.name} stream is damaged here.") from problem

    def _next_member(self, rest: bytes) -> bytes:
        """The start of the stream joined behind, empty at the end; zero padding is no data."""
        while len(rest) < len(self._kind.magic) or not rest.strip(b"\0"):
            more = self._more()
            if not more:
                break
            rest = rest.lstrip(b"\0") + more
        rest = rest.lstrip(b"\0")
        if rest and not self._kind.begins(rest):
            raise Damaged(f"Other bytes follow the end of the {self._kind.name} stream.")
        return rest

    def _over_skippable(self, data: bytes) -> bytes:
        """Go over frames of zstd that hold no data, as pzstd writes one before each that does."""
        while _is_skippable(data) and self._kind.name == "zstd":
            data = self._at_least(_SKIPPABLE_HEAD, data)
            left = _SKIPPABLE_HEAD + int.from_bytes(data[4:_SKIPPABLE_HEAD], "little")
            while left > len(data):
                left -= len(data)
                data = self._at_least(1, b"")
            data = data[left:]
            while len(data) < len(self._kind.magic) and (more := self._more()):
                data += more
        return data

    def _at_least(self, size: int, data: bytes) -> bytes:
        while len(data) < size:
            more = self._more()
            if not more:
                raise Damaged(f"The {self._kind.name} stream is cut: it ends before its end.")
            data += more
        return data
