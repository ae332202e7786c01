"""Containers and compressed streams: gzip, bzip2, xz, zstd, zip, tar, zlib.

What is damaged is read as far as it goes: a crash and a bad disk leave such files. That something
could not be opened, or not to its end, is said: it may be damaged, encrypted, or too large.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import zstandard

MOST = 1 << 30
"""Bytes that a packed stream is unpacked to; where it goes on, it counts as not whole."""
STEP = 1 << 12
"""Bytes that are given to an unpacker at once: damage costs no more of what stands before it."""
_MOST_FALSE = 1 << 12
"""Signs of one kind with nothing to be read behind them; noise has none. Each takes time, so what
stands behind so many counts as not opened."""
_ZIP = b"PK\x03\x04"
_ZIP_HEADER = struct.Struct("<4s5H3I2H")
_ENCRYPTED = 1
_TAR = slice(257, 262)
"""Where the header of the first member of a tar says what it is."""
DAMAGED = (
    *(OSError, EOFError, ValueError, struct.error, zlib.error, lzma.LZMAError),
    *(zstandard.ZstdError, zipfile.BadZipFile, tarfile.TarError),
    *(RuntimeError, NotImplementedError),
)
"""The last two: what zipfile raises where a member is encrypted, or packed in another way."""


class Kind(NamedTuple):
    """One way to pack a stream: how it begins, what unpacks bytes, what opens a file.

    Streams that are ``joined`` are one text where they follow each other directly.
    """

    name: str
    begins: re.Pattern[bytes]
    unpacker: Callable[[], Any]
    opened: Callable[..., Any] = open
    joined: bool = True


KINDS = (
    Kind(
        "gzip",
        re.compile(rb"\x1f\x8b\x08[\x00-\x1f]"),
        lambda: zlib.decompressobj(wbits=31),
        gzip.open,
    ),
    Kind("bzip2", re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), bz2.BZ2Decompressor, bz2.open),
    Kind("xz", re.compile(rb"\xfd7zXZ\x00"), lzma.LZMADecompressor, lzma.open),
    Kind(
        "zstd",
        re.compile(rb"\x28\xb5\x2f\xfd"),
        lambda: zstandard.ZstdDecompressor().decompressobj(),
        zstandard.open,
    ),
)
ZLIB = Kind("zlib", re.compile(rb"\x78[\x01\x5e\x9c\xda]"), zlib.decompressobj, joined=False)


class _Stream(NamedTuple):
    """What one stream holds as far as it can be read, its length, whether it came to its end."""

    held: bytes
    length: int
    whole: bool


def unpacked(data: bytes) -> Iterator[tuple[str, bytes | None]]:
    """What is packed in some bytes, one layer, each with how; None for what cannot be opened.

    What begins in the middle like a stream, and is damaged, may be none.
    """
    for kind in KINDS:
        yield from ((kind.name, held) for held in _streams(data, kind))
    if _ZIP in data:
        yield from (("zip", held) for held in _zipped(data))
    if _is_tar(data):
        yield from _tarred(data)


def _streams(data: bytes, kind: Kind) -> Iterator[bytes | None]:
    """What streams of one kind hold; those that follow each other directly are one text."""
    found, false = kind.begins.search(data), 0
    while found and false < _MOST_FALSE:
        held, end, whole = bytearray(), found.start(), True
        while whole and kind.begins.match(data, end):
            stream = _stream(memoryview(data)[end:], kind.unpacker)
            held += stream.held
            end += stream.length
            whole = stream.whole and len(held) <= MOST
        if held:
            yield bytes(held)
        false += not (held or whole)
        if not whole and not found.start():
            yield None
        found = kind.begins.search(data, max(end, found.start() + 1))
    if found:
        yield None


def _stream(data: memoryview, unpacker: Callable[[], Any]) -> _Stream:
    stream, held = unpacker(), bytearray()
    for at in range(0, len(data), STEP):
        try:
            held += stream.decompress(data[at : at + STEP])
        except DAMAGED:
            held += _to_the_damage(data[: at + STEP], at, unpacker)
            return _Stream(bytes(held), 0, whole=False)
        if stream.eof or len(held) > MOST:
            length = min(at + STEP, len(data)) - len(stream.unused_data)
            return _Stream(bytes(held), length, stream.eof)
    return _Stream(bytes(held), len(data), whole=False)


def _to_the_damage(data: memoryview, sound: int, unpacker: Callable[[], Any]) -> bytes:
    """What the bytes after the ``sound`` ones hold before they are damaged."""
    stream, held = unpacker(), bytearray()
    try:
        stream.decompress(data[:sound])
        for at in range(sound, len(data)):
            held += stream.decompress(data[at : at + 1])
    except DAMAGED:
        pass
    return bytes(held)


def copied(unpacker: Any) -> Any:
    """An unpacker that goes on from the same place; None of a kind that cannot be copied."""
    copy = getattr(unpacker, "copy", None)
    return copy() if copy else None


def sound_part(unpacker: Any, data: bytes) -> bytes:
    """What an unpacker makes of data that is damaged, up to there; it gives nothing of a whole
    step in which it fails. Nothing of one that cannot be copied.
    """
    held, size = bytearray(), len(data)
    while unpacker and size > 1:
        size = -(-size // 2)
        before = unpacker.copy()
        try:
            held += unpacker.decompress(data[:size])
            data = data[size:]
        except DAMAGED:
            unpacker = before
    return bytes(held)


def _zipped(data: bytes) -> Iterator[bytes | None]:
    """Comments, names and members of a zip; of a damaged one what its members' headers tell."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment
            for member in archive.infolist():
                yield _named(member)
                yield archive.read(member)
    except DAMAGED:
        yield from _members(data)


