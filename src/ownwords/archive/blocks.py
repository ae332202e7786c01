"""What somebody decided to keep from being shown, and what they let go of again.

Rows of the table ``blocks`` are added and never rewritten: ``what`` is ``post`` or ``account``,
followed by `` lifted`` where a block ends. A program that does not know the word goes on refusing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from ownwords.records.errors import AskedWrongly
from ownwords.records.text import seen

_LIFTED = "lifted"


class Blocks(msgspec.Struct, frozen=True):
    """Ids of posts and of accounts that are not shown as others are."""

    posts: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()


class Ruling(msgspec.Struct, frozen=True):
    """Who decided something, why, and when (microseconds UTC)."""

    reason: str
    by: str
    at: int


class Block(msgspec.Struct, frozen=True):
    """One block of a post or an account; it stands until it is ``lifted``."""

    target: str
    what: str
    ruling: Ruling
    lifted: Ruling | None = None


def by_kind(rows: Iterable[Sequence[Any]]) -> Blocks:
    """Targets by what they are: ``post`` or ``account``."""
    found = [(target, what) for target, what in rows]
    posts = frozenset(target for target, what in found if what == "post")
    return Blocks(posts, frozenset(target for target, what in found if what == "account"))


def block_rows(targets: Blocks, ruling: Ruling, *, lift: bool = False) -> Iterator[list[object]]:
    """Rows that block these targets, or lift every block that stands on them.

    Raises AskedWrongly when the reason or the name of who decides is lacking.
    """
    reason, by = seen(ruling.reason), seen(ruling.by)
    if not reason or not by:
        raise AskedWrongly(
            "A block needs a reason and a name.",
            kept="Nothing was changed.",
            do="Say why, and who decides.",
        )
    ending = f" {_LIFTED}" if lift else ""
    for what, ids in (("post", targets.posts), ("account", targets.accounts)):
        for target in sorted(ids):
            yield [target, f"{what}{ending}", reason, by, ruling.at]


def history(rows: Iterable[Sequence[Any]]) -> list[Block]:
    """Every block in the order in which it was decided, from rows in their order."""
    found: list[Block] = []
    for target, what, *decided in rows:
        ruling = Ruling(*decided)
        kind, _, ending = what.partition(" ")
        if ending == _LIFTED:
            found = [_ended(one, target, kind, ruling) for one in found]
        else:
            found.append(Block(target, what, ruling))
    return found


def _ended(one: Block, target: str, what: str, ruling: Ruling) -> Block:
    if one.lifted is not None or (one.target, one.what) != (target, what):
        return one
    return msgspec.structs.replace(one, lifted=ruling)


def standing(blocks: Iterable[Block]) -> Blocks:
    """What is blocked now."""
    return by_kind((one.target, one.what) for one in blocks if one.lifted is None)
