"""CAR files of version 1: blocks, each called after its digest, which is checked for every one.

Format: ipld.io/specs/transport/car/carv1. Lengths are bounded before anything is read by them.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

import msgspec

from ownwords.gather.dag_cbor import Link, NotDagCbor, decode
from ownwords.gather.forward import Forward
from ownwords.gather.streams import StreamBroken
from ownwords.locales import marked

BLOCK = 2 << 20
"""The longest block; the network's own records are at most 1 MB. A block of empty maps becomes 70
times its size when it is read."""
WHOLE = 1 << 30
"""The most that is held of one file."""
DAMAGES = 10_000
"""Places that are named one by one; behind the last the file is not read further."""

_HEADER = 1 << 16
_CID = 36
_NAMES = (b"\x01\x71\x12\x20", b"\x01\x55\x12\x20")
"""Version 1, DAG-CBOR or raw bytes, SHA-256 of 32 bytes."""
_VARINT = 9
_CUT = "The file is cut here."


class Block(NamedTuple):
    """The bytes of one block, and at which byte of the file its section begins."""

    at: int
    data: bytes


class Damage(NamedTuple):
    """What could not be read: at which byte, why, what was kept nevertheless."""

    at: int
    reason: str
    kept: str = "nothing"


class Car(msgspec.Struct):
    """All blocks of a file by their CID, and what is wrong with it."""

    roots: list[bytes] = []
    blocks: dict[bytes, Block] = {}
    damaged: set[bytes] = set()
    damages: list[Damage] = []


class _Broken(Exception):
    """Nothing behind this place can be read."""


def read_car(pieces: Iterator[bytes]) -> Car:
    """A whole file; what is wrong is in ``damages``, and nothing is raised."""
    car = Car()
    stream = Forward(pieces)
    kept = "nothing"
    start = 0
    try:
        _header(stream, car)
        kept = marked("the blocks before this place")
        start, held = stream.at, 0
        while (size := _size(stream)) is not None:
            _block(stream, size, start, car)
            start, held = stream.at, held + size
            if len(car.damages) >= DAMAGES:
                raise _Broken("The file is damaged in too many places to be read further.")
            if held > WHOLE:
                raise _Broken(f"The file holds more than {WHOLE >> 20} MB.")
    except (_Broken, StreamBroken) as broken:
        what = broken.what if isinstance(broken, StreamBroken) else str(broken)
        car.damages.append(Damage(start, what, kept))
    return car


def is_car(start: bytes) -> bool:
    """Whether these first bytes are the header of a CAR file of version 1."""
    try:
        return bool(_roots(start[1 : 1 + start[0]]) if start[:1] < b"\x80" else False)
    except (NotDagCbor, _Broken, IndexError):
        return False


def _header(stream: Forward, car: Car) -> None:
    size = _size(stream)
    if size is None or size > _HEADER:
        raise _Broken("This is no CAR file.")
    data = stream.take(size)
    try:
        car.roots += _roots(data)
    except NotDagCbor as problem:
        raise _Broken(_CUT if len(data) < size else "This is no CAR file.") from problem


def _roots(data: bytes) -> list[bytes]:
    header = decode(data)
    if not isinstance(header, dict) or header.get("version") != 1:
        raise _Broken("This is no CAR file of version 1.")
    roots = header.get("roots")
    if not isinstance(roots, list) or not all(isinstance(root, Link) for root in roots):
        raise _Broken("The CAR file names no root.")
    return [root.cid for root in roots]


def _size(stream: Forward) -> int | None:
    """The next length, seven bits a byte; None at the end of the file."""
    number = shift = 0
    while shift < 7 * _VARINT:
        byte = stream.take(1)
        if not byte:
            if shift:
                raise _Broken(_CUT)
            return None
        number |= (byte[0] & 0x7F) << shift
        shift += 7
        if byte[0] < 0x80:
            return number
    raise _Broken("A length has no end here.")


def _block(stream: Forward, size: int, at: int, car: Car) -> None:
    if size > BLOCK:
        raise _Broken(f"A block here says that it is longer than {BLOCK >> 20} MB.")
    section = stream.take(size)
    if len(section) < size:
        raise _Broken(_CUT)
    cid, data = section[:_CID], section[_CID:]
    if cid[:4] not in _NAMES or len(cid) < _CID:
        car.damages.append(Damage(at, "A block is named in a way that is not read."))
    elif sha256(data).digest() != cid[4:]:
        car.damaged.add(cid)
        reason = "The bytes of a block do not fit the digest that is its name."
        car.damages.append(Damage(at, reason, marked("every other block")))
    else:
        car.blocks[cid] = Block(at, data)
