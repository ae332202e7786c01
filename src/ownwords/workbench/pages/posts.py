"""Finding posts: words, tag, language, days, voice, and whether they may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from ownwords.consent.gate import release
from ownwords.edition.wording import row_label
from ownwords.flows.consenting import the_account
from ownwords.flows.people import name_of
from ownwords.locales.tongue import Tongue
from ownwords.reading.query import Query
from ownwords.reading.search import search
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Use
from ownwords.records.errors import AskedWrongly
from ownwords.records.times import PartialDate
from ownwords.workbench.asked import Answer, Asked, Page, Shown, address
from ownwords.workbench.bench import Bench
from ownwords.workbench.naming import highest
from ownwords.workspace import Workspace

PAGE = 25
CHUNK = 50
DEEPEST = 10_000
LOOKED_THROUGH = 2_000
"""Hits that are looked through for those that may, or may not, be shown."""

FACETS = ("q", "tag", "language", "since", "until", "account", "order", "shown", "passed")
SETTINGS = frozenset({"order", "shown", "passed"})
"""Facets that ask for nothing by themselves."""

PASSED_ON = "Announce"


@dataclass(frozen=True, slots=True)
class Row:
    """A post in a list. ``shown`` is the highest use above counting that is allowed, or empty."""

    id: str
    words: Cleared
    who: str
    published: int
    language: str
    shown: str


def show(asked: Asked) -> Answer:
    """The search with its facets and a page of results."""
    chosen = {name: asked.query.get(name, "").strip() for name in FACETS}
    tongue = asked.bench.tongue
    page = max(1, _number(asked.query.get("page", "1")))
    problem: AskedWrongly | None = None
    rows: tuple[Row, ...] = ()
    more = False
    try:
        found = list(islice(_rows(asked.bench, chosen), (page - 1) * PAGE, page * PAGE + 1))
        rows, more = tuple(found[:PAGE]), len(found) > PAGE
    except AskedWrongly as error:
        problem = error
    values = {
        "chosen": chosen,
        "rows": rows,
        "problem": problem,
        "page": page,
        "earlier": _page(chosen, page - 1) if page > 1 else "",
        "further": _page(chosen, page + 1) if more else "",
        "tags": asked.bench.workspace.campaign.hashtags,
        "languages": asked.bench.known(f"labels {tongue.tag}", partial(_languages, tongue)),
        "narrowed": any(chosen[name] for name in FACETS if name != "order"),
    }
    return Shown("posts.html", values, status=422 if problem else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _page(chosen: dict[str, str], page: int) -> str:
    return address("/posts", **chosen, page=page)


def _languages(tongue: Tongue, workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Codes and names of the languages that posts are labelled with."""
    counts = workspace.vault.engine.language_counts()
    codes = dict.fromkeys(count.language for count in counts if count.language)
    return tuple((code, row_label(tongue, code, "language")) for code in codes)


def _rows(bench: Bench, chosen: dict[str, str]) -> Iterator[Row]:
    """Rows in order, as many as there are; those that fit the question "may it be shown"."""
    hits = islice(_hits(bench, chosen), LOOKED_THROUGH if chosen["shown"] else None)
    while some := list(islice(hits, CHUNK)):
        for row in _looked_at(bench, some, passed_on=bool(chosen["passed"])):
            if not chosen["shown"] or bool(row.shown) == (chosen["shown"] == "yes"):
                yield row


def _hits(bench: Bench, chosen: dict[str, str]) -> Iterator[tuple[str, Cleared | None]]:
    """Ids in order with the piece to show; without a question the newest posts."""
    if not any(chosen[name] for name in FACETS if name not in SETTINGS):
        newest = bench.workspace.vault.engine.newest(LOOKED_THROUGH)
        yield from ((one, None) for one in newest)
        return
    for result in search(bench.workspace.vault, bench.team(), _query(bench.workspace, chosen)):
        yield result.id, result.snippet


def _query(workspace: Workspace, chosen: dict[str, str]) -> Query:
    account = chosen["account"]
    return Query(
        text=chosen["q"],
        tag=chosen["tag"].lstrip("#"),
        language=chosen["language"],
        since=_day(chosen["since"]),
        until=_day(chosen["until"]),
        account=the_account(workspace, account) if account else "",
        limit=DEEPEST,
        relevance=chosen["order"] == "best",
    )


def _day(text: str) -> int | None:
    if not text:
        return None
    try:
        return PartialDate.parse(text).start
    except ValueError:
        raise AskedWrongly("A day is not a date.", do="Write it as 2014-01-11.") from None


def _looked_at(
    bench: Bench, hits: list[tuple[str, Cleared | None]], *, passed_on: bool
) -> Iterator[Row]:
    """Rows for some hits: who, when, the words that the team may read, what may be shown."""
    engine = bench.workspace.vault.engine
    ids = [one for one, _ in hits]
    heads, words = engine.heads(ids), engine.words(ids)
    team, public = bench.team(), bench.public()
    for one, piece in hits:
        head, sealed = heads.get(one), words.get(one)
        if head is None or sealed is None or (head.type == PASSED_ON and not passed_on):
            continue
        cleared = piece or release(sealed, Use.READ, team)
        if isinstance(cleared, Cleared):
            who = name_of(head, team)
            shown = highest(sealed, public)
            yield Row(one, cleared, who, head.published, head.language, shown)


PAGES = (Page("GET", "/posts", show),)
