"""Who leaves, noted by two programs at once: neither's people are lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from ownwords.archive import lock
from ownwords.archive.erasing_work import Work, read_work, update_work
from ownwords.archive.keep_out import KeepOut
from ownwords.archive.lock import Lock
from ownwords.archive.noting import noting
from ownwords.archive.vault import Vault
from ownwords.flows import erasure, withdraw
from ownwords.records.errors import FolderBroken
from ownwords.workspace import open_workspace
from tests.archive.campaign import new

ROUNDS = 30
CHECKOUT = Path(__file__).resolve().parents[2]
KEY = bytes(32)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = new(tmp_path / "c")
    yield made
    made.close()


def test_of_two_programs_that_begin_at_once_no_erasure_is_lost(vault: Vault) -> None:
    root = vault.folder.root
    command = [sys.executable, "-m", "tests.archive.test_erasing_work", str(root)]
    running = [subprocess.Popen([*command, name], cwd=CHECKOUT) for name in "ab"]
    assert [one.wait() for one in running] == [0, 0]
    workspace = open_workspace(root)
    begun = {name for work in erasure.unfinished(workspace) for name in work.accounts}
    assert begun == {f"{name}{number}" for name in "ab" for number in range(ROUNDS)}
    listed = KeepOut.read(vault.folder, withdraw.key_of(workspace, "keep-out"))
    workspace.vault.close()
    assert [name for name in sorted(begun) if not listed.account(name)] == []


def test_lines_that_somebody_else_noted_meanwhile_stay(vault: Vault) -> None:
    work = Work.new(1, ("a",))
    update_work(vault.folder, KEY, [work])
    update_work(vault.folder, KEY, [replace(work, kept_lines=("x",))])
    update_work(vault.folder, KEY, [replace(work, removed=(1,))])
    (held,) = read_work(vault.folder, KEY)
    assert (held.kept_lines, held.removed) == (("x",), (1,))


def test_a_file_that_another_program_ended_is_no_broken_one(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work.new(1, ("a",))
    update_work(vault.folder, KEY, [work])
    read = Path.read_bytes

    def ended(path: Path) -> bytes:
        path.unlink()
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", ended)
    assert read_work(vault.folder, KEY) == []


def test_who_waits_too_long_is_told(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "sleep", lambda _: None)
    held = Lock(vault.folder.noting)
    assert held.take()
    with (
        pytest.raises(FolderBroken, match="noting who leaves"),
        noting(vault.folder, 0),
    ):
        raise AssertionError
    held.release()
    with noting(vault.folder, 0):
        assert not Lock(vault.folder.noting).take()


def begin_many(root: Path, name: str) -> None:
    """Begin one erasure after another, each with its place on the keep-out list."""
    workspace = open_workspace(root)
    key = withdraw.key_of(workspace)
    for number in range(ROUNDS):
        work = Work.new(number, (f"{name}{number}",))
        update_work(workspace.folder, key, [work])
        withdraw.keep_out(workspace, work)
    workspace.vault.close()


if __name__ == "__main__":
    begin_many(Path(sys.argv[1]), sys.argv[2])
