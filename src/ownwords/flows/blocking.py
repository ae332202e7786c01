"""Keeping a post or an account from being shown, for a reason that somebody answers for.

A steward's or a court's decision (docs/reference/decision-order.md, rule 2). It refuses every use,
reading inside the team as well. Lifting it is a decision of its own: both stay written down.
"""

from __future__ import annotations

from ownwords.archive.blocks import Blocks, Ruling, by_kind
from ownwords.flows import pasted
from ownwords.flows.blocked import blocks_on, under_every_id
from ownwords.flows.clock import now
from ownwords.flows.consenting import accounts_named, nobody, several, voice_named
from ownwords.flows.registers import read_register
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace


def meant(workspace: Workspace, who: str) -> Blocks:
    """What an id of a post or an account, a link, a @handle or a voice names: the post or accounts.

    Raises AskedWrongly for nobody held here, and for a handle that several accounts had: a block
    never reaches somebody else.
    """
    who = pasted.meant(workspace, who)
    if who in workspace.vault.engine.heads([who]):
        return Blocks(posts=frozenset({who}))
    register, voice = read_register(workspace), voice_named(workspace, who)
    if voice is None:
        accounts = accounts_named(workspace, who)
        if not under_every_id(workspace, accounts[:1]).issuperset(accounts):
            raise several(accounts)
        accounts = accounts[:1]
    else:
        accounts = tuple(register.accounts_of(voice))
    seen = frozenset(account for account in accounts if not register.is_hidden(account))
    if not seen:
        raise nobody()
    return Blocks(accounts=seen)


def block(workspace: Workspace, targets: Blocks, reason: str, by: str) -> None:
    """Keep these from being shown from now on; the same decision twice is written once.

    Raises AskedWrongly when the reason or the name of who decides is lacking, or when an account is
    named by an id that several people had.
    """
    _must_be_one_each(workspace, targets)
    decided = (reason.strip(), by.strip())
    standing = {
        one.target
        for one in blocks_on(workspace, targets)
        if one.lifted is None and (one.ruling.reason, one.ruling.by) == decided
    }
    new = Blocks(targets.posts - standing, targets.accounts - standing)
    if new != Blocks():
        workspace.vault.desk.rule(new, Ruling(reason, by, now()))


def also_meant(workspace: Workspace, targets: Blocks) -> list[str]:
    """Other ids that a block of these accounts reaches: exports name them by these as well."""
    return sorted(under_every_id(workspace, targets.accounts) - targets.accounts)


def _must_be_one_each(workspace: Workspace, targets: Blocks) -> None:
    """A handle that serves as an id may have been several numbered accounts'."""
    for account in sorted(targets.accounts):
        others = under_every_id(workspace, [account]) - {account}
        if len(others) > 1:
            raise several(sorted(others))


def lift(workspace: Workspace, targets: Blocks, reason: str, by: str) -> None:
    """Let go of every block that stands on these, under whichever id an account was named.

    Raises AskedWrongly when none stands, and as :func:`block` does.
    """
    _must_be_one_each(workspace, targets)
    standing = [one for one in blocks_on(workspace, targets) if one.lifted is None]
    if not standing:
        raise AskedWrongly(
            "No block stands on this.",
            kept="Nothing was changed.",
            do="A post is blocked by itself or with its whole account: look which of them it is.",
        )
    found = by_kind((one.target, one.what) for one in standing)
    workspace.vault.desk.rule(found, Ruling(reason, by, now()), lift=True)
