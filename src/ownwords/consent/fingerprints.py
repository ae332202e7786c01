"""Texts as tokens and runs of tokens: what the leak scanner compares.

Folding undoes what a page may do to a text: case, compatibility forms, accents, composed or
decomposed letters, invisible characters. A run is five words; in scripts that are written without
spaces (Han, Kana, Hangul, Thai, Lao, Khmer, Burmese) every character is a token and a run is twelve
of them; a mixed text adds up both. Five words of a short post point at one post in 95 of 100 cases
(measured: docs/decisions/0003-gate.md).

Hashes are Python's own for strings and tuples (SipHash, 64 bits, keyed anew in every process), so
they mean nothing outside the process that made them and are never written down.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.int64]

WORDS_IN_A_RUN = 5
CHARACTERS_IN_A_RUN = 12
_WORD, _CHARACTER = CHARACTERS_IN_A_RUN, WORDS_IN_A_RUN
_FULL = WORDS_IN_A_RUN * CHARACTERS_IN_A_RUN

_UNSEGMENTED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Burmese
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"  # Hangul
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # Kana
    "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"  # Han
)
_TOKEN = re.compile(rf"(?=[{_UNSEGMENTED}])\w|[^\W{_UNSEGMENTED}]+")
_ASCII_TOKEN = re.compile(r"\w+", re.ASCII)
_DENSE = re.compile(f"[{_UNSEGMENTED}]")
_INVISIBLE_ASCII = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@cache
def _dropped() -> dict[int, None]:
    """Marks, joiners, direction signs and soft hyphens: no part of a fingerprint."""
    blocks = (range(0x80, 0x20000), range(0xE0000, 0xE0200))
    return {
        point: None
        for block in blocks
        for point in block
        if unicodedata.category(chr(point)) in {"Mn", "Mc", "Me", "Cf"}
    }


def fold(text: str) -> str:
    """A form that is the same for every spelling of the same words."""
    if text.isascii():
        return _INVISIBLE_ASCII.sub("", text).lower()
    bare = unicodedata.normalize("NFKD", text).casefold().translate(_dropped())
    return unicodedata.normalize("NFC", bare)


def tokens_of(text: str) -> list[str]:
    """Words, and single characters of scripts without spaces, of a folded text."""
    return (_ASCII_TOKEN if text.isascii() else _TOKEN).findall(text)


@lru_cache(maxsize=1 << 16)
def is_dense(token: str) -> bool:
    """Whether a token is one character of a script without spaces."""
    return not token.isascii() and _DENSE.match(token) is not None


def weight_of(tokens: list[str]) -> float:
    """How many runs' worth of tokens this is: 1.0 is one whole run."""
    return sum(_CHARACTER if is_dense(token) else _WORD for token in tokens) / _FULL


def runs_of(tokens: list[str]) -> tuple[list[int], list[int]]:
    """Hashes of all runs, one for each token where one can start, and where each run ends."""
    if not any(map(is_dense, tokens)):
        grams = zip(*(tokens[place:] for place in range(WORDS_IN_A_RUN)), strict=False)
        hashes = list(map(hash, grams))
        return hashes, list(range(WORDS_IN_A_RUN, WORDS_IN_A_RUN + len(hashes)))
    return _mixed_runs(tokens)


def _mixed_runs(tokens: list[str]) -> tuple[list[int], list[int]]:
    reached = np.zeros(len(tokens) + 1, dtype=np.int64)
    np.cumsum([_CHARACTER if dense else _WORD for dense in map(is_dense, tokens)], out=reached[1:])
    ends = np.searchsorted(reached, reached[:-1] + _FULL)
    whole: list[int] = ends[ends <= len(tokens)].tolist()
    return [hash(tuple(tokens[start:end])) for start, end in enumerate(whole)], whole


def grams_of(tokens: list[str], length: int) -> list[int]:
    """Hashes of all sequences of ``length`` tokens."""
    return list(map(hash, zip(*(tokens[place:] for place in range(length)), strict=False)))


def as_array(hashes: list[int]) -> Hashes:
    """Hashes as numbers of 64 bits."""
    return np.array(hashes, dtype=np.int64)


def found_in(hashes: list[int], table: Hashes) -> Hashes:
    """Places in ``hashes`` whose hash stands in the sorted ``table``."""
    if not hashes or not len(table):
        return np.empty(0, dtype=np.int64)
    return found_in_array(as_array(hashes), table)


def found_in_array(asked: Hashes, table: Hashes) -> Hashes:
    """The same for hashes that are an array already."""
    if not len(table):
        return np.empty(0, dtype=np.int64)
    where = np.searchsorted(table, asked)
    where[where == len(table)] = 0
    return np.flatnonzero(table[where] == asked)
