"""The proof reads every file while a workbench has the desk open: its decisions must hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ownwords.archive.desk import Desk
from ownwords.flows.proof.needles import Needles
from ownwords.flows.proof.proving import search
from tests.archive.campaign import new

CHECKOUT = Path(__file__).resolve().parents[2]


def another_program(path: Path) -> None:
    """Somebody looks at the campaign in a terminal; that desk is closed as the last one."""
    command = [sys.executable, "-m", "tests.withdrawal.test_beside_open_desk", str(path)]
    subprocess.run(command, cwd=CHECKOUT, check=True)


def test_a_proof_takes_no_lock_from_an_open_desk(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    vault.desk.hide(["before"], 1)
    assert search(vault.folder.root, Needles([]), 1).hits == []
    another_program(vault.desk.path)
    vault.desk.hide(["after"], 2)
    another_program(vault.desk.path)
    later = Desk.open(vault.desk.path)
    assert later.hidden() == {"before", "after"}
    assert later.check_chain() == []
    later.close()
    vault.close()


if __name__ == "__main__":
    Desk.open(Path(sys.argv[1])).close()
