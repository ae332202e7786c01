"""One desk, opened several times: a workbench and its job, two windows, two programs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ownwords.archive.desk import Desk
from tests.archive.campaign import new

ROUNDS = 25
CHECKOUT = Path(__file__).resolve().parents[2]


def hide_many(path: Path, name: str, *, anew: bool = False) -> None:
    """One decision after another; with ``anew`` the desk is opened and closed for each."""
    desk = Desk.open(path)
    for number in range(ROUNDS):
        desk.hide([f"{name}{number}"], number)
        if anew:
            desk.close()
            desk = Desk.open(path)
    desk.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    vault = new(tmp_path / "c")
    yield vault.desk
    vault.close()


def test_threads_that_decide_at_once_lose_nothing_and_lock_nobody_out(desk: Desk) -> None:
    with ThreadPoolExecutor(3) as pool:
        done = [
            pool.submit(hide_many, desk.path, "a"),
            pool.submit(hide_many, desk.path, "b"),
            pool.submit(hide_many, desk.path, "c", anew=True),
        ]
    assert [one.exception() for one in done] == [None] * 3
    assert len(desk.hidden()) == 3 * ROUNDS
    desk.hide(["last"], 1)
    assert desk.check_chain() == []


def test_processes_that_decide_at_once_lose_nothing_and_lock_nobody_out(desk: Desk) -> None:
    command = [sys.executable, "-m", "tests.archive.test_desk_together", str(desk.path)]
    running = [subprocess.Popen([*command, name], cwd=CHECKOUT) for name in "ab"]
    assert [one.wait() for one in running] == [0, 0]
    assert len(desk.hidden()) == 2 * ROUNDS
    desk.hide(["last"], 1)
    assert desk.check_chain() == []


def test_who_closes_first_leaves_no_digest_that_another_makes_wrong(desk: Desk) -> None:
    other = Desk.open(desk.path)
    other.hide(["a", "b"], 1)
    other.close()
    desk.unhide(["a"])
    desk.close()
    Desk.open(desk.path).close()
    desk = Desk.open(desk.path)
    later = Desk.open(desk.path)
    desk.compact()
    desk.close()
    later.close()
    again = Desk.open(desk.path)
    assert again.check_chain() == []
    again.close()


if __name__ == "__main__":
    hide_many(Path(sys.argv[1]), sys.argv[2])
