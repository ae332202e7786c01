"""Words of theirs in what others said: a profile is its owner's, a repetition has a way out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ownwords.archive.erasing_scan import own_posts
from ownwords.archive.redaction import Names
from ownwords.cli import cli
from ownwords.flows import taking_out
from ownwords.workspace import Workspace, open_workspace
from tests.withdrawal import campaigns
from tests.withdrawal.crowd import HANDLE, LEAVER, OTHERS, TAG, Crowd

ACCOUNT = f"https://x.com/i/user/{LEAVER}"
OTHER = f"https://x.com/i/user/{OTHERS[0]}"
UNSPACED = "夜の水門の番人はいつも灯りを消さないでいる"
SAID = "the winch was mended by nobody but the two of us"


def campaign(place: Path, *statuses: dict[str, Any]) -> Workspace:
    workspace = open_workspace(campaigns.base(place / "c"))
    lines = [json.dumps(one).encode() + b"\n" for one in statuses]
    (place / "posts.jsonl").write_bytes(b"".join(lines))
    campaigns.take(workspace, place / "posts.jsonl", searchable=True)
    return workspace


def kept(workspace: Workspace) -> set[str]:
    manifest = workspace.vault.desk.manifest()
    return {one.id for one in own_posts(workspace.folder, manifest, Names(frozenset({OTHER})))}


def with_profile(status: dict[str, Any], words: str) -> dict[str, Any]:
    return status | {"user": status["user"] | {"description": words}}


def test_what_somebody_says_in_their_own_profile_is_theirs(tmp_path: Path) -> None:
    crowd = Crowd(5)
    leaver = crowd.status(LEAVER, f"{UNSPACED} {TAG}")
    other = with_profile(crowd.status(OTHERS[0], f"a lamp {TAG}"), f"{UNSPACED}。")
    workspace = campaign(tmp_path, leaver, other)
    done = campaigns.take_out(workspace, ACCOUNT)
    assert done.finished
    assert len(kept(workspace)) == 1


def test_a_profile_from_which_they_were_cut_excuses_nothing(tmp_path: Path) -> None:
    crowd = Crowd(6)
    leaver = crowd.status(LEAVER, f"{UNSPACED} {TAG}")
    about = f"@{HANDLE}: {UNSPACED}"
    workspace = campaign(
        tmp_path, leaver, with_profile(crowd.status(OTHERS[0], f"a lamp {TAG}"), about)
    )
    done = campaigns.take_out(workspace, ACCOUNT)
    assert not done.finished
    assert done.of_others == tuple(kept(workspace))


@pytest.fixture
def repeated(tmp_path: Path) -> Workspace:
    """Somebody repeats the leaver's words to them, and says something else as well."""
    crowd = Crowd(7)
    leaver = crowd.status(LEAVER, f"{SAID} {TAG}")
    unnamed = crowd.status(OTHERS[0], f"@{HANDLE} this: {SAID}! {TAG}")
    plain = crowd.status(OTHERS[0], f"a lamp and a kettle at the quay {TAG}")
    return campaign(tmp_path, leaver, unnamed, plain)


def test_a_post_that_repeats_them_is_named_and_goes_when_the_steward_says_so(
    repeated: Workspace, tmp_path: Path
) -> None:
    done = campaigns.take_out(repeated, ACCOUNT)
    assert not done.finished
    [post] = done.of_others
    assert post in kept(repeated)
    assert done.left == []
    ended = taking_out.carry_on_without_others(repeated, lambda _: None, None)
    assert ended.finished
    assert ended.proof.hits == []
    assert len(kept(repeated)) == 1
    assert post not in kept(repeated)
    assert not repeated.folder.erasing.exists()
    campaigns.take(repeated, tmp_path / "posts.jsonl", searchable=True)
    assert post not in kept(repeated)


def test_the_command_says_where_and_how_to_go_on(repeated: Workspace) -> None:
    at = ["--campaign", str(repeated.folder.root)]
    repeated.vault.close()
    first = CliRunner().invoke(cli, ["withdraw", ACCOUNT, "--yes", *at])
    assert first.exit_code == 1
    assert "withdraw --resume --others remove" in first.stderr
    assert "https://x.com/i/status/" in first.stderr
    assert SAID[:20] not in first.output
    second = CliRunner().invoke(cli, ["withdraw", "--resume", "--others", "remove", *at])
    assert second.exit_code == 0, second.output
    assert "0 found" in second.stdout
