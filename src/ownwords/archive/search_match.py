"""Comparing what FTS5 found with the original text, and cutting the piece to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownwords.archive.folding import Token
from ownwords.archive.search_plan import Every, Facet, Node, Some, Without, Words

Span = tuple[int, int]
SNIPPET = 200
"""Longest piece to show, in code points."""


class Read:
    """One post opened for comparing: its text, the tokens in it, its facets."""

    def __init__(self, text: str, tokens: Sequence[Token], facets: str) -> None:
        self.text = text
        self.tokens = tokens
        self.facets = frozenset(facets.split())
        self._places: dict[str, list[int]] = {}
        for at, token in enumerate(tokens):
            self._places.setdefault(token.text, []).append(at)

    def found(self, node: Node) -> list[Span] | None:
        """Where the words of a node stand in the text; None when the node does not hold."""
        match node:
            case Words():
                return list(self._phrases(node)) or None
            case Facet():
                return [] if node.token in self.facets else None
            case Without():
                return [] if self.found(node.part) is None else None
            case Every():
                return self._every(node)
            case Some():
                held = [spans for spans in map(self.found, node.parts) if spans is not None]
                return sorted({span for spans in held for span in spans}) if held else None

    def _every(self, node: Every) -> list[Span] | None:
        spans: set[Span] = set()
        for part in node.parts:
            found = self.found(part)
            if found is None:
                return None
            spans.update(found)
        return sorted(spans)

    def _phrases(self, words: Words) -> Iterator[Span]:
        for first in self._starts(words):
            last = first + len(words.tokens) - 1
            if last < len(self.tokens) and self._is_phrase(words, first):
                yield self.tokens[first].start, self.tokens[last].end

    def _starts(self, words: Words) -> Sequence[int]:
        if len(words.tokens) == 1 and words.prefix:
            return range(len(self.tokens))
        return self._places.get(words.tokens[0], ())

    def _is_phrase(self, words: Words, first: int) -> bool:
        last = first + len(words.tokens) - 1
        here = self.tokens[first : last + 1]
        heads = zip(here[:-1], words.tokens[:-1], strict=True)
        return (
            all(token.text == wanted for token, wanted in heads)
            and _ends_with(here[-1].text, words)
            and all(not tight or self._touch(here[at], here[at + 1]) for at, tight in _gaps(words))
            and not self._cuts(first)
            and not self._cuts(last + 1)
        )

    def _touch(self, before: Token, after: Token) -> bool:
        return not self.text[before.end : after.start].strip()

    def _cuts(self, at: int) -> bool:
        """Would a phrase that begins or ends before token ``at`` tear a letter from its marks?"""
        if not 0 < at < len(self.tokens):
            return False
        return self.tokens[at].start == self.tokens[at - 1].start


def _gaps(words: Words) -> Iterator[tuple[int, bool]]:
    return enumerate(words.tight)


def _ends_with(token: str, words: Words) -> bool:
    wanted = words.tokens[-1]
    return token.startswith(wanted) if words.prefix else token == wanted


def snippet(read: Read, hit: Span | None) -> Span:
    """The piece of the text to show: all of a short text, else the hit with what is around it."""
    if len(read.text) <= SNIPPET or not read.tokens:
        return 0, min(len(read.text), SNIPPET)
    start, end = hit or (0, 0)
    room = max(0, SNIPPET - (end - start)) // 2
    low, high = max(0, start - room), min(len(read.text), start - room + SNIPPET)
    low = max(0, min(low, high - SNIPPET))
    high = max(high, min(len(read.text), low + SNIPPET))
    return _trim(read, (low, high), (start, end))


def _trim(read: Read, piece: Span, hit: Span) -> Span:
    """Narrow a piece to whole words (or letters where words are not parted) around the hit."""
    low, high = piece
    starts = [token.start for token in read.tokens if low <= token.start <= max(hit[0], low)]
    ends = [token.end for token in read.tokens if min(hit[1], high) <= token.end <= high]
    first = 0 if low == 0 else min(starts, default=hit[0])
    last = len(read.text) if high == len(read.text) else max(ends, default=hit[1])
    return first, max(last, first)