def _members(data: bytes) -> Iterator[bytes | None]:
    """The members of a zip by the header before each; the list at its end is not asked."""
    start = data.find(_ZIP)
    while 0 <= start <= len(data) - _ZIP_HEADER.size:
        _, _, flags, method, _, _, _, size, _, name, extra = _ZIP_HEADER.unpack_from(data, start)
        begin = start + _ZIP_HEADER.size + name + extra
        yield data[start + _ZIP_HEADER.size : begin]
        if flags & _ENCRYPTED or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield None
        elif method == zipfile.ZIP_STORED:
            yield data[begin : begin + size]
        else:
            stream = _stream(memoryview(data)[begin:], _inflater)
            yield from (stream.held,) if stream.whole else (stream.held, None)
        start = data.find(_ZIP, start + 1)


def _inflater() -> Any:
    return zlib.decompressobj(wbits=-zlib.MAX_WBITS)


class _Member:
    """Unpacks a deflated member of a zip from the header before it."""

    def __init__(self) -> None:
        self._head: bytes | None = b""
        self._stream = _inflater()

    @property
    def eof(self) -> bool:
        return bool(self._stream.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._stream.unused_data)

    def copy(self) -> _Member:
        """One that goes on from the same place."""
        again = _Member()
        again._head, again._stream = self._head, self._stream.copy()
        return again

    def decompress(self, data: bytes) -> bytes:
        if self._head is not None:
            data = self._head = self._head + data
            begin = _begin(data)
            if len(data) < begin:
                return b""
            data, self._head = data[begin:], None
        return bytes(self._stream.decompress(data))


def _begin(data: bytes) -> int:
    """Where what a header of a member stands before begins, in bytes that begin with it."""
    if len(data) < _ZIP_HEADER.size:
        return _ZIP_HEADER.size
    *_, name, extra = _ZIP_HEADER.unpack_from(data)
    return int(_ZIP_HEADER.size + name + extra)


_IN_ZIP = re.compile(rb"PK\x03\x04[\x00-\x3f]\x00([\x00-\xff])[\x00-\xff]([\x00-\xff]{2})")
MEMBER = Kind(
    "zip", re.compile(rb"PK\x03\x04[\x00-\x3f]\x00[\x00-\xff]{2}\x08\x00"), _Member, joined=False
)


def has_shut_members(data: bytes) -> bool:
    """Whether members of a zip begin in some bytes that cannot be read: encrypted, or packed in
    another way."""
    return any(
        found[1][0] & _ENCRYPTED or found[2] not in {b"\0\0", b"\x08\0"}
        for found in _IN_ZIP.finditer(data)
    )


def parts_of(name: str) -> str:
    """The name of a file with the folders above it: every part by itself, one a line."""
    path = PurePosixPath(name)
    return "\n".join((name, *path.parts, path.stem))


