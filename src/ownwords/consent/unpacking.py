"""Every way in which words can stand in a finished file, as plain texts.

A file is unpacked (gzip, zip, zstd, bzip2, xz, zlib) and decoded (UTF-8, UTF-16, UTF-32, Latin-1);
its text is read as it is, without tags, with entities, backslashes, percent signs, base64,
hexadecimal and quoted-printable undone; and what comes out of that is treated the same way again.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import html
import io
import lzma
import quopri
import re
import urllib.parse
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import zstandard

from ownwords.records.errors import OwnwordsError

DEEPEST = 8
LARGEST = 1 << 28
"""Bytes that one file may unpack to. What cannot be looked through may not leave."""


class TooMuch(OwnwordsError):
    """A file unpacks to more than anybody can look through."""


class View(NamedTuple):
    """One reading of a file: the text, and how it came about."""

    text: str
    how: str


class _Item(NamedTuple):
    content: str | bytes
    how: tuple[str, ...]


def views(data: bytes) -> Iterator[View]:
    """Every reading of a file, each text once. Raises TooMuch."""
    queue: deque[_Item] = deque([_Item(data, ())])
    seen: set[tuple[type, int, int]] = set()
    budget = LARGEST + 16 * len(data)
    while queue:
        content, how = queue.popleft()
        key = (type(content), len(content), hash(content))  # strings hash by their bytes alone
        if key in seen:
            continue
        seen.add(key)
        budget -= len(content)
        if budget < 0 or len(how) > DEEPEST:
            raise TooMuch("A file of the edition holds more layers than can be looked through.")
        if isinstance(content, bytes):
            queue.extend(_Item(more, (*how, name)) for name, more in _from_bytes(content))
        else:
            yield View(content, " > ".join(how) or "text")
            queue.extend(_Item(more, (*how, name)) for name, more in _from_text(content))


# --- bytes ----------------------------------------------------------------------------------


def _from_bytes(data: bytes) -> Iterator[tuple[str, str | bytes]]:
    yield from _packed(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield "text", data.decode("utf-8", "ignore")
        yield "latin-1", data.decode("latin-1")
        yield from _zlib_streams(data)
        wide = True
    else:
        yield "text", text
        wide = "\0" in text
    if wide:
        for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            for offset in (0, 1) if encoding.startswith("utf-16") else (0,):
                yield encoding, data[offset:].decode(encoding, "ignore")


_MAGIC = re.compile(
    rb"(?P<gzip>\x1f\x8b\x08)|(?P<zip>PK\x03\x04)|(?P<zstd>\x28\xb5\x2f\xfd)"
    rb"|(?P<xz>\xfd7zXZ\x00)|(?P<bzip2>BZh[1-9]1AY&SY)"
)


def _packed(data: bytes) -> Iterator[tuple[str, bytes]]:
    zipped = False
    for found in _MAGIC.finditer(data):
        name = str(found.lastgroup)
        if name == "zip":
            if not zipped:
                yield from _members(data)
            zipped = True
            continue
        unpacked = _unpack(_UNPACKERS[name], data[found.start() :])
        if unpacked:
            yield name, unpacked


def _gunzip(data: bytes) -> bytes:
    return zlib.decompressobj(31).decompress(data, LARGEST)


def _inflate(data: bytes) -> bytes:
    return zlib.decompressobj(15).decompress(data, LARGEST)


def _unzstd(data: bytes) -> bytes:
    with zstandard.ZstdDecompressor().stream_reader(data) as reader:
        return reader.read(LARGEST)


_UNPACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gunzip,
    "zstd": _unzstd,
    "xz": lambda data: lzma.LZMADecompressor().decompress(data, LARGEST),
    "bzip2": lambda data: bz2.BZ2Decompressor().decompress(data, LARGEST),
}


_UNREADABLE = (
    *(zlib.error, zstandard.ZstdError, lzma.LZMAError, zipfile.BadZipFile),
    *(OSError, EOFError, ValueError, RuntimeError),
)
"""What is raised for bytes that are damaged, locked with a password, or packed in another way."""


def _unpack(unpacker: Callable[[bytes], bytes], data: bytes) -> bytes:
    """What can be unpacked; nothing where the magic bytes stood by chance."""
    try:
        return unpacker(data)
    except _UNREADABLE:
        return b""


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE:
        return
    with archive:
        yield "zip", archive.comment
        for member in archive.infolist():
            yield "zip", member.filename.encode() + b"\n" + member.comment
            yield "zip", _member(archive, member)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """What one member holds; one that cannot be read hides none of the others."""
    try:
        with archive.open(member) as stream:
            return stream.read(LARGEST)
    except _UNREADABLE:
        return b""


_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")


def _zlib_streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    for found in _ZLIB.finditer(data):
        unpacked = _unpack(_inflate, data[found.start() :])
        if unpacked:
            yield "zlib", unpacked


# --- text -----------------------------------------------------------------------------------

_INLINE = (
    "a abbr b bdi bdo cite code del dfn em font i ins kbd mark q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr"
)
_TAG = re.compile(r"<(?=[^\W\d_]|[/!?])[^<>]*>")
"""What HTML and XML read as a tag: behind the bracket a letter or one of three signs, so that
``1<2`` and ``<3`` open none (HTML, 13.2.5.6 tag open state)."""
_INLINE_TAG = re.compile(
    rf"<!--[^<>]*-->|</?(?:{'|'.join(_INLINE.split())})(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_BACKSLASHED = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))"
)
_CSS = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\n]?")
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_QUOTED_PRINTABLE = re.compile(r"=(?:[0-9A-F]{2}|\r?\n)")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,}(?:\s*[A-Za-z0-9+/_-]{12,})*={0,2}")
_LAST_LINE = re.compile(r"(?<!=)\s*\n\s*[A-Za-z0-9+/_-]{1,11}(?![A-Za-z0-9+/_-])")
"""What may still belong to such a run, or be a word of what comes after it."""
_HEX = re.compile(r"(?<![0-9a-fA-F])(?:[0-9a-fA-F]{2}){8,}")


def _from_text(text: str) -> Iterator[tuple[str, str | bytes]]:
    if "<" in text:
        yield "tags removed", html.unescape(_TAG.sub("\n", _INLINE_TAG.sub("", text)))
        yield "tags removed", html.unescape(_TAG.sub("", text))
        yield "tags as spaces", html.unescape(_TAG.sub(" ", text))
    if "&" in text:
        yield "entities", html.unescape(text)
    if "\\" in text:
        yield "backslashes", _join_surrogates(_BACKSLASHED.sub(_unbackslash, text))
        if _CSS.search(text):
            yield "css escapes", _CSS.sub(_uncss, text)
    if _PERCENT.search(text):
        yield "percent signs", urllib.parse.unquote(text, errors="ignore")
    if _QUOTED_PRINTABLE.search(text):
        data = text.encode("utf-8", "surrogatepass")
        yield "quoted-printable", quopri.decodestring(data).decode("utf-8", "ignore")
    yield from _hidden_bytes(text)


def _unbackslash(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return _character(code)
    return _PLAIN_ESCAPES.get(found[4], found[4])


def _uncss(found: re.Match[str]) -> str:
    return _character(found[1])


def _character(code: str) -> str:
    point = int(code, 16)
    return chr(point) if point < 0x110000 else " "


def _join_surrogates(text: str) -> str:
    """Pairs of surrogates, as JSON writes them, become the characters they stand for."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _hidden_bytes(text: str) -> Iterator[tuple[str, bytes]]:
    for found in _BASE64.finditer(text):
        last = _LAST_LINE.match(text, found.end())
        for run in (found[0], found[0] + last[0]) if last else (found[0],):
            yield from (("base64", decoded) for decoded in _from_base64(run))
    for found in _HEX.finditer(text):
        decoded = binascii.unhexlify(found[0])
        if _tells(decoded):
            yield "hexadecimal", decoded


@lru_cache(maxsize=1 << 17)
def _from_base64(text: str) -> tuple[bytes, ...]:
    """What a run of such letters may hold, from each of the four places where it may begin.

    Remembered, since every reading of a file meets the same digests and addresses again.
    """
    joined = "".join(text.split()).rstrip("=").translate(_URL_SAFE)
    begun = (_base64_bytes(joined[offset:]) for offset in range(4))
    return tuple(decoded for decoded in begun if _tells(decoded))


_URL_SAFE = str.maketrans("-_", "+/")


def _base64_bytes(text: str) -> bytes:
    whole = text[: len(text) - (len(text) % 4 == 1)]
    return base64.b64decode(whole + "=" * (-len(whole) % 4))


def _tells(data: bytes) -> bool:
    """Whether decoded bytes can hold words: packed, or mostly text in some encoding."""
    if _MAGIC.match(data) or _ZLIB.match(data):
        return True
    if data.count(0) * 3 >= len(data):
        return True
    text = data.decode("utf-8", "ignore")
    if len(text.encode()) < 0.8 * len(data):
        return False
    readable = sum(len(char.encode()) for char in text if char.isprintable() or char.isspace())
    return readable >= 0.8 * len(data)
