"""Who used a tag first. Named inside the team only: an edition never says who was first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ownwords.records.text import fold_tag

if TYPE_CHECKING:
    from ownwords.archive.answers import FirstUse
    from ownwords.archive.engine import Engine


def first_uses(engine: Engine, tags: Sequence[str] = (), limit: int = 20) -> list[FirstUse]:
    """The first kept post of each tag, earliest first; of every tag when none is named.

    First among what is kept: an earlier post may exist that nobody gathered. ``limit`` bounds the
    answer only when no tag is named. A named tag that nobody used is not in the answer.
    """
    if not tags:
        return engine.first_uses("", limit)
    return sorted(_each(engine, tags), key=lambda use: (use.published, use.tag))


def _each(engine: Engine, tags: Sequence[str]) -> Iterator[FirstUse]:
    for tag in dict.fromkeys(map(fold_tag, tags)):
        yield from engine.first_uses(tag, 1)
