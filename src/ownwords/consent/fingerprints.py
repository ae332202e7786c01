"""Texts as tokens and runs of tokens: what the leak scanner compares.

Folding undoes what a page may do to a text: case, compatibility forms, accents, composed or
decomposed letters, invisible characters. A run is five words; in scripts that are written without
spaces (Han, Kana, Hangul, Thai, Lao, Khmer, Burmese) every character is a token and a run is twelve
of them; a mixed text adds up both. Five words of a short post point at one post in 95 of 100 cases
(measured: docs/decisions/0003-gate.md).

A token is a number: a hash of it under a key (BLAKE2b, 64 bits). A sequence of tokens is a number
too, ``sum(token * FACTOR ** place)`` in 64 bits, so that arrays give all sequences of a text at
once (M. O. Rabin and R. M. Karp, 1987). Neither means anything without the key, which is drawn
whenever what is held is read; where numbers are kept, key and numbers are sealed together.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ownwords.records.patterns import compiled

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
_ANY_TOKEN = rf"(?=[{_UNSEGMENTED}])\w|[^\W{_UNSEGMENTED}]+"
_TOKEN = compiled(_ANY_TOKEN)
_ASCII_TOKEN = re.compile(r"\w+", re.ASCII)
_TOKEN_OR_LINE = compiled(rf"{_ANY_TOKEN}|\n")
_ASCII_TOKEN_OR_LINE = re.compile(r"\w+|\n", re.ASCII)
_DENSE = compiled(f"[{_UNSEGMENTED}]")
_SILENT = frozenset(("Mn", "Mc", "Me", "Cf"))
_INVISIBLE_ASCII = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@cache
def _heard() -> NDArray[np.bool_]:
    """For each code point whether it is part of a fingerprint: not for marks, joiners, direction
    signs and soft hyphens."""
    heard = np.ones(0x110000, dtype=np.bool_)
    for block in (range(0x80, 0x20000), range(0xE0000, 0xE0200)):
        kinds = map(unicodedata.category, map(chr, block))
        silent = np.frombuffer(bytes(map(_SILENT.__contains__, kinds)), dtype=np.bool_)
        heard[block.start : block.stop] = ~silent
    return heard


def fold(text: str) -> str:
    """A form that is the same for every spelling of the same words."""
    if text.isascii():
        return _INVISIBLE_ASCII.sub("", text).lower()
    bare = unicodedata.normalize("NFKD", text).casefold()
    points = np.frombuffer(bare.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    heard = points[_heard()[points]].tobytes().decode("utf-32-le", "surrogatepass")
    return unicodedata.normalize("NFC", heard)


def tokens_of(text: str) -> list[str]:
    """Words, and single characters of scripts without spaces, of a folded text."""
    return (_ASCII_TOKEN if text.isascii() else _TOKEN).findall(text)


@lru_cache(maxsize=1 << 16)
def is_dense(token: str) -> bool:
    """Whether a token is one character of a script without spaces."""
    return not token.isascii() and _DENSE.match(token) is not None


FACTOR = 0x9E3779B97F4A7C15
_BITS = 64
_BYTES = _BITS // 8
_KEY = 32
_REMEMBERED = 1 << 18
"""Tokens whose number is remembered: 40 MB at the most."""


class _Powers:
    """Powers of FACTOR and of its inverse, as many as were asked for."""

    def __init__(self) -> None:
        self._up = self._down = np.ones(1, dtype=np.int64)

    def __call__(self, length: int) -> tuple[Hashes, Hashes]:
        if length > len(self._up):
            longest = max(length, 2 * len(self._up))
            self._up = _geometric(FACTOR, longest)
            self._down = _geometric(pow(FACTOR, -1, 1 << _BITS), longest)
        return self._up[:length], self._down[:length]


def _geometric(factor: int, length: int) -> Hashes:
    row = np.full(length, factor, dtype=np.uint64)
    row[0] = 1
    return np.multiply.accumulate(row).view(np.int64)


_powers = _Powers()


class Spans(NamedTuple):
    """Sequences of tokens: their numbers, and where each begins and ends."""

    marks: Hashes
    starts: Hashes
    ends: Hashes


class Row:
    """The tokens of one text as numbers, or of several behind each other.

    ``marks`` are the numbers, ``weights`` says what each adds to a run, ``limits`` where the text
    of each ends: no sequence goes beyond it. Without limits the row is one text.
    """

    def __init__(
        self, marks: Hashes, weights: NDArray[np.uint8], limits: Hashes | None = None
    ) -> None:
        self.marks, self._weights, self._limits = marks, weights, limits
        up, self._inverse = _powers(len(marks))
        self._sums = np.zeros(len(marks) + 1, dtype=np.int64)
        np.cumsum(marks * up, out=self._sums[1:])

    def __len__(self) -> int:
        return len(self.marks)

    def spans(self, starts: Hashes, ends: Hashes) -> Hashes:
        """The numbers of the sequences from ``starts`` to ``ends``."""
        inside = self._sums[ends] - self._sums[starts]
        return np.asarray(inside * self._inverse[starts])

    def grams(self, length: int) -> Spans:
        """All sequences of so many tokens."""
        starts = np.arange(max(0, len(self) - length + 1))
        return self._within(starts, starts + length)

    def runs(self) -> Spans:
        """All runs, one for each token where one can begin."""
        if (self._weights == _WORD).all():
            return self.grams(WORDS_IN_A_RUN)
        reached = np.zeros(len(self) + 1, dtype=np.int64)
        np.cumsum(self._weights, out=reached[1:])
        ends = np.searchsorted(reached, reached[:-1] + _FULL)
        whole = np.flatnonzero(ends <= len(self))
        return self._within(whole, ends[whole])

    def _within(self, starts: Hashes, ends: Hashes) -> Spans:
        if self._limits is not None:
            inside = ends <= self._limits[starts]
            starts, ends = starts[inside], ends[inside]
        return Spans(self.spans(starts, ends), starts, ends)


class Numbered(NamedTuple):
    """The tokens of one text as bytes: 8 for each number, 1 for each weight."""

    marks: bytes
    weights: bytes

    @property
    def is_run(self) -> bool:
        """Whether it is long enough for a run."""
        return sum(self.weights) >= _FULL

    @property
    def ends_apart(self) -> int:
        """How many tokens at its end its runs may leave out: all where it is too short for one, 0
        where all weigh the same. A run ends as soon as it is heavy enough, so that the last one
        stops before the end where light tokens stand behind heavy ones."""
        if self.is_run and len(set(self.weights)) == 1:
            return 0
        tokens = weight = 0
        while weight < _FULL and tokens < len(self.weights):
            tokens += 1
            weight += self.weights[-tokens]
        return tokens

    @property
    def first(self) -> int:
        """The number of the first token."""
        return int.from_bytes(self.marks[:_BYTES], sys.byteorder, signed=True)

    def without_first(self) -> Numbered:
        """The tokens behind the first."""
        return Numbered(self.marks[_BYTES:], self.weights[1:])


class _Tokens(dict[str, int]):
    """The numbers of tokens under one key, worked out when they are first asked for."""

    def __init__(self, key: bytes) -> None:
        super().__init__()
        self._begun = hashlib.blake2b(digest_size=_BYTES, key=key)

    def __missing__(self, token: str) -> int:
        begun = self._begun.copy()
        begun.update(token.encode("utf-8", "surrogatepass"))
        number = self[token] = int.from_bytes(begun.digest(), "little", signed=True)
        return number


class Numbering:
    """Numbers for tokens: the same wherever the key is the same, drawn anew where none is given."""

    def __init__(self, key: bytes = b"") -> None:
        self.key = key or secrets.token_bytes(_KEY)
        self._known = _Tokens(self.key)

    def __call__(self, tokens: Iterable[str]) -> list[int]:
        """The number of each token."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        return list(map(self._known.__getitem__, tokens))

    def mark(self, tokens: Iterable[str]) -> int:
        """The number of a few tokens together."""
        total, power = 0, 1
        for number in self(tokens):
            total += number * power
            power = power * FACTOR % (1 << _BITS)
        total %= 1 << _BITS
        return total - (1 << _BITS) if total >> (_BITS - 1) else total

    def text(self, tokens: list[str]) -> Numbered:
        """The tokens of one text."""
        return Numbered(as_array(self(tokens)).tobytes(), _weights(tokens))

    def lines(self, folded: str) -> Iterator[Numbered]:
        """The tokens of each line of a folded text."""
        pattern = _ASCII_TOKEN_OR_LINE if folded.isascii() else _TOKEN_OR_LINE
        tokens = pattern.findall(folded)
        row, weights = as_array(self(tokens)), _weights(tokens)
        marks, start = row.tobytes(), 0
        for end in (*np.flatnonzero(row == self._known["\n"]).tolist(), len(tokens)):
            yield Numbered(marks[_BYTES * start : _BYTES * end], weights[start:end])
            start = end + 1