def is_container(path: Path) -> bool:
    """Whether a large file is one that :func:`large` opens."""
    head = _head(lambda: path.open("rb"))
    begins = any(kind.begins.match(head) for kind in KINDS)
    return begins or head.startswith(_ZIP[:2]) or _is_tar(head)


def _named(member: zipfile.ZipInfo) -> bytes:
    return (
        parts_of(member.filename).encode("utf-8", "replace") + b"\n" + member.comment + member.extra
    )


def _tarred(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and members of a tar; they stand there as they are, so damage hides none of them."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                yield "tar", _told(member)
                stream = archive.extractfile(member) if member.isreg() else None
                yield "tar", stream.read() if stream else b""
    except DAMAGED:
        return


def _told(member: tarfile.TarInfo) -> bytes:
    """The name of a member, and where it leads if it is a link: that may be out of the archive."""
    names = filter(None, (member.name, member.linkname))
    return "\n".join(map(parts_of, names)).encode("utf-8", "replace")


def large(path: Path, piece: int) -> Iterator[tuple[str, int, bytes | None]]:
    """What a large file packs, in pieces: how it is packed, which stream, the next bytes of it.

    None instead of bytes for what cannot be opened. Memory stays that of a piece.
    """
    head = _head(lambda: path.open("rb"))
    if head.startswith(_ZIP[:2]):
        yield from _large_zip(path, piece)
    elif _is_tar(head):
        yield from _large_tar(lambda: path.open("rb"), piece)
    for kind in KINDS:
        if kind.begins.match(head):
            yield from _large_stream(kind, path, piece)


def _large_stream(kind: Kind, path: Path, piece: int) -> Iterator[tuple[str, int, bytes | None]]:
    def opened() -> Any:
        return kind.opened(path, "rb")

    if _is_tar(_head(opened)):
        yield from _large_tar(opened, piece)
    for data in _pieces(opened, piece):
        yield kind.name, 0, data


def _head(opened: Callable[[], Any]) -> bytes:
    """The first bytes of a stream; none where it is damaged there."""
    try:
        with opened() as stream:
            head: bytes = stream.read(_TAR.stop)
            return head
    except DAMAGED:
        return b""


def _is_tar(head: bytes) -> bool:
    return head[_TAR] == b"ustar"


def _large_tar(opened: Callable[[], Any], piece: int) -> Iterator[tuple[str, int, bytes | None]]:
    """Names and members of a tar, each by itself, so that what is packed in it is opened."""
    try:
        with opened() as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
            for number, member in enumerate(archive, 1):
                yield "tar", -number, _told(member)
                held = archive.extractfile(member) if member.isreg() else None
                for data in _member(held, member.size, piece) if held else ():
                    yield "tar", number, data
    except DAMAGED:
        yield "tar", 0, None


def _member(held: Any, size: int, piece: int) -> Iterator[bytes | None]:
    """A member of a tar: one that fits a piece as it is, of a larger one what it packs."""
    if size <= piece:
        yield held.read()
        return
    head = held.peek(_TAR.stop)
    if head.startswith(_ZIP[:2]):
        yield None  # its list stands at the end, and a tar is read from the beginning
        return
    kind = next((one for one in KINDS if one.begins.match(head)), None)
    yield from _pieces(lambda: kind.opened(held, "rb") if kind else held, piece)


def _large_zip(path: Path, piece: int) -> Iterator[tuple[str, int, bytes | None]]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield "zip", 0, archive.comment
            for number, member in enumerate(archive.infolist(), 1):
                yield "zip", -number, _named(member)
                for data in _pieces(lambda one=member: archive.open(one), piece):  # type: ignore[misc]
                    yield "zip", number, data
    except DAMAGED:
        yield "zip", 0, None


def _pieces(opened: Callable[[], Any], piece: int) -> Iterator[bytes | None]:
    """What can be read, a piece at a time; None at the end where it is damaged."""
    held = bytearray()
    damaged = False
    try:
        with opened() as stream:
            while data := stream.read1(piece):
                held += data
                if len(held) >= piece:
                    yield bytes(held)
                    held.clear()
    except DAMAGED:
        damaged = True
    if held:
        yield bytes(held)
    if damaged:
        yield None
