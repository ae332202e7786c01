"""The lines of finished files as the leak scanner sees them; none is read twice.

The same words stand in several lists, in the search and in feeds. What can be said of a line does
not depend on the lines around it: folding, tokens, handles and pieces of text all end at its end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ownwords.consent.fingerprints import (
    Numbered,
    fold,
    row_of,
    tokens_of,
)
from ownwords.consent.holdings import Holdings

_MENTION = re.compile(r"(?<![\w@.])@(\w[\w.-]*(?:@[\w.-]+)?)")
_ADDRESS = re.compile(
    r"[\w-]\.[a-z]{2,}/(?!(?<=w3\.org/)ns/anno\.jsonld|(?<=jsonfeed\.org/)version/1\.1)"
    r"@?(\w+)(?=[/?#\"'\s<]|$)"
)
"""But for the two that say in which format a packet or a feed is."""
_HOST = re.compile(r"\.[a-z]{2,}/")
_AT_WORDS = frozenset(
    (
        "charset", "container", "context", "font", "graph", "id", "import", "keyframes", "layer",
        "media", "namespace", "page", "property", "scope", "starting", "supports", "type", "view",
    )
)  # fmt: skip
"""What stands after ``@`` in style sheets and JSON-LD."""

_PARTS = re.compile(r"(<[^<>]*>|[\r\t])")
_QUOTED = (
    ('"', re.compile(r'"((?:[^"\\\n]|\\.){1,200})"(\s*:)?')),
    ("'", re.compile(r"'((?:[^'\\\n]|\\.){1,200})'(\s*:)?")),
)
_LONGEST_ATTRIBUTE = 80
_READ_ALOUD = re.compile(
    r"alt|title|content|value|label|placeholder|summary|data-.+"
    r"|aria-(?!(?:labelledby|describedby|controls)$).+",
    re.IGNORECASE,
)
"""Of those that are left out, ``aria-labelledby`` and the two beside it hold ids."""
_LONGEST_PIECE = 200
_BY = ("by", "von", "par", "por", "de", "di", "da", "af", "av", "od", "от", "من")
_DASHES = ("-", "\u2012", "\u2013", "\u2014", "\u2015")
_REMEMBERED = 1 << 18


class Found(NamedTuple):
    """A held identity or short post in a line: its number and how many tokens it has.

    ``at`` is the token with which a handle begins; -1 where a whole piece of text is meant.
    """

    kind: str
    mark: int
    length: int
    at: int = -1


class Line(NamedTuple):
    """A line, or a part of one: its tokens, and what in it has to be explained."""

    text: Numbered
    found: tuple[Found, ...]


class Lines:
    """Reads lines and remembers them, and the tags and texts between tags that they are made of."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._numbering = holdings.numbering
        self._by = frozenset(self._numbering(_BY))
        self._known: dict[str, Line] = {}
        self._parts: dict[str, Line] = {}

    def __call__(self, lines: list[str]) -> list[Line]:
        """What is known of these lines."""
        for shelf in (self._known, self._parts):
            if len(shelf) > _REMEMBERED:
                shelf.clear()
        new = [line for line in dict.fromkeys(lines) if line not in self._known]
        if new:
            split = [_PARTS.split(line) for line in new]
            unread = {part for parts in split for part in parts}.difference(self._parts)
            if unread:
                self._look(unread)
            for line, parts in zip(new, split, strict=True):
                self._known[line] = _joined(list(map(self._parts.__getitem__, parts)))
        return list(map(self._known.__getitem__, lines))

    def _look(self, new: set[str]) -> None:
        """Read parts of lines that were not read before, all at once."""
        parts = sorted(new)
        quoted = {part: said for part in parts if (said := tuple(_in_quotes(part)))}
        pieces = list({piece for said in quoted.values() for piece in said}.difference(new))
        folded = fold("\n".join((*parts, *pieces)))
        texts = list(self._numbering.lines(folded))
        whole = self._whole([*parts, *pieces], texts)
        lines = folded.split("\n")
        for part, text, line in zip(parts, texts, lines, strict=False):
            found = [*self._said(line)] if "@" in line or _HOST.search(line) else []
            if part[:1] != "<":
                found += whole.get(part, ())
            for piece in quoted.get(part, ()):
                found += whole.get(piece, ())
            self._parts[part] = Line(text, tuple(found))

    def _said(self, folded: str) -> Iterator[Found]:
        """Handles after ``@`` and after the host of an address."""
        for pattern in (_MENTION, _ADDRESS):
            for said in pattern.finditer(folded):
                whole = tokens_of(said[1].strip(".-"))
                for tokens in (whole, whole[:1]):
                    mark = self._numbering.mark(tokens)
                    if tokens and tokens[0] not in _AT_WORDS and mark in self._holdings.mentions:
                        at = len(tokens_of(folded[: said.start(1)]))
                        yield Found("handle", mark, len(tokens), at)

    def _whole(self, pieces: list[str], texts: list[Numbered]) -> dict[str, list[Found]]:
        """Short posts, and names that are also words: only as a whole piece of text.

        A piece that begins with "by" is looked at without it too. What the site itself prints as a
        whole piece is nobody's, unless a dash stands before it.
        """
        asked: list[tuple[str, Numbered]] = []
        for piece, text in zip(pieces, texts, strict=True):
            if text.marks and len(piece) <= _LONGEST_PIECE:
                rest = text.without_first()
                if not text.is_run:
                    asked.append((piece, text))
                if rest.marks and not rest.is_run and text.first in self._by:
                    asked.append((piece, rest))
        known = dict(zip(pieces, texts, strict=True))
        found: dict[str, list[Found]] = defaultdict(list)
        ours = self._holdings.alone
        for number, one in self._kinds([text for _, text in asked]):
            piece, text = asked[number]
            by = len(text.weights) < len(known[piece].weights)
            if by or one.mark not in ours or piece.lstrip().startswith(_DASHES):
                found[piece].append(one)
        return found

    def _kinds(self, texts: list[Numbered]) -> Iterator[tuple[int, Found]]:
        """Which of these texts are held as a whole, and as what."""
        lengths = np.array([len(text.weights) for text in texts], dtype=np.int64)
        ends = np.cumsum(lengths)
        marks = row_of(texts, apart=False).spans(ends - lengths, ends)
        short = set(self._holdings.shorts.places(marks).tolist())
        for number in short:
            yield number, Found("short-post", int(marks[number]), int(lengths[number]))
        for length, table in self._holdings.whole.items():
            same = np.flatnonzero(lengths == length)
            for number in map(int, same[table.known.places(marks[same])]):
                if number not in short:
                    mark = int(marks[number])
                    yield number, Found(table.kind(mark), mark, length)


