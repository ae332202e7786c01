"""A list of who or what is gone, put back from a backup alone: named, and nothing comes back.

The list of whom not to gather again has such a test in test_coming_back.py; this is about that of
single posts, and about folders in which the desk does not know the lists yet.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from ownwords.archive import chain
from ownwords.archive.deleted import Deleted
from ownwords.archive.keep_out import KeepOut
from ownwords.cli import cli
from ownwords.flows import checking, single_posts
from ownwords.flows import withdraw as withdrawing
from ownwords.records.errors import FolderBroken
from ownwords.workspace import Workspace, open_workspace
from tests.conftest import FULL
from tests.flows.keepers import account, campaign, post, tweet
from tests.withdrawal import campaigns, crashes

FIRST, SECOND, THIRD, OTHER, NEVER = map(post, (21, 22, 23, 24, 99))
"""The first and the other one are by the same person; the last one is not held."""
KILLS = 40 if FULL else 6
WORDS = ("The kettle goes on", "Two boats at the gate", "The lock froze again", "No coal is left")
GONE = [b"", b"cut", None]
"""What may lie there instead of a list; None: nothing does."""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    said = zip((21, 22, 23, 24), (21, 22, 23, 21), WORDS, strict=True)
    tweets = [tweet(number, who, f"keeper_{who}", words) for number, who, words in said]
    return campaign(tmp_path, monkeypatch, tweets)


def erase(workspace: Workspace, *posts: str) -> None:
    """Erase single posts; their authors stay."""
    single_posts.begin(workspace, frozenset(posts))
    assert campaigns.carry_on(workspace).hits == []


def come_back(workspace: Workspace) -> set[str]:
    """Gather once more what the campaign was made from; what is held then."""
    campaigns.take(workspace, workspace.folder.root.parent / "tweets.jsonl")
    return set(workspace.vault.engine.newest())


def listed(workspace: Workspace) -> Deleted:
    return Deleted.read(workspace.folder, withdrawing.key_of(workspace, "keep-out"))


def noted(workspace: Workspace) -> set[str]:
    """Which lists the desk holds."""
    rows = workspace.vault.desk.rows("select key from meta")
    return {key for (key,) in rows} & {"keep-out", "deleted"}


def lay(path: Path, content: bytes | None) -> None:
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_bytes(content)


def test_an_older_list_of_single_posts_is_named_and_brings_none_back(workspace: Workspace) -> None:
    """Not by a gather, and not by writing another post on the older list."""
    place = workspace.folder.deleted
    erase(workspace, FIRST)
    older = place.read_bytes()
    assert checking.campaign(workspace).faults == ()
    erase(workspace, SECOND)
    place.write_bytes(older)
    [found] = checking.campaign(workspace).faults
    assert found.file == "deleted.sealed"
    assert "perhaps an older copy was put back" in found.what
    assert come_back(workspace) == {THIRD, OTHER}
    assert checking.campaign(workspace).faults == ()
    place.write_bytes(older)
    erase(workspace, NEVER)
    assert checking.campaign(workspace).faults == ()
    assert all(map(listed(workspace).holds, (FIRST, SECOND, NEVER)))


@pytest.mark.parametrize("left", GONE)
def test_a_list_that_is_lost_is_named_and_made_again(
    workspace: Workspace, left: bytes | None
) -> None:
    erase(workspace, FIRST)
    lay(workspace.folder.deleted, left)
    [found] = checking.campaign(workspace).faults
    assert found.file == "deleted.sealed"
    assert come_back(workspace) == {SECOND, THIRD, OTHER}
    assert checking.campaign(workspace).faults == ()
    assert listed(workspace).holds(FIRST)


def test_a_newer_list_beside_an_older_desk_counts_too(workspace: Workspace) -> None:
    """As when an earlier ownwords, which notes nothing, erased a post in the folder meanwhile."""
    erase(workspace, FIRST)
    more = listed(workspace).adding({SECOND: account(22)})
    workspace.folder.deleted.write_bytes(more.sealed())
    campaigns.withdraw(workspace, account(22))
    assert come_back(workspace) == {THIRD, OTHER}
    assert checking.campaign(workspace).faults == ()


def test_both_lists_may_be_the_older_ones(workspace: Workspace) -> None:
    folder = workspace.folder
    erase(workspace, FIRST)
    older = [(place, place.read_bytes()) for place in (folder.deleted, folder.keep_out)]
    campaigns.withdraw(workspace, account(22))
    erase(workspace, NEVER)
    for place, data in older:
        place.write_bytes(data)
    named = {one.file for one in checking.campaign(workspace).faults}
    assert named == {"deleted.sealed", "keep-out.sealed"}
    assert come_back(workspace) == {THIRD, OTHER}
    assert checking.campaign(workspace).faults == ()


def as_before(workspace: Workspace) -> None:
    """Make of the folder one of an earlier version: its desk does not know the lists."""
    with workspace.vault.desk.change() as connection:
        connection.execute("delete from meta where key in ('keep-out', 'deleted')")
        chain.relink(connection, "meta")


def test_a_folder_of_an_earlier_version_goes_on_as_it_was(workspace: Workspace) -> None:
    """What stands on its lists stays there; the next gather notes them, without a word."""
    erase(workspace, FIRST)
    campaigns.withdraw(workspace, account(22))
    as_before(workspace)
    older = workspace.folder.deleted.read_bytes()
    assert checking.campaign(workspace).faults == ()
    assert come_back(workspace) == {THIRD, OTHER}
    assert noted(workspace) == {"keep-out", "deleted"}
    assert checking.campaign(workspace).faults == ()
    assert (len(listed(workspace)), listed(workspace).holds(FIRST)) == (1, True)
    erase(workspace, NEVER)
    workspace.folder.deleted.write_bytes(older)
    assert [one.file for one in checking.campaign(workspace).faults] == ["deleted.sealed"]


def test_nothing_is_noted_of_lists_on_which_nothing_stands(workspace: Workspace) -> None:
    assert come_back(workspace) == {FIRST, SECOND, THIRD, OTHER}
    assert noted(workspace) == set()
    assert not workspace.folder.deleted.exists()


def test_when_their_author_leaves_nothing_is_noted_of_their_posts(workspace: Workspace) -> None:
    """The folder is as if they had been kept out from the start: there is no such list."""
    erase(workspace, FIRST)
    campaigns.withdraw(workspace, account(21))
    assert not workspace.folder.deleted.exists()
    assert noted(workspace) == {"keep-out"}
    assert checking.campaign(workspace).faults == ()
    assert come_back(workspace) == {SECOND, THIRD}


def test_what_is_noted_tells_nothing(workspace: Workspace) -> None:
    erase(workspace, FIRST)
    before = workspace.vault.desk.rows("select value from meta where key = 'deleted'")
    erase(workspace, SECOND)
    after = workspace.vault.desk.rows("select value from meta where key = 'deleted'")
    assert len(before[0][0]) == len(after[0][0])
    assert before != after
    data = workspace.folder.desk.read_bytes()
    assert not any(one.encode() in data for one in (FIRST, SECOND))


def test_without_the_key_nothing_is_said_of_the_lists(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As before: it cannot be told whether they are whole."""
    erase(workspace, FIRST)
    root = workspace.folder.root
    workspace.vault.close()
    (root / "deleted.sealed").unlink()
    monkeypatch.setenv("OWNWORDS_CONFIG", str(tmp_path / "elsewhere"))
    assert checking.campaign_at(root).faults == ()


