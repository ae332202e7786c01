"""Rows of a CSV from a stream, with the line and byte offset where each begins and its own bytes.

A row may span lines. A row that is broken or longer than ``ROW`` bytes is named once, and reading
goes on behind it. Comma, semicolon or tab: whichever the header holds most.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from ownwords.gather.cursor import Cursor
from ownwords.gather.lines import PERHAPS, Line, lines_of
from ownwords.gather.reasons import NOT_UTF8
from ownwords.gather.sources import Head, Source
from ownwords.records.captured import Fault, Place
from ownwords.records.errors import ImportRefused

ROW = 4 << 20
_OPEN = "A quoted cell of this row does not end; nothing behind it could be read."
_QUOTES = "The row is no valid CSV: its quotation marks do not fit."
_HALF = "The row stands behind what is damaged: nobody knows whether all of it is there."
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class Row(NamedTuple):
    """One row: its cells, its bytes as received, and where it begins."""

    place: Place
    cells: list[str]
    raw: bytes


class Table(NamedTuple):
    """The header of a CSV: column names in order, its bytes, what separates the cells.

    ``problem`` says why nothing of the table can be read.
    """

    columns: tuple[str, ...]
    raw: bytes
    separator: str
    problem: str = ""


def table_of(head: Head) -> Table:
    """The header; without columns when the first line is none."""
    if head.start.startswith(_WIDE):
        return Table((), b"", ",", "This is UTF-16; save the table as CSV in UTF-8.")
    raw = head.start.lstrip(b"\r\n").split(b"\n", 1)[0]
    counts = {separator: raw.count(separator.encode()) for separator in ",;\t"}
    separator = max(counts, key=lambda one: counts[one])
    try:
        cells = next(csv.reader([raw.decode("utf-8")], delimiter=separator, strict=True), [])
    except (csv.Error, UnicodeDecodeError):
        cells = []
    return Table(tuple(cell.strip() for cell in cells), raw, separator)


class _TooLong(ImportRefused):
    """A row goes on and on."""


class _Feed:
    """Gives a CSV parser its lines and remembers which of them the current row took."""

    def __init__(self, lines: Iterator[Line | Fault]) -> None:
        self._lines = lines
        self.taken: list[Line] = []
        self.faults: list[Fault] = []
        self._size = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if isinstance(line, Fault):
            self._note(line)
            raise _TooLong(line.reason)
        self.taken.append(line)
        self._size += len(line.data)
        if self._size > ROW:
            raise _TooLong("The row is too long.")
        return line.data.decode("utf-8", "surrogateescape") + "\n"

    def _note(self, fault: Fault) -> None:
        """A line that cannot be read; behind a gap of the file the next one is left out too."""
        self.faults.append(fault)
        if fault.kept != PERHAPS:
            return
        for line in self._lines:
            if isinstance(line, Fault):
                self._note(line)
            else:
                self.faults.append(Fault(fault.place, _HALF))
            return

    def release(self) -> list[Line]:
        """The lines of the row that was just read."""
        taken, self.taken, self._size = self.taken, [], 0
        return taken

    def skip_cell(self) -> None:
        """Go behind the quoted cell that a row was lost in."""
        for line in self._lines:
            if isinstance(line, Fault):
                self._note(line)
                if line.kept == PERHAPS:
                    return
            elif line.data.count(b'"') % 2:
                return


def rows_of(source: Source, table: Table, cursor: Cursor) -> Iterator[Row | Fault]:
    """The rows from the cursor on; the header is no row."""
    csv.field_size_limit(ROW)
    feed = _Feed(lines_of(source, cursor, ROW, blank=True))
    parser = csv.reader(feed, delimiter=table.separator, strict=True)
    header = cursor.line == 1
    while True:
        try:
            cells = next(parser)
        except StopIteration:
            break
        except csv.Error as problem:
            yield from _lost(source, feed, _OPEN if "end of data" in str(problem) else _QUOTES)
            continue
        except _TooLong:
            yield from _lost(source, feed, f"The row is longer than {ROW >> 20} MB.")
            continue
        lines = feed.release()
        if not cells:
            continue
        if header:
            header = False
            continue
        yield _row(source, table, cells, lines)
    yield from feed.faults


def _lost(source: Source, feed: _Feed, reason: str) -> Iterator[Fault]:
    """Name a row that cannot be read, once, and find the place behind it."""
    lines = feed.release()
    faults, feed.faults = feed.faults, []
    if len(lines) > 1 and all(fault.kept != PERHAPS for fault in faults):
        feed.skip_cell()
    yield from faults
    if lines and not faults:
        yield Fault(Place(source.label, lines[0].number, lines[0].offset), reason)


def _row(source: Source, table: Table, cells: list[str], lines: list[Line]) -> Row | Fault:
    raw = b"\n".join([line.data for line in lines])
    place = Place(source.label, lines[0].number, lines[0].offset)
    wanted = len(table.columns)
    if len(cells) > wanted and not any(cells[wanted:]):
        cells = cells[:wanted]
    if len(cells) != wanted:
        return Fault(place, f"The row has {len(cells)} cells where the header has {wanted}.")
    if not raw.isascii():
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            return Fault(place, NOT_UTF8)
    return Row(place, cells, raw)
