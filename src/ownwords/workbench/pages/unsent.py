"""What was sent while the workbench was locked: to be read, sent now, or left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ownwords.workbench.asked import Answer, Asked, Go, Page, Shown
from ownwords.workbench.bench import Bench
from ownwords.workbench.unsent import Fields, Unsent

UNSENT = "/unsent"


class Found(NamedTuple):
    """One form as it is shown: of which page, about whom or what, and what is sent with it."""

    name: str
    to: str
    about: str
    fields: Fields
    token: str
    elsewhere: bool


def show(asked: Asked) -> Answer:
    """Every form that waits, with what was typed in it."""
    waiting = tuple(_found(asked.bench))
    return Shown("unsent.html", {"waiting": waiting}) if waiting else Go("/")


def _found(bench: Bench) -> Iterator[Found]:
    for name, one in bench.unsent:
        token = f"{bench.session.form_token()}.{one.made_for}"
        elsewhere = not bench.is_for_this(token)
        about = "" if elsewhere else _about(bench, one)
        yield Found(name, one.to, about, one.fields, token, elsewhere)


def _about(bench: Bench, one: Unsent) -> str:
    """Whose page the form stood on, or in which story."""
    came = dict(one.fields)
    account = came.get("account", "")
    if not (account and bench.is_open and bench.is_there):
        return came.get("slug", "")
    found = bench.people(bench.workspace.vault.engine.speakers([account]))
    return next((each.name for each in found), "")


def leave(asked: Asked) -> Answer:
    """Forget one of them."""
    asked.bench.unsent.leave(asked.text("left"))
    return Go(UNSENT)


PAGES = (
    Page("GET", UNSENT, show, needs_campaign=False),
    Page("POST", UNSENT, leave, needs_campaign=False),
)