def test_a_list_that_was_never_noted_and_is_damaged_stops_gathering(workspace: Workspace) -> None:
    erase(workspace, FIRST)
    as_before(workspace)
    workspace.folder.deleted.write_bytes(b"cut")
    [found] = checking.campaign(workspace).faults
    assert found.file == "deleted.sealed"
    with pytest.raises(FolderBroken, match="list of deleted posts"):
        come_back(workspace)


def test_verify_says_so_at_the_command_line(workspace: Workspace) -> None:
    erase(workspace, FIRST)
    root = workspace.folder.root
    workspace.vault.close()
    (root / "deleted.sealed").unlink()
    done = CliRunner().invoke(cli, ["verify", "--campaign", str(root)])
    assert done.exit_code == 1
    assert "deleted.sealed" in done.output
    tweets = str(root.parent / "tweets.jsonl")
    CliRunner().invoke(cli, ["gather", tweets, "--campaign", str(root)])
    assert CliRunner().invoke(cli, ["verify", "--campaign", str(root)]).exit_code == 0


def _erase_one(workspace: Workspace) -> None:
    erase(workspace, SECOND)


def _author_leaves(workspace: Workspace) -> None:
    assert campaigns.withdraw(workspace, account(21)).hits == []


@pytest.mark.parametrize("change", [_erase_one, _author_leaves])
def test_every_step_may_be_the_last(
    workspace: Workspace, tmp_path: Path, change: Callable[[Workspace], None]
) -> None:
    """A post that was erased stays away whatever a crash leaves, before and after going on."""
    erase(workspace, FIRST)
    workspace.vault.close()
    base, steps = workspace.folder.root, list[tuple[str, str]]()
    whole = campaigns.copy(base, tmp_path / "whole" / "c")
    with crashes.recorded(lambda step, path: steps.append((step, path.name))):
        change(whole)
    about = [number for number, (_, name) in enumerate(steps) if name == "deleted.sealed"]
    assert about
    near = {one for number in about for one in range(number - 6, number + 4) if one < len(steps)}
    chosen = range(len(steps)) if FULL else sorted(near)
    for number in chosen:
        place = tmp_path / str(number)
        place.mkdir()
        shutil.copy(base.parent / "tweets.jsonl", place)
        again = campaigns.copy(base, place / "c")
        with pytest.raises(crashes.Cut), crashes.cut_after(number):
            change(again)
        again.vault.close()
        again = open_workspace(place / "c")
        assert FIRST not in come_back(again), (number, steps[number])
        assert campaigns.carry_on(again).hits == [], (number, steps[number])
        assert FIRST not in come_back(again), (number, steps[number])
        assert checking.campaign(again).faults == (), (number, steps[number])
        again.vault.close()


