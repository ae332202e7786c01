"""The settings: what the campaign says of itself, the language of these pages, the lock."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from ownwords.archive.settings import read_settings
from ownwords.flows.settings import change_settings
from ownwords.locales.catalogue import languages
from ownwords.locales.tongue import own_name
from ownwords.records.errors import AskedWrongly, OwnwordsError
from ownwords.workbench.asked import Answer, Asked, Go, Page, Shown
from ownwords.workbench.bench import Bench
from ownwords.workbench.describing import MOMENTS, described, differing, fields_of, filled_in
from ownwords.workbench.session import SHORTEST
from ownwords.workbench.speaking import cautions


def show(asked: Asked) -> Answer:
    """Everything that can be set."""
    filled = fields_of(read_settings(asked.bench.workspace.folder))
    return _form(asked, {"filled": filled, "base": _base(asked.bench)})


def _form(asked: Asked, given: Mapping[str, object]) -> Shown:
    """The page; ``given`` are its fields, the base that they carry, and what is wrong."""
    bench = asked.bench
    values = {
        "problem": None,
        "elsewhere": (),
        "moments": range(MOMENTS),
        "tongues": tuple((tag, own_name(tag) or tag) for tag in languages()),
        "spoken": bench.tongue.tag,
        "shortest": SHORTEST,
        "has_passphrase": bench.session.has_passphrase,
        "warnings": tuple(cautions(bench.tongue, bench.workspace.folder.root)),
        "folder": str(bench.workspace.folder.root),
        **given,
    }
    return Shown("settings.html", values, status=422 if values["problem"] else 200)


_CHANGED = AskedWrongly(
    "The settings were saved in another window, or campaign.toml was changed by another program, "
    "since this page was opened.",
    kept="The file is as it was left there; what you typed stands in the fields below.",
    do="Look where the two differ. Save again to replace what the file says.",
)


def save(asked: Asked) -> Answer:
    """Write campaign.toml anew; what the form does not ask for stays as the file says it now."""
    bench, filled, base = asked.bench, filled_in(asked), asked.text("base")
    try:
        there, now = read_settings(bench.workspace.folder), _base(bench)
        said = described(filled, there)
        if base not in {"", now}:
            elsewhere = differing(there, said)
            return _form(
                asked,
                {"filled": filled, "base": now, "elsewhere": elsewhere, "problem": _CHANGED},
            )
        change_settings(bench.workspace, said)
    except OwnwordsError as problem:
        return _form(asked, {"filled": filled, "base": base, "problem": problem})
    bench.reread()
    bench.say("Saved.")
    return Go("/settings")


def _base(bench: Bench) -> str:
    """The digest of campaign.toml, by which a form knows whether it is older than the file."""
    return hashlib.sha256(bench.workspace.folder.settings_file.read_bytes()).hexdigest()


def speak(asked: Asked) -> Answer:
    """Show the pages in another language."""
    chosen = asked.text("language")
    if chosen in languages():
        asked.bench.language = chosen
    return Go("/settings" if asked.bench.is_open else "/start")


def set_passphrase(asked: Asked) -> Answer:
    """Remember a passphrase that opens the locked window again."""
    bench = asked.bench
    if bench.session.set_passphrase(asked.body("passphrase")):
        bench.say("The passphrase opens this window until the workbench ends.")
    else:
        bench.say("The passphrase is too short. Nothing was changed.")
    return Go("/settings")


PAGES = (
    Page("GET", "/settings", show),
    Page("POST", "/settings", save),
    Page("POST", "/settings/language", speak, needs_campaign=False),
    Page("POST", "/settings/passphrase", set_passphrase),
)
