"""Somebody who was taken out wants to be gathered again: lifted by each of their names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ownwords.flows import withdraw as withdrawing
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace
from tests.flows.keepers import account, campaign, post, tweet
from tests.withdrawal import campaigns

NUMBER, BACK = account(11), post(421900000000000003)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The campaign after somebody was taken out of it."""
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six"),
        tweet(421900000000000002, 12, "keeper_12", "Two boats at the upper gate today"),
    ]
    made = campaign(tmp_path, monkeypatch, tweets)
    campaigns.withdraw(made, NUMBER)
    return made


def come_back(workspace: Workspace, folder: Path) -> bool:
    """Gather a post of theirs; whether it is held."""
    path = folder / "again.jsonl"
    one = tweet(421900000000000003, 11, "maren_low_cut", "I am back, and so is the frost")
    path.write_text(json.dumps(one) + "\n", encoding="utf-8")
    campaigns.take(workspace, path)
    return BACK in workspace.vault.engine.newest()


@pytest.mark.parametrize("handle", ["@maren_low_cut", "@Maren_Low_Cut", "@maren_low_cut@x.com"])
def test_they_are_lifted_by_their_handle_and_their_number(
    workspace: Workspace, tmp_path: Path, handle: str
) -> None:
    for name in (handle, NUMBER):
        assert not come_back(workspace, tmp_path)
        withdrawing.lift(workspace, name, "letter of 3 February")
    assert come_back(workspace, tmp_path)


@pytest.mark.parametrize("name", ["@keeper_12", account(12), "@maren_low_cut@other.example"])
def test_a_name_that_is_not_on_the_list_is_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(AskedWrongly, match="Nobody is kept out under that name"):
        withdrawing.lift(workspace, name, "letter of 3 February")
