"""Publishing: look at what would go out, build it, and know where every edition stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from ownwords.flows import checking, editions, recall
from ownwords.flows.checklist import Checked, check
from ownwords.flows.lapsed import stop_where_lapsed
from ownwords.flows.publish import Published, publish
from ownwords.locales import marked
from ownwords.records.edition import Edition
from ownwords.records.errors import AskedWrongly
from ownwords.workbench.asked import Answer, Asked, Go, Lent, Page, Sent, Shown
from ownwords.workbench.jobs import Job
from ownwords.workspace import Workspace

Result = TypeVar("Result")

JOBS = ("check", "publish", "verify", "pack")
SPOTS_SHOWN = 20

GIVES_AWAY = {
    "phone": marked("a telephone number"),
    "email": marked("an e-mail address"),
    "address": marked("a street address"),
    "postcode": marked("a postcode"),
    "coordinates": marked("coordinates of a place"),
    "iban": marked("a bank account"),
    "card": marked("a payment card"),
    "ip-address": marked("an internet address of a device"),
    "plate": marked("a number plate"),
    "birth-date": marked("a date of birth"),
    "national-id": marked("a national identity number"),
    "handle": marked("a handle of a person"),
    "payment": marked("an address for payments"),
    "real-name": marked("a real name"),
    "link": marked("a link that tells who follows it"),
}
"""Kinds of personal data."""

LEAKS = {
    "words": marked("words of a post"),
    "short-post": marked("a whole short post"),
    "name": marked("a name"),
    "handle": marked("a handle"),
    "id": marked("the id of a post or an account"),
    "unreadable": marked("it cannot be searched: too many layers"),
}
"""Kinds of what the scanner of finished files finds."""

TABLES = {
    "whole": marked("how many there are"),
    "day": marked("posts over time"),
    "language": marked("languages"),
    "network": marked("networks"),
    "type": marked("said and passed on"),
    "source": marked("kinds of sources"),
    "reason": marked("who is not quoted"),
}
"""Tables of counts that an edition tells."""

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml",
    "png": "image/png",
    "svg": "image/svg+xml",
}
_PLAIN = "text/plain; charset=utf-8"


def show(asked: Asked) -> Answer:
    """The job at work or what the last one found; the way to publish; every edition."""
    bench, say = asked.bench, asked.bench.tongue.gettext
    values = {
        "work": bench.job(*JOBS),
        "shelf": editions.shelf(bench.workspace),
        "gives_away": {kind: say(name) for kind, name in GIVES_AWAY.items()},
        "leaks": {kind: say(name) for kind, name in LEAKS.items()},
        "tables": {name: say(title) for name, title in TABLES.items()},
        "most": SPOTS_SHOWN,
    }
    return Shown("publish.html", values)


def look_over(asked: Asked) -> Answer:
    """Check the next edition. Nothing is published."""

    def work(own: Workspace, job: Job) -> Checked:
        return check(own, partial(_watched, job))

    return _begin(asked, Job("check", ""), work)


def begin(asked: Asked) -> Answer:
    """Publish the next edition."""
    place = asked.text("place")
    if len(place) > editions.LONGEST_PLACE:
        raise AskedWrongly("The place is too long.", do="Write an address, or where it lies.")

    def work(own: Workspace, job: Job) -> Published:
        return publish(own, put_at=(place,) if place else (), step=partial(_watched, job))

    return _begin(asked, Job("publish", ""), work)


def verify(asked: Asked) -> Answer:
    """Look at every file of an edition: is it as it was built, and signed by this campaign?"""
    number = _number(asked.text("number"))

    def work(own: Workspace, _: Job) -> checking.Report:
        return checking.own_edition(own, editions.folder_of(own, _standing(own, number)))

    return _begin(asked, Job("verify", str(number)), work)


def pack(asked: Asked) -> Answer:
    """Make one file of an edition, beside it, to be handed on."""
    number = _number(asked.text("number"))

    def work(own: Workspace, _: Job) -> str:
        edition = _standing(own, number)
        stop_where_lapsed(own, edition)
        return str(recall.pack(own, editions.folder_of(own, edition)))

    return _begin(asked, Job("pack", str(number)), work)


def _begin(asked: Asked, job: Job, work: Callable[[Workspace, Job], Result]) -> Go:
    asked.bench.jobs.begin(job, asked.bench.workspace.folder.root, work)
    return Go("/publish")


def _watched(job: Job, step: str, done: int) -> None:
    job.progress(step, done, 0)


def cancel(asked: Asked) -> Answer:
    """Stop; nothing of an unfinished edition stays."""
    job = asked.bench.job(*JOBS)
    if job is not None:
        job.cancel()
        asked.bench.jobs.wait(10)
    return Go("/publish")


def download(asked: Asked) -> Answer:
    """The zip of an edition."""
    workspace = asked.bench.workspace
    edition = _standing(workspace, _number(asked.query("number")))
    packed = editions.folder_of(workspace, edition).with_suffix(".zip")
    if not packed.is_file():
        raise AskedWrongly("This edition has no zip yet.", do="Make one first.")
    stop_where_lapsed(workspace, edition)
    return Lent(packed, "application/zip", packed.name)


def put_at(asked: Asked) -> Answer:
    """Remember where a copy of an edition stands."""
    editions.put_at(asked.bench.workspace, _number(asked.text("number")), asked.text("place"))
    asked.bench.say("Remembered.")
    return Go("/publish#editions")


def taken_away(asked: Asked) -> Answer:
    """Forget a place where a copy stood."""
    editions.taken_away(asked.bench.workspace, _number(asked.text("number")), asked.body("place"))
    asked.bench.say("That copy is off the list.")
    return Go("/publish#editions")


def ask_recall(asked: Asked) -> Answer:
    """What calling an edition back will do. Nothing has happened yet."""
    workspace = asked.bench.workspace
    edition = _standing(workspace, _number(asked.query("number")))
    return Shown("recall.html", {"edition": edition})


def call_back(asked: Asked) -> Answer:
    """Remove an edition; the places of its copies stay on the list."""
    bench, number = asked.bench, _number(asked.text("number"))
    if bench.jobs.running:
        raise AskedWrongly("Something else is being done right now.", do="Wait for it first.")
    _standing(bench.workspace, number)
    recall.call_back(bench.workspace, number)
    bench.say("Edition %(number)s is recalled.", number=number)
    return Go("/publish#editions")


def look(asked: Asked) -> Answer:
    """A page of an edition, as it was built."""
    _, _, number, path = asked.path.split("/", 3)
    edition = asked.bench.known(f"edition {number}", partial(editions.the, number=_number(number)))
    data = editions.page(asked.bench.workspace, edition, path)
    ending = path.rpartition(".")[2] if path else "html"
    return Sent(data, _TYPES.get(ending, _PLAIN), "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _standing(workspace: Workspace, number: int) -> Edition:
    """An edition that was not recalled."""
    edition = editions.the(workspace, number)
    if not edition.files:
        raise AskedWrongly("This edition was recalled.", do="Choose another, or publish again.")
    return edition


PAGES = (
    Page("GET", "/publish", show),
    Page("POST", "/publish/check", look_over),
    Page("POST", "/publish", begin),
    Page("POST", "/publish/cancel", cancel),
    Page("POST", "/publish/verify", verify),
    Page("POST", "/publish/pack", pack),
    Page("GET", "/publish/zip", download),
    Page("POST", "/publish/place", put_at),
    Page("POST", "/publish/gone", taken_away),
    Page("GET", "/publish/recall", ask_recall),
    Page("POST", "/publish/recall", call_back),
    Page("GET", "/edition/{number}/{path:path}", look),
)
