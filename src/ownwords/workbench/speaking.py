"""What was said elsewhere in English, for the pages of a workbench in another language.

Errors, and the names of things that platforms and formats have. What nobody has translated stays
English and says so, so that a screen reader reads it as English.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ownwords.archive.surroundings import INSIDE, disk, synced
from ownwords.gather.connector import connectors
from ownwords.locales import marked
from ownwords.locales.catalogue import SOURCE
from ownwords.locales.tongue import Tongue
from ownwords.records.consent import WishKind
from ownwords.records.errors import OwnwordsError
from ownwords.workbench.instead import INSTEAD

WISHES = {
    WishKind.QUOTE_NOBODY: marked("nobody may quote this post"),
    WishKind.QUOTE_FOLLOWERS: marked("only followers may quote this post"),
    WishKind.QUOTE_DETACHED: marked("taken out of somebody's quotation"),
    WishKind.NOT_PUBLIC: marked("not for everybody"),
    WishKind.NO_UNAUTHENTICATED: marked("only for people who are signed in"),
    WishKind.NOT_INDEXABLE: marked("not to be found by search engines"),
    WishKind.NO_ARCHIVE: marked("not to be archived"),
    WishKind.NO_BULK: marked("not to be copied in bulk"),
    WishKind.NO_GENERATIVE: marked("not for training machines that write"),
    WishKind.DELETED: marked("deleted by the author"),
    WishKind.WENT_PRIVATE: marked("made private by the author"),
    WishKind.DEACTIVATED: marked("account switched off by its owner"),
    WishKind.TAKEN_DOWN: marked("taken down by the platform"),
}


class Told(NamedTuple):
    """One sentence as it is shown; ``english`` when it could not be said in the page's language."""

    text: str
    english: bool


def told(tongue: Tongue, problem: OwnwordsError) -> tuple[Told, ...]:
    """What happened, what was kept, what to do now: those of them that the error says."""
    sentences = (INSTEAD.get(one, one) for one in problem.sentences)
    return tuple(
        Told(tongue.gettext(one, **problem.places), english=not tongue.has(one))
        for one in sentences
        if one
    )


def cautions(tongue: Tongue, root: Path) -> Iterator[str]:
    """What speaks against this place for a campaign: a synced folder, a disk in the clear."""
    place = root.resolve()
    for name in synced(place):
        yield tongue.gettext(INSIDE, name=tongue.gettext(name))
    yield tongue.gettext(disk(place))


def wish(tongue: Tongue, kind: str) -> str:
    """A wish that a platform carries."""
    return tongue.gettext(WISHES[WishKind(kind)])


def format_title(tongue: Tongue, connector: str) -> str:
    """A format by its title; by its name when its connector is not installed any more."""
    known = connectors().get(connector)
    return connector if known is None else tongue.gettext(known.title)


def in_english(tongue: Tongue) -> str:
    """Attributes for text that stays English: reasons of faults, sheets that programs read."""
    return "" if tongue.tag == SOURCE else ' lang="en" dir="ltr"'
