"""Which uses a yes or a no covers: small tables, printed in docs/reference/decision-order.md.

A use is a bit, so that what a statement covers is three numbers worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from ownwords.records.consent import LADDER, Use

BIT: Mapping[Use, int] = {use: 1 << place for place, use in enumerate(Use)}

BELOW_WORDS: tuple[Use, ...] = (Use.HOLD, Use.READ, Use.COUNT)
"""What the default of both risk levels allows. Nobody outside sees words through these."""

BESIDE: tuple[Use, ...] = (Use.MEDIA, Use.RESEARCH_EXPORT, Use.MACHINE_LEARNING)
"""Uses beside the ladder: each needs its own yes."""

IMPLIED: Mapping[Use, tuple[Use, ...]] = {
    Use.HOLD: (),
    Use.READ: (Use.HOLD,),
    Use.COUNT: (Use.HOLD, Use.READ),
    Use.PARAPHRASE: BELOW_WORDS,
    Use.VERBATIM: BELOW_WORDS,
    Use.NAMED: BELOW_WORDS,
    Use.MEDIA: BELOW_WORDS,
    Use.RESEARCH_EXPORT: BELOW_WORDS,
    Use.MACHINE_LEARNING: BELOW_WORDS,
}
"""What a yes brings with it. ``named`` brings neither ``verbatim`` nor ``paraphrase``: somebody who
asks to be credited may not want the words without the credit, and somebody who lends exact words
may not want them retold. Who minds neither lists them."""


def bits(uses: Iterable[Use]) -> int:
    """One number for a set of uses."""
    found = 0
    for use in uses:
        found |= BIT[use]
    return found


ABOVE_COUNT = bits(use for use in Use if use not in BELOW_WORDS)


def _refused_by(use: Use) -> int:
    if use in BESIDE:
        return BIT[use]
    above = bits(LADDER[LADDER.index(use) :])
    return above | bits(BESIDE) if use in BELOW_WORDS else above


REFUSED: Mapping[Use, int] = {use: _refused_by(use) for use in Use}
"""What a no covers: its rung and every rung above; below the words also everything beside."""


@cache
def yes_covers(uses: tuple[Use, ...]) -> tuple[int, int]:
    """What a yes to ``uses`` names, and what it implies beyond that."""
    named = bits(uses)
    implied = bits(lower for use in uses for lower in IMPLIED[use])
    return named, implied & ~named


@cache
def no_covers(uses: tuple[Use, ...]) -> int:
    """What a no to ``uses`` refuses; a no that names nothing refuses everything above count."""
    if not uses:
        return ABOVE_COUNT
    found = 0
    for use in uses:
        found |= REFUSED[use]
    return found
