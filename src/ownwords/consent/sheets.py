"""Tables that people fill in by hand: CSV text to rows, each bad one named and the rest kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from ownwords.records.captured import Fault, Place
from ownwords.records.nearest import nearest
from ownwords.records.times import PartialDate

_TRUE = frozenset({"yes", "y", "true", "1", "x"})
_FALSE = frozenset({"", "no", "n", "false", "0"})


class BadCell(ValueError):
    """A cell that cannot be understood; the text names the column, never its content."""


class Tried:
    """Reads the cells of a row one after another and remembers all that is wrong with them."""

    def __init__(self) -> None:
        self._wrong: list[str] = []

    def __call__(self, read: Callable[..., Any], *arguments: Any) -> Any:
        """What ``read`` gives; None when the cell cannot be understood."""
        try:
            return read(*arguments)
        except BadCell as error:
            self._wrong.append(str(error))
            return None

    def end(self) -> None:
        """Raise BadCell with every complaint, each once."""
        if self._wrong:
            raise BadCell(" ".join(dict.fromkeys(self._wrong)))


class Row(NamedTuple):
    """One row: cells by column (stripped, missing ones empty) and where it stands.

    ``says_more`` tells that something is written under a column that was left aside.
    """

    cells: dict[str, str]
    place: Place
    says_more: bool

    def fault(self, reason: str, kept: str = "nothing") -> Fault:
        """A fault at this row."""
        return Fault(self.place, reason, kept)


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A hint in brackets, or nothing."""
    near = nearest(word, known)
    return f" (did you mean {near}?)" if near else ""


class Sheet:
    """Reads rows of a CSV text; what cannot be read is appended to ``faults``.

    ``text`` is the whole file, with its mark at the start and its ends of lines: places are told
    in its bytes.
    ``columns`` are the names that are understood. A header with an unknown column is a fault and
    the column is left aside; one that names a column twice is a fault, and no row is read: nobody
    knows which of the two cells was meant. A row with too many cells or a NUL is a fault and left
    out.
    """

    def __init__(self, text: str, file: str, columns: Collection[str]) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._columns = columns
        self._text = text.removeprefix("\ufeff")
        self._offsets = [3 if text.startswith("\ufeff") else 0]
        for line in io.StringIO(self._text, newline=""):
            self._offsets.append(self._offsets[-1] + len(line.encode("utf-8", "surrogatepass")))

    def _place(self, line: int) -> Place:
        return Place(self._file, line, self._offsets[min(line, len(self._offsets)) - 1])

    def rows(self) -> Iterator[Row]:
        """Every row that can be read, in order."""
        reader = csv.reader(io.StringIO(self._text, newline=""), strict=True)
        header: list[str] | None = None
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self.faults.append(Fault(self._place(line), f"Not a row of CSV: {error}."))
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = self._header(cells, line)
                if self._names_twice(header, line):
                    return
                continue
            row = self._row(header, cells, self._place(line))
            if row is not None:
                yield row

    def _header(self, cells: list[str], line: int) -> list[str]:
        names = [cell.strip().casefold().replace("-", "_").replace(" ", "_") for cell in cells]
        for place, name in enumerate(names, 1):
            if name not in self._columns:
                hint = did_you_mean(name, self._columns)
                reason = f"Column {place} has a name that is not known{hint}; it is left aside."
                self.faults.append(Fault(self._place(line), reason, "the other columns"))
        return names

    def _names_twice(self, names: list[str], line: int) -> bool:
        known = [name for name in names if name in self._columns]
        twice = len(set(known)) < len(known)
        if twice:
            self.faults.append(Fault(self._place(line), "The header names a column twice."))
        return twice

    def _row(self, header: list[str], cells: list[str], place: Place) -> Row | None:
        if len(cells) > len(header):
            reason = f"{len(cells)} cells, but the header names {len(header)}."
            self.faults.append(Fault(place, reason))
            return None
        if any("\0" in cell for cell in cells):
            self.faults.append(Fault(place, "A cell holds a NUL character."))
            return None
        named = dict.fromkeys(self._columns, "")
        said = [(name, cell.strip()) for name, cell in zip(header, cells, strict=False)]
        named |= dict(said)
        says_more = any(cell for name, cell in said if name not in self._columns)
        return Row(named, place, says_more)


def yes_or_no(row: Row, column: str) -> bool:
    """A cell that says yes or no; empty is no."""
    said = row.cells[column].casefold()
    if said not in _TRUE | _FALSE:
        raise BadCell(f"{column} must be yes or no.")
    return said in _TRUE


def moment(row: Row, column: str) -> int | None:
    """The start of the date in a cell in microseconds UTC, None when it is empty."""
    said = row.cells[column]
    if not said:
        return None
    try:
        return PartialDate.parse(said).start
    except ValueError:
        raise BadCell(f"{column} must be a date such as 2014-01-11.") from None


def several(row: Row, column: str) -> tuple[str, ...]:
    """Words of a cell, separated by spaces, commas or semicolons."""
    return tuple(row.cells[column].replace(";", " ").replace(",", " ").split())
