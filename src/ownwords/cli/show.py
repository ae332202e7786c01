"""Printing: plain lines when piped, aligned columns for people, JSON lines for programs.

Every verb prints through this file (a test holds it), because a terminal obeys what it is shown:
words that came in may hold commands that move the cursor, rename the window or turn a line around.
Here such characters become visible.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ownwords.records.captured import Fault

_COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
)
"""Control characters but tab and line feed, line separators, and what turns a line around."""


def plain(text: str) -> str:
    """The text with every character that a terminal would obey written as ``\\u001b``."""
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def say(text: str, *, err: bool = False) -> None:
    """One or more lines for people."""
    click.echo(plain(text), err=err)


def moving(text: str) -> None:
    """A line on standard error that replaces the one before; empty to take it away."""
    click.echo(f"\r\x1b[K{plain(text)}", err=True, nl=False)


def json_line(record: object) -> None:
    """One JSON line on standard output; it decodes to exactly what was given."""
    import msgspec

    click.echo(plain(msgspec.json.encode(record).decode()))


def fault_line(fault: Fault) -> None:
    """A JSON line about what could not be read: where and why."""
    place = fault.place
    where = {"file": place.file, "line": place.line, "offset": place.offset}
    json_line({"fault": {**where, "reason": fault.reason}})


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
    table = [tuple(plain(cell).replace("\n", "\\u000a") for cell in row) for row in rows]
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
