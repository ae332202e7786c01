"""What a person types into the search, read into a plan.

Words and "phrases" must all be there; OR between two of them asks for one; ``-`` in front or NOT
throws out; ``*`` behind lets a word go on; brackets group. ``tag:``, ``from:``, ``lang:`` and
``on:`` ask for a tag, an author, a language and a network, ``since:`` and ``until:`` for a time.
Every string either is such a query or gives an AskedWrongly that says where and what to write
instead; it never repeats the words, for a search may hold a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from ownwords.archive.search_plan import Every, Facet, Node, Plan, Some, Without, words_of
from ownwords.archive.search_rows import folded_handle
from ownwords.records.errors import AskedWrongly
from ownwords.records.text import fold_tag
from ownwords.records.times import PartialDate

LONGEST = 2_000
DEEPEST = 12
MOST = 200
SHORTEST_PREFIX = 2

_QUOTES = '"“”„‟«»＂'
_PIECE = re.compile(
    rf"""
    (?P<space>[\s\u200b]+)
    | (?P<open>\()
    | (?P<close>\))
    | (?P<minus>-(?=[^\s)]))
    | (?P<value>[A-Za-z]+:(?:[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]|[^\s(){_QUOTES}]+))
    | (?P<phrase>[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]\*?)
    | (?P<quote>[{_QUOTES}])
    | (?P<word>[^\s\u200b(){_QUOTES}]+)
    """,
    re.VERBOSE,
)
_MEANT = {
    "hashtag": "tag",
    "author": "from",
    "account": "from",
    "user": "from",
    "by": "from",
    "language": "lang",
    "network": "on",
    "after": "since",
    "before": "until",
}


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A search as it is asked: the text and what the options add to it.

    ``since`` and ``until`` (exclusive) are microseconds UTC; ``account`` is an account id or a
    handle, ``also`` are other ids of the same one. ``relevance`` asks for the best first, else the
    newest come first.
    """

    text: str = ""
    tag: str = ""
    language: str = ""
    network: str = ""
    since: int | None = None
    until: int | None = None
    account: str = ""
    also: tuple[str, ...] = ()
    limit: int = 20
    relevance: bool = False


class _Piece(NamedTuple):
    kind: str
    text: str
    at: int
    """Position in the query, from 1, as people count."""


class _Times(msgspec.Struct):
    since: int | None = None
    until: int | None = None

    def narrow(self, since: int | None, until: int | None) -> None:
        if since is not None:
            self.since = since if self.since is None else max(since, self.since)
        if until is not None:
            self.until = until if self.until is None else min(until, self.until)


def plan(query: Query) -> Plan:
    """The plan of a query; AskedWrongly when it cannot be read or asks for nothing."""
    if len(query.text) > LONGEST:
        raise AskedWrongly(
            "The search is %(count)s characters long.",
            do="Write at most %(most)s characters.",
            count=len(query.text),
            most=LONGEST,
        )
    times = _Times(query.since, query.until)
    reader = _Reader(_pieces(query.text), times)
    parts = [*_parts_of(reader.read()), *_options(query)]
    if not parts and times.since is None and times.until is None:
        raise AskedWrongly(
            "The search asks for nothing.", do="Write a word, or an operator such as tag:NAME."
        )
    node = _joined(parts) if parts else None
    return Plan(node=node, since=times.since, until=times.until, relevance=query.relevance)


def _pieces(text: str) -> list[_Piece]:
    pieces = [
        _Piece(str(found.lastgroup), found.group(), found.start() + 1)
        for found in _PIECE.finditer(text)
        if found.lastgroup != "space"
    ]
    if len(pieces) > MOST:
        raise AskedWrongly(
            "The search has %(count)s parts.",
            do="Write at most %(most)s words and signs.",
            count=len(pieces),
            most=MOST,
        )
    return pieces


