"""Printing: plain lines when piped, aligned columns for people, JSON lines for programs."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence

import click


def json_line(record: object) -> None:
    """One JSON line on standard output."""
    import msgspec

    sys.stdout.write(msgspec.json.encode(record).decode() + "\n")


def width_of(text: str) -> int:
    """Columns that a text takes on a terminal; East Asian wide characters take two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _right(text: str) -> bool:
    return text.replace(",", "").replace(".", "").replace("%", "").strip().isdigit()


def columns(rows: Iterable[Sequence[str]]) -> None:
    """Rows in aligned columns; numbers to the right."""
    table = [tuple(row) for row in rows]
    if not table:
        return
    widths = [max(width_of(row[i]) for row in table) for i in range(len(table[0]))]
    for row in table:
        cells = []
        for text, width in zip(row, widths, strict=True):
            gap = " " * (width - width_of(text))
            cells.append(gap + text if _right(text) else text + gap)
        click.echo("  " + "  ".join(cells).rstrip())


def number(count: int) -> str:
    """A count with thousands separated."""
    return f"{count:,}"


def several(count: int, one: str, many: str = "") -> str:
    """``1 post``, ``2 posts``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
