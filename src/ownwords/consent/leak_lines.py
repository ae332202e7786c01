"""The lines of finished files as the leak scanner sees them; none is read twice.

The same words stand in several lists, in the search and in feeds. What can be said of a line does
not depend on the lines around it: folding, tokens, handles and pieces of text all end at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ownwords.consent.fingerprints import Numbered, fold, mark_of, numbered, tokens_of
from ownwords.consent.holdings import Holdings

_MENTION = re.compile(r"(?<![\w@.])@(\w[\w.-]*(?:@[\w.-]+)?)")
_ADDRESS = re.compile(r"[\w-]\.[a-z]{2,}/@?(\w+)(?=[/?#\"'\s<]|$)")
_AT_WORDS = frozenset(
    (
        "charset", "container", "context", "font", "graph", "id", "import", "keyframes", "layer",
        "media", "namespace", "page", "property", "scope", "starting", "supports", "type", "view",
    )
)  # fmt: skip
"""What stands after ``@`` in style sheets and JSON-LD."""

_BETWEEN_TAGS = re.compile(r"<[^<>]*>|[\r\t]")
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
_BY = frozenset(("by", "von", "par", "por", "de", "di", "da", "af", "av", "od", "от", "من"))
_REMEMBERED = 1 << 18


class Found(NamedTuple):
    """A held identity or short post in a line.

    ``at`` is the place of a handle in the folded line; -1 where a whole piece of text is meant.
    """

    kind: str
    tokens: tuple[str, ...]
    at: int = -1


class Line(NamedTuple):
    """One line: its tokens, and what in it has to be explained."""

    text: Numbered
    found: tuple[Found, ...]


class Lines:
    """Reads lines and remembers them, and the pieces of text in which nothing was found."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._known: dict[str, Line] = {}
        self._clean: set[str] = set()

    def __call__(self, lines: list[str]) -> list[Line]:
        """What is known of these lines."""
        if len(self._known) + len(self._clean) > _REMEMBERED:
            self._known.clear()
            self._clean.clear()
        known = self._known
        for line in lines:
            if line not in known:
                known[line] = self._look(line)
        return [known[line] for line in lines]

    def _look(self, line: str) -> Line:
        folded = fold(line)
        found = (*self._handles(folded), *self._pieces(line))
        return Line(numbered(tokens_of(folded)), found)

    def _handles(self, folded: str) -> Iterator[Found]:
        """Handles after ``@`` and after the host of an address."""
        for pattern in (_MENTION, _ADDRESS):
            for said in pattern.finditer(folded):
                whole = tokens_of(said[1].strip(".-"))
                for tokens in (whole, whole[:1]):
                    if tokens and tokens[0] not in _AT_WORDS and self._is_mentioned(tokens):
                        yield Found("handle", tuple(tokens), said.start())

    def _is_mentioned(self, tokens: list[str]) -> bool:
        return mark_of(tokens) in self._holdings.mentions

    def _pieces(self, line: str) -> Iterator[Found]:
        """Short posts, and names that are also words: only as a whole piece of text."""
        for piece in _split(line):
            if piece not in self._clean:
                found = list(self._whole(tokens_of(fold(piece))))
                yield from found
                if not found:
                    self._clean.add(piece)

    def _whole(self, tokens: list[str]) -> Iterator[Found]:
        for part in (tokens, tokens[1:]) if tokens and tokens[0] in _BY else (tokens,):
            kind = self._kind(part) if part else ""
            if kind:
                yield Found(kind, tuple(part))

    def _kind(self, tokens: list[str]) -> str:
        mark = mark_of(tokens)
        if mark in self._holdings.shorts:
            return "short-post"
        table = self._holdings.whole.get(len(tokens))
        return table.kind(mark) if table is not None and mark in table.known else ""


def _split(line: str) -> Iterator[str]:
    """Pieces between tags, and strings in quotes that a reader would see as a whole."""
    for piece in _BETWEEN_TAGS.split(line):
        if piece and len(piece) <= _LONGEST_PIECE and not piece.isspace():
            yield piece
    for pattern in _QUOTED:
        for found in pattern.finditer(line):
            if not found[2] and _is_read_aloud(line, found.start()):
                yield found[1]


def _is_read_aloud(line: str, quote: int) -> bool:
    """Whether the string that begins there is no attribute, or one that readers come to see."""
    before = line[max(0, quote - _LONGEST_ATTRIBUTE) : quote]
    named = _ATTRIBUTE.search(before) if before.rstrip().endswith("=") else None
    return named is None or _READ_ALOUD.fullmatch(named[1]) is not None
