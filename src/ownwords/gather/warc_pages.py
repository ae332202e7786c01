"""The page inside a WARC record: its HTTP answer unwrapped, its digests compared."""

from __future__ import annotations

import base64
import codecs
import hashlib
import io
import re
import zlib
from collections.abc import Iterator

import msgspec

from ownwords.gather.iso_times import micros_of_iso
from ownwords.gather.streams import FLOOR, RATIO, StreamBroken, is_packed, unpack
from ownwords.gather.warc_records import LIMIT, Headers, Record, headers_of
from ownwords.locales import marked
from ownwords.records.captured import Fault, Page, Place
from ownwords.records.errors import ImportRefused
from ownwords.records.times import iso

TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "text/markdown": "md",
    "application/pdf": "pdf",
    "application/json": "json",
    "application/ld+json": "json",
    "application/activity+json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
}
"""Kinds of pages that are kept, and how their files end."""

_STATUS = re.compile(rb"HTTP/[\d.]+ +(\d{3})(?!\d)")
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
_BEGINS_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head)\b", re.IGNORECASE)
_RANGE = re.compile(r"bytes 0-(\d{1,15})/(\d{1,15})")
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = 4096
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?", re.DOTALL)
_ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512}
_WRONG_DIGEST = "The digest of the record does not fit: it was changed or damaged."
_CUT = "The page is packed, and its packing is cut before its end."
_CHUNKS = "The page was sent in chunks, and one of them is cut or damaged."
_UNREAD = "The page is packed in a way that is not read."
_BOMB = f"The page unpacks to more than {RATIO} times its size and is not read."
_LARGE = f"The page unpacks to more than {LIMIT >> 20} MB."
_PART = marked("This page is not whole in the archive: what follows of it is missing.")
_SHORT = marked("This page is shorter than its server said: it may be cut.")
_AS_IT_CAME = marked("the page, as it came")


class Unwrapped(msgspec.Struct):
    """An answer: status, headers, media type with its parameters, and its body.

    ``forms`` are the body as it was stored, without its chunks, and at last as it is meant.
    """

    status: int
    headers: Headers
    type: str
    forms: list[bytes]

    @property
    def body(self) -> bytes:
        return self.forms[-1]


class Unreadable(ImportRefused):
    """A page cannot be unwrapped; ``what`` is fit for a fault."""


def reads_of(record: Record, place: Place) -> Iterator[Page | Fault]:
    """The page of a record, or why it cannot be read; nothing when it holds none that is kept.

    A page that is not whole is kept and named.
    """
    problem, kept = record.problem, ""
    if record.block:
        try:
            found = _page_of(record, place)
        except Unreadable as why:
            problem = problem or why.what
        else:
            if found is not None:
                page, answer = found
                yield page
                kept, problem = _AS_IT_CAME, problem or _cut_short(record.headers, answer)
    if problem:
        yield Fault(place, problem, kept) if kept else Fault(place, problem)


def _page_of(record: Record, place: Place) -> tuple[Page, Unwrapped] | None:
    headers = record.headers
    url = headers.get("warc-target-uri", "").strip("<>")
    if not url.startswith(("http://", "https://")):
        return None
    answer = _answer(record)
    if answer is None:
        return None
    _compare(headers.get("warc-payload-digest", ""), answer.forms)
    _compare(headers.get("warc-block-digest", ""), [record.block])
    page = Page(
        url=url,
        taken=_taken(headers),
        data=answer.body,
        type=answer.type,
        ending=ending_of(answer.type),
        record=headers.get("warc-record-id", "").strip("<>"),
        place=place,
    )
    return page, answer


def _taken(headers: Headers) -> int:
    try:
        taken = micros_of_iso(headers.get("warc-date", ""))
        iso(taken)
    except (ValueError, OverflowError):
        raise Unreadable("The record does not say when its page was taken.") from None
    return taken


def _cut_short(headers: Headers, answer: Unwrapped) -> str:
    """Why what is kept of a page may be a part of it; empty when nothing says so."""
    if headers.get("warc-truncated") or headers.get("warc-segment-number"):
        return _PART
    said = answer.headers
    if answer.status == 206:
        part = _RANGE.fullmatch(said.get("content-range", "").strip())
        return "" if part and int(part[1]) + 1 == int(part[2]) else _PART
    length = said.get("content-length", "")
    if _is_chunked(said) or not length.isascii() or not length.isdecimal():
        return ""
    return _SHORT if len(answer.forms[0]) < int(length[:15]) else ""


def ending_of(media_type: str) -> str:
    """How the file of a page of this type ends; empty for types that are not kept."""
    return TYPES.get(media_type.partition(";")[0].strip().lower(), "")


