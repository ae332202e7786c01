"""Two windows at once: one edition is built at a time, and hiding never waits for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ownwords.flows import erasure, taking_out, withdraw
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.errors import AskedWrongly, PublishStopped
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Keep, account, tweet

YES = Statement(answer=Answer.YES, uses=(Use.NAMED,), account=account(11), name="K 11")


@pytest.fixture
def workspace(keep: Keep) -> Workspace:
    made = keep([tweet(1, 11, "maren", "The kettle goes on at six")])
    made.vault.desk.add_statements([YES])
    return made


def meanwhile(workspace: Workspace, step: str, act: Callable[[Workspace], object]) -> None:
    """Publish, and once it is at a step let another program act on the same folder."""
    done: list[str] = []

    def watch(name: str, _: int) -> None:
        if name == step and not done:
            done.append(name)
            other = open_workspace(workspace.folder.root)
            try:
                act(other)
            finally:
                other.vault.close()

    publish(workspace, step=watch)
    assert done


@pytest.mark.parametrize("step", ["reading", "building", "searching", "keeping"])
def test_a_second_edition_is_refused_while_one_is_built(workspace: Workspace, step: str) -> None:
    def again(other: Workspace) -> None:
        with pytest.raises(PublishStopped, match="being built already"):
            publish(other)

    meanwhile(workspace, step, again)
    assert [one.number for one in workspace.vault.desk.editions()] == [1]
    assert publish(workspace).edition == 2, "the lock is let go"


def test_hiding_does_not_wait_for_an_edition_and_erasing_does(workspace: Workspace) -> None:
    def take_out(other: Workspace) -> None:
        planned = withdraw.plan(other, "@maren")
        withdraw.hide(other, planned)
        assert other.vault.desk.hidden() == {account(11)}
        erasure.begin(other, planned.accounts)
        with pytest.raises(AskedWrongly, match="An edition is being built") as refused:
            taking_out.carry_on(other, lambda _: None)
        assert "They are hidden" in str(refused.value)
        assert "withdraw --resume" in str(refused.value)

    with pytest.raises(PublishStopped, match="somebody was hidden"):
        meanwhile(workspace, "building", take_out)
    assert workspace.vault.desk.editions() == []
    with pytest.raises(PublishStopped, match="being taken out"):
        publish(workspace)
    assert taking_out.carry_on(workspace, lambda _: None).finished
