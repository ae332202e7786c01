"""What may be done with words, in one word, for lists; and what a story would wait for."""

from __future__ import annotations

from collections.abc import Mapping

from ownwords.consent.gate import Context, explain_words, release
from ownwords.flows.screened import Screen
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Use
from ownwords.records.sealed import Sealed
from ownwords.workspace import Workspace

SHOWING = (Use.NAMED, Use.VERBATIM, Use.PARAPHRASE)
"""Uses that show somebody's words, the furthest first."""


def highest(sealed: Sealed, public: Context) -> str:
    """The furthest use that is allowed: ``named``, ``verbatim``, ``paraphrase``, or nothing."""
    decided = explain_words(sealed, public)
    return next((use.value for use in SHOWING if decided[use].allowed), "")


def held(workspace: Workspace, words: Mapping[str, Sealed], team: Context) -> frozenset[str]:
    """Those of some posts of which a story that quotes all would wait for somebody's decision.

    Whoever they name is looked up at once: that reads the names of every post.
    """
    read = {name: release(sealed, Use.READ, team) for name, sealed in words.items()}
    texts = {name: one.text for name, one in read.items() if isinstance(one, Cleared)}
    screen = Screen(workspace, team.register)
    screen.expect(texts.values())
    return frozenset(name for name, text in texts.items() if screen.flags(text))
