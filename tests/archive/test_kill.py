"""kill -9 at any moment of a gather: no acknowledged post is lost, none is there twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from ownwords.archive.accession import Taking
from ownwords.archive.fixity import Checked, verify
from ownwords.archive.vault import Vault
from ownwords.records.accession import Counts
from tests.archive.campaign import captured, digests, new, post
from tests.conftest import FULL

ROUNDS = 60 if FULL else 8
POSTS = 3_000
STEP = 250
CHECKOUT = Path(__file__).resolve().parents[2]


def gather(root: Path) -> Counts:
    """A tiny connector: posts 0 to POSTS, the cursor is the next number, every fifth post twice."""
    vault = Vault.open(root)
    taking = Taking.begin(vault, "invented", "test")
    start = int(taking.cursor or 0)
    for first in range(start, POSTS, STEP):
        batch = [captured(post(number), likes=number) for number in range(first, first + STEP)]
        taking.add(batch)
        taking.add(batch[::5])
        taking.checkpoint(str(first + STEP), read=(first + STEP - start) * 6 // 5)
        sys.stdout.write(f"{first + STEP}\n")
        sys.stdout.flush()
    counts = taking.finish(0, (POSTS - start) * 6 // 5).counts
    vault.close()
    return counts


def killed(root: Path, after: float, environment: dict[str, str]) -> tuple[bool, int]:
    """Run a gather and kill it; says whether it was killed, and the last cursor acknowledged."""
    command = [sys.executable, "-m", "tests.archive.test_kill", str(root)]
    child = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE)
    assert child.stdout is not None
    started = child.stdout.readline()
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read()
    child.stdout.close()
    child.wait()
    lines = [
        line for line in (started + rest).decode().splitlines(keepends=True) if line[-1] == "\n"
    ]
    return child.returncode != 0, int(lines[-1]) if lines else 0


def cursor_of(root: Path) -> int:
    """The cursor that a crashed gather would go on from; POSTS when it had become visible."""
    vault = Vault.open(root)
    if vault.desk.accessions():
        vault.close()
        return POSTS
    taking = Taking.begin(vault, "invented", "test")
    cursor = int(taking.cursor or 0)
    taking.close()
    vault.close()
    return cursor


def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(
    tmp_path: Path, configuration: Path
) -> None:
    environment = {**os.environ, "OWNWORDS_CONFIG": str(configuration), "PYTHONPATH": "src:."}
    new(tmp_path / "whole").close()
    began = time.monotonic()
    wanted = gather(tmp_path / "whole")
    took = time.monotonic() - began
    rnd = random.Random(20261122)
    kills = 0
    root, number = tmp_path / "cut-0", 0
    new(root).close()
    while kills < ROUNDS:
        was_killed, acknowledged = killed(root, rnd.uniform(0, took), environment)
        kills += was_killed
        reached = cursor_of(root)
        assert reached >= acknowledged
        if reached == POSTS and visible(root):
            check(root, tmp_path / "whole", wanted)
            number += 1
            root = tmp_path / f"cut-{number}"
            new(root).close()
    if not visible(root):
        gather(root)
    check(root, tmp_path / "whole", wanted)


def visible(root: Path) -> bool:
    vault = Vault.open(root)
    done = bool(vault.desk.accessions())
    vault.close()
    return done


def check(root: Path, whole: Path, wanted: Counts) -> None:
    vault = Vault.open(root)
    checked = Checked()
    assert list(verify(vault, checked)) == []
    assert checked.rows == POSTS
    assert vault.desk.accessions()[0].counts == wanted
    assert digests(root) == digests(whole)
    vault.close()


if __name__ == "__main__":
    sys.stderr.write(msgspec.json.encode(gather(Path(sys.argv[1]))).decode() + "\n")
