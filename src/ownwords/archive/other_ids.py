"""Ids under which exports name one account: its number, or its handle.

Every question about people asks this of names that were read already; ``namesakes`` reads the
files of posts, for which it needs pyarrow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from ownwords.archive.keep_out import handle_name
from ownwords.archive.redacted_text import authority, stem


def spelled_out(account: str) -> str:
    """The handle that an account id of the form ``https://host/handle`` or ``@handle`` is."""
    if account.startswith("@"):
        return f"@{account[1:].lower()}"
    head, _, last = account.partition("://")[2].partition("/")
    plain = bool(last) and "/" not in last and not last.isdecimal()
    return handle_name(authority(account), last) if head and plain else ""


def other_ids(
    bearers: Iterable[tuple[str, str]], together: Iterable[tuple[str, str]] = ()
) -> dict[str, frozenset[str]]:
    """For each account the ids of another kind that may name it; those that have some.

    ``bearers`` are accounts with the handles that they had, ``together`` pairs of ids under which
    one post is held.
    """
    had: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for account, bare in bearers:
        handle = handle_name(authority(account), bare)
        had[handle][kind_of(account, handle)].add(account)
    found: dict[str, frozenset[str]] = {}
    for kinds in had.values():
        everybody = frozenset[str]().union(*kinds.values())
        for kind, accounts in kinds.items():
            rest = everybody - accounts
            for account in accounts:
                others = rest if kind else everybody - {account}
                found[account] = found[account] | others if account in found else others
    for account, other in together:
        found[account] = found.get(account, frozenset()) | {other}
    return {account: others for account, others in found.items() if others}


def kind_of(account: str, handle: str) -> str:
    """What ids look like that name accounts as this one does; empty where it is the handle."""
    return "" if spelled_out(account) == handle else stem(account)


def may_be_one(one: str, other: str) -> bool:
    """Whether two ids of the author of one post can be one account's: a number and a handle.

    Two numbers, or two handles, are two people's: then an export is wrong.
    """
    handles = spelled_out(one), spelled_out(other)
    if any(handles):
        return not all(handles) or handles[0] == handles[1]
    return stem(one) != stem(other)


def of_one_kind(ids: Collection[str]) -> frozenset[str]:
    """Those that look alike and so are not one account's: several numbers."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for one in ids:
        if not spelled_out(one):
            kinds[stem(one)].add(one)
    return frozenset[str]().union(*(some for some in kinds.values() if len(some) > 1))


def rank(account: str, *, named: bool) -> tuple[bool, bool, str]:
    """Of the ids of the author of one post the first one is that under which it stands.

    The one that is told with a handle (``named``), then a number, then the first by its letters.
    """
    return not named, bool(spelled_out(account)), account
