"""Keep the figures of one benchmark in bench/results/, in the form that bench.report reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.children import machine

RESULTS = Path(__file__).parent / "results"


def keep(name: str, title: str, command: str, found: Mapping[str, Any]) -> None:
    """Write one result: what was found, today, on this machine."""
    made = {"title": title, "command": command, "date": datetime.now(UTC).date().isoformat()}
    text = json.dumps({**made, "machine": machine(), **found}, indent=1, ensure_ascii=False)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def keep_table(name: str, title: str, command: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write one table; each row is a mapping of column to figure, all with the same columns."""
    columns = list(rows[0])
    body = [[row[column] for column in columns] for row in rows]
    keep(name, title, command, {"table": {"columns": columns, "rows": body}})
