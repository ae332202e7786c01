"""Every file as texts: containers opened, compressed streams unpacked, escapes undone."""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import html
import io
import lzma
import quopri
import re
import tarfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import zstandard

from ownwords.flows.proof.databases import database_texts
from ownwords.flows.proof.parquets import parquet_texts

_PIECE = 8 << 20
_OVERLAP = 1 << 14
_WIDE_BYTES = 16 << 20
_DEEPEST = 5
_MOST = 1 << 30


class Shown(NamedTuple):
    """One reading: a text, how it came about, whether it is a list of single words."""

    text: str
    how: str
    terms: bool = False


class Decoder:
    """Decodes one file after another; ``bytes`` counts all that was read or unpacked."""

    def __init__(self) -> None:
        self.bytes = 0
        self.used: set[str] = set()

    def file(self, path: Path) -> Iterator[Shown]:
        """Every reading of a file."""
        size = path.stat().st_size
        self.bytes += size
        with path.open("rb") as file:
            head = file.read(16)
        yield Shown(path.name, "file name")
        if head.startswith(b"PAR1"):
            yield from self._texts("Parquet", parquet_texts(path))
            yield from self._raw(path)
        elif head.startswith(b"SQLite format 3"):
            for text, terms in database_texts(path):
                self.bytes += len(text)
                yield from self._layers(text, "SQLite", terms=terms)
            self.used.add("SQLite")
            yield from self._raw(path)
        elif size <= _PIECE:
            yield from self.data(path.read_bytes(), ())
        else:
            yield from self._raw(path)
            yield from self._unpacked_file(path)

    def _texts(self, name: str, texts: Iterator[str]) -> Iterator[Shown]:
        self.used.add(name)
        for text in texts:
            self.bytes += len(text)
            yield from self._layers(text, name)

    def _layers(self, text: str, how: str, *, terms: bool = False) -> Iterator[Shown]:
        yield Shown(text, how, terms)
        if not terms:
            for name, more in undone(text):
                self.used.add(name)
                yield Shown(more, f"{how} > {name}")

    def _raw(self, path: Path) -> Iterator[Shown]:
        """The bytes as they lie there: free pages, logs, footers, statistics."""
        self.used.add("raw bytes")
        small = path.stat().st_size <= _WIDE_BYTES
        with path.open("rb") as file:
            before = b""
            while piece := file.read(_PIECE):
                data = before + piece
                yield Shown(data.decode("utf-8", "ignore"), "raw bytes")
                yield from self._wide(data, ("raw bytes",), whole=small)
                before = data[-_OVERLAP:]

    def _unpacked_file(self, path: Path) -> Iterator[Shown]:
        data = path.read_bytes()
        for name, more in _unpacked(data):
            yield from self.data(more, (name,))

    def data(self, data: bytes, how: tuple[str, ...]) -> Iterator[Shown]:
        """Every reading of some bytes, deeper layers as well."""
        self.bytes += len(data)
        if len(how) > _DEEPEST or self.bytes > _MOST * 64:
            return
        for name, more in _unpacked(data):
            self.used.add(name)
            yield from self.data(more, (*how, name))
        try:
            text = data.decode("utf-8-sig")
            binary = "\0" in text
        except UnicodeDecodeError:
            text, binary = data.decode("utf-8", "ignore"), True
        if binary:
            yield from self._binary(data, how)
        yield from self._text(text, how)

    def _binary(self, data: bytes, how: tuple[str, ...]) -> Iterator[Shown]:
        yield Shown(data.decode("latin-1"), _said(how, "Latin-1"))
        yield from self._wide(data, how, whole=True)
        for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
            unpacked = _try(_inflate, data[found.start() :])
            if len(unpacked) > 8:
                self.used.add("zlib")
                yield from self._text(unpacked.decode("utf-8", "ignore"), (*how, "zlib"))

    def _wide(self, data: bytes, how: tuple[str, ...], *, whole: bool) -> Iterator[Shown]:
        if not whole or data.count(0) * 8 < len(data):
            for found in re.finditer(rb"(?:[\x20-\x7e]\x00){6,}|(?:\x00[\x20-\x7e]){6,}", data):
                yield Shown(found[0].replace(b"\0", b"").decode(), _said(how, "UTF-16"))
            if not whole:
                return
        self.used.add("UTF-16")
        for encoding in ("utf-16-le", "utf-16-be"):
            for offset in (0, 1):
                text = data[offset:].decode(encoding, "ignore")
                yield Shown(text, _said(how, "UTF-16"))

    def _text(self, text: str, how: tuple[str, ...]) -> Iterator[Shown]:
        yield Shown(text, _said(how, "text"))
        if len(how) > _DEEPEST:
            return
        for name, more in undone(text):
            self.used.add(name)
            yield Shown(more, _said(how, name))
            for again, deeper in undone(more):
                yield Shown(deeper, _said((*how, name), again))
        for name, hidden in _hidden(text):
            self.used.add(name)
            yield from self.data(hidden, (*how, name))


