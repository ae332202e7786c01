"""The floors hold, and the contracts that hold them bite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.checkout import PACKAGE, ROOT

LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"


def lint(place: Path) -> tuple[int, str]:
    surroundings = os.environ | {"PYTHONPATH": str(place / "src"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", LINT]
    done = subprocess.run(
        command, cwd=place, env=surroundings, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        PACKAGE, tmp_path / "src" / "ownwords", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def test_contracts_are_kept(copy: Path) -> None:
    code, said = lint(copy)
    assert code == 0, said


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("records/post.py", "import ownwords.consent", "Floors"),
        ("counting/shares.py", "import ownwords.charts", "Floors"),
        ("archive/__init__.py", "import ownwords.gather", "Floors"),
        ("unlisted_room.py", "", "Floors"),
        ("gather/given.py", "import ownwords.gather.mapped", "Connectors"),
        ("records/post.py", "import sqlite3", "Records, counting"),
        ("counting/shares.py", "from pathlib import Path", "Records, counting"),
        ("edition/__init__.py", "import ownwords.archive", "Edition, export"),
        ("stories/__init__.py", "import ownwords.reading", "Edition, export"),
        ("export/__init__.py", "import ownwords.archive", "Edition, export"),
        ("workbench/receive.py", "import ownwords.consent", "The public page"),
    ],
)
def test_a_broken_contract_is_noticed(copy: Path, room: str, line: str, contract: str) -> None:
    file = copy / "src" / "ownwords" / room
    file.parent.mkdir(exist_ok=True)
    (file.parent / "__init__.py").touch()
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{before}\n{line}\n", encoding="utf-8")
    code, said = lint(copy)
    broken = [row for row in said.splitlines() if row.endswith("BROKEN")]
    assert code == 1, said
    assert [row for row in broken if row.startswith(contract)], said


def test_the_contract_names_every_connector() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {each["id"]: each for each in settings["tool"]["importlinter"]["contracts"]}
    neighbours = contracts["connectors"]["layers"][0].split(" | ")
    doors = settings["project"]["entry-points"]["ownwords.connectors"]
    modules = {target.partition(":")[0].rpartition(".")[2] for target in doors.values()}
    assert {name.strip("()") for name in neighbours} == modules
