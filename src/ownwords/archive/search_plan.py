"""What is searched for: a tree of words and facets, and its expression for FTS5.

The expression is made of folded tokens in quotation marks and of our own operators only, so
nothing that a person types can become syntax. It may find too much (characters of scripts without
spaces that stand next to each other by chance), never too little: what FTS5 finds is then compared
with the original text by :mod:`ownwords.archive.search_match`.
"""

from __future__ import annotations

from itertools import pairwise

import msgspec

from ownwords.archive.folding import is_unsegmented, spans
from ownwords.archive.search_rows import facet


class Words(msgspec.Struct, frozen=True):
    """Tokens that follow each other; with ``prefix`` the last one may go on.

    ``tight[i]`` says that nothing but white space may part token ``i`` from the next one.
    """

    tokens: tuple[str, ...]
    tight: tuple[bool, ...] = ()
    prefix: bool = False


class Facet(msgspec.Struct, frozen=True):
    """Posts of one author (``a``), handle (``h``), language (``l``), network (``n``) or folded tag
    (``t``)."""

    kind: str
    value: str

    @property
    def token(self) -> str:
        return facet(self.kind, self.value)


class Every(msgspec.Struct, frozen=True):
    """All parts hold; at least one of them is not a :class:`Without`."""

    parts: tuple[Node, ...]


class Some(msgspec.Struct, frozen=True):
    """At least one part holds; none of them is a :class:`Without`."""

    parts: tuple[Node, ...]


class Without(msgspec.Struct, frozen=True):
    """The part does not hold. Stands inside of :class:`Every` only."""

    part: Node


Node = Words | Facet | Every | Some | Without


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A question to the index. ``since`` and ``until`` (exclusive) are microseconds UTC.

    ``node`` may be None: then the dates alone decide. ``relevance`` asks for the best first
    (bm25 over the words), else the newest come first.
    """

    node: Node | None = None
    since: int | None = None
    until: int | None = None
    relevance: bool = False


def words_of(text: str, *, prefix: bool = False) -> Words | None:
    """The words of a piece of a query; None when it holds no letter, digit or emoji."""
    found = spans(text)
    if not found:
        return None
    return Words(
        tuple(token.text for token in found),
        tuple(after.start <= before.end for before, after in pairwise(found)),
        prefix and not is_unsegmented(found[-1].text),
    )


def must_compare(node: Node) -> bool:
    """Can FTS5 find too much for this node?"""
    match node:
        case Words():
            return any(node.tight) or any(not _whole(token) for token in node.tokens)
        case Facet():
            return False
        case Without():
            return must_compare(node.part)
        case Every() | Some():
            return any(map(must_compare, node.parts))


def _whole(token: str) -> bool:
    """Is this token a word by itself, not one letter out of a run or a half of a flag?"""
    return not is_unsegmented(token) and not "\U0001f1e6" <= token[0] <= "\U0001f1ff"


def scores(node: Node) -> bool:
    """Is there a word in it that relevance can weigh?"""
    match node:
        case Words():
            return True
        case Every() | Some():
            return any(map(scores, node.parts))
        case _:
            return False


def expression(node: Node) -> str:
    """The node for FTS5's MATCH."""
    match node:
        case Words():
            return f'body : "{" ".join(node.tokens)}"{" *" if node.prefix else ""}'
        case Facet():
            return f'facets : "{node.token}"'
        case Some():
            return _joined(" OR ", node.parts)
        case Every():
            return _every(node)
        case Without():
            raise ValueError("Without stands inside of Every.")


def _joined(operator: str, parts: tuple[Node, ...]) -> str:
    return "(" + operator.join(map(expression, parts)) + ")"


def _every(node: Every) -> str:
    wanted = tuple(part for part in node.parts if not isinstance(part, Without))
    # What may find too much would throw out too much here: it is left to the comparison.
    thrown_out = tuple(
        part.part for part in node.parts if isinstance(part, Without) and not must_compare(part)
    )
    found = _joined(" AND ", wanted)
    return f"({found} NOT {_joined(' OR ', thrown_out)})" if thrown_out else found
