"""What stands around the package is in step with it: locks, dependency list, changes, doors."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import entry_points, packages_distributions
from typing import Any

import pytest

from tests.house.checkout import ROOT, sources

LOCKS = ("run", "dev")
PEERS = ("polars", "sqlite", "tantivy", "twarc")


def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def plain(requirement: str) -> str:
    """The name alone, spelled as the locks spell it."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def wanted(lock: str) -> set[str]:
    groups = settings()["dependency-groups"]
    words = [*settings()["project"]["dependencies"], *groups["build"]]
    words += groups["dev"] if lock == "dev" else []
    return {plain(word) for word in words}


def pins(lock: str) -> dict[str, str]:
    """Each pinned line of a lock with its digests, by `name==version`."""
    folder = ROOT / ("requirements" if lock in LOCKS else "bench/locks")
    text = (folder / f"{lock}.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)
    return {entry.split()[0]: entry for entry in entries if not entry.startswith("#")}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_pins_all_that_is_wanted(lock: str) -> None:
    assert wanted(lock) - {plain(pin) for pin in pins(lock)} == set()


@pytest.mark.parametrize("lock", [*LOCKS, *PEERS])
def test_a_lock_has_digests_and_no_address(lock: str) -> None:
    pinned = pins(lock)
    assert pinned
    assert [pin for pin, entry in pinned.items() if "--hash=sha256:" not in entry] == []
    assert [pin for pin, entry in pinned.items() if "://" in entry or "-url" in entry] == []


def test_the_locks_agree() -> None:
    assert pins("run").keys() - pins("dev").keys() == set()


def test_every_dependency_is_listed_with_its_reason_and_nothing_else_is() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \|$", text, re.MULTILINE)
    assert {name for name, _ in rows} == wanted("dev")
    assert [
        name for name, cells in rows if not all(cell.strip() for cell in cells.split("|"))
    ] == []


def imported() -> set[str]:
    """Distributions that the package imports itself, by the names of their modules."""
    modules = set()
    for tree in sources().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                modules |= {each.name.partition(".")[0] for each in node.names}
            if isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.partition(".")[0])
    homes = packages_distributions()
    others = modules - set(sys.stdlib_module_names) - {"ownwords"}
    # A stub package says it holds the module, too.
    return {
        min((plain(home) for home in homes.get(module, [module])), key=len) for module in others
    }


def test_what_the_package_imports_is_declared_and_what_is_declared_is_imported() -> None:
    assert imported() == {plain(word) for word in settings()["project"]["dependencies"]}


def test_what_the_checkout_says_it_installs_is_what_the_docs_say() -> None:
    """`./demo` announces sizes before it fetches anything; docs/dependencies.md has the measure."""
    code = (ROOT / "requirements" / "environment.py").read_text(encoding="utf-8")
    said = re.search(r'"run": \((\d+), (\d+)\), "dev": \((\d+), (\d+)\)', code)
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    measured = re.findall(r"^\| (?:run|dev) \| (\d+) MB \| (\d+) MB \|", text, re.MULTILINE)
    assert said
    assert list(said.groups()) == [number for row in measured for number in row]


def test_changes_begin_with_the_unreleased_part() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    parts = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert parts[0] == "Unreleased"
    first = text.split("## Unreleased")[1].split("\n## ")[0]
    assert re.search(r"^- \S", first, re.MULTILINE), "Unreleased says nothing"


def doors() -> list[tuple[str, str]]:
    groups: dict[str, dict[str, str]] = settings()["project"]["entry-points"]
    return [(group, name) for group, entries in groups.items() for name in entries]


@pytest.mark.parametrize(("group", "name"), doors())
def test_every_door_opens(group: str, name: str) -> None:
    """An entry-point line that leads nowhere fails at a user's desk, not here."""
    (found,) = entry_points(group=group, name=name)
    assert found.load().name == name


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3, 19 November 2007\n")
    assert "13. Remote Network Interaction" in text
    assert "END OF TERMS AND CONDITIONS" in text
