"""Finding posts: words, tag, language, days, voice, and whether they may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain, islice

from ownwords.consent.gate import Context, explain
from ownwords.edition.wording import row_label
from ownwords.flows.people import name_of
from ownwords.flows.reading import of_one_account
from ownwords.gather.links import post_behind
from ownwords.locales.tongue import Tongue
from ownwords.reading.query import Query
from ownwords.reading.search import Result, newest, search
from ownwords.records.cleared import Cleared
from ownwords.records.errors import AskedWrongly, IndexBusy
from ownwords.records.post import PASSED_ON
from ownwords.records.times import PartialDate
from ownwords.workbench.asked import Answer, Asked, Go, Page, Shown
from ownwords.workbench.bench import A_MOMENT, Bench
from ownwords.workbench.naming import SHOWING, held, highest
from ownwords.workspace import Workspace

PAGE = 25
CHUNK = 40
"""Posts that are read at a time: a page needs few more than it shows."""

CHUNKS = 2
LOOKED_THROUGH = 800
"""Hits that one page looks through, and so many chunks are read; the next one goes on behind."""

MOST = 400
"""Pages that an address remembers."""

DAYS = ("since", "until")
FACETS = ("q", "tag", "language", "network", *DAYS, "account", "order", "shown", "passed")
SETTINGS = frozenset({"order", "shown", "passed"})
"""Facets that ask for nothing by themselves."""

_EVER = -(1 << 60)
"""Microseconds; before everything that was said."""


@dataclass(frozen=True, slots=True)
class Row:
    """A post in a list. ``shown`` is the highest use above counting that is allowed, or empty.

    ``held`` says that a story which quotes all of it would wait: it may give somebody away;
    ``cut`` whether words stand before the piece that is shown, and behind it.
    """

    id: str
    words: Cleared
    who: str
    published: int
    language: str
    shown: str
    cut: tuple[bool, bool]
    held: bool


Numbered = tuple[int, Result]
NumberedRow = tuple[int, Row]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results; ``further`` is how many hits lie before the next one, 0 for no more.

    ``waits`` says that nothing was looked for: the rows are the newest posts.
    """

    rows: tuple[Row, ...] = ()
    further: int = 0
    waits: bool = False


def show(asked: Asked) -> Answer:
    """The search with its facets and a page of results."""
    chosen = {name: asked.query(name).strip() for name in FACETS}
    trail = _trail(asked.query("at"))
    tongue = asked.bench.tongue
    problem: AskedWrongly | None = None
    found = Found()
    try:
        found = _found(asked.bench, chosen, trail[-1] if trail else 0)
    except AskedWrongly as error:
        problem = error
    except IndexBusy:
        found = _newest(asked.bench)
    values = {
        "chosen": {**chosen, **{name: _whole_day(chosen[name]) for name in DAYS}},
        "rows": found.rows,
        "waits": found.waits,
        "asks": not _asks_for_nothing(chosen),
        "problem": problem,
        "earlier": _page(chosen, trail[:-1]) if trail else None,
        "further": _page(chosen, [*trail, found.further]) if found.further else None,
        "tags": asked.bench.workspace.campaign.hashtags,
        "languages": asked.bench.known(f"labels {tongue.tag}", partial(_languages, tongue)),
        "networks": asked.bench.known(f"networks {tongue.tag}", partial(_networks, tongue)),
        "linked": bool(post_behind(chosen["q"])),
        "narrowed": any(chosen[name] for name in FACETS if name not in {"q", "order"}),
    }
    return Shown("posts.html", values, status=422 if problem else 200)


def look_for(asked: Asked) -> Answer:
    """Go to what the search finds; to the post itself where its address was pasted."""
    post = post_behind(asked.text("q"))
    if post and asked.bench.workspace.vault.engine.heads([post]):
        return Go("/post", {"id": post})
    return Go("/posts", {name: asked.text(name) for name in FACETS})


def _trail(text: str) -> list[int]:
    """Where the pages before this one began, and this one: the hits that were passed by then."""
    parts = text.split(".")[-MOST:]
    return [int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) < 9]


def _page(chosen: dict[str, str], trail: list[int]) -> dict[str, str]:
    """What another page of the same search is asked."""
    return {**chosen, "at": ".".join(map(str, trail))}


