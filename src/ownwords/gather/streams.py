"""Bounded decompression: gzip, bzip2, zstd and xz by their first bytes, never by name.

Output comes in pieces of at most ``PIECE`` bytes (zstd: a few MB), so memory stays flat whatever a
stream unpacks to. A stream that unpacks to more than ``RATIO`` times its size, once past
``FLOOR`` bytes, is a bomb and ends there.
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
_FED = 2048


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

    The library cannot bound its output, but a block of 128 KiB takes at least 4 bytes: pieces of
    2 KiB bound it to 64 MiB.
    """

    def __init__(self) -> None:
        import zstandard

        self._inner = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        self._waiting = b""

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._waiting

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data + self._waiting

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        view = memoryview(self._waiting + data)
        parts: list[bytes] = []
        size = at = 0
        while at < len(view) and not self.eof and (max_length < 0 or size < max_length):
            parts.append(self._inner.decompress(bytes(view[at : at + _FED])))
            size += len(parts[-1])
            at += _FED
        self._waiting = bytes(view[at:])
        return b"".join(parts)


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
