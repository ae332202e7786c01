"""Bounded decompression: gzip, bzip2, zstd and xz by their first bytes, never by name.

Output comes in pieces of at most ``PIECE`` bytes, so memory stays flat whatever a stream unpacks
to. A stream that unpacks to more than ``RATIO`` times its size, once past ``FLOOR`` bytes, is a
bomb and ends there.
"""

from __future__ import annotations

import bz2
import lzma
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol, cast

from ownwords.records.errors import ImportRefused

PIECE = 1 << 19
RATIO = 200
FLOOR = 32 << 20
_XZ_MEMORY = 256 << 20
_ZSTD_WINDOW = 128 << 20
_ZSTD_HEAD = 5
"""Bytes after which a frame has said how long its head is, and in the last of them whether it ends
with a checksum."""
_ZSTD_CHECK = 4
_ZSTD_BLOCK = 128 << 10


class StreamBroken(ImportRefused):
    """A stream ends before its end, is damaged or unpacks without measure.

    ``what`` is fit for a fault. Everything that was yielded before it is good.
    """


class Decompressor(Protocol):
    """What :mod:`bz2`, :mod:`lzma` and isal's igzip offer alike."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Zstd:
    """zstandard in the manner of bz2.

    The library cannot bound its output, but a frame says where each of its blocks ends, and none
    unpacks to more than 128 KiB: it is given as many whole blocks as may be asked for.
    """

    def __init__(self) -> None:
        import zstandard

        unpacker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._head_size = zstandard.frame_header_size
        self._inner = unpacker.decompressobj(write_size=PIECE)
        self._data = b""
        self._given = 0
        self._behind_last = -1
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data + self._data[self._given :]

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        if data:
            self._data, self._given = self._data[self._given :] + data, 0
        start, blocks = self._given, self._given
        if self._behind_last < 0:
            blocks = self._head_size(self._data) if len(self._data) >= _ZSTD_HEAD else _ZSTD_HEAD
            if len(self._data) < blocks:
                return b""
            self._behind_last = _ZSTD_CHECK if self._data[_ZSTD_HEAD - 1] & 4 else 0
        most = max(1, max_length // _ZSTD_BLOCK) if max_length >= 0 else len(self._data)
        self._given = self._end_of(most, blocks)
        return self._inner.decompress(self._data[start : self._given])

    def _end_of(self, most: int, at: int) -> int:
        """Where the blocks end that begin here and are whole, ``most`` of them at most."""
        data, self.needs_input = self._data, False
        for _ in range(most):
            head = int.from_bytes(data[at : at + 3], "little")
            packed = 1 if head & 6 == 2 else min(head >> 3, _ZSTD_BLOCK)
            end = at + 3 + packed + (self._behind_last if head & 1 else 0)
            if end > len(data):
                self.needs_input = True
                return at
            at = end
            if head & 1:
                break
        return at


def _gzip() -> Decompressor:
    from isal import igzip_lib

    made: Decompressor = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
    return made


def _xz() -> Decompressor:
    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)


_KINDS: tuple[tuple[bytes, str, Callable[[], Decompressor]], ...] = (
    (b"\x1f\x8b", "gzip", _gzip),
    (b"BZh", "bzip2", bz2.BZ2Decompressor),
    (b"\x28\xb5\x2f\xfd", "zstd", _Zstd),
    (b"\xfd7zXZ\x00", "xz", _xz),
)


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
    return any(start.startswith(magic) for magic, _, _ in _KINDS)


def unpack(raw: BinaryIO) -> Iterator[bytes]:
    """The decompressed bytes of ``raw`` in bounded pieces; plain bytes pass as they are.

    Streams that were joined one after the other are read as one. Raises :class:`StreamBroken`
    after the last good piece.
    """
    first = raw.read(PIECE)
    for magic, name, make in _KINDS:
        if first.startswith(magic):
            yield from _Unpacking(raw, name, magic, make).pieces(first)
            return
    while first:
        yield first
        first = raw.read(PIECE)


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


class _Unpacking:
    def __init__(
        self, raw: BinaryIO, name: str, magic: bytes, make: Callable[[], Decompressor]
    ) -> None:
        self._raw = raw
        self._name = name
        self._magic = magic
        self._make = make
        self._measure = Measure(name)
        self._failures = _failures()

    def _more(self) -> bytes:
        data = self._raw.read(PIECE)
        self._measure.taken += len(data)
        return data

    def pieces(self, first: bytes) -> Iterator[bytes]:
        self._measure.taken = len(first)
        data = first
        while data:
            decoder = self._make()
            yield from self._member(decoder, data)
            data = self._next_member(decoder.unused_data)

    def _member(self, decoder: Decompressor, data: bytes) -> Iterator[bytes]:
        while True:
            try:
                out = decoder.decompress(data, PIECE)
            except self._failures as problem:
                raise StreamBroken(f"The {self._name} stream is damaged here.") from problem
            if out:
                self._measure.spend(len(out))
                yield out
            if decoder.eof:
                return
            data = self._more() if decoder.needs_input else b""
            if not data and decoder.needs_input:
                raise StreamBroken(f"The {self._name} stream is cut: it ends before its end.")

    def _next_member(self, rest: bytes) -> bytes:
        """The start of the stream joined behind, empty at the end; zero padding is no data."""
        while len(rest) < len(self._magic) or not rest.strip(b"\0"):
            more = self._more()
            if not more:
                break
            rest = rest.lstrip(b"\0") + more
        rest = rest.lstrip(b"\0")
        if rest and not rest.startswith(self._magic):
            raise StreamBroken(f"Other bytes follow the end of the {self._name} stream.")
        return rest
