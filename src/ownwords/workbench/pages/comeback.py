"""Let somebody back in who was taken out: by each name of theirs, on their own word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ownwords.flows import withdraw as withdrawing
from ownwords.records.errors import AskedWrongly, OwnwordsError
from ownwords.records.text import seen
from ownwords.workbench.asked import Answer, Asked, Page, Shown


class Refused(NamedTuple):
    """A name under which nobody was let in, and why."""

    name: str
    problem: OwnwordsError


def show(_: Asked) -> Answer:
    """The form; who stands on the list, nobody can read."""
    return _page({})


def _page(
    filled: dict[str, str],
    problem: OwnwordsError | None = None,
    done: Iterable[str] = (),
    refused: Iterable[Refused] = (),
) -> Shown:
    values = {
        "names": filled.get("names", ""),
        "evidence": filled.get("evidence", ""),
        "problem": problem,
        "done": tuple(done),
        "refused": tuple(refused),
    }
    return Shown("comeback.html", values, status=422 if problem or values["refused"] else 200)


def let_in(asked: Asked) -> Answer:
    """Take every name that was written off the list; those that fail stay in the form."""
    names = list(dict.fromkeys(filter(None, map(str.strip, asked.body("names").split("\n")))))
    evidence = asked.text("evidence")
    filled = {"names": "\n".join(names), "evidence": evidence}
    if not names:
        problem = AskedWrongly("Nobody was named.", do="Write a handle or a name.")
        return _page(filled, problem)
    if not seen(evidence):
        problem = AskedWrongly(
            "Only their own yes lets somebody back in, and it needs its evidence.",
            kept="Nothing was changed.",
            do="Write where their yes can be looked up.",
        )
        return _page(filled, problem)
    refused = [one for name in names if (one := _refused(asked, name, evidence))]
    left = [one.name for one in refused]
    done = [name for name in names if name not in left]
    filled = {"names": "\n".join(left), "evidence": evidence if left else ""}
    return _page(filled, done=done, refused=refused)


def _refused(asked: Asked, name: str, evidence: str) -> Refused | None:
    """Why somebody cannot be let in under a name; None when they are."""
    try:
        withdrawing.lift(asked.bench.workspace, name, evidence)
    except AskedWrongly as problem:
        return Refused(name, problem)
    return None


PAGES = (
    Page("GET", "/takeout/back", show),
    Page("POST", "/takeout/back", let_in),
)
