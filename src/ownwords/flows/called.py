"""How somebody's name stands in a sentence: as whole words, letter for letter or in capitals.

Many a name is made of plain words (Will, A keeper): spelled otherwise it is taken for those. Some
scripts put nothing between words; a name in one of them stands anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ownwords.flows.proof.wording import IS_DENSE

SIGNS = re.compile(r"\w[\d_.-]|[\d_.-]\w")
"""A digit or a sign within a word: such a name is no plain word."""

_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Characters without width; within a name some join or part letters."""


def plain(name: str) -> str:
    """A name without the signs around it, those that nobody sees included; empty if only signs."""
    said = (part.strip(_UNSEEN) for part in name.split())
    return " ".join(part for part in said if any(map(str.isalnum, part)))


def pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Any of these names, the longest where one stands within another; None without names."""
    spelled = sorted({form for name in names for form in _spellings(name)}, key=len, reverse=True)
    anywhere = [form for form in spelled if IS_DENSE.search(form)]
    alone = "|".join(form for form in spelled if not IS_DENSE.search(form))
    whole = [rf"(?<!\w)(?:{alone})(?!\w)"] if alone else []
    return re.compile("|".join((*whole, *anywhere))) if spelled else None


def _spellings(name: str) -> set[str]:
    """How a name may be written, however its words are parted.

    A handle is known in lower case: as a sentence holds it, it may begin with a capital.
    """
    name = unicodedata.normalize("NFKC", name)
    if SIGNS.search(name) and " " not in name:
        return {f"(?i:{re.escape(name)})"}
    forms = {name, name.upper()}
    if name == name.lower():
        forms |= {name.capitalize(), " ".join(map(str.capitalize, name.split()))}
    return {r"\s+".join(map(re.escape, form.split())) for form in forms}
