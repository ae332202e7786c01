"""./test tells the truth about what it did: a failure shows, a tier that cannot run says why."""

from __future__ import annotations

import importlib.util
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


@pytest.mark.parametrize("name", ["demo", "test", ".ci/run"])
def test_a_command_can_be_started(name: str) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-s", name], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert listed.stdout.startswith("100755 ")
    first = (ROOT / name).read_text(encoding="utf-8").splitlines()[0]
    assert first in {"#!/usr/bin/env python3", "#!/usr/bin/env bash"}


def test_demo_says_first_what_it_does_to_this_computer() -> None:
    text = (ROOT / "demo").read_text(encoding="utf-8")
    body = text.split("def main")[1]
    assert body.index("PROMISE") < body.index("install()") < body.index("COMMAND")
    assert "Nothing you do here leaves it" in text
