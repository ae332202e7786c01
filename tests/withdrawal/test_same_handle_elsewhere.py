"""Many have one handle on two networks, or somebody else has it there: only the one asked goes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ownwords.flows import withdraw as withdrawing
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace, open_workspace
from tests.gather import making_mastodon_archive as mastodon
from tests.withdrawal import campaigns
from tests.withdrawal.crowd import TAG

HANDLES = ("rosalund", "keeper_12", "rosa_lund", "Rosalund")
NUMBER = "9000101111"
ON_X = f"https://x.com/i/user/{NUMBER}"


def exports(place: Path, handle: str) -> tuple[Path, Path, Path]:
    """One handle in an outbox, in a status of X, and in a link of X that waits."""
    note = {
        "id": f"{mastodon.account(handle)}/statuses/103270115826048000",
        "type": "Note",
        "attributedTo": mastodon.account(handle),
        "published": "2021-01-11T05:12:00Z",
        "content": "<p>the stove went out before the ferry came</p>",
        "to": list(mastodon.PUBLIC[:1]),
    }
    create = {"type": "Create", "actor": mastodon.account(handle), "to": note["to"], "object": note}
    outbox = mastodon.outbox([json.dumps(create).encode()])
    mastodon.pack(place / "m", {"outbox.json": outbox, "actor.json": mastodon.actor(handle)})
    status = {
        "created_at": "Sat Jan 11 05:12:00 +0000 2014",
        "id_str": "421900000000000001",
        "full_text": f"a winch and a lantern at the sluice {TAG}",
        "user": {"id_str": NUMBER, "screen_name": handle, "name": "Another Name"},
        "entities": {"hashtags": [], "user_mentions": [], "urls": []},
    }
    (place / "x.jsonl").write_text(json.dumps(status) + "\n")
    (place / "links.txt").write_text(
        f"https://x.com/{handle}/status/421900000000000002\n"
        f"https://lights.example/@{handle}/103270115826048002\n"
    )
    return place / "m", place / "x.jsonl", place / "links.txt"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(campaigns.base(tmp_path / "c"))


@pytest.mark.parametrize("handle", HANDLES)
@pytest.mark.parametrize("leaver", ["on X", "elsewhere"])
def test_it_ends_and_the_other_stays(
    leaver: str, handle: str, workspace: Workspace, tmp_path: Path
) -> None:
    for path in exports(tmp_path, handle):
        campaigns.take(workspace, path, searchable=True)
    who, other = ON_X, mastodon.account(handle)
    if leaver == "elsewhere":
        who, other = other, who
    done = campaigns.take_out(workspace, who)
    assert done.finished, [(hit.path, hit.kind) for hit in done.proof.hits]
    assert workspace.vault.engine.held_by((who,)) == 0
    assert workspace.vault.engine.held_by((other,)) == 1
    [link] = workspace.vault.desk.wanted()
    assert (link.network == "x.com") is (leaver == "elsewhere")


@pytest.mark.parametrize("handle", HANDLES)
@pytest.mark.parametrize("leaver", ["on X", "elsewhere"])
def test_it_ends_where_only_a_link_of_the_other_waits(
    leaver: str, handle: str, workspace: Workspace, tmp_path: Path
) -> None:
    outbox, status, links = exports(tmp_path, handle)
    for path in (links, status if leaver == "on X" else outbox):
        campaigns.take(workspace, path, searchable=True)
    who = ON_X if leaver == "on X" else mastodon.account(handle)
    done = campaigns.take_out(workspace, who)
    assert done.finished, [(hit.path, hit.kind) for hit in done.proof.hits]
    assert len(workspace.vault.desk.wanted()) == 1


@pytest.mark.parametrize("sign", ["@", ""])
def test_with_its_server_it_names_one_of_them(
    sign: str, workspace: Workspace, tmp_path: Path
) -> None:
    """As people of Mastodon write it, and as who comes back is lifted."""
    for path in exports(tmp_path, "rosa_lund"):
        campaigns.take(workspace, path)
    whole = f"{sign}Rosa_Lund@Lights.example"
    planned = withdrawing.plan(workspace, whole)
    assert planned.accounts == (mastodon.account("rosa_lund"),)
    assert withdrawing.plan(workspace, f"{sign}rosa_lund@x.com").accounts == (ON_X,)
    with pytest.raises(AskedWrongly, match="Nobody by that"):
        withdrawing.plan(workspace, f"{sign}rosa_lund@other.example")
    withdrawing.hide(workspace, planned)
    with pytest.raises(AskedWrongly, match="Nobody by that"):
        withdrawing.undo(workspace, f"{sign}rosa_lund@other.example")
    withdrawing.undo(workspace, whole)
    assert workspace.vault.desk.hidden() == frozenset()