def _joined(parts: list[Line]) -> Line:
    """A line of its parts."""
    marks = b"".join([part.text.marks for part in parts])
    weights = b"".join([part.text.weights for part in parts])
    if not any(part.found for part in parts):
        return Line(Numbered(marks, weights), ())
    found: list[Found] = []
    begins = 0
    for part in parts:
        found += (one._replace(at=one.at + begins) if one.at >= 0 else one for one in part.found)
        begins += len(part.text.weights)
    return Line(Numbered(marks, weights), tuple(found))


def _in_quotes(part: str) -> Iterator[str]:
    """Strings in quotes that a reader would see as a whole."""
    for sign, pattern in _QUOTED:
        if sign in part:
            for found in pattern.finditer(part):
                if not found[2] and _is_read_aloud(part, found.start()):
                    yield found[1]


def _is_read_aloud(part: str, quote: int) -> bool:
    """Whether the string that begins there is no attribute, or one that readers come to see."""
    before = part[max(0, quote - _LONGEST_ATTRIBUTE) : quote].rstrip()
    if not before.endswith("="):
        return True
    name = _last_name(before[:-1].rstrip())
    return not name or _READ_ALOUD.fullmatch(name) is not None


def _last_name(text: str) -> str:
    """The name of an attribute at the end of a text."""
    start = len(text)
    while start and (text[start - 1].isalnum() or text[start - 1] in "_-"):
        start -= 1
    return text[start:]
