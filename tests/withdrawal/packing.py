"""Bytes packed as people and programs pack them: streams, zips, tars."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable

import zstandard

Pack = Callable[[bytes], bytes]
Member = tuple[str, bytes]

STREAMS: dict[str, Pack] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.compress,
}


def zipped(*members: Member, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
        archive.comment = comment
    return sink.getvalue()


def deflated(data: bytes) -> bytes:
    """A zip of one member."""
    return zipped(("inside.txt", data))


def stored(data: bytes) -> bytes:
    """A zip of one member that is not packed."""
    return zipped(("inside.bin", data), method=zipfile.ZIP_STORED)


def tarred(*members: Member) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return sink.getvalue()
