"""Begin: make a campaign or open one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

from ownwords.archive.folder import find
from ownwords.flows.starting import start
from ownwords.records.campaign import Campaign, Moment, Risk
from ownwords.records.errors import AskedWrongly, OwnwordsError
from ownwords.records.times import to_micros
from ownwords.workbench.asked import Answer, Asked, Go, Page, Shown

HOME = "Ownwords"
"""The folder in a person's home where campaigns are made unless they say another."""

MOMENTS = 4
_NOT_A_NAME = re.compile(r"[^\w]+", re.UNICODE)
_FIELDS = ("name", "tags", "languages", "contact", "told_by", "folder", "since", "until")


def home() -> Path:
    """Where campaigns are looked for and made."""
    return Path.home() / HOME


def show(_: Asked) -> Answer:
    """The first page: campaigns that are here, and the form for a new one."""
    return _form({}, None)


def _form(filled: dict[str, str], problem: OwnwordsError | None) -> Shown:
    values = {
        "found": _found(),
        "filled": {name: filled.get(name, "") for name in _fields()},
        "home": str(home()),
        "moments": range(MOMENTS),
        "problem": problem,
    }
    return Shown("start.html", values, status=422 if problem else 200)


def _fields() -> tuple[str, ...]:
    moments = [f"{part}{place}" for place in range(MOMENTS) for part in ("at", "what")]
    return (*_FIELDS, "risk", *moments)


def _found() -> tuple[str, ...]:
    """Campaign folders in the usual place."""
    place = home()
    if not place.is_dir():
        return ()
    return tuple(sorted(str(path.parent) for path in place.glob("*/campaign.toml")))


def open_one(asked: Asked) -> Answer:
    """Open a campaign that is here already."""
    folder = asked.text("folder")
    if not folder:
        return _form({}, AskedWrongly("No folder was named.", do="Choose or write one."))
    try:
        asked.bench.open(find(Path(folder).expanduser()).root)
    except OwnwordsError as problem:
        return _form({}, problem)
    return Go("/")


def create(asked: Asked) -> Answer:
    """Make a campaign, then show what must be written down."""
    filled = {name: asked.text(name) for name in _fields()}
    try:
        campaign = _campaign(filled)
        folder = _folder(filled, campaign)
        folder.parent.mkdir(parents=True, exist_ok=True)
        started = start(folder, campaign)
        asked.bench.open(folder)
    except OwnwordsError as problem:
        return _form(filled, problem)
    values = {"sheet": started.recovery_sheet, "warnings": started.warnings, "folder": str(folder)}
    return Shown("started.html", values)


def _campaign(filled: dict[str, str]) -> Campaign:
    tags = tuple(tag.lstrip("#") for tag in re.split(r"[\s,]+", filled["tags"]) if tag.lstrip("#"))
    if not tags:
        raise AskedWrongly("A campaign needs a hashtag.", do="Write at least one.")
    languages = tuple(part for part in re.split(r"[\s,]+", filled["languages"]) if part)
    until = _day(filled["until"], "last day")
    return Campaign(
        name=filled["name"] or f"#{tags[0]}",
        hashtags=tags,
        since=_day(filled["since"], "first day"),
        until=None if until is None else until + 86_400_000_000,
        languages=languages or ("en",),
        contact=filled["contact"],
        told_by=filled["told_by"],
        risk=Risk.ORDINARY if filled["risk"] == Risk.ORDINARY.value else Risk.HIGH,
        moments=tuple(_moments(filled)),
    )


def _moments(filled: dict[str, str]) -> list[Moment]:
    moments = []
    for place in range(MOMENTS):
        at, what = _day(filled[f"at{place}"], "moment"), filled[f"what{place}"]
        if at is not None and what:
            moments.append(Moment(at, what))
        elif at is not None or what:
            raise AskedWrongly(
                f"Moment {place + 1} needs a day and a name.", do="Fill in both, or neither."
            )
    return moments


def _day(text: str, what: str) -> int | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise AskedWrongly(f"The {what} is not a date.", do="Write it as 2014-01-11.") from None
    return to_micros(datetime(day.year, day.month, day.day, tzinfo=UTC))


def _folder(filled: dict[str, str], campaign: Campaign) -> Path:
    if filled["folder"]:
        return Path(filled["folder"]).expanduser()
    name = _NOT_A_NAME.sub("-", campaign.name.lstrip("#")).strip("-").lower()
    return home() / (name or "campaign")


def leave(asked: Asked) -> Answer:
    """Close the campaign and go back to the first page."""
    asked.bench.close()
    return Go("/start")


PAGES = (
    Page("GET", "/start", show, needs_campaign=False),
    Page("POST", "/start/open", open_one, needs_campaign=False),
    Page("POST", "/start/create", create, needs_campaign=False),
    Page("POST", "/start/leave", leave),
)
