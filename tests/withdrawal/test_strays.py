"""What a crash leaves beside a sealed file outlives no withdrawal: no search could find it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ownwords.archive import files
from ownwords.flows import erasure, single_posts
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.kept_copies import How
from ownwords.flows.taking_out import carry_on
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import account, post
from tests.withdrawal import campaigns

CHECKOUT = Path(__file__).resolve().parents[2]
LEFT = ("erasing.sealed", "keep-out.sealed", "deleted.sealed", "record.json", "quarantine")


def strays(root: Path) -> list[str]:
    return [path.name for path in root.rglob(".*.part")]


def say(workspace: Workspace) -> None:
    """Keep a copy that quotes her, and let a single post of hers be erased."""
    words = "She said: The paper rang the lock at noon. Is there anyone in charge of you?"
    (workspace.folder.sources / "paper.txt").write_text(words, encoding="utf-8")


@pytest.mark.parametrize("name", LEFT)
def test_what_a_crash_left_goes_with_whom_it_names(workspace: Workspace, name: str) -> None:
    say(workspace)
    root = workspace.folder.root
    workspace.vault.close()
    command = [sys.executable, "-m", "tests.withdrawal.test_strays", str(root), name]
    environment = {**os.environ, "PYTHONPATH": "src:."}
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, check=False)
    assert done.returncode == 9
    assert len(strays(root)) == 1
    again = open_workspace(root)
    (again.folder.sources / "paper.txt").unlink()
    assert campaigns.take_out(again, account(11)).finished
    assert strays(root) == []


@pytest.mark.parametrize("place", ["stories", "sources/2014", "editions/0001", "claims"])
def test_what_a_crash_left_of_other_files_goes_too(workspace: Workspace, place: str) -> None:
    folder = workspace.folder.root / place
    folder.mkdir(parents=True, exist_ok=True)
    left = folder / ".noon.md.4711-140.part"
    left.write_text("The paper rang the lock at noon. Is there anyone in charge of you?", "utf-8")
    os.utime(left, (1, 1))
    assert campaigns.take_out(workspace, account(11)).finished
    assert not left.exists()


def test_what_somebody_is_writing_or_wrote_stays(tmp_path: Path) -> None:
    names = [".noon.md.4711-140.part", "noon.md.4711-140.part", ".noon.part", ".noon.md"]
    for name in names:
        (tmp_path / name).write_text("x", "utf-8")
    files.remove_left(tmp_path)
    for name in names[1:]:
        os.utime(tmp_path / name, (1, 1))
    files.remove_left(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def killed(root: Path, name: str) -> None:
    """Erase until the moment in which a file is whole and has not got its name yet."""
    workspace = open_workspace(root)

    def end(step: str, path: Path) -> None:
        if step == "rename" and name in (path.name, path.parent.name):
            os._exit(9)

    files.set_recorder(end)
    how: How = "quarantine" if name == "quarantine" else "redact"
    single_posts.begin(workspace, frozenset({post(421900000000000001)}))
    planned = withdrawing.plan(workspace, account(11))
    withdrawing.hide(workspace, planned)
    erasure.begin(workspace, planned.accounts)
    carry_on(workspace, lambda _: None, how)


if __name__ == "__main__":
    killed(Path(sys.argv[1]), sys.argv[2])
