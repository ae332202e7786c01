"""Ids under which exports name one account: its number, or its handle.

Every question about people asks this of names that were read already; ``namesakes`` reads the
files of posts, for which it needs pyarrow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ownwords.archive.keep_out import handle_name
from ownwords.archive.redacted_text import authority, stem


def spelled_out(account: str) -> str:
    """The handle that an account id of the form ``https://host/handle`` or ``@handle`` is."""
    if account.startswith("@"):
        return f"@{account[1:].lower()}"
    head, _, last = account.partition("://")[2].partition("/")
    plain = bool(last) and "/" not in last and not last.isdecimal()
    return handle_name(authority(account), last) if head and plain else ""


def other_ids(bearers: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """For each account the ids of another kind that may name it; those that have some.

    ``bearers`` are accounts with the handles that they had.
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
    return {account: others for account, others in found.items() if others}


def kind_of(account: str, handle: str) -> str:
    """What ids look like that name accounts as this one does; empty where it is the handle."""
    return "" if spelled_out(account) == handle else stem(account)
