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
    plain = unicodedata.normalize("NFKC", name)
    if SIGNS.search(plain) and " " not in plain:
        return {f"(?i:{re.escape(plain)})"}
    forms = {plain, plain.upper()}
    if plain == plain.lower():
        forms |= {plain.capitalize(), " ".join(map(str.capitalize, plain.split()))}
    return {r"\s+".join(map(re.escape, form.split())) for form in forms}
