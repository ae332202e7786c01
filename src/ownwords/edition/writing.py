"""How words are written: direction by script, language tags, the length of a quotation."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import islice

from ownwords.locales.tongue import Tongue, own_name

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

# Tags that networks use and that are retired, or that name no language.
_RENAMED = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro"}
_NO_LANGUAGE = frozenset({"und", "zxx", "mul", "mis", "qam", "qct", "qht", "qme", "qst"})

# First word of a letter's Unicode name, and how lines of it are set.
_SCRIPTS = {
    **dict.fromkeys(("ARABIC", "SYRIAC", "THAANA"), "arabic"),
    **dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO"), "han"),
    "HANGUL": "hangul",
    **dict.fromkeys(("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"), "stacked"),
    **dict.fromkeys(
        (
            *("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA"),
            *("TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"),
        ),
        "indic",
    ),
}
_FIRST_FROM_THE_RIGHT = "\u0590"  # Hebrew; before it stand Latin, Greek, Cyrillic and Armenian
_SAMPLE = 60
_REMEMBERED = 1 << 15
"""Texts whose form is remembered: each quotation stands in three lists."""

# Columns that a quotation may fill before it is set smaller; a wide character fills two.
_SHORT, _MIDDLE = 150, 420


@lru_cache(maxsize=1024)
def language_tag(tag: str) -> str:
    """A tag for the ``lang`` attribute, empty when no language is known."""
    clean = tag.strip().replace("_", "-")
    first = clean.split("-")[0].lower()
    if first in _NO_LANGUAGE or not _TAG.fullmatch(clean):
        return ""
    return _RENAMED.get(first, first) + clean[len(first) :]


def language_name(tongue: Tongue, tag: str) -> str:
    """Name of a language for readers of the tongue, the tag itself when it has none."""
    clean = language_tag(tag)
    return tongue.language(clean) if clean else tongue.gettext("language not determined")


def native_name(tongue: Tongue, tag: str) -> str:
    """The language's name in the language, empty when unknown or the same as in the tongue."""
    clean = language_tag(tag)
    native = own_name(clean) if clean else ""
    return "" if native.casefold() == language_name(tongue, tag).casefold() else native


@lru_cache(maxsize=_REMEMBERED)
def direction(words: str) -> str:
    """``rtl`` when most letters of the words run from right to left, else ``ltr``."""
    if words.isascii() or max(words) < _FIRST_FROM_THE_RIGHT:
        return "ltr"
    balance = 0
    for character in words:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            balance += 1
        elif kind == "L":
            balance -= 1
    return "rtl" if balance > 0 else "ltr"


@lru_cache(maxsize=_REMEMBERED)
def script_of(words: str) -> str:
    """How lines are to be set: ``latin``, ``arabic``, ``indic``, ``han``, ``hangul``, ``stacked``.

    From the letters themselves, since many posts carry no language or a wrong one.
    """
    if words.isascii() or max(words) < _FIRST_FROM_THE_RIGHT:
        return "latin"
    letters = islice(filter(str.isalpha, words), _SAMPLE)
    found = Counter(map(_script_of_letter, letters))
    return found.most_common(1)[0][0] if found else "latin"


@lru_cache(maxsize=_REMEMBERED)
def _script_of_letter(letter: str) -> str:
    first = unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
    return _SCRIPTS.get(first, "latin")


@lru_cache(maxsize=_REMEMBERED)
def size_of(words: str) -> str:
    """How large a quotation is set: ``short``, ``middle`` or ``long``."""
    columns = len(words) + 40 * words.count("\n")
    if 2 * columns > _SHORT and columns <= _MIDDLE and not words.isascii():
        columns += sum(width in "WF" for width in map(unicodedata.east_asian_width, words))
    if columns <= _SHORT:
        return "short"
    return "middle" if columns <= _MIDDLE else "long"
