"""Templates into pages. Words reach a page as Cleared; everything else is escaped text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from markupsafe import Markup

from ownwords.edition import dates
from ownwords.edition.sandbox import PageEnvironment, sandbox
from ownwords.locales import marked
from ownwords.locales.tongue import Tongue
from ownwords.records.times import iso, iso_day
from ownwords.workbench.asked import FORM_TOKEN, Asked, Shown
from ownwords.workbench.speaking import format_title, in_english, told, unread, wish
from ownwords.workbench.unsent import TYPED

TEMPLATES = Path(__file__).parent / "templates"

WAYS = (
    ("/", marked("Overview")),
    ("/gather", marked("What came in")),
    ("/posts", marked("Posts")),
    ("/voices", marked("Voices")),
    ("/asks", marked("Asks")),
    ("/stories", marked("Stories")),
    ("/publish", marked("Publish")),
    ("/settings", marked("Settings")),
)
"""The way around the workbench, in the order of the work."""

JOBS = {"gather": "/gather/progress", "take-out": "/takeout/progress"}
"""Where a job is watched, by its kind; all others are watched where editions are."""

ANSWERS = {
    "yes": marked("yes"),
    "no": marked("no"),
    "asked": marked("asked, no answer yet"),
}

USES = {
    "hold": marked("Kept safe"),
    "read": marked("Read in the team"),
    "count": marked("Counted, not shown"),
    "paraphrase": marked("Retold in other words"),
    "verbatim": marked("Exact words, no name"),
    "named": marked("Exact words with a name"),
    "media": marked("Pictures and sound"),
    "research-export": marked("Given to researchers"),
    "machine-learning": marked("Used to train machines"),
}


@cache
def environment(tongue: Tongue) -> PageEnvironment:
    """The environment of one interface language: sandboxed, escaping, strict about names."""
    made = sandbox(TEMPLATES, tongue)
    made.globals.update(
        form_field=FORM_TOKEN,
        in_english=Markup(in_english(tongue)),  # noqa: S704  our own attributes
        ways=tuple((href, tongue.gettext(name)) for href, name in WAYS),
        answers={answer: tongue.gettext(name) for answer, name in ANSWERS.items()},
        typed={name: tongue.gettext(label) for name, label in TYPED.items()},
        uses={use: tongue.gettext(name) for use, name in USES.items()},
    )
    made.filters.update(
        day=partial(_day, tongue),
        minute=partial(_minute, tongue),
        told=partial(told, tongue),
        unread=partial(unread, tongue),
        wish=partial(wish, tongue),
        format_title=partial(format_title, tongue),
    )
    return made


def _day(tongue: Tongue, micros: int) -> str:
    """A moment as the day that people write."""
    return dates.spoken(tongue, iso_day(micros))


def _minute(tongue: Tongue, micros: int) -> str:
    return dates.spoken(tongue, iso(micros), exact=True)


def page(shown: Shown, asked: Asked) -> bytes:
    """A page of the open workbench, with what every page has: the way around, the lock, the job."""
    bench, job = asked.bench, asked.bench.jobs.last
    around = {
        "here": asked.path,
        "address": bench.session.addresses.of,
        "form_token": bench.form_token(),
        "campaign": bench.workspace.campaign if bench.is_open else None,
        "keyless": bench.is_open and bench.keyless,
        "unsent": len(bench.unsent),
        "unfinished": bench.is_open and bench.left_unfinished,
        "job": job,
        "job_at": JOBS.get(job.kind, "/publish") if job else "",
        "said": bench.said(),
    }
    return _render(shown.template, {**around, **shown.values}, bench.tongue)


def closed(template: str, values: Mapping[str, object], tongue: Tongue) -> bytes:
    """A page for a locked window: it knows nothing of any campaign."""
    return _render(template, values, tongue)


def _render(template: str, values: Mapping[str, object], tongue: Tongue) -> bytes:
    return environment(tongue).get_template(template).render(values).encode()
