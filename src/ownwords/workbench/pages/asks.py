"""Asks: choose posts, copy one message a voice, write down what they answer."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date

from ownwords.flows import asking
from ownwords.flows.asking import CHOICES, Ask, Given, Open, Want
from ownwords.flows.clock import now
from ownwords.flows.people import Standing, standings
from ownwords.flows.writing import entries
from ownwords.locales.tongue import tongue_of
from ownwords.records.errors import AskedWrongly, OwnwordsError
from ownwords.records.times import DAY, midnight
from ownwords.workbench.asked import Answer, Asked, Go, Page, Sent, Shown
from ownwords.workbench.bench import Bench

WEEK = 7 * DAY
SECOND = 1_000_000
NEWEST = 12
"""Posts of an account that are offered when somebody is asked without a post in mind."""

ANSWERED = ("name", "evidence", "said_on", "until", "scope", "also_if_deleted")
"""What was written into the form of an answer, beside the posts and the choice."""

_EARLY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to copy, in one language."""

    language: str
    name: str
    direction: str
    text: str


@dataclass(frozen=True, slots=True)
class Writing:
    """One ask with its messages, and what they said last; who said no is not asked again."""

    ask: Ask
    letters: tuple[Letter, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open ask as a row: who, since when, whether it is time for a reminder, or too late."""

    account: str
    name: str
    posts: tuple[str, ...]
    sent: int
    how: str
    stands: str


def show(asked: Asked) -> Answer:
    """Who was asked and has not answered; stories whose quotations still need a yes."""
    bench = asked.bench
    waiting = asking.open_asks(bench.workspace, bench.register())
    values = {
        "waiting": _rows(bench, waiting),
        "stories": tuple(
            (one.slug, one.title) for one in entries(bench.workspace) if not one.problem
        ),
    }
    return Shown("asks.html", values)


def _rows(bench: Bench, waiting: list[Open]) -> tuple[Waiting, ...]:
    names = bench.known(f"names of asked {bench.tongue.tag}", lambda _: _names(bench, waiting))
    return tuple(
        Waiting(one.account, names[one.account], one.posts, one.sent, one.how, _stands(one))
        for one in waiting
        if one.account in names
    )


def _names(bench: Bench, waiting: list[Open]) -> dict[str, str]:
    accounts = sorted({one.account for one in waiting})
    speakers = bench.workspace.vault.engine.speakers(accounts, len(accounts)) if accounts else []
    return {one.account: one.name for one in bench.people(speakers)}


def _name(bench: Bench, account: str) -> str:
    """What the team calls somebody; empty when nothing of theirs may be read."""
    found = bench.people(bench.workspace.vault.engine.speakers([account]))
    return found[0].voice.name or found[0].name if found else ""


def _stands(one: Open) -> str:
    if one.ends is not None and one.ends <= now():
        return "over"
    return "remind" if now() - one.sent > WEEK else "fresh"


def choose(asked: Asked) -> Answer:
    """Go to the messages for the posts that were ticked; one more than may be is enough to say."""
    return Go("/asks/new", {"post": asked.all("post")[: asking.MOST + 1]})


def new(asked: Asked) -> Answer:
    """The messages for the posts that were chosen, one a voice and language."""
    return _new(asked, None)


def _new(asked: Asked, problem: OwnwordsError | None) -> Shown:
    bench = asked.bench
    wants = _wants(asked)
    written = tuple(_written(bench, one) for one in _asks(bench, wants))
    values = {
        "written": written,
        "story": _story(asked),
        "account": asked.query("account"),
        "posts": tuple(dict.fromkeys(one.post for one in wants)),
        "problem": problem,
    }
    return Shown("ask.html", values, status=422 if problem else 200)


def _story(asked: Asked) -> str:
    return asked.query("story") or asked.text("story")


def _wants(asked: Asked) -> list[Want]:
    """What the messages are about: the posts that a form names, as its story quotes them."""
    chosen = [*asked.all("post"), *asked.queries("post")]
    story, account = _story(asked), asked.query("account")
    quoted: list[Want] = []
    if story:
        public = asked.bench.public(story)
        quoted = asking.wants_of_story(asked.bench.workspace, story, public)
        chosen = chosen or [one.post for one in quoted]
    elif account and not chosen:
        chosen = asked.bench.workspace.vault.engine.posts_of((account,))[-NEWEST:][::-1]
    told = [one for one in quoted if one.post in chosen]
    others = dict.fromkeys(chosen).keys() - {one.post for one in told}
    return told + [Want(post) for post in dict.fromkeys(chosen) if post in others and post]


def _asks(bench: Bench, wants: list[Want]) -> list[Ask]:
    return asking.asks(bench.workspace, bench.team(), wants, bench.tongue)


def _written(bench: Bench, ask: Ask) -> Writing:
    campaign = bench.workspace.campaign
    tongues = dict.fromkeys(tongue_of(language, "workbench") for language in campaign.languages)
    texts = [(one, asking.message(ask, campaign, one)) for one in tongues]
    letters = (Letter(one.tag, one.language(one.tag), one.direction, text) for one, text in texts)
    said = bench.known("standings", lambda own: standings(own, bench.register()))
    return Writing(ask, tuple(letters), said.get(ask.account, "silent"))


def files(asked: Asked) -> Answer:
    """Every message as a text file, numbered as on the page, in one zip; no file bears a name."""
    bench = asked.bench
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, ask in enumerate(_asks(bench, _wants(asked)), 1):
            for letter in _written(bench, ask).letters:
                name = f"message-{number:02}.{letter.language}.txt"
                archive.writestr(zipfile.ZipInfo(name, _EARLY), letter.text)
    return Sent(packed.getvalue(), "application/zip", "asks.zip")


def sent(asked: Asked) -> Answer:
    """Remember who was asked, and how."""
    bench, how = asked.bench, asked.text("how")
    chosen = set(asked.all("account"))
    try:
        ends = _end_of(asked.text("ends"))
        if not chosen:
            raise AskedWrongly("Nobody was ticked.", do="Tick whom you have asked.")
        for ask in _asks(bench, _wants(asked)):
            if ask.account in chosen:
                asking.note_sent(bench.workspace, ask, how, ends)
    except OwnwordsError as problem:
        return _new(asked, problem)
    return Go("/asks")


def _end_of(day: str) -> int | None:
    """The end of a day as microseconds UTC; None when none was written."""
    start = _start_of(day)
    if start is None:
        return None
    end = start + DAY - SECOND
    if end < now():
        raise AskedWrongly(
            "That day is over already.",
            kept="Nothing was recorded.",
            do="Look at the year, or leave the day empty.",
        )
    return end


def _start_of(day: str) -> int | None:
    """When a day begins, microseconds UTC; None when none was written."""
    if not day:
        return None
    try:
        return midnight(date.fromisoformat(day))
    except ValueError:
        raise AskedWrongly("The day cannot be read.", do="Write it as 2026-12-31.") from None


def hear(asked: Asked) -> Answer:
    """The page to write an answer down."""
    return _hear(asked, None)


def _hear(asked: Asked, problem: OwnwordsError | None) -> Shown:
    bench = asked.bench
    account = asked.query("account") or asked.text("account")
    open_now = asking.open_asks(bench.workspace, bench.register())
    about = [one for one in open_now if one.account == account]
    one_post = asked.query("post") or asked.text("one_post")
    posts = tuple(dict.fromkeys(post for one in about for post in one.posts))
    if one_post:
        about, posts = [], (one_post,)
    pieces = _asks(bench, [Want(post) for post in posts])
    values = {
        "account": account,
        "one_post": one_post,
        "name": _name(bench, account),
        "asks": tuple(pieces),
        "about_all": any(not one.posts for one in about),
        "filled": {name: asked.text(name) for name in ANSWERED},
        "left_out": set(posts).difference(asked.all("post")) if problem else set(),
        "chosen": asked.text("choice"),
        "problem": problem,
    }
    return Shown("answer.html", values, status=422 if problem else 200)


def write_down(asked: Asked) -> Answer:
    """Write an answer down."""
    bench, choice = asked.bench, asked.text("choice")
    try:
        found = next((one for one in CHOICES if one == choice), None)
        if found is None:
            raise AskedWrongly("No answer was chosen.", do="Choose what they said.")
        if not _name(bench, asked.text("account")):
            raise AskedWrongly(
                "Nothing of that account may be read here.", do="It may be hidden or erased."
            )
        given = Given(
            choice=found,
            name=asked.text("name"),
            posts=asked.all("post"),
            everywhere=asked.text("scope") == "campaign",
            also_if_deleted=asked.ticked("also_if_deleted"),
            until=_end_of(asked.text("until")),
            said_at=_start_of(asked.text("said_on")),
            evidence=asked.text("evidence"),
        )
        asking.answer(bench.workspace, asked.text("account"), given)
    except OwnwordsError as problem:
        return _hear(asked, problem)
    bench.say("Written down.")
    return Go("/voice", {"account": asked.text("account")})


PAGES = (
    Page("GET", "/asks", show),
    Page("GET", "/asks/new", new),
    Page("POST", "/asks/new", choose),
    Page("POST", "/asks/files", files),
    Page("POST", "/asks/sent", sent),
    Page("GET", "/asks/answer", hear),
    Page("POST", "/asks/answer", write_down),
)
