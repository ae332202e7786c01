"""What a page is asked and what it answers: plain functions, far from the protocol.

A page is ``answer(asked) -> Answer``. Pages that change something are asked with POST, and only
with a form that the open session made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ownwords.locales import marked
from ownwords.records.errors import AskedWrongly
from ownwords.workbench.addresses import Question, Value
from ownwords.workbench.bench import Bench

FORM_TOKEN = "form"  # noqa: S105  the name of a field
NO_SUCH_PLACE = marked("There is no file or folder of that name.")
FOREIGN_FORM = marked("The form is from an earlier start. Load the page again.")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its path, what its address asked, what was filled in, the workbench."""

    bench: Bench
    path: str
    question: Question = field(default_factory=dict)
    form: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def query(self, name: str) -> str:
        """What the address asked by this name; empty when it asked nothing."""
        return next(iter(self.question.get(name, ())), "")

    def queries(self, name: str) -> tuple[str, ...]:
        """Everything that the address asked by this name."""
        return tuple(self.question.get(name, ()))

    def text(self, name: str) -> str:
        """A field of the form, without the space around it; empty when it was not filled in."""
        values = self.form.get(name, ())
        return values[0].strip() if values else ""

    def body(self, name: str) -> str:
        """A field of the form to the letter, with ``\\n`` for the line ends that browsers send."""
        values = self.form.get(name, ())
        return values[0].replace("\r\n", "\n") if values else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may be chosen several times."""
        return tuple(self.form.get(name, ()))

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.form.get(name))

    def must_be_as_shown(self, accounts: Collection[str]) -> None:
        """AskedWrongly when the form showed other accounts as one person's than these."""
        shown = self.all("shown")
        if shown and set(shown) != set(accounts):
            raise AskedWrongly(
                "Other accounts are theirs now than when the page was opened.",
                kept="Nothing was changed.",
                do="Open the page again, look which accounts it names, then do it again.",
            )


def written_path(text: str) -> Path:
    """A path as people write it: ``~`` is their home, and Windows copies it in quotation marks."""
    try:
        return Path(text.strip("\"'")).expanduser()
    except RuntimeError:  # the home of somebody who is not known here
        raise AskedWrongly(NO_SUCH_PLACE, do="Look where it lies.") from None


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its template and what it needs."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Go:
    """Go on at another page of the workbench (303), and what is asked of it."""

    to: str
    asking: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file: to keep under ``name``, or to be shown in its place when it has none."""

    data: bytes
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Lent:
    """A file of the campaign to keep under ``name``, sent in pieces as it lies on the disk."""

    path: Path
    media_type: str
    name: str


EARLIER = Shown("earlier.html", status=410)
"""For an address that this workbench cannot read, or whose page is not kept any more."""

Answer = Shown | Go | Sent | Lent


@dataclass(frozen=True, slots=True)
class Page:
    """One address and what answers there. ``needs`` a campaign, unless it is how to get one."""

    method: Literal["GET", "POST"]
    path: str
    answer: Callable[[Asked], Answer]
    needs_campaign: bool = True
