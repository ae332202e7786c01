"""What cleared words explain when the leak scanner finds held words in a finished file."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from html import escape

import numpy as np
from numpy.typing import NDArray

from ownwords.consent.fingerprints import (
    Known,
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
        spelled = dict.fromkeys(spelling for text in said for spelling in _spellings(text))
        texts = [tokens for tokens in map(tokens_of, map(fold, spelled)) if tokens]
        counted = [numbering.text(tokens) for tokens in texts]
        self._row = row_of(counted, apart=True)
        self.runs = Known(without_doubles(self._row.runs().marks))
        short: dict[int, set[int]] = defaultdict(set)
        for tokens, text in zip(texts, counted, strict=True):
            if not text.is_run:
                short[len(tokens)].add(numbering.mark(tokens))
        self._short = {length: Known(as_array(sorted(found))) for length, found in short.items()}
        self._grams: dict[int, Known] = {}
        named = (one.text for one in shown if one.clearance.use is Use.NAMED)
        addresses = (text for text in named if _LOOKS_LIKE_AN_ADDRESS.fullmatch(text))
        self.ids = {one for text in addresses for one in numbering(tokens_of(fold(text)))}

    def holds(self, mark: int, length: int) -> bool:
        """Whether so many tokens of that number stand together in one cleared text or credit."""
        if length not in self._grams:
            self._grams[length] = Known(without_doubles(self._row.grams(length).marks))
        return mark in self._grams[length]

    def covered(self, row: Row) -> NDArray[np.bool_]:
        """Which tokens of a text stand inside cleared words: a whole run of them, or all."""
        steps = np.zeros(len(row) + 1, dtype=np.int64)
        asked = [(row.runs(), self.runs)]
        asked += [(row.grams(length), known) for length, known in self._short.items()]
        for spans, known in asked:
            places = known.places(spans.marks)
            np.add.at(steps, spans.starts[places], 1)
            np.add.at(steps, spans.ends[places], -1)
        return np.asarray(np.cumsum(steps[:-1]) > 0)


def _spellings(text: str) -> set[str]:
    """A text as it stands in a page and in a script: an escape breaks the run around it.

    What people write may look like an escape itself (``&#39;``, ``%40``, ``C:\\new``), and whoever
    reads the page in every way undoes it. Where that has too many layers, the page has them too.
    """
    readings = {text}
    if _LOOKS_ESCAPED.search(text):
        with suppress(TooMuch):
            readings.update(view.text for view in views(text.encode()))
    return {spelling for one in readings for spelling in _written(one)}


def _written(text: str) -> Iterator[str]:
    yield text
    yield escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    yield json.dumps(text)[1:-1]
    plain = json.dumps(text, ensure_ascii=False)[1:-1]
    yield plain
    yield plain.translate(_IN_SCRIPTS)
