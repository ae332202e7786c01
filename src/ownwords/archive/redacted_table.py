"""Taking people out of a record that is no JSON: a line of a table, or plain text."""

from __future__ import annotations

import csv
import io
from typing import Any

from ownwords.archive.redacted_payload import Finder, cut_value, parsed
from ownwords.archive.redacted_text import MARK, Reader

_SEPARATORS = ",;\t|"
_LEAST_CELLS = 3


def cut_plain(payload: bytes, finder: Finder, reader: Reader) -> bytes:
    """The record without their names; nothing of it when it passes their words on."""
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = payload.decode("latin-1")
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    rows = _rows(text, separator)
    cut = _table(rows, separator, finder, reader) if rows else reader.plain(text)
    if reader.passed_on:
        return MARK.encode()
    return payload if cut in {text, ""} else cut.encode()


def _rows(text: str, separator: str) -> list[list[str]]:
    """The rows of a table whose first one is its header; none when this is no table."""
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error:
        return []
    if len(rows) < 2 or len(rows[0]) < _LEAST_CELLS:
        return []
    return rows if all(len(row) in {0, len(rows[0])} for row in rows) else []


def _table(rows: list[list[str]], separator: str, finder: Finder, reader: Reader) -> str:
    """The table without them; empty when no cell changes."""
    records = [[_record(cell) for cell in row] for row in rows]
    for row in records[1:]:
        for record in row:
            finder.look(record)
    changed = False
    for row, found in zip(rows[1:], records[1:], strict=True):
        for place, (cell, record) in enumerate(zip(row, found, strict=True)):
            cut = reader.plain(cell) if record is None else cut_value(record, cell, reader)
            changed = changed or cut != cell
            row[place] = cut
    if not changed:
        return ""
    sink = io.StringIO()
    csv.writer(sink, delimiter=separator).writerows(rows)
    return sink.getvalue()


def _record(cell: str) -> Any:
    return parsed(cell.encode()) if cell[:1] in {"{", "["} else None
