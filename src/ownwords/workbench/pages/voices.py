"""The voices: who speaks here, and what each of them said may be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ownwords.archive.answers import Speaker
from ownwords.flows.consenting import accounts_of
from ownwords.flows.people import Person, signs_of, standings
from ownwords.records.consent import VoiceKind
from ownwords.records.errors import AskedWrongly
from ownwords.workbench.asked import Answer, Asked, Go, Page, Shown
from ownwords.workbench.bench import Bench
from ownwords.workbench.blocking import Decided, decided

PAGE = 50
ONLY = ("", "yes", "no", "asked", "public")


def show(asked: Asked) -> Answer:
    """Accounts, those with the most posts first; or only those who said something."""
    return _page(asked, None)


def _page(asked: Asked, problem: AskedWrongly | None) -> Shown:
    only = asked.query("only")
    only = only if only in ONLY else ""
    page = max(1, _number(asked.query("page")))
    asked_for = f"people {only} {page} {asked.bench.tongue.tag}"
    found = asked.bench.known(asked_for, lambda _: _people(asked.bench, only, page))
    values = {
        "only": only,
        "problem": problem,
        "who": asked.text("who"),
        "people": tuple(found[:PAGE]),
        "page": page,
        "more": len(found) > PAGE,
        "hidden": tuple(_hidden(asked.bench)),
        "blocked": asked.bench.known("blocked", lambda _: _blocked(asked.bench)),
    }
    return Shown("voices.html", values, status=422 if problem else 200)


class Hidden(NamedTuple):
    """An account that is hidden and not erased yet: by signs, since nobody may read who it is."""

    signs: str
    account: str


def _hidden(bench: Bench) -> list[Hidden]:
    accounts = bench.workspace.vault.desk.hidden()
    return sorted(Hidden(signs_of(account), account) for account in accounts)


def _blocked(bench: Bench) -> tuple[Decided, ...]:
    """The blocks that stand, but for those of who is hidden."""
    vault, register = bench.workspace.vault, bench.register()
    standing = [one for one in vault.desk.blocked() if one.lifted is None]
    heads = vault.engine.heads([one.target for one in standing if one.what == "post"])
    return decided(
        one
        for one in standing
        if (one.target in heads if one.what == "post" else not register.is_hidden(one.target))
    )


def _people(bench: Bench, only: str, page: int) -> list[Person]:
    """A page of people and one more when there are more."""
    wanted = sorted(_wanted(bench, only)) if only else []
    if only and not wanted:
        return []
    start = (page - 1) * PAGE
    return bench.people(bench.workspace.vault.engine.speakers(wanted, PAGE + 1, start))


def _wanted(bench: Bench, only: str) -> Iterable[str]:
    register = bench.register()
    if only == "public":
        decided = [one for one in bench.workspace.vault.desk.voices() if _is_public(one.kind)]
        return {account for voice in decided for account in register.accounts_of(voice)}
    said = standings(bench.workspace, register)
    return {account for account, standing in said.items() if standing == only}


def _is_public(kind: VoiceKind) -> bool:
    return kind is not VoiceKind.PERSON


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def look_for(asked: Asked) -> Answer:
    """The page of whoever a handle, a name, an account or a post belongs to."""
    bench, who = asked.bench, asked.text("who")
    if not who:
        return _page(asked, AskedWrongly("Nobody was named.", do="Write a handle or a name."))
    try:
        found = accounts_of(bench.workspace, who)
    except AskedWrongly as problem:
        return _page(asked, problem)
    alike = (one.account for one in bench.people(_speakers(bench, found)) if _is_called(one, who))
    return Go("/voice", {"account": next(alike, found[0])})


def _speakers(bench: Bench, accounts: Sequence[str]) -> list[Speaker]:
    return bench.workspace.vault.engine.speakers(accounts, len(accounts))


def _is_called(one: Person, who: str) -> bool:
    """Whether this is the account that was named, and not another one of the same person."""
    return who.lstrip("@").casefold() in {one.name.lstrip("@").casefold(), one.account.casefold()}


PAGES = (Page("GET", "/voices", show), Page("POST", "/voices", look_for))
