"""What was said elsewhere in English, for the pages of a workbench in another language.

Errors, and the names of things that platforms and formats have. What nobody has translated stays
English and says so, so that a screen reader reads it as English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path
from typing import NamedTuple

from ownwords.archive.surroundings import INSIDE, disk, synced
from ownwords.gather.connector import connectors
from ownwords.locales import marked
from ownwords.locales.catalogue import SOURCE, catalogue
from ownwords.locales.tongue import Tongue, tongue_of
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


_BETWEEN = re.compile(r"(?<=\.) (?=[A-Z])")
_PLACE = re.compile(r"%\((\w+)\)s")


class Told(NamedTuple):
    """One sentence as it is shown; ``english`` when it could not be said in the page's language."""

    text: str
    english: bool


def told(tongue: Tongue, problem: OwnwordsError) -> tuple[Told, ...]:
    """What happened, what was kept, what to do now: those of them that the error says."""
    reader = tongue_of(tongue.tag, "reasons")
    sentences = (INSTEAD.get(one, one) for one in problem.sentences)
    return tuple(
        Told(reader.gettext(one, **_values(reader, problem.places)), english=False)
        if reader.has(one)
        else unread(tongue, one % problem.places if problem.places else one)
        for one in sentences
        if one
    )


def unread(tongue: Tongue, said: str) -> Told:
    """Why something could not be read, or what was kept of it, as the desk holds it: in English.

    Connectors write whole sentences; values stand in them, and a hint may stand behind them.
    """
    reader = tongue_of(tongue.tag, "reasons")
    whole = _again(reader, said) if said else ""
    if whole or not said:
        return Told(whole, english=False)
    known = _one_by_one(reader, _BETWEEN.split(said))
    return Told(known or said, english=not known)


def _one_by_one(tongue: Tongue, sentences: list[str]) -> str:
    """Sentences in this tongue; empty unless it says all. A hint may be several that are one."""
    for many in range(1, len(sentences) + 1):
        first = _again(tongue, " ".join(sentences[:many]))
        rest = _one_by_one(tongue, sentences[many:]) if first else ""
        if first and (rest or many == len(sentences)):
            return f"{first} {rest}".rstrip()
    return ""


def _again(tongue: Tongue, said: str) -> str:
    """A sentence of a connector in this tongue; empty when the tongue does not say it."""
    if tongue.has(said):
        return tongue.gettext(said)
    for form, message in _forms(tongue.tag):
        if found := form.fullmatch(said):
            return tongue.gettext(message, **_values(tongue, found.groupdict()))
    return ""


def _values(tongue: Tongue, places: Mapping[str, object]) -> dict[str, object]:
    """What stands in the places of a sentence; what is ``wrong`` is one itself."""
    said = dict(places)
    if wrong := places.get("wrong"):
        said["wrong"] = _again(tongue, str(wrong)) or wrong
    return said


@cache
def _forms(tag: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences in which values stand, those with most words of their own first."""
    said = [str(one.id) for one in catalogue(tag, "reasons") if "%(" in one.id]
    return tuple((_form(one), one) for one in sorted(said, key=len, reverse=True))


def _form(message: str) -> re.Pattern[str]:
    pieces = _PLACE.split(message)
    own, names = map(re.escape, pieces[::2]), map(_group, pieces[1::2])
    return re.compile("".join(chain(*zip_longest(own, names, fillvalue=""))), re.DOTALL)


def _group(name: str) -> str:
    """What may stand in a place; a line is a number, whatever signs follow it."""
    return rf"(?P<{name}>\d+)" if name == "line" else f"(?P<{name}>.*)"


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
    """Attributes for text that stays English: sheets that programs read."""
    return "" if tongue.tag == SOURCE else ' lang="en" dir="ltr"'
