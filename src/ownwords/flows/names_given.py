"""Names that somebody chose and that may not be printed now, in the tellers' own words.

A name beside words passes the gate; one in a sentence of the tellers does not, and stays there when
whoever chose it takes it back, chooses another, or their yes ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ownwords.consent.policy import decide, deciding_word
from ownwords.consent.register import Register, Wording
from ownwords.consent.screening_flags import REASONS, Flag, Kind
from ownwords.flows.clock import now
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.text import alike, seen
from ownwords.workspace import Workspace

_LEAST = 3
"""Letters of a name that is looked for."""


class NamesGiven:
    """Every name that was chosen, told apart by whether anybody lets it be printed now."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self._register = register
        self._at = now()
        said = [one for one in workspace.vault.desk.statements() if _gives_a_name(one)]
        shown = {alike(one.name) for one in said if self._stands(one)}
        known = {seen(one.name) for one in said if not self._is_of_nobody(one)}
        self._over = _pattern(name for name in known if alike(name) not in shown)
        self._shown = _pattern(name for name in known if alike(name) in shown)

    def flags(self, text: str) -> tuple[Flag, ...]:
        """Where a name stands that nobody lets be printed any more."""
        if self._over is None:
            return ()
        left = self._shown.sub(lambda found: " " * len(found[0]), text) if self._shown else text
        spans = (found.span() for found in self._over.finditer(left))
        return tuple(Flag(Kind.REAL_NAME, *span, REASONS[Kind.REAL_NAME]) for span in spans)

    def _is_of_nobody(self, said: Statement) -> bool:
        """Whom nobody knows here; or who is taken out, where the withdrawal sees to their name."""
        return all(map(self._register.is_hidden, self._register.reached(said)))

    def _stands(self, said: Statement) -> bool:
        """Whether the name may be printed somewhere where this yes holds."""
        return any(
            self._is_printed(said, account, post)
            for account in self._register.reached(said)
            for post in said.posts or ("",)
        )

    def _is_printed(self, said: Statement, account: str, post: str) -> bool:
        name, _, version = post.rpartition("@")
        wording = Wording(name, version) if name else Wording(post)
        facts = self._register.facts_for(account, wording, said.story)
        word = deciding_word(facts, Use.NAMED, self._at)
        if word is None or not decide(facts, Use.NAMED, self._at).allowed:
            return False
        return alike(word.statement.name) == alike(said.name)


def _gives_a_name(said: Statement) -> bool:
    name = seen(said.name)
    return said.answer is Answer.YES and Use.NAMED in said.uses and len(name) >= _LEAST


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Any of these names as whole words, the longest first."""
    spelled = [r"\s+".join(map(re.escape, name.split())) for name in names]
    if not spelled:
        return None
    longest = "|".join(sorted(spelled, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest})(?!\w)", re.IGNORECASE)
