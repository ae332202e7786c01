"""Can an original be found by its retelling? Two requirements, tested against what is held here.

**Runs.** The retelling shares no run of words with the original that is rare: three words, or seven
characters of scripts without spaces (mixed texts add up), that fewer than five other accounts here
wrote as well. Half of all short posts hold a word that nobody else wrote, and 97 in 100 a pair
(docs/decisions/0003-gate.md), so a shared run is a pointer.

**Search.** Whoever searches with the retelling's most telling terms, all together, the rarest of
them, one by one or two at a time, does not get the original, nor a post that passes it on, among
the first twenty results. Terms are words, and pairs of characters in scripts without spaces; what
more than a twentieth of all posts hold tells nothing alone. In a small campaign twenty results
would be nearly everything: there the first tenth counts.

The index here stands in for the search of a network, which knows more posts and other ways to
search. Passing is not a promise, failing is a certainty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, pairwise
from typing import NamedTuple, Protocol

import msgspec

from ownwords.archive.folding import Token, is_unsegmented, spans
from ownwords.archive.search_index import Hit
from ownwords.archive.search_plan import Every, Node, Plan, Some, Words
from ownwords.records.sealed import Sealed, unseal

OTHERS = 5
"""A run that as many other accounts wrote points at nobody."""

TOP = 20
"""The original must not be among as many first results."""

_WORD, _CHARACTER, _RUN = 7, 3, 21
"""Three words make a run, and so do seven characters: what each weighs, and what a run does."""
_RAREST = 8
"""So many shared terms, the rarest ones, are asked for one by one and two at a time."""
_FEW = 5
"""So many of the most telling terms are asked for together, beside all of them."""
_LOOKED_AT = 1_000
"""Posts with a run that are looked at for other authors; a run in more of them counts as rare
where these do not show enough."""
_COUNTED = 2_000
"""A term that stands in more posts tells nothing alone, however large the campaign is."""

Place = tuple[int, int]


class Index(Protocol):
    """What is asked of a search index."""

    def __len__(self) -> int: ...
    def hits(self, plan: Plan) -> Iterator[Hit]: ...


class Tested(msgspec.Struct, frozen=True):
    """What was found wrong, as places (code points) of the retelling. Holds no words.

    ``runs`` are stretches that stand in the original too; ``terms`` are terms by which it is found.
    """

    runs: tuple[Place, ...] = ()
    terms: tuple[Place, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether both requirements are met."""
        return not self.runs and not self.terms


class _Term(NamedTuple):
    """A word, or two characters that stand together, and where it stands first."""

    words: Words
    place: Place


def findability(retelling: str, original: Sealed, index: Index) -> Tested:
    """Test a retelling against its original; the places are those of the retelling."""
    own, theirs = spans(retelling), spans(unseal(original))
    return Tested(
        runs=tuple(_rare_runs(own, theirs, original, index)),
        terms=tuple(_telling(own, theirs, original, index)),
    )


# --- runs -----------------------------------------------------------------------------------


def _rare_runs(
    own: Sequence[Token], theirs: Sequence[Token], original: Sealed, index: Index
) -> Iterator[Place]:
    """Shared runs that too few others wrote, those that overlap joined."""
    known = {_texts(run) for run in _runs(theirs)}
    start = end = -1
    for run in _runs(own):
        if _texts(run) not in known or _is_common(_phrase(run), original, index):
            continue
        if run[0].start < end:
            end = run[-1].end
            continue
        if end >= 0:
            yield start, end
        start, end = run[0].start, run[-1].end
    if end >= 0:
        yield start, end


def _runs(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The shortest whole run from each token on."""
    weights = [_CHARACTER if is_unsegmented(token.text) else _WORD for token in tokens]
    end = held = 0
    for start, weight in enumerate(weights):
        while held < _RUN and end < len(tokens):
            held += weights[end]
            end += 1
        if held < _RUN:
            return
        yield tokens[start:end]
        held -= weight


def _texts(run: Iterable[Token]) -> tuple[str, ...]:
    return tuple(token.text for token in run)


def _phrase(run: Sequence[Token]) -> Words:
    return Words(_texts(run), tuple(after.start <= before.end for before, after in pairwise(run)))


def _is_common(run: Words, original: Sealed, index: Index) -> bool:
    """Whether enough other accounts wrote this run in words of their own."""
    others: set[str] = set()
    for hit in islice(index.hits(Plan(node=run)), _LOOKED_AT):
        if hit.account != original.account and not _passes_on(hit, original):
            others.add(hit.account)
        if len(others) >= OTHERS:
            return True
    return False


def _passes_on(hit: Hit, original: Sealed) -> bool:
    return hit.id == original.post or original.account in hit.words.others


# --- search ---------------------------------------------------------------------------------


def _telling(
    own: Sequence[Token], theirs: Sequence[Token], original: Sealed, index: Index
) -> Iterator[Place]:
    """Places of terms that lead to the original."""
    size = len(index)
    known = {term.words.tokens for term in _terms(theirs)}
    most = max(TOP, min(_COUNTED, size // 3))
    counted = [(_count(term, index, most), term) for term in _terms(own)]
    ordered = [term for count, term in sorted(counted, key=lambda each: each[0]) if count]
    rare = {term.words for count, term in counted if 0 < count <= max(1, size // 20)}
    shared = [term for term in ordered if term.words.tokens in known][:_RAREST]
    top = max(1, min(TOP, size // 10))
    found: set[Place] = set()
    for terms, node in _questions(ordered, shared, rare):
        if any(_passes_on(hit, original) for hit in _first(index, node, top)):
            found |= {term.place for term in terms if term.words.tokens in known}
    yield from sorted(found)


def _questions(
    ordered: Sequence[_Term], shared: Sequence[_Term], rare: set[Words]
) -> Iterator[tuple[Sequence[_Term], Node]]:
    """What somebody who looks for the original would ask; only shared terms can lead there."""
    telling = [term for term in ordered if term.words in rare]
    for terms in (telling, telling[:_FEW]):
        if terms:
            yield terms, Some(tuple(term.words for term in terms))
    for term in shared:
        if term.words in rare:
            yield (term,), term.words
    for pair in combinations(shared, 2):
        yield pair, Every(tuple(term.words for term in pair))


def _terms(tokens: Sequence[Token]) -> Iterator[_Term]:
    seen = set()
    for words, place in _all_terms(tokens):
        if words.tokens not in seen:
            seen.add(words.tokens)
            yield _Term(words, place)


def _all_terms(tokens: Sequence[Token]) -> Iterator[tuple[Words, Place]]:
    for token in tokens:
        if not is_unsegmented(token.text):
            yield _phrase((token,)), (token.start, token.end)
    for one, other in pairwise(tokens):
        if is_unsegmented(one.text) and is_unsegmented(other.text):
            yield _phrase((one, other)), (one.start, other.end)


def _count(term: _Term, index: Index, most: int) -> int:
    """How many posts hold a term; 0 for none and for more than ``most``: both tell nothing."""
    found = sum(1 for _ in islice(index.hits(Plan(node=term.words)), most + 1))
    return found if found <= most else 0


def _first(index: Index, node: Node, top: int) -> Iterator[Hit]:
    return islice(index.hits(Plan(node=node, relevance=True)), top)
