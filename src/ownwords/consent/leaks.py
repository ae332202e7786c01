"""Looks for people's words in finished files: the check after the gate, by other means.

Shares no code with the gate or the policy and asks neither. It knows every text, handle, name and
id that is held, reads a file in every way in which it can be read (unpacking.py), and reports
whatever stands there without being part of words that were cleared. How texts are compared is in
fingerprints.py, what counts as an identity in holdings.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape
from typing import NamedTuple

import msgspec
import numpy as np

from ownwords.consent.fingerprints import (
    Hashes,
    as_array,
    fold,
    found_in,
    grams_of,
    runs_of,
    tokens_of,
)
from ownwords.consent.holdings import KINDS, Holdings, Table
from ownwords.consent.unpacking import TooMuch, View, views
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Use
from ownwords.records.sealed import Sealed

_LOOKS_LIKE_AN_ADDRESS = re.compile(r"\S+[:/]\S+")
_UNSHOWN = frozenset({Use.HOLD, Use.READ, Use.COUNT})
_MENTION = re.compile(r"(?<![\w@.])@(\w[\w.-]*(?:@[\w.-]+)?)")
_ADDRESS = re.compile(r"[\w-]\.[a-z]{2,}/@?(\w+)(?=[/?#\"'\s<]|$)")
_AT_WORDS = frozenset(
    (
        "charset", "container", "context", "font", "graph", "id", "import", "keyframes", "layer",
        "media", "namespace", "page", "property", "scope", "starting", "supports", "type", "view",
    )
)  # fmt: skip
"""What stands after ``@`` in style sheets and JSON-LD."""

_BETWEEN_TAGS = re.compile(r"<[^<>]*>|[\n\r\t]")
_QUOTED = (
    re.compile(r'"((?:[^"\\\n]|\\.){1,200})"(\s*:)?'),
    re.compile(r"'((?:[^'\\\n]|\\.){1,200})'(\s*:)?"),
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*\Z")
_LONGEST_ATTRIBUTE = 80
_READ_ALOUD = re.compile(
    r"alt|title|content|value|label|placeholder|summary|aria-.+|data-.+", re.IGNORECASE
)
_LONGEST_PIECE = 200
_AS_IT_IS = "text"

Before = tuple[str, int]
_BY = frozenset(("by", "von", "par", "por", "de", "di", "da", "af", "av", "od", "от", "من"))


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


class _Reading(NamedTuple):
    """One view of a file as tokens, with its folded text."""

    how: str
    text: str
    tokens: list[str]
    runs: list[int]
    ends: list[int]


class LeakScanner:
    """Scans finished files for everything in ``held``.

    ``fixed_words`` are the site's own (the campaign's name, its tags, its moments); they may stand
    anywhere. Built once an edition; memory is described in holdings.py.
    """

    def __init__(self, held: Iterable[Sealed], fixed_words: Iterable[str] = ()) -> None:
        self.holdings = Holdings(held, fixed_words)
        self._explained = _Explained(())
        self._clean = set[str]()
        """Pieces of files that were looked at and hold nothing that has to be explained."""

    def scan(self, path: str, data: bytes, cleared: Sequence[Cleared] = ()) -> list[Leak]:
        """Everything in one file that nothing explains; its path is looked at as well.

        ``cleared`` are all cleared words of the edition: pass the same sequence for every file.
        """
        if self._explained.cleared is not cleared:
            self._explained = _Explained(cleared)
        file = _File(path, self.holdings, self._explained, self._clean)
        try:
            for view in (View(path, "file name"), *views(data)):
                file.read(view)
        except TooMuch:
            file.leaks.append(Leak(path, "unreadable", "too many layers"))
        return file.leaks


class _Explained:
    """What cleared words explain."""

    def __init__(self, cleared: Sequence[Cleared]) -> None:
        self.cleared = cleared
        shown = [one for one in cleared if one.clearance.use not in _UNSHOWN]
        texts = [
            tokens_of(fold(spelling))
            for one in shown
            for text in (one.text, one.credit)
            for spelling in _spellings(text)
        ]
        self.texts = [tokens for tokens in texts if tokens]
        self.runs = set[int]()
        self.short: dict[int, set[int]] = {}
        for tokens in self.texts:
            runs, _ = runs_of(tokens)
            self.runs.update(runs)
            if not runs:
                self.short.setdefault(len(tokens), set()).add(hash(tuple(tokens)))
        named = (one.text for one in shown if one.clearance.use is Use.NAMED)
        addresses = (text for text in named if _LOOKS_LIKE_AN_ADDRESS.fullmatch(text))
        self.ids = {token for text in addresses for token in tokens_of(fold(text))}
        self._joined = ""
        self._held = dict[tuple[str, ...], bool]()

    def sorted_runs(self) -> Hashes:
        return np.unique(as_array(list(self.runs)))

    def holds(self, tokens: list[str]) -> bool:
        """Whether these tokens stand together in one cleared text or credit."""
        asked = tuple(tokens)
        if asked not in self._held:
            self._joined = self._joined or "\n".join(f" {' '.join(text)} " for text in self.texts)
            self._held[asked] = f" {' '.join(tokens)} " in self._joined
        return self._held[asked]

    def covered(self, reading: _Reading) -> list[bool]:
        """Which tokens of a reading stand inside cleared words: a whole run of them, or all."""
        mask = [False] * len(reading.tokens)
        for start, (run, end) in enumerate(zip(reading.runs, reading.ends, strict=True)):
            if run in self.runs:
                mask[start:end] = [True] * (end - start)
        for length, known in self.short.items():
            for start, gram in enumerate(grams_of(reading.tokens, length)):
                if gram in known:
                    mask[start : start + length] = [True] * length
        return mask


class _File:
    """The leaks of one file, gathered over its views, each reported once."""

    def __init__(
        self, path: str, holdings: Holdings, explained: _Explained, clean: set[str]
    ) -> None:
        self._clean = clean
        self.leaks: list[Leak] = []
        self._path = path
        self._holdings = holdings
        self._explained = explained
        self._known: set[tuple[str, int]] = set()
        self._readings: set[int] = set()
        self._lines = -1

    def read(self, view: View) -> None:
        if view.how == _AS_IT_IS:
            self._lines = view.text.count("\n")
        text = fold(view.text)
        tokens = tokens_of(text)
        key = hash(tuple(tokens))
        if key not in self._readings:
            self._readings.add(key)
            reading = _Reading(view.how, text, tokens, *runs_of(tokens))
            self._words(reading)
            self._identities(reading)
            self._handles(text, view.how)
        self._pieces(view)

    def _report(self, kind: str, mark: int, where: str, before: Before) -> None:
        """``before`` is a text and the place in it, from which the line is counted if it can be."""
        if (kind, mark) not in self._known:
            self._known.add((kind, mark))
            text, place = before
            same = text.count("\n") == self._lines
            line = text.count("\n", 0, place) + 1 if same else 0
            self.leaks.append(Leak(self._path, kind, where, line))

    def _words(self, reading: _Reading) -> None:
        """Runs of held text; neighbouring runs are one leak."""
        last = -2
        for place in map(int, found_in(reading.runs, self._holdings.runs)):
            run = reading.runs[place]
            if run in self._explained.runs or ("words", run) in self._known:
                continue
            if place != last + 1:
                self._report("words", run, _where(reading.how, place), _before(reading, place))
            self._known.add(("words", run))
            last = place

    def _identities(self, reading: _Reading) -> None:
        mask: list[bool] | None = None
        for length, table in self._holdings.anywhere.items():
            grams = grams_of(reading.tokens, length)
            for place in map(int, found_in(grams, table.hashes)):
                kind = _kind(table, grams[place])
                if kind == "id" and self._explained.ids.issuperset(
                    reading.tokens[place : place + length]
                ):
                    continue
                mask = mask if mask is not None else self._explained.covered(reading)
                if not all(mask[place : place + length]):
                    where = _where(reading.how, place)
                    self._report(kind, grams[place], where, _before(reading, place))

    def _handles(self, text: str, how: str) -> None:
        """Handles after ``@`` and after the host of an address."""
        said = [(found[1], found.start()) for found in _MENTION.finditer(text)]
        said += [(found[1], found.start()) for found in _ADDRESS.finditer(text)]
        if not said:
            return
        names = [tokens_of(name.strip(".-")) for name, _ in said]
        for place in range(len(said)):
            for tokens in (names[place], names[place][:1]):
                if not tokens or tokens[0] in _AT_WORDS:
                    continue
                mark = hash(tuple(tokens))
                if len(found_in([mark], self._holdings.mentions)) and not self._in_quote(
                    text, said[place][1], tokens
                ):
                    at = said[place][1]
                    where = _where(how, len(tokens_of(text[:at])))
                    self._report("handle", mark, where, (text, at))

    def _in_quote(self, text: str, at: int, tokens: list[str]) -> bool:
        """Whether a handle stands in cleared words: with the words around it, or as all of them."""
        if self._explained.ids.issuperset(tokens):
            return True
        before = tokens_of(unescape(text[max(0, at - 200) : at]))
        after = tokens_of(unescape(text[at : at + 300]))
        reading = _Reading("", "", before + after, *runs_of(before + after))
        mask = self._explained.covered(reading)
        return all(mask[len(before) : len(before) + len(tokens)])

    def _pieces(self, view: View) -> None:
        """Short posts, and names that are also words: only as a whole piece of text."""
        for number, piece in enumerate(_split(view.text)):
            if piece in self._clean:
                continue
            tokens = tokens_of(fold(piece))
            told = [tokens, tokens[1:]] if tokens and tokens[0] in _BY else [tokens]
            kinds = [(self._kind_of_piece(part), part) for part in told if part]
            if not any(kind for kind, _ in kinds):
                self._clean.add(piece)
            for kind, part in kinds:
                if kind and not self._explained.holds(part):
                    where = f"{view.how}, piece {number + 1}"
                    at = view.text.find(piece)
                    self._report(kind, hash(tuple(part)), where, (view.text, at))

    def _kind_of_piece(self, tokens: list[str]) -> str:
        mark = hash(tuple(tokens))
        if len(found_in([mark], self._holdings.shorts)):
            return "short-post"
        table = self._holdings.whole.get(len(tokens))
        if table is not None and len(found_in([mark], table.hashes)):
            return _kind(table, mark)
        return ""


def _spellings(text: str) -> set[str]:
    """A text as it stands in a page and in a script: an escape breaks the run around it."""
    in_page = escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    return {text, in_page, json.dumps(text), json.dumps(text, ensure_ascii=False)}


def _split(text: str) -> Iterator[str]:
    """Pieces between tags and lines, and strings in quotes that a reader would see as a whole."""
    for piece in _BETWEEN_TAGS.split(text):
        if piece and len(piece) <= _LONGEST_PIECE and not piece.isspace():
            yield piece
    for pattern in _QUOTED:
        for found in pattern.finditer(text):
            if not found[2] and _is_read_aloud(text, found.start()):
                yield found[1]


def _is_read_aloud(text: str, quote: int) -> bool:
    """Whether the string that begins there is no attribute, or one that readers come to see."""
    before = text[max(0, quote - _LONGEST_ATTRIBUTE) : quote]
    named = _ATTRIBUTE.search(before) if before.rstrip().endswith("=") else None
    return named is None or _READ_ALOUD.fullmatch(named[1]) is not None


def _kind(table: Table, mark: int) -> str:
    place = int(np.searchsorted(table.hashes, mark))
    return KINDS[int(table.kinds[place])]


def _before(reading: _Reading, place: int) -> Before:
    """Where in the text a token begins, to the line."""
    start = seen = 0
    for line in reading.text.splitlines(keepends=True):
        seen += len(tokens_of(line))
        if seen > place:
            break
        start += len(line)
    return reading.text, start


def _where(how: str, place: int) -> str:
    return f"{how}, word {place + 1}"
