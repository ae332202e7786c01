"""Who is taken out takes every block along, and is cut from the reasons of others."""

from __future__ import annotations

import pytest

from ownwords.archive.blocks import Block, Blocks, Ruling
from ownwords.flows.blocking import block, lift, meant
from ownwords.workspace import Workspace
from tests.flows.keepers import account, post
from tests.withdrawal import campaigns
from tests.withdrawal.campaigns import MAREN, MAREN_SAID

LEAVER, OTHER = account(11), account(100)


def test_their_blocks_and_what_lifted_them_go(workspace: Workspace) -> None:
    for who in (LEAVER, post(421900000000000001), OTHER):
        block(workspace, meant(workspace, who), "a court said so", "Ila")
    lift(workspace, meant(workspace, LEAVER), "annulled", "Ila")
    assert campaigns.withdraw(workspace, LEAVER).hits == []
    [left] = workspace.vault.desk.blocked()
    assert (left.target, left.lifted) == (OTHER, None)
    assert workspace.vault.desk.check_chain() == []


@pytest.mark.parametrize(
    "reason",
    [
        f"for the sake of {MAREN.upper()}",
        "@maren_low_cut asked for it",
        f"it answers {LEAVER}",
        f"it answers {post(421900000000000001)}",
        f"it answers “{MAREN_SAID}”",
        MAREN,
    ],
    ids=["name", "handle", "account", "post", "sentence", "nothing but the name"],
)
def test_they_are_cut_from_why_others_are_blocked_and_let_go(
    workspace: Workspace, reason: str
) -> None:
    target = meant(workspace, OTHER)
    block(workspace, target, reason, f"Ila for {MAREN}")
    lift(workspace, target, reason, MAREN)
    assert campaigns.withdraw(workspace, LEAVER).hits == []
    [left] = workspace.vault.desk.blocked()
    assert left.lifted is not None
    for told in (left.ruling, left.lifted):
        assert "[withdrawn]" in told.reason
        assert "[withdrawn]" in told.by


def test_a_block_of_somebody_else_holds_when_its_reason_was_cut(workspace: Workspace) -> None:
    targets = Blocks(accounts=frozenset({OTHER}))
    block(workspace, targets, MAREN, MAREN)
    at = workspace.vault.desk.blocked()[0].ruling.at
    campaigns.withdraw(workspace, LEAVER)
    cut = Ruling("[withdrawn]", "[withdrawn]", at)
    assert workspace.vault.desk.blocked() == [Block(OTHER, "account", cut)]
    assert workspace.vault.desk.blocks() == targets
