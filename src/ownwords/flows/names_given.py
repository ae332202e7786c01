"""Names that somebody chose and that may not be printed now, in the tellers' own words.

A name beside words passes the gate; one in a sentence of the tellers does not, and stays there when
whoever chose it takes it back, chooses another, or their yes ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ownwords.consent.policy import decide, deciding_word
from ownwords.consent.register import Register, Wording
from ownwords.consent.screening_flags import REASONS, Flag, Kind
from ownwords.flows.called import as_read, pattern, plain, with_places
from ownwords.flows.clock import now
from ownwords.flows.proof.wording import EMPHASIS, IS_DENSE
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.text import alike
from ownwords.workspace import Workspace

_LEAST, _LEAST_DENSE = 3, 2
"""Letters of a name that is looked for; in scripts without spaces most names have two."""


class NamesGiven:
    """Every name that was chosen, told apart by whether anybody lets it be printed now.

    That is only asked of names of which a text holds the first word: of a thousand mostly none.
    """

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self._register = register
        self._at = now()
        self._said: dict[str, list[Statement]] = defaultdict(list)
        for one in workspace.vault.desk.statements():
            if _gives_a_name(one):
                self._said[_spelled(plain(one.name)).partition(" ")[0]].append(one)

    def flags(self, text: str) -> tuple[Flag, ...]:
        """Where a name stands that nobody lets be printed any more, and in no other name."""
        spelled = text.casefold(), _spelled(text)
        begun = (said for first, said in self._said.items() if any(first in one for one in spelled))
        said = [one for several in begun for one in several]
        shown = {alike(plain(one.name)) for one in said if self._stands(one)}
        known = {plain(one.name) for one in said if not self._is_of_nobody(one)}
        if all(alike(name) in shown for name in known):
            return ()
        names = pattern(known)
        if names is None:
            return ()
        spans = {
            (places[one.start()], places[one.end()])
            for read, places in _readings(text)
            for one in names.finditer(read)
            if alike(one[0]) not in shown
        }
        return tuple(Flag(Kind.REAL_NAME, *span, REASONS[Kind.REAL_NAME]) for span in sorted(spans))

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


def _readings(text: str) -> Iterator[tuple[str, list[int]]]:
    """A text as it is written and as a reader of the page sees it, with where its signs stand."""
    read, places = with_places(text)
    yield read, places
    if EMPHASIS.search(read):
        seen = [place for place, sign in enumerate(read) if not EMPHASIS.match(sign)]
        yield (
            "".join(read[place] for place in seen),
            [*(places[place] for place in seen), len(text)],
        )


def _spelled(text: str) -> str:
    return EMPHASIS.sub("", as_read(text)).casefold()


def _gives_a_name(said: Statement) -> bool:
    name = plain(said.name)
    least = _LEAST_DENSE if IS_DENSE.search(name) else _LEAST
    return said.answer is Answer.YES and Use.NAMED in said.uses and len(name) >= least
