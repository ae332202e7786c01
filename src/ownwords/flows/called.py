"""How somebody's name stands in a sentence: as whole words, letter for letter or in capitals.

Many a name is made of plain words (Will, A keeper): spelled otherwise it is taken for those. Some
scripts put nothing between words; a name in one of them stands anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from ownwords.flows.proof.wording import IS_DENSE

SIGNS = re.compile(r"\w[\d_.-]|[\d_.-]\w")
"""A digit or a sign within a word: such a name is no plain word."""

_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Characters that nobody sees; within a name some join or part letters."""
_ONE_SIGN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc\u00b4", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
    | dict.fromkeys(_UNSEEN)
)
"""Apostrophes and hyphens are written in several ways."""


def plain(name: str) -> str:
    """A name without the signs around it, those that nobody sees included; empty if only signs."""
    said = (part.strip(_UNSEEN) for part in name.split())
    return " ".join(part for part in said if any(map(str.isalnum, part)))


def as_read(text: str) -> str:
    """A text as its reader takes it, however its letters and signs are put together."""
    return unicodedata.normalize("NFKC", text).translate(_ONE_SIGN)


def with_places(text: str) -> tuple[str, list[int]]:
    """The same, and where each of its characters begins in ``text``; at last where that ends."""
    read, places = [], []
    for start, whole in _whole_letters(text):
        for sign in as_read(whole):
            read.append(sign)
            places.append(start)
    return "".join(read), [*places, len(text)]


def _whole_letters(text: str) -> Iterator[tuple[int, str]]:
    """Each letter with the marks that stand over or under it, and where it begins."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _goes_on(text[place]):
            yield start, text[start:place]
            start = place


def _goes_on(sign: str) -> bool:
    return bool(unicodedata.combining(sign)) or "\u1160" <= sign <= "\u11ff"


def pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Any of these names, the longest where one stands within another; None without names.

    To be looked for in a text :func:`as_read`.
    """
    spelled = sorted({form for name in names for form in _spellings(name)}, key=len, reverse=True)
    anywhere = [form for form in spelled if IS_DENSE.search(form)]
    alone = "|".join(form for form in spelled if not IS_DENSE.search(form))
    whole = [rf"(?<!\w)(?:{alone})(?!\w)"] if alone else []
    return re.compile("|".join((*whole, *anywhere))) if spelled else None


def _spellings(name: str) -> set[str]:
    """How a name may be written, however its words are parted.

    A handle is known in lower case: as a sentence holds it, it may begin with a capital.
    """
    name = as_read(name)
    if SIGNS.search(name) and " " not in name:
        return {f"(?i:{re.escape(name)})"}
    forms = {name, name.upper()}
    if name == name.lower():
        forms |= {name.capitalize(), " ".join(map(str.capitalize, name.split()))}
    return {r"\s+".join(map(re.escape, form.split())) for form in forms}
