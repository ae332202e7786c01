"""Which blocks stand on a post or an account, and which stood: why rule 2 refuses."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ownwords.archive.blocks import Block, Blocks
from ownwords.records.sealed import Sealed
from ownwords.workspace import Workspace


def blocks_on(workspace: Workspace, targets: Blocks) -> list[Block]:
    """Every block that was decided about these, oldest first; accounts under each of their ids."""
    decided = workspace.vault.desk.blocked()
    if not decided:
        return []
    accounts = under_every_id(workspace, targets.accounts)
    meant = {"post": targets.posts, "account": accounts}
    return [one for one in decided if one.target in meant.get(one.what, ())]


def blocks_in(workspace: Workspace, words: Sealed) -> list[Block]:
    """The same about a post and everybody who speaks in it."""
    posts = frozenset({words.post, *words.other_posts} - {""})
    return blocks_on(workspace, Blocks(posts, frozenset({words.account, *words.others})))


def blocks_about(workspace: Workspace, accounts: Collection[str]) -> list[Block]:
    """The same about accounts and every single post of theirs."""
    blocked = [one.target for one in workspace.vault.desk.blocked() if one.what == "post"]
    heads = workspace.vault.engine.heads(blocked) if blocked else {}
    theirs = frozenset(post for post, head in heads.items() if head.account in accounts)
    return blocks_on(workspace, Blocks(theirs, frozenset(accounts)))


def under_every_id(workspace: Workspace, accounts: Iterable[str]) -> frozenset[str]:
    """These accounts with the other ids under which exports name them."""
    named = frozenset(accounts)
    other_ids = workspace.vault.engine.other_ids()
    return named.union(*(other_ids.get(account, ()) for account in named))
