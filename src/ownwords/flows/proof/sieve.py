"""Telling where a text may hold one of many runs, at the same cost for ten runs as for a million.

Words and runs become numbers of 64 bits, those of a whole text in a few passes over arrays. The
number of a word is the sum, over the pairs of characters that stand next to each other in it, of
what a fixed table says of the pair: so the numbers of all words of a text are differences of one
running sum. Equal runs have equal numbers; two different runs may share one, so what is found here
is compared as words by whoever asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import numpy as np

from ownwords.flows.proof.wording import IS_DENSE, WORD

GRAM = 12
"""So many characters of a script without spaces are a run."""
Words = tuple[str, ...]
Numbers = Any
"""An array of unsigned numbers of 64 bits."""

_BLOCK = 1 << 16
_BETWEEN_WORDS = re.compile(r"[\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]")
_LOW = 0xFFFF
_SEED = 20140104
_TABLE_BITS = 22
_NONE = np.zeros(0, np.uint64)


def _chosen(count: int, which: int) -> Numbers:
    """Odd numbers that look random and are the same in every process."""
    source = np.random.Generator(np.random.PCG64(_SEED + which))
    return source.integers(0, 1 << 63, count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


_FIRST, _SECOND = _chosen(_LOW + 1, 1), _chosen(_LOW + 1, 2)
_BEGIN, _END = _chosen(2, 3)


class Sieve:
    """Some runs of words and some of characters, as numbers."""

    def __init__(self, runs: Collection[Words], grams: Collection[str]) -> None:
        self._lengths = {len(run) for run in runs}
        self._longest = max(self._lengths, default=0)
        self._by_place = _chosen(self._longest, 4)
        self._runs = _Numbers(self._numbers_of(runs))
        codes = _codes("".join(grams))
        starts = np.arange(0, len(codes), GRAM)
        self._grams = _Numbers(_spans(codes, starts, starts + GRAM))

    def _numbers_of(self, runs: Collection[Words]) -> Numbers:
        words = sorted({word for run in runs for word in run})
        known = dict(zip(words, _word_numbers("\n".join(words)).tolist(), strict=True))
        by_length: dict[int, list[list[int]]] = {}
        for run in runs:
            by_length.setdefault(len(run), []).append([known[word] for word in run])
        found = [_NONE]
        for length, rows in by_length.items():
            table = np.array(rows, np.uint64)
            found.append((table * self._by_place[:length]).sum(axis=1, dtype=np.uint64))
        return np.concatenate(found)

    def runs_in(self, plain: str) -> Iterator[tuple[int, int]]:
        """Where in the words of a normal text a run may begin, and how many words it has."""
        if not self._longest:
            return
        words = _word_numbers(plain)
        run = np.zeros(len(words) + 1, np.uint64)
        for length in range(1, min(self._longest, len(words)) + 1):
            run = run[:-1] + words[length - 1 :] * self._by_place[length - 1]
            if length in self._lengths:
                yield from ((place, length) for place in self._runs.among(run))

    def may_hold_grams(self, plain: str) -> bool:
        """Whether one of the runs of characters may stand in a normal text."""
        if not self._grams.any or plain.isascii():
            return False
        dense = np.concatenate([_dense(block) for block in _blocks(plain)])
        ends = np.arange(GRAM, len(dense) + 1)
        return bool(self._grams.among(_spans(dense, ends - GRAM, ends)))


class _Numbers:
    """A set of numbers of which most that it is asked about are none."""

    def __init__(self, numbers: Numbers) -> None:
        self._sorted = np.unique(numbers)
        self.any = bool(len(self._sorted))
        self._table = np.zeros(1 << _TABLE_BITS if self.any else 0, np.bool_)
        self._table[self._seats(self._sorted)] = True

    def among(self, asked: Numbers) -> list[int]:
        """The places of those that are in the set."""
        if not self.any or not len(asked):
            return []
        places = np.flatnonzero(self._table[self._seats(asked)])
        some = asked[places]
        nearest = np.searchsorted(self._sorted, some).clip(max=len(self._sorted) - 1)
        found: list[int] = places[self._sorted[nearest] == some].tolist()
        return found

    @staticmethod
    def _seats(numbers: Numbers) -> Numbers:
        return numbers >> np.uint64(64 - _TABLE_BITS)


@cache
def _told_by(pattern: re.Pattern[str]) -> Numbers:
    """For each character of Unicode, whether it is one of a pattern of single characters."""
    table = np.zeros(0x110000, np.bool_)
    for found in pattern.finditer("".join(map(chr, range(len(table))))):
        table[found.start() : found.end()] = True
    return table


def _codes(text: str) -> Numbers:
    if text.isascii():
        return np.frombuffer(text.encode(), np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _blocks(plain: str) -> Iterator[str]:
    """A text in pieces that part no word."""
    start = 0
    while start < len(plain):
        found = _BETWEEN_WORDS.search(plain, start + _BLOCK)
        end = found.start() if found else len(plain)
        yield plain[start:end]
        start = end


def _word_numbers(plain: str) -> Numbers:
    """The numbers of the words of a normal text, in order."""
    found = [_NONE]
    for block in _blocks(plain):
        codes = _codes(block)
        edges = np.flatnonzero(np.diff(_told_by(WORD)[codes], prepend=False, append=False))
        found.append(_spans(codes, edges[::2], edges[1::2]))
    return np.concatenate(found)


def _dense(block: str) -> Numbers:
    if block.isascii():
        return np.zeros(0, np.uint32)
    codes = _codes(block)
    return codes[_told_by(IS_DENSE)[codes]]


def _spans(codes: Numbers, starts: Numbers, ends: Numbers) -> Numbers:
    """The numbers of what stands between these places; no two of which are the same."""
    if not len(starts):
        return _NONE
    low = codes if codes.dtype == np.uint8 else codes & _LOW
    first, second = _FIRST[low], _SECOND[low]
    pairs = np.zeros(len(codes), np.uint64)
    np.cumsum(first[:-1] * second[1:], out=pairs[1:])
    last = ends - 1
    return pairs[last] - pairs[starts] + first[starts] * _BEGIN + second[last] * _END