def _options(query: Query) -> list[Node]:
    asked = (
        (_tag, query.tag),
        (_language, query.language),
        (_network, query.network),
    )
    options = [facet(value) for facet, value in asked if value]
    authors = tuple(_author(value) for value in (query.account, *query.also) if value)
    return [*options, authors[0] if len(authors) == 1 else Some(authors)] if authors else options


def _tag(value: str) -> Node:
    return Facet("t", fold_tag(value))


def _language(value: str) -> Node:
    return Facet("l", value.lower())


def _network(value: str) -> Node:
    return Facet("n", value.lower())


def _author(value: str) -> Node:
    return Some((Facet("a", value), Facet("h", folded_handle(value))))


def _parts_of(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    return node.parts if isinstance(node, Every) else (node,)


def _leaves_out(node: Node) -> bool:
    """Does this node only say what to leave out?"""
    return all(isinstance(part, Without) for part in _parts_of(node))


def _joined(parts: list[Node]) -> Node:
    node = parts[0] if len(parts) == 1 else Every(tuple(parts))
    if _leaves_out(node):
        raise AskedWrongly(
            "The search only says what to leave out.",
            do="Write at least one word, tag:, from: or lang: beside it.",
        )
    return node


def _has_open_or(pieces: list[_Piece]) -> bool:
    """Is there an OR outside of all brackets?"""
    depth = 0
    for piece in pieces:
        depth += (piece.kind == "open") - (piece.kind == "close")
        if depth == 0 and piece.kind == "word" and piece.text == "OR":
            return True
    return False


def _words(piece: _Piece) -> Node | None:
    words = words_of(piece.text, prefix=piece.text.endswith("*"))
    if words is not None and words.prefix and len(words.tokens[-1]) < SHORTEST_PREFIX:
        raise AskedWrongly(
            "The * behind character %(at)s has one letter before it.",
            do="Write at least two letters before *: one finds nearly everything.",
            at=piece.at + len(piece.text) - 2,
        )
    return words


class _Reader:
    """Reads pieces by descent: sides of OR, sequences of single parts, single parts."""

    def __init__(self, pieces: list[_Piece], times: _Times) -> None:
        self._pieces = pieces
        self._times = times
        self._next = 0
        self._depth = 0
        self._bound = _has_open_or(pieces)

    def read(self) -> Node | None:
        """The whole query."""
        node = self._sides()
        piece = self._peek()
        if piece is not None:
            raise AskedWrongly(
                "The bracket at character %(at)s closes nothing.",
                do="Take it away, or write ( before it.",
                at=piece.at,
            )
        return node

    def _peek(self) -> _Piece | None:
        return self._pieces[self._next] if self._next < len(self._pieces) else None

    def _is(self, word: str) -> bool:
        piece = self._peek()
        return piece is not None and piece.kind == "word" and piece.text == word

    def _here(self) -> str:
        piece = self._peek()
        return f"at character {piece.at}" if piece else "at the end"

    def _sides(self) -> Node | None:
        first = self._sequence()
        if not self._is("OR"):
            return first
        sides = [first]
        while self._is("OR"):
            here = self._here()
            self._next += 1
            sides.append(self._sequence())
            if sides[-2] is None or sides[-1] is None:
                raise AskedWrongly(
                    f"The OR {here} has nothing on one of its sides.",
                    do="Write a word on both sides, or take OR away.",
                )
        found = tuple(side for side in sides if side is not None)
        if any(map(_leaves_out, found)):
            raise AskedWrongly(
                "A side of an OR only says what to leave out.",
                do="Write a word beside it, in brackets: (word -other).",
            )
        return Some(found)

    def _sequence(self) -> Node | None:
        parts: list[Node] = []
        start = self._next
        while (piece := self._peek()) is not None:
            if piece.kind == "close" or self._is("OR"):
                break
            if self._is("AND"):
                self._and(begun=self._next > start)
            parts.extend(_parts_of(self._single()))
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _and(self, *, begun: bool) -> None:
        here = self._here()
        self._next += 1
        following = self._peek()
        ends = following is None or following.kind == "close" or following.text in {"AND", "OR"}
        if not begun or ends:
            raise AskedWrongly(
                f"The AND {here} has nothing on one of its sides.",
                do="Write a word on both sides, or take AND away.",
            )

    def _single(self) -> Node | None:
        piece = self._pieces[self._next]
        self._next += 1
        match piece.kind:
            case "minus":
                return self._without(piece)
            case "open":
                return self._bracket(piece)
            case "quote":
                raise AskedWrongly(
                    "The quotation mark at character %(at)s has no second one.",
                    do='Write " at the end of the phrase as well.',
                    at=piece.at,
                )
            case "value":
                return self._operator(piece)
            case "word" if piece.text == "NOT":
                return self._without(piece)
            case _:
                return _words(piece)

    def _deeper(self, piece: _Piece) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise AskedWrongly(
                "At character %(at)s the brackets are more than %(deepest)s deep.",
                do="Write the search with fewer brackets.",
                at=piece.at,
                deepest=DEEPEST,
            )

    def _without(self, piece: _Piece) -> Node | None:
        following = self._peek()
        if following is None or following.kind == "close" or self._is("AND") or self._is("OR"):
            raise AskedWrongly(
                "The %(sign)s at character %(at)s has nothing behind it.",
                do='Write a word behind it, or "%(sign)s" to look for it as a word.',
                sign=piece.text,
                at=piece.at,
            )
        node = self._inside(piece, self._single)
        if node is None:
            return None
        if _leaves_out(node):
            raise AskedWrongly(
                "The %(sign)s at character %(at)s leaves out what is already left out.",
                do="Write it once.",
                sign=piece.text,
                at=piece.at,
            )
        return Without(node)

    def _bracket(self, piece: _Piece) -> Node | None:
        node = self._inside(piece, self._sides)
        closing = self._peek()
        if closing is None:
            raise AskedWrongly(
                "The bracket at character %(at)s is not closed.",
                do="Write ) where the group ends.",
                at=piece.at,
            )
        self._next += 1
        return node

    def _inside(self, piece: _Piece, read: Callable[[], Node | None]) -> Node | None:
        """Read a part for which dates cannot be asked."""
        bound, self._bound = self._bound, True
        self._deeper(piece)
        node = read()
        self._depth -= 1
        self._bound = bound
        return node

    def _operator(self, piece: _Piece) -> Node | None:
        name, _, value = piece.text.partition(":")
        name = name.lower()
        if name in _MEANT:
            raise AskedWrongly(
                "There is no operator %(name)s: (character %(at)s).",
                do="Write %(meant)s: instead, or put it in quotation marks.",
                name=name,
                meant=_MEANT[name],
                at=piece.at,
            )
        if name in {"since", "until"}:
            self._time(name, value.strip(_QUOTES), piece)
            return None
        facet = _FACETS.get(name)
        if facet is None:
            return _words(piece)
        return facet(value.strip(_QUOTES))

    def _time(self, name: str, value: str, piece: _Piece) -> None:
        if self._bound:
            raise AskedWrongly(
                "%(name)s: at character %(at)s stands in brackets, beside OR or behind -.",
                do="Write it once for the whole search: (this OR that) %(name)s:2014-01-09.",
                name=name,
                at=piece.at,
            )
        try:
            start = PartialDate.parse(value).start
        except (ValueError, OverflowError) as error:
            raise AskedWrongly(
                "%(name)s: at character %(at)s has no date that can be read.",
                do="Write it as 2014, 2014-01, 2014-01-09 or 2014-01-09T18:30.",
                name=name,
                at=piece.at,
            ) from error
        self._times.narrow(start if name == "since" else None, start if name == "until" else None)


_FACETS: dict[str, Callable[[str], Node]] = {
    "tag": _tag,
    "from": _author,
    "lang": _language,
    "on": _network,
}
