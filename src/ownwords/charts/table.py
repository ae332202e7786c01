"""The numbers behind a picture, as records for a page to lay out."""

from __future__ import annotations

import msgspec


class Row(msgspec.Struct, frozen=True):
    """One line of a table: plain texts, the first one a heading; ``datetime`` is ISO or empty."""

    cells: tuple[str, ...]
    datetime: str = ""


class Table(msgspec.Struct, frozen=True):
    """Caption, column headings and rows; nothing is escaped yet."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