def test_killed_at_any_moment(workspace: Workspace, tmp_path: Path) -> None:
    erase(workspace, FIRST)
    workspace.vault.close()
    base = workspace.folder.root
    rnd = Random(3)
    for number in range(KILLS):
        place = tmp_path / str(number)
        place.mkdir()
        shutil.copy(base.parent / "tweets.jsonl", place)
        shutil.copytree(base, place / "c")
        crashes.kill("tests.withdrawal.test_older_lists", place / "c", rnd.uniform(0, 0.3))
        again = open_workspace(place / "c")
        assert FIRST not in come_back(again)
        assert campaigns.carry_on(again).hits == []
        assert come_back(again) == {THIRD, OTHER}
        assert checking.campaign(again).faults == ()
        again.vault.close()


def test_who_was_taken_out_is_asked_for_with_a_damaged_list_of_posts(workspace: Workspace) -> None:
    """Each list is read by itself: what is wrong with one does not open the other."""
    erase(workspace, FIRST)
    campaigns.withdraw(workspace, account(22))
    workspace.folder.deleted.write_bytes(b"cut")
    key = withdrawing.key_of(workspace, "keep-out")
    withdrawing.lift(workspace, account(22), "letter of 3 February")
    assert not KeepOut.read(workspace.folder, key, Deleted(key)).account(account(22))


if __name__ == "__main__":
    opened = open_workspace(Path(sys.argv[1]))
    single_posts.begin(opened, frozenset({SECOND}))
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    campaigns.carry_on(opened)
