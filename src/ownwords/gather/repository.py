"""A repository of the AT protocol: the signed commit and the tree of records below it.

Format: atproto.com/specs/repository. The tree is a Merkle search tree: each node holds records in
order, with smaller and greater ones in nodes below. It is walked without recursion; no node is
entered twice and keys must grow, so a tree cannot be larger than its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from ownwords.gather.car import Car
from ownwords.gather.dag_cbor import Link, NotDagCbor, decode

_KEY = re.compile(r"[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){2,}/[A-Za-z0-9_~.:-]{1,512}")
_DID = re.compile(r"did:[a-z]+:[a-zA-Z0-9._:%-]{1,2000}")
_LONGEST_KEY = 1024
_CLOCK = "234567abcdefghijklmnopqrstuvwxyz"
_TREE = "A part of the tree of records is damaged: what stands below it is not read."


class Commit(msgspec.Struct, frozen=True):
    """Whose repository it is, the root of the tree, and the object that was signed."""

    cid: Link
    did: str
    data: bytes
    revision: str
    signed: dict[str, Any]


class Entry(NamedTuple):
    """One record: its number in the order of keys from 1, its key, the CID of its block."""

    number: int
    key: str
    cid: bytes


class Lost(NamedTuple):
    """A part of the tree that cannot be read: behind which record, near which byte, why."""

    number: int
    at: int
    reason: str


def commit_of(car: Car) -> Commit | str:
    """The commit at the root of a file, or why there is none."""
    if not car.roots or car.roots[0] not in car.blocks:
        return "The commit is not in the file: nothing says whose posts these are."
    root = car.roots[0]
    try:
        found = decode(car.blocks[root].data)
    except NotDagCbor:
        found = None
    if not isinstance(found, dict) or found.get("version") not in {2, 3}:
        return "The root of the file is no commit of a repository."
    did, data, revision = found.get("did"), found.get("data"), found.get("rev")
    if not isinstance(did, str) or not _DID.fullmatch(did) or not isinstance(data, Link):
        return "The commit does not say whose it is or what it holds."
    return Commit(Link(root), did, data.cid, revision if isinstance(revision, str) else "", found)


def walk(car: Car, root: bytes) -> Iterator[Entry | Lost]:
    """Every record below a node in the order of keys; what is damaged is named once."""
    waiting: list[bytes | tuple[bytes, bytes]] = [root]
    entered: set[bytes] = set()
    number, last, at = 0, b"", 0
    while waiting:
        step = waiting.pop()
        if isinstance(step, tuple):
            key, cid = step
            if key <= last or not _KEY.fullmatch(key.decode("latin-1")):
                yield Lost(number, at, "A record of the tree is out of order or has no valid key.")
                continue
            number, last = number + 1, key
            yield Entry(number, key.decode("ascii"), cid)
            continue
        block = car.blocks.get(step)
        at = block.at if block is not None else at
        inside = _inside(block.data) if block is not None and step not in entered else None
        entered.add(step)
        if inside is not None:
            waiting += reversed(inside)
        elif step not in car.damaged:
            yield Lost(number, at, _TREE)


def _inside(data: bytes) -> list[bytes | tuple[bytes, bytes]] | None:
    """What a node holds in order: nodes below it and records; None when it is no node."""
    try:
        node = decode(data)
        found: list[bytes | tuple[bytes, bytes]] = _below(node["l"])
        key = b""
        for entry in node["e"]:
            if not 0 <= entry["p"] <= len(key):
                return None
            key = key[: entry["p"]] + entry["k"]
            if len(key) > _LONGEST_KEY:
                return None
            found.append((key, entry["v"].cid))
            found += _below(entry["t"])
    except (NotDagCbor, KeyError, TypeError, AttributeError):
        return None
    return found


def _below(link: Link | None) -> list[bytes | tuple[bytes, bytes]]:
    return [] if link is None else [link.cid]


def micros_of_tid(tid: str) -> int | None:
    """The time in a timestamp identifier (``3lh6cdwqxx42x``); None for what is none."""
    if len(tid) != 13 or any(letter not in _CLOCK for letter in tid):
        return None
    number = 0
    for letter in tid:
        number = number << 5 | _CLOCK.index(letter)
    return (number & (1 << 63) - 1) >> 10
