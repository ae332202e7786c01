"""Looks for people's words in finished files: the check after the gate, by other means.

Shares no code with the gate or the policy and asks neither. It knows every text, handle, name and
id that is held, reads a file in every way in which it can be read (unpacking.py), and reports
whatever stands there without being part of words that were cleared (explained.py). How texts are
compared is in fingerprints.py, what counts as an identity in holdings.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import NamedTuple

import msgspec
import numpy as np

from ownwords.consent.explained import Explained
from ownwords.consent.fingerprints import (
    Hashes,
    Known,
    Row,
    fold,
    mark_of,
    numbered,
    row_of,
    tokens_of,
)
from ownwords.consent.holdings import Holdings
from ownwords.consent.leak_lines import Line, Lines
from ownwords.consent.unpacking import TooMuch, View, views
from ownwords.records.cleared import Cleared
from ownwords.records.sealed import Sealed

_AS_IT_IS = "text"
_TAG_OVER_LINES = re.compile(r"<[^<>\n]*\n[^<>]*>")
_LINES_AROUND = 6
_BEFORE, _AFTER = 200, 300
"""Characters around a handle that tell whether it stands in cleared words."""


class Leak(msgspec.Struct, frozen=True):
    """Something that stands in a file and may not: which file, what sort, where. Never the words.

    ``kind`` is ``words``, ``short-post``, ``name``, ``handle``, ``id`` or ``unreadable``. ``line``
    is that of the file, 0 where the reading in which it was found has other lines than the file.
    """

    path: str
    kind: str
    where: str
    line: int = 0


_TEMPLATE_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^<>]*>", re.DOTALL)


def fixed_in_template(source: str) -> tuple[str, ...]:
    """The site's own words in a Jinja template: its text between tags and code, piece by piece.

    Hand them to the scanner as ``fixed_words``, so that a phrase of the site that somebody also
    wrote raises no alarm.
    """
    pieces = (" ".join(piece.split()) for piece in _TEMPLATE_CODE.split(source))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


class LeakScanner:
    """Scans finished files for everything in ``held``.

    ``fixed_words`` are the site's own (the campaign's name, its tags, its moments); they may stand
    anywhere. Built once an edition; memory is described in holdings.py.
    """

    def __init__(self, held: Iterable[Sealed], fixed_words: Iterable[str] = ()) -> None:
        self.holdings = Holdings(held, fixed_words)
        self._lines = Lines(self.holdings)
        self._open = _Open(self.holdings, Explained(()))

    def scan(self, path: str, data: bytes, cleared: Sequence[Cleared] = ()) -> list[Leak]:
        """Everything in one file that nothing explains; its path is looked at as well.

        ``cleared`` are all cleared words of the edition: pass the same sequence for every file.
        """
        if self._open.explained.cleared is not cleared:
            self._open = _Open(self.holdings, Explained(cleared))
        file = _File(path, self._open, self._lines)
        try:
            for view in (View(path, "file name"), *views(data)):
                file.read(view)
        except TooMuch:
            file.leaks.append(Leak(path, "unreadable", "too many layers"))
        return file.leaks


class _Open:
    """What is held and what explains it; ``runs`` are those that nothing explains."""

    def __init__(self, holdings: Holdings, explained: Explained) -> None:
        self.holdings, self.explained = holdings, explained
        held, said = holdings.runs, explained.runs
        self.runs = (
            Known(
                np.delete(
                    held.hashes, np.searchsorted(held.hashes, said.hashes[held.places(said.hashes)])
                )
            )
            if len(said)
            else held
        )


class _Reading(NamedTuple):
    """One view of a file, line by line, and its tokens as one row."""

    how: str
    texts: list[str]
    lines: list[Line]
    row: Row

    def begins(self) -> Hashes:
        """The token with which each line begins."""
        counts = [0, *(len(line.text.weights) for line in self.lines[:-1])]
        return np.cumsum(np.array(counts, dtype=np.int64))


class _File:
    """The leaks of one file, gathered over its views, each reported once."""

    def __init__(self, path: str, held: _Open, lines: Lines) -> None:
        self.leaks: list[Leak] = []
        self._path = path
        self._held = held
        self._lines = lines
        self._known: set[tuple[str, int]] = set()
        self._readings: set[bytes] = set()
        self._length = -1

    def read(self, view: View) -> None:
        texts = view.text.split("\n")
        if view.how == _AS_IT_IS:
            self._length = len(texts)
        lines = self._lines(texts)
        reading = _Reading(
            view.how, texts, lines, row_of([line.text for line in lines], apart=False)
        )
        tokens = reading.row.marks.tobytes()
        if tokens not in self._readings:
            self._readings.add(tokens)
            self._words(reading)
            self._identities(reading)
        self._pieces(reading)
        if _TAG_OVER_LINES.search(view.text):
            joined = _TAG_OVER_LINES.sub(_in_one_line, view.text).split("\n")
            self._pieces(_Reading(view.how, joined, self._lines(joined), reading.row))

    def _report(self, kind: str, mark: int, reading: _Reading, place: tuple[int, int]) -> None:
        """``place`` is a line, told where the file has the same ones, and a word; both from 0."""
        if (kind, mark) not in self._known:
            self._known.add((kind, mark))
            line, word = place
            told = line + 1 if len(reading.texts) == self._length else 0
            where = f"{reading.how}, word {word + 1}"
            self.leaks.append(Leak(self._path, kind, where, told))

    def _report_word(self, kind: str, mark: int, reading: _Reading, word: int) -> None:
        line = int(np.searchsorted(reading.begins(), word, side="right")) - 1
        self._report(kind, mark, reading, (line, word))

    def _words(self, reading: _Reading) -> None:
        """Runs of held text; neighbouring runs are one leak."""
        last = -2
        runs = reading.row.runs()
        for place in map(int, self._held.runs.places(runs.marks)):
            mark = int(runs.marks[place])
            if ("words", mark) in self._known:
                continue
            if place != last + 1:
                self._report_word("words", mark, reading, int(runs.starts[place]))
            self._known.add(("words", mark))
            last = place

    def _identities(self, reading: _Reading) -> None:
        row, covered = reading.row, None
        for length, table in self._held.holdings.anywhere.items():
            grams = row.grams(length)
            places = table.known.places(grams.marks)
            if not len(places):
                continue
            if covered is None:
                covered = np.concatenate(([0], np.cumsum(self._held.explained.covered(row))))
            inside = covered[places + length] - covered[places]
            for place in map(int, places[inside < length]):
                mark = int(grams.marks[place])
                kind = table.kind(mark)
                if kind != "id" or not self._is_cleared_id(row.marks[place : place + length]):
                    self._report_word(kind, mark, reading, place)

    def _is_cleared_id(self, marks: Hashes) -> bool:
        return self._held.explained.ids.issuperset(marks.tolist())

    def _pieces(self, reading: _Reading) -> None:
        """Handles, short posts and names as whole pieces."""
        explained = self._held.explained
        for number, line in enumerate(reading.lines):
            for found in line.found:
                if found.at >= 0:
                    explains = self._in_quote(reading.texts, number, found.at, found.tokens)
                else:
                    explains = explained.holds(found.tokens)
                if not explains:
                    word = int(reading.begins()[number])
                    self._report(found.kind, mark_of(found.tokens), reading, (number, word))

    def _in_quote(self, texts: list[str], number: int, at: int, tokens: Sequence[str]) -> bool:
        """Whether a handle stands in cleared words: with the words around it, or as all of them."""
        explained = self._held.explained
        if explained.ids.issuperset(mark_of([token]) for token in tokens):
            return True
        line = fold(texts[number])
        above = fold("\n".join(texts[max(0, number - _LINES_AROUND) : number]))
        below = fold("\n".join(texts[number + 1 : number + 1 + _LINES_AROUND]))
        before = tokens_of(unescape(f"{above}\n{line[:at]}"[-_BEFORE:]))
        after = tokens_of(unescape(f"{line[at:]}\n{below}"[:_AFTER]))
        mask = explained.covered(row_of([numbered(before + after)], apart=False))
        return bool(mask[len(before) : len(before) + len(tokens)].all())


def _in_one_line(tag: re.Match[str]) -> str:
    return tag[0].replace("\n", " ")
