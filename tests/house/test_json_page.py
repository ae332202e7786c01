"""docs/reference/json.md names the fields that the commands print, all of them and no other."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.demo_campaign import Demo
from tests.house.checkout import ROOT

_ROW = re.compile(r"^\| `ownwords ([^`]+)` \| [^|]+ \| (.+) \|$", re.MULTILINE)
SHEET = str(ROOT / "examples" / "exports" / "tags-sheet.csv")
EXPORT = str(ROOT / "tests" / "fixtures" / "mastodon_archive" / "good" / "export.zip")
DUMP = str(ROOT / "tests" / "fixtures" / "twitter_v1" / "good" / "extended.jsonl")
LABELS = str(ROOT / "tests" / "house" / "labels-with-a-fault.csv")
QUESTIONS: dict[str, tuple[list[str], int]] = {
    "gather": ([SHEET, EXPORT, DUMP, "--search"], 1),
    "gather --let-go": (["exports"], 0),
    "status": ([], 0),
    "status --tag": (["WeKeepTheLight"], 0),
    "search": (["winch", "--limit", "2"], 0),
    "timeline": (["--by", "week"], 0),
    "first-uses": ([], 0),
    "languages": ([], 0),
    "consent show": (["@cato_lock_fourteen"], 0),
    "consent import": ([LABELS, "--vocabulary", "social-humans"], 1),
    "publish": ([], 0),
    "editions": ([], 0),
    "verify": ([], 0),
    "withdraw --hide-only": (["@cato_lock_fourteen", "--yes"], 0),
    "withdraw": (["@cato_lock_fourteen", "--yes"], 0),
}


def documented() -> dict[str, set[str]]:
    """Fields by command, as the page says; what stands in brackets is explanation."""
    found: dict[str, set[str]] = {}
    text = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    for command, cell in _ROW.findall(text):
        bare = re.sub(r"\([^)]*\)", "", cell)
        found.setdefault(command, set()).update(re.findall(r"`([a-z_]+)`", bare))
    return found


def fields(value: Any) -> set[str]:
    """Every field name in what was printed; names that are data (a use, a reason) are left out."""
    if isinstance(value, list):
        return set().union(*map(fields, value))
    if not isinstance(value, dict):
        return set()
    said = set(value)
    for key, inner in value.items():
        if key == "uses":
            said |= fields(list(inner.values()))
        elif key not in {"networks", "languages", "voices_not_quoted", "screened", "flagged"}:
            said |= fields(inner)
    return said


@pytest.fixture(scope="module")
def mine(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A copy of the demo that may be changed, where somebody was blocked for a while."""
    own = demo.copy(tmp_path_factory.mktemp("json"))
    decide = ("consent", "block", "@cato_lock_fourteen", "--by", "Ila", "--reason")
    own.run(*decide, "a court said so")
    own.run(*decide, "annulled", "--lift")
    return own


def test_the_page_and_the_questions_name_the_same_commands() -> None:
    assert set(documented()) == set(QUESTIONS)


@pytest.mark.parametrize("command", QUESTIONS)
def test_the_page_names_what_is_printed(mine: Demo, command: str) -> None:
    words, status = QUESTIONS[command]
    printed = mine.run(*command.split(), *words, "--json", status=status)
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    optional = documented()[command] - fields(lines)
    assert fields(lines) - documented()[command] == set()
    assert optional <= ({"file", "row", "what", "do"} if command == "verify" else set())
