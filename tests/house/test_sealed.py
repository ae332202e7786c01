"""One door: only the gate clears words, and only consent opens them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.house.checkout import ROOT, sources

MARKED = ROOT / "tests" / "house" / "must_not_type_check.py"
GATE = {"consent/gate.py"}
# The gate, and those who must know the words to see that they are nowhere: the scanners.
OPENERS = {
    "consent/findability.py",
    "consent/gate.py",
    "consent/holdings.py",
    "consent/leaks.py",
    "consent/screening.py",
}
SEALED = "records/sealed.py"
MADE_BY_THE_GATE = {"Cleared", "ClearedCount"}


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def makes(call: ast.Call) -> set[str]:
    """Names of the cleared classes that a call makes, also by way of __new__ and the like."""
    names = {last_name(call.func)}
    if last_name(call.func) != "isinstance":
        names |= {last_name(argument) for argument in call.args}
    if isinstance(call.func, ast.Attribute):
        names.add(last_name(call.func.value))
    return names & MADE_BY_THE_GATE


def renamed(tree: ast.Module) -> set[str]:
    """Imports under another name, which would hide a call from this test."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    watched = MADE_BY_THE_GATE | {"unseal"}
    return {each.name for node in imports for each in node.names if each.asname} & watched


def opens(tree: ast.Module) -> bool:
    """Whether a file can reach the words: by the opener, or by the name of the hidden slot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and "unseal" in {each.name for each in node.names}:
            return True
        if isinstance(node, ast.Attribute) and node.attr in {"unseal", "_Sealed__words"}:
            return True
        if isinstance(node, ast.Constant) and "Sealed__words" in str(node.value):
            return True
    return False


def test_the_gate_alone_makes_cleared_words() -> None:
    makers = {name for name, tree in sources().items() if any(map(makes, calls(tree)))}
    assert makers - GATE == set()
    assert makers, "nothing makes Cleared any more: this test looks at the wrong name"


def test_consent_alone_opens_sealed_words() -> None:
    openers = {name for name, tree in sources().items() if opens(tree)} - {SEALED}
    assert openers - OPENERS == set()
    assert "consent/gate.py" in openers, "the gate opens nothing: this test looks at the wrong name"


def test_neither_travels_under_another_name() -> None:
    assert {name: found for name, tree in sources().items() if (found := renamed(tree))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "Cleared('a', c)",
        "cleared.Cleared('a', c)",
        "object.__new__(Cleared)",
        "Cleared.__new__(Cleared)",
        "replace(ClearedCount, 1)",
    ],
)
def test_this_test_sees_every_way_of_making(line: str) -> None:
    assert any(map(makes, calls(ast.parse(line))))


@pytest.mark.parametrize(
    "line",
    [
        "from ownwords.records.sealed import unseal",
        "from ownwords.records.sealed import Sealed, unseal as open_it",
        "sealed.unseal(words)",
        "words._Sealed__words",
        "getattr(words, '_Sealed__words')",
    ],
)
def test_this_test_sees_every_way_of_opening(line: str) -> None:
    assert opens(ast.parse(line))


def test_what_was_not_cleared_does_not_type_check() -> None:
    command = [sys.executable, "-m", "mypy", "--no-pretty", "--no-error-summary", str(MARKED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    here = re.compile(rf"{re.escape(MARKED.name)}:(\d+): error: .*\[([a-z-]+)\]$", re.MULTILINE)
    found = {(int(line), code) for line, code in here.findall(done.stdout.replace("\r", ""))}
    lines = MARKED.read_text(encoding="utf-8").splitlines()
    marked = {
        (number, mark[1])
        for number, line in enumerate(lines, 1)
        if (mark := re.search(r"# must fail: ([a-z-]+)$", line))
    }
    assert found == marked, done.stdout + done.stderr
