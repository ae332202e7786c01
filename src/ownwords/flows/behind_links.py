"""Short links in words that lead to an account: that of who speaks, or of somebody they quote.

A picture, a quoted post and the rest of cut words stand in a text of X as links. Whoever opens one
has the account in front of them, also where it is not to be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ownwords.archive.answers import Dated, Head
from ownwords.consent.register import Register
from ownwords.consent.screening_flags import REASONS, Flag, Kind
from ownwords.records.cleared import Cleared
from ownwords.records.post import Opens
from ownwords.workspace import Workspace

_SIGN = "//t.co/"
_SHORT = re.compile(r"https?://t\.co/\w*")
_AT_END = re.compile(r"(?:\s*https?://t\.co/\w*)+\s*$")


class BehindLinks:
    """Looks behind the short links of words; ``signs`` says whether a name is the account's own."""

    def __init__(
        self, workspace: Workspace, register: Register, signs: Callable[[Head, str], bool]
    ) -> None:
        self._engine = workspace.vault.engine
        self._register = register
        self._signs = signs
        self._linked: dict[str, Dated] = {}
        self._heads: dict[str, Head] = {}

    def expect(self, words: Iterable[tuple[Dated, Cleared]]) -> None:
        """Hear of words with their posts: those that must be looked up are, all at once."""
        linked = [(one, said.credit) for one, said in words if _SIGN in said.text]
        self._linked = {one.id: one for one, _ in linked}
        asked = [one.id for one, credit in linked if credit and one.opens is Opens.ITSELF]
        self._heads = self._engine.heads(asked) if asked else {}

    def flags(self, words: Cleared, post: str) -> tuple[Flag, ...]:
        """The short links in words, where one of them tells whose they are or leads to another."""
        if _SIGN not in words.text or not self._tells(post, words.credit):
            return ()
        spans = (found.span() for found in _SHORT.finditer(words.text))
        return tuple(Flag(Kind.LINK, *span, REASONS[Kind.LINK]) for span in spans)

    def before(self, words: Cleared, post: str) -> tuple[int, int] | None:
        """The span of the words without the links at their end, where those tell.

        X puts the link of a picture or of a quoted post there; nobody wrote it. None where no link
        tells, where there is nothing else, and where one stands among the words.
        """
        found = _AT_END.search(words.text) if self.flags(words, post) else None
        if found is None or not found.start() or _SHORT.search(words.text[: found.start()]):
            return None
        return 0, found.start()

    def _head(self, post: str) -> Head:
        return self._heads.get(post) or self._engine.heads([post])[post]

    def _tells(self, post: str, credit: str) -> bool:
        """Beside the account's own name a link to the post itself tells nothing that is not there.

        Where they want no network told any link tells, to an article as well: it is the network's.
        """
        one = self._linked.get(post) or self._head(post)
        if self._register.wants_no_network(one.account, one.id):
            return True
        if one.opens is not Opens.ITSELF or not credit:
            return one.opens is not Opens.NOTHING
        return not self._signs(self._head(post), credit)
