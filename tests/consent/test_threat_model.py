from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| T\d+ \|", line)
]


def test_every_threat_has_its_id() -> None:
    assert [row[0] for row in ROWS] == [f"T{number}" for number in range(1, 37)]


def test_every_test_that_is_named_is_there() -> None:
    for row in ROWS:
        held = row[-1]
        assert "`tests/" in held or held.lower().startswith("not yet"), row[0]
        for path in re.findall(r"`(tests/[\w/.]+)`", held):
            assert (ROOT / path).exists(), f"{row[0]}: {path}"
        for name, path in re.findall(r"`(test_\w+)` in `(tests/[\w/.]+)`", held):
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{row[0]}: {name}"
