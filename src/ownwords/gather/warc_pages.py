"""The page inside a WARC record: its HTTP answer unwrapped, its digests compared."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zlib
from collections.abc import Iterator

import msgspec

from ownwords.gather.iso_times import micros_of_iso
from ownwords.gather.streams import FLOOR, RATIO, StreamBroken, is_packed, unpack
from ownwords.gather.warc_records import LIMIT, Record, headers_of
from ownwords.records.captured import Fault, Page, Place
from ownwords.records.errors import ImportRefused

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
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?", re.DOTALL)
_ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512}
_WRONG_DIGEST = "The digest of the record does not fit: it was changed or damaged."
_CUT = "The page is packed, and its packing is cut before its end."
_CHUNKS = "The page was sent in chunks, and one of them is cut or damaged."
_UNREAD = "The page is packed in a way that is not read."
_BOMB = f"The page unpacks to more than {RATIO} times its size and is not read."
_LARGE = f"The page unpacks to more than {LIMIT >> 20} MB."


class Unwrapped(msgspec.Struct):
    """An answer: status, media type with its parameters, the body as stored and as meant."""

    status: int
    type: str
    stored: bytes
    body: bytes


class Unreadable(ImportRefused):
    """A page cannot be unwrapped; ``what`` is fit for a fault."""


def page_of(record: Record, place: Place) -> Page | Fault | None:
    """The page of a record; None when it holds none that is kept."""
    headers = record.headers
    url = headers.get("warc-target-uri", "").strip("<>")
    if not url.startswith(("http://", "https://")):
        return None
    try:
        answer = _answer(record)
        if answer is None:
            return None
        _compare(headers.get("warc-payload-digest", ""), (answer.stored, answer.body))
        _compare(headers.get("warc-block-digest", ""), (record.block,))
        taken = micros_of_iso(headers.get("warc-date", ""))
    except Unreadable as problem:
        return Fault(place, problem.what)
    except ValueError:
        return Fault(place, "The record does not say when its page was taken.")
    name = headers.get("warc-record-id", "").strip("<>")
    return Page(
        url=url,
        taken=taken,
        data=answer.body,
        type=answer.type,
        ending=ending_of(answer.type),
        record=name,
        place=place,
    )


def ending_of(media_type: str) -> str:
    """How the file of a page of this type ends; empty for types that are not kept."""
    return TYPES.get(media_type.partition(";")[0].strip().lower(), "")


def _answer(record: Record) -> Unwrapped | None:
    """What was answered, if it is a page; a resource record is a page without an answer."""
    kind = record.headers.get("content-type", "")
    if record.headers.get("warc-type") == "resource":
        found = Unwrapped(200, kind, record.block, record.block)
    else:
        head, mark, body = record.block.partition(b"\r\n\r\n")
        status = _STATUS.match(head)
        if not mark or status is None:
            raise Unreadable("The record holds no HTTP answer.")
        headers = headers_of(head)
        found = Unwrapped(int(status[1]), headers.get("content-type", ""), body, body)
        if _is_page(found):
            found.body = _decoded(headers, body)
    return found if _is_page(found) else None


def _is_page(found: Unwrapped) -> bool:
    return 200 <= found.status < 300 and bool(ending_of(found.type)) and bool(found.body)


def _decoded(headers: dict[str, str], body: bytes) -> bytes:
    """The body without chunks and packing; as it is where a crawler took both off before."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    packed = headers.get("content-encoding", "").strip().lower()
    if packed in {"", "identity"}:
        return body
    if is_packed(body):
        return _bounded(unpack(io.BytesIO(body)))
    if packed == "deflate":
        return _bounded(_inflated(body))
    if packed == "br" and body.lstrip()[:1] not in {b"<", b"{", b"["}:
        raise Unreadable(_UNREAD)
    return body


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


def _compare(said: str, candidates: tuple[bytes, ...]) -> None:
    """Crawlers make the digest of a payload from its stored bytes, or from the unpacked ones."""
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
