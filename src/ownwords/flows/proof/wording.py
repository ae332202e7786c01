"""Texts as they are compared: compatibility characters unified, case and invisible marks dropped.

What stands between two ASCII characters is unified by itself and remembered: no ASCII character
joins with what stands before it, so the parts make the whole, and a single sign of three dots does
not send a megabyte through the tables of Unicode.
"""

from __future__ import annotations

import re
import unicodedata

BETWEEN = "\n_\n"
"""Stands between values that are read together: no run of words goes from one into the next."""
_WORD = re.compile(
    r"[\w\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u0670\u06d6-\u06ed"
    r"\u0900-\u0dff\u0f00-\u0fff]+"
)
"""Letters with the marks that stand on them, so that a word of an Indic script is one word."""
_ASCII_WORD = re.compile(r"\w+", re.ASCII)
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_IS_DENSE = re.compile(f"[{_DENSE}]")
_NOT_DENSE = re.compile(f"[^{_DENSE}]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_PART = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
_REMEMBERED = 1 << 17


class _Parts(dict[str, str]):
    """Parts that are not ASCII, with what they become."""

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
    return low if low.isascii() else _PART.sub(_part, low)


def _part(found: re.Match[str]) -> str:
    return _parts[found[0]]


def _unified(text: str) -> str:
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def words_of(text: str) -> list[str]:
    """The words of a normal text."""
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


def spellings(words: list[str]) -> set[str]:
    """Words as an index may cut and fold them: whole, at low lines, without marks on letters."""
    joined = " ".join(words)
    if "_" in joined:
        words = [*words, *joined.replace("_", " ").split()]
        joined = " ".join(words)
    if joined.isascii():
        return set(words)
    plain = unicodedata.normalize("NFKD", joined)
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return {*words, *bare.split()}


def condensed(text: str) -> str:
    """The characters of scripts without spaces, next to each other; a line for each value."""
    if not _IS_DENSE.search(text):
        return ""
    return "\n".join(_NOT_DENSE.sub("", value) for value in text.split(BETWEEN))
