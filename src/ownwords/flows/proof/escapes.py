"""Escapes undone: JSON, HTML, percent signs, quoted-printable, base64, hexadecimal."""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
import urllib.parse
from collections.abc import Iterator

from ownwords.flows.proof.wording import BETWEEN

_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))")
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " "}
_TAG = re.compile(r"<[^<>]*>")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_QUOTED = re.compile(r"=[0-9A-F]{2}|=\r?\n")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_WRAPPED = re.compile(
    r"(?<![\w+/-])(?:[A-Za-z0-9+/]{40,}+[ \t]*\r?\n[ \t]*)+(?:[A-Za-z0-9+/]+={0,2})?"
)
"""Base64 in lines, as mails have their attachments."""
_PACKED = (b"\x1f\x8b", b"PK", b"BZ", b"\x28\xb5")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){12,}")
_LITERAL = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_WORDS_OF_MAIL = re.compile(
    r"=\?([\w-]+)(?:\*[\w-]+)?\?([bBqQ])\?([^?\s]*)\?=(?:\s+(?==\?[\w-]+\?[bBqQ]\?))?"
)
"""As in the head of a mail (RFC 2047); what stands between two of them is none of the text."""
_QUOTED_PERHAPS = re.compile(r"=[0-9A-F\r\n]")


def undone(text: str) -> Iterator[tuple[str, str]]:
    """The text with one kind of escapes undone, for each kind that it may hold."""
    if "\\" in text:
        yield "JSON", _paired(_ESCAPED.sub(_unescaped, text))
    if "<" in text:
        yield "HTML", html.unescape(_TAG.sub("", text))
        yield "HTML", html.unescape(_TAG.sub(" ", text))
    elif "&" in text:
        yield "HTML", html.unescape(text)
    if _PERCENT.search(text):
        yield "percent signs", urllib.parse.unquote_plus(text, errors="ignore")
    if "=?" in text and _WORDS_OF_MAIL.search(text):
        yield "head of a mail", _WORDS_OF_MAIL.sub(_of_mail, text)
    if _QUOTED.search(text):
        data = quopri.decodestring(text.encode("utf-8", "surrogatepass"))
        yield "quoted-printable", data.decode("utf-8", "ignore")
        if not _is_utf8(data):
            yield "quoted-printable", data.decode("latin-1")


def escaped_parts(text: str) -> Iterator[str]:
    """Values of several that hold escapes; of JSON each string by itself."""
    if not _escapes(text):
        return
    for value in text.split(BETWEEN):
        if value[:1] in {"{", "["}:
            yield from filter(_escapes, _LITERAL.findall(value))
        elif _escapes(value):
            yield value


def _escapes(text: str) -> bool:
    """Whether something in a text may be escaped."""
    if "\\" in text or "<" in text or "&" in text or "%" in text:
        return True
    return "=" in text and _QUOTED_PERHAPS.search(text) is not None


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROL.get(found[3], found[3])


def _of_mail(found: re.Match[str]) -> str:
    """A word of the head of a mail, decoded; as it stands there where its alphabet is not known."""
    packed = found[3].encode("ascii", "ignore")
    try:
        if found[2] in "bB":
            data = binascii.a2b_base64(packed)
        else:
            data = quopri.decodestring(packed, header=True)
        return data.decode(found[1], "ignore")
    except (LookupError, ValueError):
        return found[0]


def _paired(text: str) -> str:
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def hidden(text: str) -> Iterator[tuple[str, bytes]]:
    """Bytes that stand in a text as base64 or hexadecimal."""
    for data in _base64(text):
        yield "base64", data
    for found in _HEX.finditer(text):
        data = binascii.unhexlify(found[0])
        if _tells(data):
            yield "hexadecimal", data


def _base64(text: str) -> Iterator[bytes]:
    lines: set[int] = set()
    for starts, joined in _attached(text):
        data = _decoded(joined)
        yield data
        if data.startswith(_PACKED):
            lines.update(starts)
    for found in _BASE64.finditer(text):
        joined = found[0].rstrip("=").replace("-", "+").replace("_", "/")
        for offset in range(4):
            data = _decoded(joined[offset:])
            if found.start() in lines and data.startswith(_PACKED):
                continue  # a line of what is packed: it was opened whole
            if _tells(data):
                yield data


def _attached(text: str) -> Iterator[tuple[list[int], str]]:
    """Base64 in lines, joined, and where these begin. All but the last are of one length."""
    for found in _WRAPPED.finditer(text):
        *lines, last = found[0].split()
        if lines and {len(line) for line in lines} == {max(len(lines[0]), len(last.rstrip("=")))}:
            starts = [line.start() + found.start() for line in re.finditer(r"\S+", found[0])]
            yield starts, "".join((*lines, last)).rstrip("=")


def _decoded(piece: str) -> bytes:
    piece = piece[: len(piece) - (len(piece) % 4 == 1)]
    return base64.b64decode(piece + "=" * (-len(piece) % 4))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _tells(data: bytes) -> bool:
    """Whether bytes can be text or something packed; most of what looks like base64 is neither."""
    if data.startswith(_PACKED):
        return True
    text = data[:200].decode("utf-8", "ignore")
    good = sum(len(char.encode()) for char in text if char.isprintable() or char.isspace())
    return good >= 0.9 * len(data[:200])
