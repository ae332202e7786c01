"""What may be done with words, in one word, for lists; and what a story would wait for."""

from __future__ import annotations

from ownwords.consent.gate import Context, explain_words, release
from ownwords.flows.screened import Screen
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Use
from ownwords.records.sealed import Sealed

SHOWING = (Use.NAMED, Use.VERBATIM, Use.PARAPHRASE)
"""Uses that show somebody's words, the furthest first."""


def highest(sealed: Sealed, public: Context) -> str:
    """The furthest use that is allowed: ``named``, ``verbatim``, ``paraphrase``, or nothing."""
    decided = explain_words(sealed, public)
    return next((use.value for use in SHOWING if decided[use].allowed), "")


def is_held(screen: Screen, sealed: Sealed, team: Context) -> bool:
    """Whether a story that quotes all of these words would wait for somebody's decision."""
    words = release(sealed, Use.READ, team)
    return isinstance(words, Cleared) and bool(screen.flags(words.text))
