"""Who may decide that somebody holds a public office: each known by a passphrase of their own.

Two of them must agree (docs/reference/decision-order.md, rule 9). The passphrase is kept as scrypt
(RFC 7914) with a salt of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from ownwords.archive import chain
from ownwords.archive.desk import Desk
from ownwords.records.errors import AskedWrongly
from ownwords.records.text import alike, seen

SHORTEST = 10
"""Characters that a passphrase has at the least."""

_COST = {"n": 1 << 15, "r": 8, "p": 1, "maxmem": 1 << 26}


def deciders(desk: Desk) -> tuple[str, ...]:
    """The names of all deciders, in the order in which they were added."""
    return tuple(str(row[0]) for row in desk.rows("select name from deciders order by id"))


def add_decider(desk: Desk, name: str, passphrase: str, at: int) -> None:
    """Let somebody decide; AskedWrongly when the name is taken or the passphrase short."""
    if not seen(name) or len(passphrase) < SHORTEST:
        raise AskedWrongly(
            "A decider needs a name and a passphrase of %(shortest)s characters or more.",
            kept="Nothing was recorded.",
            do="Four words that do not belong together are easy to keep in mind.",
            shortest=SHORTEST,
        )
    if alike(name) in map(alike, deciders(desk)):
        raise AskedWrongly("Somebody of that name decides already.", do="Choose another name.")
    salt = secrets.token_bytes(16)
    row = [name.strip(), salt.hex(), _hashed(passphrase, salt).hex(), at]
    with desk.change() as connection:
        chain.append(connection, "deciders", [row])


def is_decider(desk: Desk, name: str, passphrase: str) -> bool:
    """Whether the passphrase is that of the decider of this name."""
    found = desk.rows("select salt, hash from deciders where name = ?", [name.strip()])
    if not found:
        return False
    salt, known = (bytes.fromhex(part) for part in found[0])
    return hmac.compare_digest(_hashed(passphrase, salt), known)


def _hashed(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, **_COST)
