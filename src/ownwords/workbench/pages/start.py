"""Begin: make a campaign or open one."""

from __future__ import annotations

import re
from pathlib import Path

from ownwords.archive.folder import find
from ownwords.flows.starting import sheet_again, start
from ownwords.locales.catalogue import languages
from ownwords.locales.tongue import own_name
from ownwords.records.campaign import Campaign
from ownwords.records.errors import AskedWrongly, OwnwordsError
from ownwords.workbench.asked import Answer, Asked, Go, Page, Shown, written_path
from ownwords.workbench.describing import FIELDS, MOMENTS, described, filled_in
from ownwords.workbench.speaking import cautions

HOME = "Ownwords"
"""The folder in a person's home where campaigns are made unless they say another."""

LONGEST_NAME = 60
"""Letters of a folder that is named after its campaign: a file system holds 255 bytes."""

_NOT_A_NAME = re.compile(r"[^\w]+", re.UNICODE)
_NO_PLACE = AskedWrongly(
    "The folder cannot be read or made.",
    do="Look whether its name is right, whether you may write there, and whether there is room.",
)


def home() -> Path:
    """Where campaigns are looked for and made."""
    return Path.home() / HOME


def show(asked: Asked) -> Answer:
    """The first page: campaigns that are here, and the form for a new one."""
    return _form({"languages": asked.bench.tongue.tag}, None)


def _form(filled: dict[str, str], problem: OwnwordsError | None, opened: str = "") -> Shown:
    values = {
        "found": _found(),
        "filled": {name: filled.get(name, "") for name in (*FIELDS, "folder")},
        "opened": opened,
        "home": str(home()),
        "tongues": tuple((tag, own_name(tag) or tag) for tag in languages()),
        "moments": range(MOMENTS),
        "problem": problem,
    }
    return Shown("start.html", values, status=422 if problem else 200)


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
        asked.bench.open(find(_meant(folder)).root)
    except OwnwordsError as problem:
        return _form({}, problem, opened=folder)
    except (OSError, ValueError):
        return _form({}, _NO_PLACE, opened=folder)
    return Go("/")


def create(asked: Asked) -> Answer:
    """Make a campaign, then show what must be written down."""
    filled = {**filled_in(asked), "folder": asked.text("folder")}
    try:
        campaign = described(filled)
        folder = _folder(filled, campaign)
        folder.parent.mkdir(parents=True, exist_ok=True)
        start(folder, campaign)
        asked.bench.open(folder)
        sheet = sheet_again(folder, asked.bench.tongue.tag)
    except OwnwordsError as problem:
        return _form(filled, problem)
    except (OSError, ValueError):
        return _form(filled, _NO_PLACE)
    values = {
        "sheet": sheet.splitlines(),
        "warnings": tuple(cautions(asked.bench.tongue, folder)),
        "folder": str(folder),
    }
    return Shown("started.html", values)


def _folder(filled: dict[str, str], campaign: Campaign) -> Path:
    if filled["folder"]:
        return _meant(filled["folder"])
    name = _NOT_A_NAME.sub("-", campaign.name.lstrip("#")).strip("-").lower()
    return home() / (name[:LONGEST_NAME].strip("-") or "campaign")


def _meant(folder: str) -> Path:
    """The folder that was written; a name alone is one in the usual place, wherever this runs."""
    return home() / written_path(folder)


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