def _languages(tongue: Tongue, workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Codes and names of the languages that posts are labelled with."""
    counts = workspace.vault.engine.language_counts()
    codes = dict.fromkeys(count.language for count in counts if count.language)
    return tuple((code, row_label(tongue, code, "language")) for code in codes)


def _networks(tongue: Tongue, workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Networks that posts are of, and their names."""
    return tuple(
        (one, row_label(tongue, one, "network")) for one in workspace.vault.engine.totals().networks
    )


def _found(bench: Bench, chosen: dict[str, str], start: int) -> Found:
    """A page of rows behind the first ``start`` hits, and where the next page begins."""
    end = start + LOOKED_THROUGH
    query = _query(bench.workspace, chosen, end + 1)
    hits = enumerate(search(bench.workspace.vault, bench.team(), query, A_MOMENT))
    here = islice(hits, start, end)
    rows = list(islice(_rows(bench, chosen, here), PAGE + 1))
    shown = tuple(row for _, row in rows[:PAGE])
    if len(rows) > PAGE:
        return Found(shown, rows[PAGE][0])
    behind = next(chain(here, hits), None)
    return Found(shown, behind[0] if behind else 0)


def _newest(bench: Bench) -> Found:
    """The newest posts, which nobody needs the index for."""
    team = bench.team()
    hits = enumerate(newest(bench.workspace.vault.engine, team, CHUNKS * CHUNK))
    rows = islice(_looked_at(bench, list(hits), passed_on=False), PAGE)
    return Found(tuple(row for _, row in rows), waits=True)


def _rows(bench: Bench, chosen: dict[str, str], hits: Iterator[Numbered]) -> Iterator[NumberedRow]:
    """Rows with the numbers of their hits; those that fit the question "may it be shown"."""
    if chosen["shown"] == "yes":
        hits = _that_may(hits, bench.public())
    for _ in range(CHUNKS):
        some = list(islice(hits, CHUNK))
        for number, row in _looked_at(bench, some, passed_on=bool(chosen["passed"])):
            if not chosen["shown"] or bool(row.shown) == (chosen["shown"] == "yes"):
                yield number, row


def _that_may(hits: Iterator[Numbered], public: Context) -> Iterator[Numbered]:
    """Those that their authors let be shown; of the others no row need be read."""
    for number, hit in hits:
        decided = explain(hit.account, hit.id, public)
        if any(decided[use].allowed for use in SHOWING):
            yield number, hit


def _query(workspace: Workspace, chosen: dict[str, str], limit: int) -> Query:
    asked = Query(
        text=chosen["q"],
        tag=chosen["tag"].lstrip("#"),
        language=chosen["language"],
        network=chosen["network"],
        since=_EVER if _asks_for_nothing(chosen) else _day(chosen["since"]),
        until=_day(chosen["until"], after=True),
        account=chosen["account"],
        limit=limit,
        relevance=chosen["order"] == "best",
    )
    return of_one_account(workspace, asked)


def _asks_for_nothing(chosen: dict[str, str]) -> bool:
    return not any(chosen[name] for name in FACETS if name not in SETTINGS)


def _whole_day(text: str) -> str:
    """What a date field can hold: years and months alone cannot be shown in it."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _day(text: str, *, after: bool = False) -> int | None:
    """When a day (a month, a year) begins, or what comes ``after`` it begins; microseconds UTC."""
    if not text:
        return None
    try:
        said = PartialDate.parse(text)
        return said.end if after else said.start
    except ValueError:
        raise AskedWrongly("A day is not a date.", do="Write it as 2014-01-11.") from None


def _looked_at(bench: Bench, hits: list[Numbered], *, passed_on: bool) -> Iterator[NumberedRow]:
    """Rows for some hits: who, when, the words that the team may read, what may be shown."""
    engine = bench.workspace.vault.engine
    ids = [hit.id for _, hit in hits]
    heads, words = engine.heads(ids), engine.words(ids)
    team, public = bench.team(), bench.public()
    uses = {name: highest(sealed, public) for name, sealed in words.items()}
    waits = held(bench.workspace, {name: words[name] for name in uses if uses[name]}, team)
    for number, hit in hits:
        head = heads.get(hit.id)
        if head is None or hit.id not in words or (head.type == PASSED_ON and not passed_on):
            continue
        yield (
            number,
            Row(
                id=hit.id,
                words=hit.snippet,
                who=name_of(head, team, bench.tongue),
                published=head.published,
                language=head.language,
                shown=uses[hit.id],
                cut=hit.cut,
                held=hit.id in waits,
            ),
        )


PAGES = (Page("GET", "/posts", show), Page("POST", "/posts", look_for))
