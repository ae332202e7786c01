"""Containers and compressed streams: gzip, bzip2, xz, zstd, zip, tar, zlib."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import zstandard

_INFLATED = 8 << 20
_MOST = 1 << 30
_ZIP = b"PK\x03\x04"


def inflate(data: bytes | memoryview) -> bytes:
    """What a zlib stream holds, as far as it can be read."""
    try:
        return zlib.decompressobj().decompress(data, _INFLATED)
    except zlib.error:
        return b""


def _unzstd(data: bytes) -> bytes:
    with zstandard.ZstdDecompressor().stream_reader(
        io.BytesIO(data), read_across_frames=True
    ) as reader:
        return reader.read(_MOST)


_MAGIC: tuple[tuple[str, bytes, Callable[[bytes], bytes]], ...] = (
    ("gzip", b"\x1f\x8b", gzip.decompress),
    ("bzip2", b"BZh", bz2.decompress),
    ("xz", b"\xfd7zXZ\x00", lzma.decompress),
    ("zstd", b"\x28\xb5\x2f\xfd", _unzstd),
)
_BAD = (
    *(OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error),
    *(lzma.LZMAError, zstandard.ZstdError, zipfile.BadZipFile, tarfile.TarError),
)


def _try(unpack: Callable[[bytes], bytes], data: bytes) -> bytes:
    try:
        return unpack(data)
    except _BAD:
        return b""


def unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What is packed in some bytes, one layer, each with how."""
    for name, magic, unpack in _MAGIC:
        start = data.find(magic)
        if start >= 0:
            more = _try(unpack, data[start:])
            if more:
                yield name, more
    if _ZIP in data:
        yield from _zipped(data)
    if data[257:262] == b"ustar":
        yield from _tarred(data)


def _zipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield "zip", archive.comment
            for member in archive.infolist():
                yield "zip", _named(member)
                yield "zip", archive.read(member)
    except _BAD:
        return


def _named(member: zipfile.ZipInfo) -> bytes:
    return member.filename.encode() + b"\n" + member.comment + member.extra


def _tarred(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                yield "tar", member.name.encode()
                stream = archive.extractfile(member)
                yield "tar", stream.read() if stream else b""
    except _BAD:
        return


def large(path: Path, piece: int) -> Iterator[tuple[str, int, bytes]]:
    """What a large file packs, in pieces: how it is packed, which stream, the next bytes of it.

    Memory stays that of a piece. Tar needs no unpacking: its members stand there as they are.
    """
    with path.open("rb") as file:
        head = file.read(6)
    if head.startswith(_ZIP[:2]):
        yield from _large_zip(path, piece)
        return
    name = next((name for name, magic, _ in _MAGIC if head.startswith(magic)), "")
    if name:
        for data in _pieces(lambda: _opened(name, path), piece):
            yield name, 0, data


def _opened(name: str, path: Path) -> IO[bytes]:
    openers: dict[str, Callable[..., Any]] = {
        "gzip": gzip.open,
        "bzip2": bz2.open,
        "xz": lzma.open,
        "zstd": zstandard.open,
    }
    stream: IO[bytes] = openers[name](path, "rb")
    return stream


def _large_zip(path: Path, piece: int) -> Iterator[tuple[str, int, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield "zip", 0, archive.comment
            for number, member in enumerate(archive.infolist(), 1):
                yield "zip", -number, _named(member)
                for data in _pieces(lambda one=member: archive.open(one), piece):  # type: ignore[misc]
                    yield "zip", number, data
    except _BAD:
        return


def _pieces(opened: Callable[[], IO[bytes]], piece: int) -> Iterator[bytes]:
    try:
        with opened() as stream:
            while data := stream.read(piece):
                yield data
    except _BAD:
        return
