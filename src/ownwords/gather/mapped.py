"""Tables (CSV) and plain JSON that a mapping file explains; presets for TAGS and 4CAT."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from ownwords.gather.connector import Options
from ownwords.gather.cursor import Cursor, leave_out
from ownwords.gather.json_arrays import is_array
from ownwords.gather.json_records import first_records, read_records
from ownwords.gather.lines import Line
from ownwords.gather.mapped_posts import RowReader
from ownwords.gather.mapped_values import is_sound, text_of
from ownwords.gather.mapping import Mapping, check_columns, find_mapping, preset
from ownwords.gather.reasons import TOO_DEEP, why_not_json
from ownwords.gather.sources import Head, Source
from ownwords.gather.tables import Table, rows_of, table_of
from ownwords.records.captured import Fault, Place, Read
from ownwords.records.errors import BadMapping

_SIGNS = {
    "tags": frozenset({"id_str", "from_user", "text", "status_url"}),
    "4cat": frozenset({"id", "thread_id", "timestamp", "author", "body"}),
}


class Mapped:
    """Reads tables and plain JSON: lines, or one array."""

    name = "mapped"
    title = "CSV or JSON with a mapping (presets: TAGS, 4CAT)"
    extensions = (".csv", ".tsv", ".jsonl", ".ndjson")
    signs: tuple[bytes, ...] = ()

    def recognises(self, head: Head) -> bool:
        """The tables of the presets, and what has its mapping file beside it."""
        return bool(head.mapping) or bool(_preset_of(table_of(head)))

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """One post a row. Raises BadMapping when the source lacks a column of the mapping."""
        start = Cursor.parse(cursor)
        head = source.head()
        mapping = options.mapping
        if mapping is None and head.mapping:
            mapping = find_mapping(head.mapping)
        if head.start.lstrip()[:1] == b"{" or is_array(head.start):
            return _read_json(source, _needed(mapping, source), start)
        table = table_of(head)
        wanted = _preset_of(table)
        mapping = _needed(mapping or (preset(wanted) if wanted else None), source)
        return leave_out(_read_table(source, table, mapping, start), start)


def _needed(mapping: Mapping | None, source: Source) -> Mapping:
    if mapping is None:
        raise BadMapping(
            f"{source.label} needs a mapping that says what its columns are.",
            do="Write one (docs/reference/formats.md) and say --map FILE.toml, or put it beside "
            "the file with the same name and .map.toml.",
        )
    return mapping


def _preset_of(table: Table) -> str:
    columns = set(table.columns)
    return next((name for name, signs in _SIGNS.items() if signs <= columns), "")


def _read_table(source: Source, table: Table, mapping: Mapping, start: Cursor) -> Iterator[Read]:
    if table.problem:
        yield Fault(Place(source.label, 1), table.problem)
        return
    check_columns(mapping, table.columns, source.label)
    if any(table.columns.count(name) > 1 for name in mapping.column_names()):
        yield Fault(Place(source.label, 1), "A column that the mapping names is there twice.")
        return
    places = {name: at for at, name in enumerate(table.columns)}
    reader = RowReader(mapping, sound=is_sound(_ids_in_table(source, table, mapping)))
    for row in rows_of(source, table, start):
        if isinstance(row, Fault):
            yield row
            continue
        cells = row.cells

        def get(column: str, cells: list[str] = cells) -> str | None:
            at = places.get(column)
            return None if at is None else cells[at]

        yield from reader.capture(get, b"%b\n%b\n" % (table.raw, row.raw), row.place)


def _ids_in_table(source: Source, table: Table, mapping: Mapping) -> list[str]:
    """The ids that a first look shows."""
    columns = [table.columns.index(c) for c in mapping.columns.get("id", ()) if c in table.columns]
    ids: list[str] = []
    if not columns:
        return ids
    for line in source.head().lines()[1:]:
        cells = line.decode("utf-8", "replace").split(table.separator)
        if columns[0] < len(cells):
            ids.append(cells[columns[0]].strip('" '))
    return ids


def _read_json(source: Source, mapping: Mapping, start: Cursor) -> Iterator[Read]:
    seen = [row for data in first_records(source.head()) if (row := _row(data)) is not None]
    present = {name for name in mapping.column_names() for row in seen if _has(row, name)}
    if seen:
        check_columns(mapping, present | {key for row in seen for key in row}, source.label)
    names = mapping.columns.get("id", ("",))
    ids = [text_of(_inside(row, names[0])) for row in seen]
    reader = RowReader(mapping, sound=is_sound(ids))

    def read(line: Line) -> list[Read]:
        place = Place(source.label, line.number, line.offset)
        data = line.data.strip()
        row = _row(data)
        return (
            [Fault(place, _why(data))] if row is None else reader.capture(_getter(row), data, place)
        )

    return read_records(source, start, read)


def _getter(row: dict[str, Any]) -> Any:
    def get(column: str) -> Any:
        return row[column] if column in row else _inside(row, column)

    return get


def _row(data: bytes) -> dict[str, Any] | None:
    try:
        row = orjson.loads(data)
    except (orjson.JSONDecodeError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _inside(row: dict[str, Any], column: str) -> Any:
    """The value of a column; ``user.name`` looks into ``user`` where no column has that name."""
    if column in row or "." not in column:
        return row.get(column)
    value: Any = row
    for key in column.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _has(row: dict[str, Any], column: str) -> bool:
    return column in row or _inside(row, column) is not None


def _why(data: bytes) -> str:
    try:
        orjson.loads(data)
    except orjson.JSONDecodeError as problem:
        return TOO_DEEP if "depth" in problem.msg else why_not_json(data, problem)
    return "The line is JSON, but no object with columns."


CONNECTOR = Mapped()
