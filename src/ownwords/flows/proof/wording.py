"""Texts as they are compared: compatibility characters unified, case and invisible marks dropped.

What stands between two plain characters is unified by itself and remembered: no plain character
joins with what stands before it, so the parts make the whole, and a single sign of three dots does
not send a megabyte through the tables of Unicode. Plain are ASCII and those letters of common
scripts that stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from ownwords.records.patterns import compiled

BETWEEN = "\n_ _\n"
"""Stands between values that are read together: no run of words goes from one into the next."""
WORD = compiled(
    r"[\w\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0966-\u096f\u0971-\u0df3\u0df5-\u0dff\u0f00-\u0fff]+"
)
"""Letters with the marks that stand on them, so that a word of an Indic script is one word."""
_ASCII_WORD = compiled(r"\w+", re.ASCII)
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
IS_DENSE = compiled(f"[{_DENSE}]")
"""A character of a script without spaces. Stated here once more, as what is invisible is: the proof
shares nothing with the eraser."""
_NOT_DENSE = compiled(f"[^{_DENSE}]+")
_FAR = compiled(f"[^{_DENSE}]{{12,}}")
"""More than what stands between words of a sentence: other columns of a table, an address."""
_INVISIBLE = compiled("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
EMPHASIS = compiled(r"[*_~`]+")
"""Marks of a text that a reader of its page does not see."""
_REMEMBERED = 1 << 17
_LETTERS = (
    *((0xE0, 0x24F), (0x430, 0x45F), (0x621, 0x64A), (0x904, 0x939)),
    *((0xE01, 0xE45), (0x3041, 0x30FA), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3)),
)
"""Latin, Cyrillic, Arabic, Devanagari, Thai, Kana, Han, Hangul: none of these letters joins with
what stands before it."""


def _stays(letter: str) -> bool:
    """Whether a letter is compared as it is written."""
    same = letter == letter.casefold() == letter.lower()
    return same and unicodedata.is_normalized("NFKC", letter) and not unicodedata.combining(letter)


def _plain() -> str:
    """The plain characters as a pattern lists them."""
    blocks = ("".join(map(chr, range(first, last + 1))) for first, last in _LETTERS)
    kept = ("".join(one if _stays(one) else " " for one in block) for block in blocks)
    return "\\x00-\\x7f" + "".join(f"{one[0]}-{one[-1]}" for part in kept for one in part.split())


@cache
def _others() -> re.Pattern[str]:
    """Runs of all other characters; listing the plain ones takes a hundredth of a second."""
    return re.compile(f"[^{_plain()}]+")


class _Parts(dict[str, str]):
    """Parts that are not plain, with what they become."""

    def __missing__(self, part: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        made = _unified(_INVISIBLE.sub("", _unified(part)).casefold())
        self[part] = made
        return made


_parts = _Parts()


def normal(text: str) -> str:
    """The text as it is compared."""
    low = text.lower()
    return low if low.isascii() else "".join(_unified_parts(low))


def _unified_parts(low: str) -> Iterator[str]:
    """Plain characters as they are; all others, with the plain one that they may join, unified."""
    end = 0
    for found in _others().finditer(low):
        start = max(found.start() - 1, end)
        yield low[end:start]
        end = found.end()
        yield _parts[low[start:end]]
    yield low[end:]


def _unified(text: str) -> str:
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def words_of(text: str) -> list[str]:
    """The words of a normal text."""
    return (_ASCII_WORD if text.isascii() else WORD).findall(text)


def spellings(words: list[str]) -> set[str]:
    """Words as an index may cut and fold them: whole, at low lines, without marks on letters."""
    joined = " ".join(words)
    if "_" in joined:
        words = [*words, *joined.replace("_", " ").split()]
        joined = " ".join(words)
    if joined.isascii():
        return set(words)
    return {*words, *without_marks(joined).split()}


def without_marks(text: str) -> str:
    """A text as an index may fold it: letters without the marks on them."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char))


def condensed(text: str) -> str:
    """The characters of scripts without spaces, next to each other.

    A line for each value, and for each part of it that stands far from the next.
    """
    if not IS_DENSE.search(text):
        return ""
    parts = (part for value in text.split(BETWEEN) for part in _FAR.split(value))
    return "\n".join(_NOT_DENSE.sub("", part) for part in parts)
