"""Looks for people's words in finished files: the check after the gate, by other means.

Shares no code with the gate or the policy and asks neither. It knows every text, handle, name and
id that is held, reads a file in every way in which it can be read (unpacking.py), and reports
whatever stands there without being part of words that were cleared (explained.py). How texts are
compared is in fingerprints.py, what counts as an identity in holdings.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from ownwords.consent.explained import Explained
from ownwords.consent.fingerprints import (
    Hashes,
    Row,
    row_of,
)
from ownwords.consent.holdings import Holdings
from ownwords.consent.leak_lines import Found, Line, Lines
from ownwords.consent.unpacking import TooMuch, View, views
from ownwords.records.cleared import Cleared
from ownwords.records.sealed import Sealed

_AS_IT_IS = "text"
_TAG_OVER_LINES = re.compile(r"<[^<>\n]*\n[^<>]*>")
_SMALL = 500
"""Characters of a text of which it is remembered that nothing is hidden in it."""


class Leak(msgspec.Struct, frozen=True):
    """Something that stands in a file and may not: which file, what sort, where. Never the words.

    ``kind`` is ``words``, ``short-post``, ``name``, ``handle``, ``id`` or ``unreadable``. ``line``
    is that of the file, 0 where the reading in which it was found has other lines than the file.
    """

    path: str
    kind: str
    where: str
    line: int = 0


_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_CODE_OR_TAG = re.compile(f"{_CODE.pattern}|{_TAG.pattern}", re.DOTALL)


def fixed_in_template(source: str) -> tuple[str, ...]:
    """The site's own words in a Jinja template: its text between tags and code, piece by piece.

    Hand them to the scanner as ``fixed_words``, so that a phrase of the site that somebody also
    wrote raises no alarm.
    """
    pieces = (" ".join(piece.split()) for piece in _CODE_OR_TAG.split(source))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def tags_in_template(source: str) -> tuple[str, ...]:
    """The tags of a Jinja template without what code puts into them.

    Hand them to the scanner as ``markup``: somebody may be called "Section".
    """
    return tuple(dict.fromkeys(_TAG.findall(_CODE.sub("", source))))


class LeakScanner:
    """Scans finished files for everything in ``holdings``, which says what it takes of memory."""

    def __init__(self, holdings: Holdings) -> None:
        self.holdings = holdings
        self._lines = Lines(holdings)
        self._nothing = _Open(holdings, self.explained_by(()))
        self._open = self._nothing
        self._clean: set[str] = set()

    @staticmethod
    def of(held: Iterable[Sealed], fixed_words: Iterable[str] = ()) -> LeakScanner:
        """A scanner for everything in ``held``.

        ``fixed_words`` are the site's own (the campaign's name, its tags, its moments); they may
        stand anywhere.
        """
        return LeakScanner(Holdings.of(held, fixed_words))

    def explained_by(self, cleared: Sequence[Cleared]) -> Explained:
        """What cleared words explain, in the numbers of this scanner."""
        return Explained(cleared, self.holdings.numbering)

    def scan(
        self, path: str, data: bytes, cleared: Explained | Sequence[Cleared] = ()
    ) -> list[Leak]:
        """Everything in one file that nothing explains; its path is looked at as well.

        ``cleared`` are cleared words, or what they explain: give the same thing again where it is
        the same, since it takes a while to read.
        """
        if cleared is not self._open.explained and cleared is not self._open.explained.cleared:
            said = cleared if isinstance(cleared, Explained) else self.explained_by(cleared)
            self._open = _Open(self.holdings, said)
        file = _File(path, self._open, self)
        try:
            for view in (View(path, "file name"), *views(data)):
                file.read(view)
        except TooMuch:
            file.leaks.append(Leak(path, "unreadable", "too many layers"))
        return file.leaks

    def lines(self, texts: list[str]) -> list[Line]:
        """What is known of these lines; none is read twice."""
        return self._lines(texts)

    def is_clean(self, text: str) -> bool:
        """Whether a small text holds nothing that anything would have to explain; remembered.

        What is hidden in a word stands wherever the word stands.
        """
        if len(text) > _SMALL:
            return False
        if text not in self._clean:
            file = _File("", self._nothing, self)
            file.read_through(View(text, _AS_IT_IS))
            if file.leaks:
                return False
            self._clean.add(text)
        return True


class _Open:
    """What is held and what explains it."""

    def __init__(self, holdings: Holdings, explained: Explained) -> None:
        self.holdings, self.explained = holdings, explained
        self._covered: tuple[_Reading, Hashes] | None = None

    def runs(self, marks: Hashes) -> Hashes:
        """Places of the held runs that nothing explains."""
        held = self.holdings.runs.places(marks)
        return np.delete(held, self.explained.runs.places(marks[held]))

    def covered(self, reading: _Reading) -> Hashes:
        """How many tokens before each one, and before the end, stand inside cleared words."""
        if self._covered is None or self._covered[0] is not reading:
            without = "tags" in reading.how
            counted = np.cumsum(self.explained.covered(reading.row, without_tags=without))
            self._covered = reading, np.concatenate((np.zeros(1, dtype=np.int64), counted))
        return self._covered[1]


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

    def __init__(self, path: str, held: _Open, scanner: LeakScanner) -> None:
        self.leaks: list[Leak] = []
        self._path = path
        self._held = held
        self._scanner = scanner
        self._known: set[tuple[str, int]] = set()
        self._readings: set[bytes] = set()
        self._length = -1

    def read(self, view: View) -> None:
        """Look for leaks in one reading of the file."""
        if not self._scanner.is_clean(view.text):
            self.read_through(view)

    def read_through(self, view: View) -> None:
        """The same, whatever is known of its text."""
        texts = view.text.split("\n")
        if view.how == _AS_IT_IS:
            self._length = len(texts)
        lines = self._scanner.lines(texts)
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
            self._pieces(_Reading(view.how, joined, self._scanner.lines(joined), reading.row))

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
        for place in map(int, self._held.runs(runs.marks)):
            mark = int(runs.marks[place])
            if ("words", mark) in self._known:
                continue
            if place != last + 1:
                self._report_word("words", mark, reading, int(runs.starts[place]))
            self._known.add(("words", mark))
            last = place

    def _identities(self, reading: _Reading) -> None:
        row = reading.row
        for length, table in self._held.holdings.anywhere.items():
            grams = row.grams(length)
            places = table.known.places(grams.marks)
            if not len(places):
                continue
            covered = self._held.covered(reading)
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
        telling = [number for number, line in enumerate(reading.lines) if line.found]
        begins = reading.begins() if telling else ()
        for number in telling:
            for found in reading.lines[number].found:
                word = int(begins[number]) + max(0, found.at)
                if not self._is_cleared(found, reading, word):
                    self._report(found.kind, found.mark, reading, (number, word))

    def _is_cleared(self, found: Found, reading: _Reading, word: int) -> bool:
        """Whether a piece stands in cleared words, a handle with the words around it or as all."""
        if found.at < 0:
            return self._held.explained.holds(found.mark, found.length)
        end = word + found.length
        if self._is_cleared_id(reading.row.marks[word:end]):
            return True
        covered = self._held.covered(reading)
        return bool(covered[end] - covered[word] == end - word)


def _in_one_line(tag: re.Match[str]) -> str:
    return tag[0].replace("\n", " ")
