"""DAG-CBOR, the bytes in which the AT protocol signs its records: read, written, shown as JSON.

A subset of CBOR (RFC 8949) with one form for every value: text keys ordered by length and then by
bytes, shortest numbers, definite lengths, tag 42 for links, no floats but those of 64 bits.
Reading is bounded by the bytes at hand and by depth. Reading forgives an order of keys or a number
that is not the one form; writing gives it, so comparing both tells.
"""

from __future__ import annotations

import base64
import math
import struct
from typing import Any

import msgspec

DEEPEST = 64
_TAG_OF_LINKS = 42
_SIZES = {24: 1, 25: 2, 26: 4, 27: 8}
_FLOAT = 8
_SIMPLE: dict[int, bool | None] = {20: False, 21: True, 22: None}
_NOT_WHOLE = "The block ends before its end."


class NotDagCbor(ValueError):
    """The bytes are no DAG-CBOR; the text says why and is fit for a fault."""


class Link(msgspec.Struct, frozen=True, gc=False):
    """A content identifier: what another block is called after its digest."""

    cid: bytes

    def __str__(self) -> str:
        return "b" + base64.b32encode(self.cid).decode().rstrip("=").lower()


def decode(data: bytes) -> Any:
    """The one value that the bytes are. Raises NotDagCbor."""
    reader = _Reader(data)
    value = reader.value(DEEPEST)
    if reader.at != len(data):
        raise NotDagCbor("Other bytes follow the end of the block's value.")
    return value


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def value(self, depth: int) -> Any:
        major, number = self._head()
        if major <= 1:
            return -1 - number if major else number
        if major <= 3:
            found = self._bytes(number)
            return self._text(found) if major == 3 else found
        if depth == 0:
            raise NotDagCbor("The block is nested too deeply.")
        if major == 4:
            return self._list(number, depth - 1)
        if major == 5:
            return self._map(number, depth - 1)
        if major == 6:
            return self._link(number)
        return _float(number) if major == _FLOAT else self._simple(number)

    def _head(self) -> tuple[int, int]:
        """The major type and its number; of floats a type of our own and the bits."""
        first = self._bytes(1)[0]
        major, info = first >> 5, first & 31
        if info < 24:
            return major, info
        size = _SIZES.get(info)
        if size is None or (major == 7 and size != 8):
            raise NotDagCbor("The block holds a length or value that DAG-CBOR does not have.")
        number = int.from_bytes(self._bytes(size), "big")
        return (_FLOAT, number) if major == 7 else (major, number)

    def _bytes(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self._data):
            raise NotDagCbor(_NOT_WHOLE)
        found = self._data[self.at : end]
        self.at = end
        return found

    def _text(self, found: bytes) -> str:
        try:
            return found.decode("utf-8")
        except UnicodeDecodeError as problem:
            raise NotDagCbor("The bytes are not UTF-8.") from problem

    def _list(self, size: int, depth: int) -> list[Any]:
        if size > len(self._data) - self.at:
            raise NotDagCbor(_NOT_WHOLE)
        return [self.value(depth) for _ in range(size)]

    def _map(self, size: int, depth: int) -> dict[str, Any]:
        if size > len(self._data) - self.at:
            raise NotDagCbor(_NOT_WHOLE)
        found: dict[str, Any] = {}
        for _ in range(size):
            key = self.value(0)
            if not isinstance(key, str) or key in found:
                raise NotDagCbor("A map of the block has a key twice or one that is no text.")
            found[key] = self.value(depth)
        return found

    def _link(self, tag: int) -> Link:
        cid = self.value(0) if tag == _TAG_OF_LINKS else None
        if not isinstance(cid, bytes) or cid[:1] != b"\0":
            raise NotDagCbor("The block holds a tag that is no link.")
        return Link(cid[1:])

    def _simple(self, number: int) -> Any:
        if number not in _SIMPLE:
            raise NotDagCbor("The block holds a length or value that DAG-CBOR does not have.")
        return _SIMPLE[number]


def _float(bits: int) -> float:
    found: float = struct.unpack(">d", bits.to_bytes(8, "big"))[0]
    if not math.isfinite(found):
        raise NotDagCbor("The block holds a number that is none.")
    return found


def encode(value: Any) -> bytes:
    """The one form of a value that :func:`decode` gives."""
    if isinstance(value, dict):
        pairs = sorted((key.encode(), one) for key, one in value.items())
        pairs.sort(key=lambda pair: len(pair[0]))
        parts = [_head(3, len(key)) + key + encode(one) for key, one in pairs]
        return _head(5, len(value)) + b"".join(parts)
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(encode, value))
    return _plain(value)


def _plain(value: Any) -> bytes:
    if isinstance(value, str):
        data = value.encode()
        return _head(3, len(data)) + data
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, Link):
        return _head(6, _TAG_OF_LINKS) + _plain(b"\0" + value.cid)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if value is None or isinstance(value, bool):
        return {False: b"\xf4", True: b"\xf5", None: b"\xf6"}[value]
    return _head(1, -1 - value) if value < 0 else _head(0, value)


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    info, size = next((info, size) for info, size in _SIZES.items() if number < 1 << 8 * size)
    return bytes([major << 5 | info]) + number.to_bytes(size, "big")


def as_json(value: Any) -> Any:
    """The JSON form of the AT protocol's data model: ``{"$link"}`` and ``{"$bytes"}``."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    if isinstance(value, Link):
        return {"$link": str(value)}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode().rstrip("=")}
    return value


def from_json(value: Any) -> Any:
    """The inverse of :func:`as_json`, for checking a CID."""
    if isinstance(value, list):
        return [from_json(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"$link"}:
        return link(value["$link"])
    if value.keys() == {"$bytes"}:
        return base64.b64decode(_filled(value["$bytes"], 4))
    return {key: from_json(one) for key, one in value.items()}


def link(text: str) -> Link:
    """The link whose text form this is; raises ValueError."""
    if not text.startswith("b"):
        raise ValueError("a link is written in base 32")
    return Link(base64.b32decode(_filled(text[1:].upper(), 8)))


def _filled(text: str, by: int) -> str:
    return text + "=" * (-len(text) % by)
