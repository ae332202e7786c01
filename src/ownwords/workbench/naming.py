"""What may be done with words, in one word, for lists."""

from __future__ import annotations

from ownwords.consent.gate import Context, explain_words
from ownwords.records.consent import Use
from ownwords.records.sealed import Sealed

SHOWING = (Use.NAMED, Use.VERBATIM, Use.PARAPHRASE)
"""Uses that show somebody's words, the furthest first."""


def highest(sealed: Sealed, public: Context) -> str:
    """The furthest use that is allowed: ``named``, ``verbatim``, ``paraphrase``, or nothing."""
    decided = explain_words(sealed, public)
    return next((use.value for use in SHOWING if decided[use].allowed), "")
