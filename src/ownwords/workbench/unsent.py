"""Forms that were sent while the workbench was locked, for whoever opens it again.

They lie in memory alone, no page shows them before, and only what one of our own pages sent is
kept (``app.py`` looks at its token). A passphrase or a recovery sheet is never kept, a search is
not worth it, and where no passphrase opens the lock nothing is.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ownwords.locales import marked

Fields = tuple[tuple[str, str], ...]

MOST = 12
"""Forms that are kept; of more the oldest go."""

_AS_TYPED = ("reason", "block_reason", "other", "new", "vouches", "who1", "who2", "contact")
_AS_WRITTEN = ("place", "address", "part", "path", "until", "said_on", "ends", "review", "folder")

TYPED = {
    **dict.fromkeys((*_AS_TYPED, *_AS_WRITTEN), marked("What you typed")),
    **{f"what{number}": marked("What happened") for number in range(6)},
    "names": marked("Each of their names, one a line"),
    "text": marked("The story"),
    "title": marked("Title"),
    "name": marked("Name"),
    "evidence": marked("Where the answer can be looked up"),
    "how": marked("How you asked"),
    "by": marked("Who decides this"),
    "block_by": marked("Who decides this"),
    "told_by": marked("Who tells"),
    "tags": marked("Hashtags"),
}
"""Fields that are written by hand and gone with their page, and what they are called there."""

_NEVER = frozenset({"sheet", "while_typing"})
_SECRET = "pass"  # noqa: S105  what fields are called that hold a passphrase: they are typed again
_STORY = "/story/"


class Unsent(NamedTuple):
    """One form: where it goes, for which campaign it was made, what came with it."""

    to: str
    made_for: str
    fields: Fields

    @property
    def typed(self) -> bool:
        """Whether somebody wrote something in it."""
        return any(value.strip() for name, value in self.fields if name in TYPED)

    @property
    def same(self) -> object:
        """What it has in common with a later form that takes its place."""
        if not self.to.startswith(_STORY):
            return self.to, self.fields
        asked = dict(self.fields)
        return _STORY, asked.get("slug"), asked.get("window")


def of(to: str, token: str, form: Mapping[str, Sequence[str]]) -> Unsent:
    """What came with a form of this token, without the passphrases and keys in it."""
    written = ((name, one) for name, several in form.items() for one in several)
    fields = tuple(one for one in written if one[0] not in _NEVER and _SECRET not in one[0])
    return Unsent(to, token.partition(".")[2], fields)


class Waiting:
    """The forms that nobody has sent again or left, by names that say nothing of them."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Unsent] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[tuple[str, Unsent]]:
        return iter(tuple(self._held.items()))

    def keep(self, form: Unsent) -> None:
        """Keep a form, in the place of the same one and of an earlier text of its story."""
        self.sent(form)
        self._held[secrets.token_hex(8)] = form
        while len(self._held) > MOST:
            self._held.popitem(last=False)

    def sent(self, form: Unsent) -> None:
        """Forget a form that was sent again, or what was typed into its story before."""
        for name, one in self:
            if one.same == form.same:
                self.leave(name)

    def leave(self, name: str) -> None:
        """Forget the form of that name."""
        self._held.pop(name, None)

    def leave_all(self) -> None:
        """Forget every form."""
        self._held.clear()