def _said(how: tuple[str, ...], name: str) -> str:
    return " > ".join((*how, name))


# --- packed -------------------------------------------------------------------------------


def _inflate(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, _PIECE)


def _unzstd(data: bytes) -> bytes:
    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)) as reader:
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


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    for name, magic, unpack in _MAGIC:
        start = data.find(magic)
        if start >= 0:
            more = _try(unpack, data[start:])
            if more:
                yield name, more
    if b"PK\x03\x04" in data:
        yield from _zipped(data)
    if data[257:262] == b"ustar":
        yield from _tarred(data)


def _zipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield "zip", archive.comment
            for member in archive.infolist():
                yield "zip", member.filename.encode() + b"\n" + member.comment + member.extra
                yield "zip", archive.read(member)
    except _BAD:
        return


def _tarred(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                yield "tar", member.name.encode()
                stream = archive.extractfile(member)
                yield "tar", stream.read() if stream else b""
    except _BAD:
        return


# --- escaped ------------------------------------------------------------------------------

_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))")
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " "}
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_QUOTED = re.compile(r"=[0-9A-F]{2}|=\r?\n")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){12,}")


def undone(text: str) -> Iterator[tuple[str, str]]:
    """The text with one kind of escapes undone, for each kind that it may hold."""
    if "\\" in text:
        yield "JSON", _paired(_ESCAPED.sub(_unescaped, text))
    if "<" in text:
        yield "HTML", html.unescape(re.sub(r"<[^<>]*>", "", text))
        yield "HTML", html.unescape(re.sub(r"<[^<>]*>", " ", text))
    elif "&" in text:
        yield "HTML", html.unescape(text)
    if _PERCENT.search(text):
        yield "percent signs", urllib.parse.unquote_plus(text, errors="ignore")
    if _QUOTED.search(text):
        data = quopri.decodestring(text.encode("utf-8", "surrogatepass"))
        yield "quoted-printable", data.decode("utf-8", "ignore")


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROL.get(found[3], found[3])


def _paired(text: str) -> str:
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _hidden(text: str) -> Iterator[tuple[str, bytes]]:
    for found in _BASE64.finditer(text):
        joined = found[0].rstrip("=").replace("-", "+").replace("_", "/")
        for offset in range(4):
            piece = joined[offset:]
            piece = piece[: len(piece) - (len(piece) % 4 == 1)]
            data = base64.b64decode(piece + "=" * (-len(piece) % 4))
            if _tells(data):
                yield "base64", data
    for found in _HEX.finditer(text):
        data = binascii.unhexlify(found[0])
        if _tells(data):
            yield "hexadecimal", data


def _tells(data: bytes) -> bool:
    """Whether bytes can be text or something packed; most of what looks like base64 is neither."""
    if data[:2] in {b"\x1f\x8b", b"PK", b"BZ", b"\x28\xb5"}:
        return True
    text = data[:200].decode("utf-8", "ignore")
    good = sum(len(char.encode()) for char in text if char.isprintable() or char.isspace())
    return good >= 0.9 * len(data[:200])
