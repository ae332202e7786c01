"""A campaign begins: its folder, its keys, its recovery sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import msgspec

from ownwords.archive import keys
from ownwords.archive.folder import find
from ownwords.archive.settings import parse_settings, read_settings, write_settings_text
from ownwords.archive.surroundings import warnings
from ownwords.archive.vault import Vault
from ownwords.records.campaign import Campaign
from ownwords.records.errors import AskedWrongly, KeyMissing

_SIGNS = "#\uff03"
_PAGE_OF_TAG = re.compile(r"(?:https?://)?[\w.-]+\.\w+/(?:\S+/)?(?:hashtag|tags?)/([^\s/?#]+)\S*")
_IN_NO_TAG = re.compile(r"[#\uff03@/:.,;!?\"'()\s]")


class Started(msgspec.Struct, frozen=True):
    """What to tell somebody who has just begun."""

    recovery_sheet: str
    warnings: tuple[str, ...]


def hashtags_of(said: Iterable[str]) -> tuple[str, ...]:
    """The tags of what was written for them: with or without their sign, or the address of one.

    Raises AskedWrongly for what no post can carry: nobody would find out why nothing comes in.
    """
    tags = []
    for place, one in enumerate(said, 1):
        page = _PAGE_OF_TAG.fullmatch(one)
        tag = unquote(page[1]) if page else one.strip().lstrip(_SIGNS)
        if _IN_NO_TAG.search(tag):
            raise AskedWrongly(
                "Hashtag %(number)s holds a sign that no hashtag can hold.",
                do="Write it like #OurTag: letters, numbers and _.",
                number=place,
            )
        tags.append(tag)
    return tuple(tag for tag in tags if tag)


def start(root: Path, campaign: Campaign) -> Started:
    """Make the folder and the keys; refuses a folder that already holds something.

    Raises BadSettings before anything is made when the campaign cannot be described.
    """
    settings = write_settings_text(campaign)
    parse_settings(settings)
    vault = Vault.create(root, settings)
    try:
        if vault.keys is None:
            raise KeyMissing("The key that was just made cannot be read.", do="Begin again.")
        sheet = keys.recovery_sheet(vault.keys, read_settings(vault.folder))
        return Started(sheet, tuple(warnings(root)))
    finally:
        vault.close()


def sheet_again(root: Path, language: str = "en") -> str:
    """The recovery sheet of an existing campaign, for people who read this language.

    KeyMissing when its keys are not here.
    """
    folder = find(root)
    return keys.recovery_sheet(keys.load_keys(folder), read_settings(folder), language)


def recover(root: Path, sheet: str) -> None:
    """Put the keys of an existing campaign back from the text of its recovery sheet."""
    keys.restore_keys(find(root), sheet)
