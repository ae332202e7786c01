"""./test tells the truth about what it did: a failure shows, a tier that cannot run says why.

./demo and ./workbench say first what they do; the files to double-click start the second.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.checkout import ROOT


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.syspath_prepend(str(ROOT / "requirements"))
    loader = SourceFileLoader("the_test_command", str(ROOT / "test"))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, loader.name, module)
    loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("outcomes", "code", "line"),
    [
        ([(5, 0, 0, ""), (1, 0, 2, "no browser")], 0, "6 passed, 0 failed, 2 skipped"),
        ([(5, 1, 0, "see above"), (1, 0, 0, "")], 1, "6 passed, 1 failed, 0 skipped"),
        ([(0, 0, 3, "nothing could run")], 1, "0 passed, 0 failed, 3 skipped"),
    ],
)
def test_the_last_line_and_the_exit_code_agree(
    command: ModuleType, capsys: pytest.CaptureFixture[str], outcomes, code: int, line: str
) -> None:
    rows = [(f"tier{at}", command.Outcome(*one), 1.0) for at, one in enumerate(outcomes)]
    assert command.close(rows) == code
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == line
    for one in outcomes:
        assert not one[3] or any(row.endswith(one[3]) for row in printed)


def test_without_a_browser_the_journeys_are_skipped_and_say_so(
    command: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("OWNWORDS_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = command.journeys(command.Plan(install=False, full=False, scratch=tmp_path))
    assert (outcome.passed, outcome.failed, outcome.skipped) == (0, 0, 1)
    assert "Chromium" in outcome.reason


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("def test_a(): pass\ndef test_b(): assert 0\n", (1, 1, 0)),
        ("import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('x')\n", (1, 0, 1)),
        ("import nothing_like_this\n", (0, 1, 0)),
        ("", (0, 1, 0)),
    ],
    ids=["failing", "skipping", "broken", "empty"],
)
def test_what_pytest_found_is_counted(
    command: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str, expected
) -> None:
    (tmp_path / "test_sample.py").write_text(body, encoding="utf-8")
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command.environment, "PYTHON", Path(sys.executable))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    plan = command.Plan(install=False, full=False, scratch=scratch)
    outcome = command._pytest("not journey", "-p", "no:cacheprovider", plan=plan)
    assert (outcome.passed, outcome.failed, outcome.skipped) == expected


STARTS = ("start/Ownwords.command", "start/ownwords.desktop", "start/Ownwords.bat")


@pytest.mark.parametrize("name", ["demo", "test", "workbench", ".ci/run", STARTS[0], STARTS[1]])
def test_a_command_can_be_started(name: str) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-s", name], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert listed.stdout.startswith("100755 ")
    first = (ROOT / name).read_text(encoding="utf-8").splitlines()[0]
    known = {"#!/usr/bin/env python3", "#!/usr/bin/env bash", "#!/bin/sh", "[Desktop Entry]"}
    assert first in known


@pytest.mark.parametrize("name", ["demo", "workbench"])
def test_a_command_says_first_what_it_does_to_this_computer(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    body = text.split("def main")[1]
    assert body.index("PROMISE") < body.index("install()") < body.index("COMMAND")
    assert re.search(r"nothing you do (here )?leaves it", text, re.IGNORECASE)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The double-click files and the command in a folder with spaces and an installed ownwords."""
    root = tmp_path / "Maren's own words"
    (root / "requirements").mkdir(parents=True)
    for name in ("workbench", "pyproject.toml", "requirements/environment.py", *STARTS):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    for lock in ("run", "dev"):
        (root / "requirements" / f"{lock}.lock").write_text("", encoding="utf-8")
    there = root / ".venv" / "bin"
    there.mkdir(parents=True)
    (there / "python").symlink_to(sys.executable)
    (there / "ownwords").write_text('#!/bin/sh\necho opened "$@"\nexit $STATUS\n', encoding="utf-8")
    (there / "ownwords").chmod(0o755)
    stamped = "import environment as e; e.STAMP.write_text(e._stamp('run'))"
    subprocess.run([sys.executable, "-c", stamped], cwd=root / "requirements", check=True)
    return root


def ran(command: list[str], folder: Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "STATUS": str(status), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, cwd=folder, env=environ, input="", capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(os.name == "nt", reason="the starter of Windows has a test of its own")
@pytest.mark.parametrize("status", [0, 3])
def test_the_workbench_opens_what_is_installed(checkout: Path, status: int) -> None:
    done = ran([sys.executable, "workbench", "--port", "0"], checkout, status)
    assert done.returncode == status
    assert "Already installed" in done.stdout
    assert done.stdout.endswith("opened workbench --port 0\n")


@pytest.mark.skipif(os.name == "nt", reason="the starter of Windows has a test of its own")
@pytest.mark.parametrize("as_address", [False, True])
def test_a_double_click_starts_it_from_any_folder(
    checkout: Path, tmp_path: Path, *, as_address: bool
) -> None:
    command = checkout / STARTS[0]
    assert ran([str(command)], tmp_path).stdout.endswith("opened workbench\n")
    entry = checkout / STARTS[1]
    said = dict(line.split("=", 1) for line in entry.read_text().splitlines() if "=" in line)
    assert said["Terminal"] == "true"
    plain = said["Exec"].replace("\\\\", "\\")
    words = [word.replace("\\$", "$") for word in shlex.split(plain)]
    place = f"file://{entry}" if as_address else str(entry)
    done = ran([place if word == "%k" else word for word in words], tmp_path)
    assert done.stdout.endswith("opened workbench\n"), done.stderr


def test_the_starter_of_windows_calls_the_same_command() -> None:
    text = (ROOT / STARTS[2]).read_text(encoding="ascii")
    assert '"%~dp0..\\workbench" --stay' in text
    assert len(text.splitlines()) <= 3
