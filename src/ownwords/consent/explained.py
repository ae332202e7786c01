"""What cleared words explain when the leak scanner finds held words in a finished file."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from html import escape
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ownwords.consent.fingerprints import (
    Known,
    Numbered,
    Numbering,
    Row,
    as_array,
    fold,
    row_of,
    tokens_of,
    without_doubles,
)
from ownwords.consent.unpacking import TooMuch, views
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Use

_LOOKS_LIKE_AN_ADDRESS = re.compile(r"\S+[:/]\S+")
_LOOKS_ESCAPED = re.compile(r"[&%\\=<]")
_BRACKET = re.compile("[<>]")
_IN_SCRIPTS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<\u2028\u2029"}
_UNSHOWN = frozenset({Use.HOLD, Use.READ, Use.COUNT})


class Explained:
    """Cleared words and the names beside them, in the numbers of what is held.

    ``runs`` are those of their texts; ``ids`` the numbers of the words of cleared addresses.
    """

    def __init__(self, cleared: Sequence[Cleared], numbering: Numbering) -> None:
        self.cleared = cleared
        shown = [one for one in cleared if one.clearance.use not in _UNSHOWN]
        said = dict.fromkeys(text for one in shown for text in (one.text, one.credit))
        readings = {text: _readings(text) for text in said}
        texts = _tokens(_written(one) for found in readings.values() for one in found)
        counted = [(tokens, numbering.text(tokens)) for tokens in texts]
        self._row = row_of([numbered for _, numbered in counted], apart=True)
        self.runs = Known(without_doubles(self._row.runs().marks))
        self._ends = _ends(counted, numbering)
        bracketed = (one for found in readings.values() for one in found if _BRACKET.search(one))
        left = _tokens(_written(piece) for one in bracketed for piece in _left_over(one))
        self._left = _ends([(tokens, numbering.text(tokens)) for tokens in left], numbering)
        self._grams: dict[int, Known] = {}
        named = (one.text for one in shown if one.clearance.use is Use.NAMED)
        addresses = (text for text in named if _LOOKS_LIKE_AN_ADDRESS.fullmatch(text))
        self.ids = {one for text in addresses for one in numbering(tokens_of(fold(text)))}

    def holds(self, mark: int, length: int) -> bool:
        """Whether so many tokens of that number stand together in one cleared text or credit."""
        if length not in self._grams:
            self._grams[length] = Known(without_doubles(self._row.grams(length).marks))
        return mark in self._grams[length]

    def covered(self, row: Row, *, without_tags: bool) -> NDArray[np.bool_]:
        """Which tokens of a text stand inside cleared words: a whole run of them, or all.

        ``without_tags`` where tags were taken out of it: what is left of cleared words then.
        """
        steps = np.zeros(len(row) + 1, dtype=np.int64)
        asked = [(row.runs(), self.runs)]
        for ends in (self._ends, self._left) if without_tags else (self._ends,):
            asked += [(row.grams(length), known) for length, known in ends.items()]
        for spans, known in asked:
            places = known.places(spans.marks)
            np.add.at(steps, spans.starts[places], 1)
            np.add.at(steps, spans.ends[places], -1)
        return np.asarray(np.cumsum(steps[:-1]) > 0)


def _tokens(spelled: Iterable[Iterable[str]]) -> list[list[str]]:
    """The tokens of each spelling, each once."""
    texts = dict.fromkeys(spelling for several in spelled for spelling in several)
    return [tokens for tokens in map(tokens_of, map(fold, texts)) if tokens]


def _ends(texts: Iterable[tuple[list[str], Numbered]], numbering: Numbering) -> dict[int, Known]:
    """By their length, the ends of texts that are none of their runs, and texts without a run."""
    found: dict[int, set[int]] = defaultdict(set)
    for tokens, numbered in texts:
        if length := numbered.ends_apart:
            found[length].add(numbering.mark(tokens[-length:]))
    return {length: Known(as_array(sorted(marks))) for length, marks in found.items()}


def _readings(text: str) -> set[str]:
    """A text, and what it reads as.

    What people write may look like an escape itself (``&#39;``, ``%40``, ``C:\\new``), and whoever
    reads the page in every way undoes it. Where that has too many layers, the page has them too.
    """
    readings = {text}
    if _LOOKS_ESCAPED.search(text):
        with suppress(TooMuch):
            readings.update(view.text for view in views(text.encode()))
    return readings


_OPENED, _CLOSED = re.compile(r"\w*<"), re.compile(r">\w*")
_NESTED = 4
"""Brackets of one sort that are reckoned with: tags are removed so often before nobody looks on."""


def _left_over(text: str) -> Iterator[str]:
    """What is left of a text where a sharp bracket in it makes a tag with words around it.

    ``a < b`` in one quotation and ``c > d`` in the next one read as one tag, which whoever removes
    tags removes. A word that touches the bracket grows together with another one.
    """
    first, last = text.find("<"), text.rfind(">")
    closing = _CLOSED.finditer(text, 0, first if first >= 0 else len(text))
    begins = [0, *(found.end() for found in closing)]
    ends = [*(found.start() for found in _OPENED.finditer(text, last + 1)), len(text)]
    around = product(begins[: _NESTED + 1], ends[-_NESTED - 1 :])
    yield from {text[begin:end] for begin, end in around} - {text}


def _written(text: str) -> Iterator[str]:
    """A text as it stands in a page and in a script: an escape breaks the run around it."""
    yield text
    yield escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    yield json.dumps(text)[1:-1]
    plain = json.dumps(text, ensure_ascii=False)[1:-1]
    yield plain
    yield plain.translate(_IN_SCRIPTS)
