"""A post among what it answers and what answers it, in the order in which it was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from ownwords.archive.answers import Head
    from ownwords.archive.engine import Engine

UP = 8
"""How many posts up a thread is followed."""

DOWN = 3
"""How many rounds of replies are looked for."""

MOST = 60
"""Replies that are shown at the most."""


class Thread(msgspec.Struct, frozen=True):
    """Ids of the posts before, the furthest first, and of the replies, by time.

    ``missing`` says that the thread begins with a post that is not kept here.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    missing: bool


def thread(engine: Engine, head: Head) -> Thread:
    """What is kept of the thread around a post; hidden people are not in it."""
    before, missing = _before(engine, head)
    after = _after(engine, head.id)
    heads = engine.heads(after)
    kept = [one for one in after if one in heads]
    kept.sort(key=lambda one: (heads[one].published, one))
    return Thread(tuple(before), tuple(kept), missing)


def _before(engine: Engine, head: Head) -> tuple[list[str], bool]:
    found: list[str] = []
    wanted = head.in_reply_to
    while wanted and wanted not in found and len(found) < UP:
        above = engine.heads([wanted]).get(wanted)
        if above is None:
            return found[::-1], True
        found.append(wanted)
        wanted = above.in_reply_to
    return found[::-1], False


def _after(engine: Engine, start: str) -> list[str]:
    found: dict[str, None] = {}
    asked = [start]
    for _ in range(DOWN):
        fresh = [one for one in engine.replies(asked, MOST) if one not in found and one != start]
        found.update(dict.fromkeys(fresh))
        if not fresh or len(found) >= MOST:
            break
        asked = fresh
    return list(found)[:MOST]
