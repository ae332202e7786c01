"""One post that exports name by different ids of its author: it is held under each, and is one.

A post has one author. So the ids under which one post is held are one account's, where they are of
different kinds: a number here, a handle there. Two numbers are two accounts: then one of the
exports is wrong, and nobody can tell which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, permutations
from typing import Any, NamedTuple

from ownwords.archive.other_ids import may_be_one, of_one_kind, rank, spelled_out
from ownwords.records.text import plain_text

_AT_ONCE = 1_000_000
"""Posts whose ids are compared in one question: so many numbers fit into its memory."""
_HELD_AGAIN = """
with again as (
  select hash(id) mark from every_post where hash(id) % {parts} = {part}
  group by mark having count(*) > 1
)
select id, attributed_to, handle from every_post where hash(id) in (from again)
"""
Row = dict[str, Any]
SameWords = dict[tuple[str, str], list[frozenset[str]]]
"""Ids by post and version."""
Ask = Callable[[str], list[tuple[Any, ...]]]


class Double(NamedTuple):
    """A post under one id of its author; ``named`` says whether their handle is told with it."""

    post: str
    account: str
    named: bool


class Doubles:
    """The posts that are held under several ids.

    ``leaving`` are the ids of each under which it is in no answer; ``ids_of`` all of them.
    ``together`` are pairs of ids that are one account's.
    """

    def __init__(self, held: Iterable[Double] = ()) -> None:
        self.ids_of: dict[str, list[str]] = {}
        self.leaving: dict[str, frozenset[str]] = {}
        self.together: set[tuple[str, str]] = set()
        by_post = {post: found for post, found in _by_post(held).items() if len(found) > 1}
        for found in by_post.values():
            self.together.update(pair for pair in permutations(found, 2) if may_be_one(*pair))
        self._shared = _at_posts_of_several(self.together)
        for post, found in by_post.items():
            if self.together.issuperset(permutations(found, 2)):
                first = sorted(found, key=lambda account: rank(account, named=found[account]))
                accounts = sorted(first, key=self._shared.__contains__)
                self.ids_of[post] = accounts
                self.leaving[post] = frozenset(accounts[1:])

    def __bool__(self) -> bool:
        return bool(self.leaving)

    def pairs(self) -> tuple[list[str], list[str]]:
        """Posts, and beside each an id under which it is in no answer."""
        found = [(post, account) for post, ids in self.leaving.items() for account in sorted(ids)]
        return [post for post, _ in found], [account for _, account in found]

    def surely_one(self, told: Iterable[tuple[str, str]]) -> list[str]:
        """The posts whose ids are one account's by all that is ``told``, accounts and handles.

        An export may name a wrong author. So those are left out of which the handles differ, and
        those with an id that stands at posts of several numbers.
        """
        handles: dict[str, set[str]] = defaultdict(set)
        for account, handle in told:
            handles[account].add(_bare(handle))
        for account, _ in self.together:
            if handle := spelled_out(account).partition("@")[2]:
                handles[account].add(_bare(handle))
        differ = {
            (one, other)
            for one, other in self.together
            if handles[one] and handles[other] and handles[one].isdisjoint(handles[other])
        }
        return [
            post
            for post, ids in self.ids_of.items()
            if self._shared.isdisjoint(ids) and differ.isdisjoint(combinations(ids, 2))
        ]

    def each_once(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows of some posts, each version once, as the id under which the post stands has it.

        Where that has it cut short and another id has it whole, both are there.
        """
        if self.leaving.keys().isdisjoint(row["id"] for row in rows):
            return rows
        standing: dict[tuple[str, str], Row] = {}
        kept = []
        for row in sorted(rows, key=self._place):
            known = standing.setdefault((row["id"], row["version_id"]), row)
            same = known["attributed_to"] == row["attributed_to"]
            if same or (known["truncated"] and not row["truncated"]):
                kept.append(row)
        return kept

    def _place(self, row: Row) -> int:
        ids, account = self.ids_of.get(row["id"], []), row["attributed_to"]
        return ids.index(account) if account in ids else len(ids)


def held_again(ask: Ask, posts: int) -> Iterator[Double]:
    """The posts that are held more than once, of hidden people too; of so many in all."""
    parts = posts // _AT_ONCE + 1
    for part in range(parts):
        for post, account, handle in ask(_HELD_AGAIN.format(parts=parts, part=part)):
            yield Double(post, account, bool(handle))


def same_words(rows: Iterable[Row]) -> SameWords:
    """Of each post and version the ids under which the very same words are held."""
    said: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if not row["truncated"]:
            words = " ".join(plain_text(row["content"], row["content_format"]).split())
            said[row["id"], row["version_id"]][words].add(row["attributed_to"])
    groups = {name: map(frozenset, words.values()) for name, words in said.items()}
    found = {name: [one for one in some if len(one) > 1] for name, some in groups.items()}
    return {name: some for name, some in found.items() if some}


def _bare(handle: str) -> str:
    """A handle without the network that some exports put behind it."""
    return handle.removeprefix("@").partition("@")[0]


def _at_posts_of_several(together: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Ids that stand at posts of several numbers: one that was given away, or a wrong one."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in together:
        beside[one].add(other)
    return frozenset(one for one, others in beside.items() if of_one_kind(others))


def _by_post(held: Iterable[Double]) -> dict[str, dict[str, bool]]:
    """For each post the accounts, and whether their handle is told with it."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for one in held:
        found[one.post][one.account] = one.named or found[one.post].get(one.account, False)
    return found
