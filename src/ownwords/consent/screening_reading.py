"""One text on its way through the rules, folded so that disguised letters and digits read plainly.

Folding keeps every place: full-width and mathematical letters, digits of all scripts, dashes and
odd spaces become their plain counterparts one for one. Characters without width (also the parts of
a keycap emoji) are taken out, and their places are remembered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ownwords.records.patterns import compiled

Span = tuple[int, int]

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"
_SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_WIDTHLESS = compiled("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\u20e3\ufe00-\ufe0f\ufeff]")
# The zero of each script whose digits people write numbers with.
_ZEROS = (
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6,
    0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810,
)  # fmt: skip
_STYLED = (range(0xFF01, 0xFF5F), range(0x1D400, 0x1D800), range(0x2460, 0x2500))


def _folds() -> dict[int, str]:
    """Characters that read as another one: code point to that one character."""
    found = {zero + value: str(value) for zero in _ZEROS for value in range(10)}
    for styled in _STYLED:
        for code in styled:
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain.isascii():
                found[code] = plain
    found |= dict.fromkeys(map(ord, _DASHES), "-") | dict.fromkeys(map(ord, _SPACES), " ")
    # The one capital whose small form is two characters long.
    found[0x130] = "I"
    return found


_FOLDS = _folds()


CAPITALS = "".join(char for char in map(chr, range(0x41, 0x590)) if char.isupper())
"""Capitals of the scripts that have them, for use inside a class of a pattern."""

MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0eff"
"""Vowel signs and marks that belong to a word though no letters; the same use."""


class Reading:
    """The folded text, the same in small letters, and what the caller knows.

    ``text`` and ``low`` have the same length. What a rule has found is covered with NUL, so that
    no later rule reads it as something else.
    """

    __slots__ = ("_places", "low", "own_handles", "regions", "text")

    def __init__(
        self, text: str, regions: tuple[str, ...] = (), own_handles: frozenset[str] = frozenset()
    ) -> None:
        self._places: list[int] | None = None
        self.text = text if text.isascii() else self._fold(text)
        self.low = self.text.lower()
        self.regions = regions
        self.own_handles = own_handles

    def _fold(self, text: str) -> str:
        if _WIDTHLESS.search(text):
            self._places = [at for at, char in enumerate(text) if not _WIDTHLESS.match(char)]
            self._places.append(len(text))
            text = _WIDTHLESS.sub("", text)
        return text.translate(_FOLDS)

    def cover(self, spans: Iterable[Span]) -> None:
        """Hide these places from the rules that follow."""
        for start, end in spans:
            blank = "\0" * (end - start)
            self.text = f"{self.text[:start]}{blank}{self.text[end:]}"
            self.low = f"{self.low[:start]}{blank}{self.low[end:]}"

    def original(self, span: Span) -> Span:
        """Where a span of the folded text stands in the text as it came."""
        if self._places is None:
            return span
        start, end = span
        return self._places[start], self._places[end - 1] + 1

    def before(self, place: int, reach: int) -> str:
        """Small letters before a place."""
        return self.low[max(0, place - reach) : place]

    def after(self, place: int, reach: int) -> str:
        """Small letters from a place on."""
        return self.low[place : place + reach]


def holds_any(low: str, signs: tuple[str, ...]) -> bool:
    """Whether any of these stands in the text: the cheap question before the dear pattern."""
    for sign in signs:  # noqa: SIM110  (any() with a generator takes twice as long)
        if sign in low:
            return True
    return False


def listed(words: str) -> tuple[str, ...]:
    """Words of one string, split at white space."""
    return tuple(words.split())


def any_of(words: str | Iterable[str]) -> str:
    """An alternation of words (one string: split at white space, ``_`` stands for a space)."""
    if isinstance(words, str):
        words = [word.replace("_", " ") for word in words.split()]
    spelled = (re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len)[::-1])
    return "|".join(spelled)