def _answer(record: Record) -> Unwrapped | None:
    """What was answered, if it is a page; a resource record is a page without an answer."""
    if record.headers.get("warc-type") == "resource":
        kind = record.headers.get("content-type", "")
        found = Unwrapped(200, {}, kind, [record.block])
    else:
        found = _http(record.block)
        if not 200 <= found.status < 300:
            return None
        if not found.type or ending_of(found.type):
            _undo(found)
        if not found.type and _BEGINS_HTML.match(found.body, 0, _LOOKED_AT):
            found.type = "text/html"
    return found if ending_of(found.type) and found.body else None


def _http(block: bytes) -> Unwrapped:
    """The answer without what the server said before it (100 Continue).

    Its head ends with the first empty line; old servers wrote it without carriage returns.
    """
    while end := _EMPTY_LINE.search(block):
        head, block = block[: end.start()], block[end.end() :]
        status = _STATUS.match(head)
        if status is None:
            break
        if status[1][:1] != b"1":
            headers = headers_of(head)
            return Unwrapped(int(status[1]), headers, headers.get("content-type", ""), [block])
    raise Unreadable("The record holds no HTTP answer.")


def _is_chunked(headers: Headers) -> bool:
    return "chunked" in headers.get("transfer-encoding", "").lower()


def _undo(answer: Unwrapped) -> None:
    """Add the body without chunks, and then without packing, where a crawler left them on."""
    if _is_chunked(answer.headers):
        answer.forms.append(_unchunked(answer.body))
    packed = answer.headers.get("content-encoding", "").strip().lower()
    if packed not in {"", "identity"}:
        answer.forms.append(_unpacked(packed, answer.body))


def _unpacked(packed: str, body: bytes) -> bytes:
    """The body as it is where a crawler took the packing off before, or where it never was on."""
    if "," not in packed and is_packed(body):
        return _bounded(unpack(io.BytesIO(body)))
    if _is_plain(body):
        return body
    if packed == "deflate":
        return _bounded(_inflated(body))
    raise Unreadable(_UNREAD)


def _is_plain(body: bytes) -> bool:
    """Whether a body that is said to be packed can be read as it is, by its beginning.

    Packed bytes may begin as text does: Brotli writes ``[`` before a page of 64 KB to 1 MB.
    """
    start = body[:_LOOKED_AT]
    if start.startswith((b"%PDF", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if _NOT_TEXT.search(start):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return start.lstrip().startswith(b"<")
    return True


def _bounded(pieces: Iterator[bytes]) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > LIMIT:
                raise Unreadable(_LARGE)
            parts.append(piece)
    except StreamBroken as broken:
        raise Unreadable(broken.what) from broken
    except zlib.error as broken:
        raise Unreadable("The page is packed, and its packing is damaged.") from broken
    return b"".join(parts)


def _inflated(body: bytes) -> Iterator[bytes]:
    """Deflate with its header as the standard has it, or bare as some servers sent it."""
    window = 15 if body[:1] == b"\x78" else -15
    decoder = zlib.decompressobj(window)
    given = 0
    data = body
    while not decoder.eof:
        piece = decoder.decompress(data, 1 << 18)
        data = decoder.unconsumed_tail
        given += len(piece)
        if given > FLOOR and given > RATIO * len(body):
            raise Unreadable(_BOMB)
        if not piece and not data and not decoder.eof:
            raise Unreadable(_CUT)
        yield piece


def _unchunked(body: bytes) -> bytes:
    """The chunks in one; the body itself when it begins with none, which crawlers often store."""
    parts: list[bytes] = []
    at = 0
    while (end := body.find(b"\r\n", at)) >= 0:
        said = _CHUNK.fullmatch(body, at, end)
        if said is None:
            break
        size = int(said[1], 16)
        if not size:
            return b"".join(parts)
        at = end + 2 + size
        if body[at : at + 2] != b"\r\n":
            raise Unreadable(_CHUNKS)
        parts.append(body[end + 2 : at])
        at += 2
    if parts:
        raise Unreadable(_CHUNKS)
    return body


def _compare(said: str, candidates: list[bytes]) -> None:
    """Crawlers make the digest of a payload from its bytes as stored, unchunked or unpacked."""
    name, colon, value = said.partition(":")
    algorithm = _ALGORITHMS.get(name.strip().lower().replace("-", ""))
    if not colon or algorithm is None:
        return
    digests = (algorithm(data).digest() for data in candidates)
    if not any(_equals(digest, value.strip()) for digest in digests):
        raise Unreadable(_WRONG_DIGEST)


def _equals(digest: bytes, said: str) -> bool:
    """Whether this is the digest, in hex or in base 32."""
    if len(said) == 2 * len(digest):
        return said.lower() == digest.hex()
    try:
        return base64.b32decode(said.upper() + "=" * (-len(said) % 8)) == digest
    except ValueError:
        return False
