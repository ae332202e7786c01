"""The key of the campaign: bring it back from the recovery sheet, or see the sheet again."""

from __future__ import annotations

from ownwords.flows import starting
from ownwords.records.errors import OwnwordsError
from ownwords.workbench.asked import Answer, Asked, Go, Page, Shown


def show(asked: Asked) -> Answer:
    """Whether the key is here, and what to do about it."""
    return _page(asked)


def _page(asked: Asked, problem: OwnwordsError | None = None, sheet: str = "") -> Shown:
    held = asked.body("sheet") if problem else ""
    values = {"problem": problem, "sheet": sheet.splitlines(), "held": held}
    return Shown("key.html", values, status=422 if problem else 200)


def bring_back(asked: Asked) -> Answer:
    """Put the key back from what somebody typed off the sheet."""
    bench = asked.bench
    root = bench.workspace.folder.root
    try:
        starting.recover(root, asked.body("sheet"))
    except OwnwordsError as problem:
        return _page(asked, problem)
    bench.reread()
    bench.say("The key is back on this computer.")
    return Go("/")


def sheet_again(asked: Asked) -> Answer:
    """Show the recovery sheet once more."""
    try:
        root, tag = asked.bench.workspace.folder.root, asked.bench.tongue.tag
        return _page(asked, sheet=starting.sheet_again(root, tag))
    except OwnwordsError as problem:
        return _page(asked, problem)


PAGES = (
    Page("GET", "/settings/key", show),
    Page("POST", "/settings/key", bring_back),
    Page("POST", "/settings/key/sheet", sheet_again),
)