def _weights(tokens: list[str]) -> bytes:
    """What each token adds to a run."""
    if all(map(str.isascii, tokens)):
        return bytes((_WORD,)) * len(tokens)
    return bytes([_CHARACTER if is_dense(one) else _WORD for one in tokens])


def row_of(texts: list[Numbered], *, apart: bool) -> Row:
    """Texts behind each other: as one text, or each for itself."""
    marks = np.frombuffer(b"".join([text.marks for text in texts]), dtype=np.int64)
    weights = np.frombuffer(b"".join([text.weights for text in texts]), dtype=np.uint8)
    if not apart:
        return Row(marks, weights)
    lengths = np.array([len(text.weights) for text in texts], dtype=np.int64)
    return Row(marks, weights, np.repeat(np.cumsum(lengths), lengths))


def as_array(hashes: list[int]) -> Hashes:
    """Hashes as numbers of 64 bits."""
    return np.array(hashes, dtype=np.int64)


_FEWEST, _MOST = 1 << 16, 1 << 24


class Known:
    """Sorted numbers that can be asked for many others at once.

    Most of what is asked is not there: a table of single bytes, 16 for each number and at most
    16 MB, says so at the cost of one look.
    """

    def __init__(self, hashes: Hashes) -> None:
        self.hashes = hashes
        size = 1 << max(_FEWEST, min(_MOST, 16 * len(hashes))).bit_length() - 1
        self._mask = size - 1
        self._perhaps = np.zeros(size, dtype=np.bool_)
        self._perhaps[hashes & self._mask] = True

    def __len__(self) -> int:
        return len(self.hashes)

    def places(self, asked: Hashes) -> Hashes:
        """Places in ``asked`` whose number is known."""
        if not len(self.hashes) or not len(asked):
            return np.empty(0, dtype=np.int64)
        perhaps = np.flatnonzero(self._perhaps[asked & self._mask])
        return perhaps[found_in_array(asked[perhaps], self.hashes)]

    def __contains__(self, mark: int) -> bool:
        if not self._perhaps[mark & self._mask]:
            return False
        place = int(np.searchsorted(self.hashes, mark))
        return place < len(self.hashes) and int(self.hashes[place]) == mark


def without_doubles(hashes: Hashes) -> Hashes:
    """Sorted in place; copied only where there are doubles."""
    hashes.sort()
    first = np.ones(len(hashes), dtype=np.bool_)
    np.not_equal(hashes[1:], hashes[:-1], out=first[1:])
    return hashes if first.all() else hashes[first]


def found_in_array(asked: Hashes, table: Hashes) -> Hashes:
    """Places in ``asked`` whose number stands in the sorted ``table``."""
    if not len(table):
        return np.empty(0, dtype=np.int64)
    where = np.searchsorted(table, asked)
    where[where == len(table)] = 0
    return np.flatnonzero(table[where] == asked)
