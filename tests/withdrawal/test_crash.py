"""A crash at any step leaves them hidden or erased, and going on ends where no crash would have."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

import pytest

from ownwords.flows import checking, erasure, recall
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace, open_workspace
from tests.conftest import FULL
from tests.withdrawal import campaigns, crashes
from tests.withdrawal.crowd import LEAVER, OTHERS, Crowd, lines

ACCOUNT = f"https://x.com/i/user/{LEAVER}"
KILLS = 40 if FULL else 6


def told(root: Path) -> Workspace:
    """A campaign with posts, answers, a story, a search index, an edition."""
    workspace = open_workspace(root)
    crowd = Crowd(7)
    path = root.parent / "export.jsonl"
    path.write_bytes(b"".join(lines(crowd, 60)))
    campaigns.take(workspace, path, searchable=True)
    accounts = [f"https://x.com/i/user/{who}" for who in (LEAVER, *OTHERS)]
    yes = [
        Statement(answer=Answer.YES, uses=(Use.VERBATIM,), account=one, scope=Scope.ALL)
        for one in accounts
    ]
    workspace.vault.desk.add_statements(yes)
    post = next(iter(workspace.vault.engine.posts_of([ACCOUNT])))
    block = f"```quote\npost: {post}\nuse: verbatim\n```\n"
    story = f"---\ntitle: Night\nby: us\ndate: 2014-02-01\norder: 1\n---\n\nThey said:\n\n{block}"
    (root / "stories" / "night.md").write_text(story, encoding="utf-8")
    publish(workspace, put_at=["https://keepers.example"])
    return workspace


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("crash")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OWNWORDS_CONFIG", str(folder / "keys"))
        told(campaigns.base(folder / "base")).vault.close()
    return folder / "base", folder / "keys"


def is_hidden_or_erased(root: Path) -> bool:
    """No reader shows them, whatever a crash left."""
    workspace = open_workspace(root)
    shown = workspace.vault.engine.posts_of([ACCOUNT])
    workspace.vault.close()
    return shown == []


def test_every_step_may_be_the_last(
    ready: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, keys = ready
    monkeypatch.setenv("OWNWORDS_CONFIG", str(keys))
    steps: list[str] = []
    whole = campaigns.copy(base, tmp_path / "whole")
    with crashes.recorded(lambda step, path: steps.append(step)):
        assert campaigns.withdraw(whole, ACCOUNT).hits == []
    whole.vault.close()
    wanted = campaigns.posts(tmp_path / "whole"), campaigns.desk(tmp_path / "whole")
    chosen = range(len(steps)) if FULL else random.Random(1).sample(range(len(steps)), 24)
    for number in sorted(chosen):
        root = tmp_path / str(number)
        workspace = campaigns.copy(base, root)
        with pytest.raises(crashes.Cut), crashes.cut_after(number):
            campaigns.withdraw(workspace, ACCOUNT)
        workspace.vault.close()
        again = open_workspace(root)
        if erasure.unfinished(again):
            assert is_hidden_or_erased(root), number
            assert campaigns.carry_on(again).hits == [], number
        elif again.vault.desk.hidden() or again.vault.engine.held_by([ACCOUNT]):
            assert campaigns.withdraw(again, ACCOUNT).hits == [], number
        again.vault.close()
        after = campaigns.posts(root), campaigns.desk(root)
        assert after[0] == wanted[0], number
        for table in set(wanted[1]) - {"editions", "clearances", "public_ids"}:
            assert after[1][table] == wanted[1][table], (number, table)
        assert not (root / "erasing.sealed").exists()
        standing = [path for path in (root / "editions").iterdir() if path.is_dir()]
        assert len(standing) == 1, number


def test_killed_at_any_moment(
    ready: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, keys = ready
    monkeypatch.setenv("OWNWORDS_CONFIG", str(keys))
    rnd = random.Random(2)
    for number in range(KILLS):
        root = tmp_path / str(number)
        campaigns.copy(base, root).vault.close()
        crashes.kill("tests.withdrawal.test_crash", root, rnd.uniform(0, 2.5))
        assert is_hidden_or_erased(root)
        workspace = open_workspace(root)
        proof = (
            campaigns.carry_on(workspace)
            if erasure.unfinished(workspace)
            else campaigns.carry_on(workspace)
            if not workspace.vault.desk.hidden()
            else campaigns.withdraw(workspace, ACCOUNT)
        )
        assert proof.hits == []
        assert workspace.vault.desk.hidden() == frozenset()
        workspace.vault.close()


def test_undo_only_while_hidden(
    ready: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, keys = ready
    monkeypatch.setenv("OWNWORDS_CONFIG", str(keys))
    workspace = campaigns.copy(base, tmp_path / "c")
    planned = withdrawing.plan(workspace, ACCOUNT)
    assert planned.posts > 0
    withdrawing.hide(workspace, planned)
    assert workspace.vault.engine.held_by([ACCOUNT]) == 0
    assert withdrawing.undo(workspace, "@isolde_of_the_weir") == (ACCOUNT,)
    assert workspace.vault.engine.held_by([ACCOUNT]) == planned.posts
    withdrawing.hide(workspace, planned)
    erasure.begin(workspace, planned.accounts)
    with pytest.raises(AskedWrongly, match="being erased"):
        withdrawing.undo(workspace, ACCOUNT)
    assert campaigns.carry_on(workspace).hits == []


def test_stories_and_editions_let_go(
    ready: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, keys = ready
    monkeypatch.setenv("OWNWORDS_CONFIG", str(keys))
    workspace = campaigns.copy(base, tmp_path / "c")
    folder = workspace.folder
    [first] = [path for path in folder.editions.iterdir() if path.is_dir()]
    assert withdrawing.plan(workspace, ACCOUNT).places == ("https://keepers.example",)
    assert campaigns.withdraw(workspace, ACCOUNT).hits == []
    assert not first.exists()
    story = (folder.stories / "night.md").read_text(encoding="utf-8")
    assert "A passage was taken out here" in story
    assert "quote" not in story
    kinds = {path.name[:4] + path.suffix for path in folder.editions.iterdir()}
    assert {"0002.zip", "with.json"} <= kinds
    first_one = workspace.vault.desk.editions()[0]
    assert (first_one.files, first_one.places) == ((), ("https://keepers.example",))


def test_an_edition_that_was_called_back_is_named_when_an_older_copy_is_put_back(
    ready: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, keys = ready
    monkeypatch.setenv("OWNWORDS_CONFIG", str(keys))
    workspace = campaigns.copy(base, tmp_path / "c")
    [first] = [path for path in workspace.folder.editions.iterdir() if path.is_dir()]
    assert campaigns.withdraw(workspace, ACCOUNT).hits == []
    assert checking.campaign(workspace).faults == ()
    shutil.copytree(base / "editions" / first.name, first)
    [found] = checking.campaign(workspace).faults
    assert (found.file, found.do) == (f"editions/{first.name}", "Call it back: ownwords recall 1")
    recall.call_back(workspace, 1)
    assert checking.campaign(workspace).faults == ()


if __name__ == "__main__":
    opened = open_workspace(Path(sys.argv[1]))
    plan = withdrawing.plan(opened, ACCOUNT)
    withdrawing.hide(opened, plan)
    sys.stdout.write("hidden\n")
    sys.stdout.flush()
    erasure.begin(opened, plan.accounts)
    campaigns.carry_on(opened)
