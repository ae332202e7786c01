"""Words given to this campaign directly: an interview, a letter, a statement; Markdown or CSV.

A Markdown file holds one voice's words under a header; a CSV holds one voice's words in each row.
What the speaker said yes to comes with the words, as a statement that names its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ownwords.gather.connector import Options
from ownwords.gather.cursor import Cursor, leave_out
from ownwords.gather.given_words import KEYS, Given, capture, did_you_mean
from ownwords.gather.reasons import NOT_UTF8
from ownwords.gather.sources import Head, Source
from ownwords.gather.streams import StreamBroken
from ownwords.gather.tables import rows_of, table_of
from ownwords.records.captured import Fault, Place, Read

_LIMIT = 8 << 20
_BOM = b"\xef\xbb\xbf"
_COLUMNS = frozenset(KEYS) | {"text"}
_FENCE = re.compile(r"---[ \t]*\r?\n")
_COMMENT = re.compile(r"(?:^|(?<=\s)\s)#\s.*$")


class GivenConnector:
    """Reads words given directly."""

    name = "given"
    title = "Words given to this campaign (Markdown or CSV)"
    extensions = (".md", ".csv")

    def recognises(self, head: Head) -> bool:
        """A Markdown header that says ``given``, or a table with our columns and no others."""
        if _is_markdown(head):
            return True
        columns = table_of(head).columns
        return "text" in columns and len(columns) > 1 and set(columns) <= _COLUMNS

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """One post a file or row, with the statement that came with it."""
        start = Cursor.parse(cursor)
        reads = _markdown(source) if _is_markdown(source.head()) else _table(source, start)
        return leave_out(reads, start)


def _is_markdown(head: Head) -> bool:
    lines = head.start[:8192].lstrip().splitlines()
    if not lines or lines[0].strip() != b"---":
        return False
    return any(line.startswith(b"given:") for line in lines[1:40])


def _markdown(source: Source) -> Iterator[Read]:
    place = Place(source.label, 1)
    data = b""
    try:
        for piece in source.chunks():
            data += piece
            if len(data) > _LIMIT:
                yield Fault(place, f"The file is longer than {_LIMIT >> 20} MB.")
                return
        text = data.removeprefix(_BOM).decode("utf-8")
    except StreamBroken as broken:
        yield Fault(place, broken.what)
        return
    except UnicodeDecodeError:
        yield Fault(place, NOT_UTF8)
        return
    yield from _read_markdown(text, data, place)


def _read_markdown(text: str, data: bytes, place: Place) -> list[Read]:
    opening = _FENCE.match(text.lstrip())
    start = len(text) - len(text.lstrip()) + (opening.end() if opening else 0)
    closing = re.compile(r"^---[ \t]*\r?$", re.MULTILINE).search(text, start)
    if opening is None or closing is None:
        return [Fault(place, "The header does not end with a line of three hyphens.")]
    first = text.count("\n", 0, start) + 1
    fields: dict[str, str] = {}
    for number, line in enumerate(text[start : closing.start()].split("\n"), first):
        problem = _field(line, fields)
        if problem:
            return [Fault(Place(place.file, number, _offset(data, number)), problem)]
    return capture(Given(fields, text[closing.end() :], data, place))


def _field(line: str, fields: dict[str, str]) -> str:
    """Take in one header line; a reason when it cannot be trusted."""
    line = _COMMENT.sub("", line).strip()
    if not line:
        return ""
    key, colon, value = line.partition(":")
    key = key.strip().lower()
    if not colon:
        return "A header line has no colon."
    if key not in KEYS:
        return "A header key is not known." + did_you_mean(key)
    if key in fields:
        return f'The header says "{key}" twice.'
    fields[key] = value.strip()
    return ""


def _offset(data: bytes, number: int) -> int:
    """The byte offset of a line."""
    at = 0
    for _ in range(number - 1):
        at = data.index(b"\n", at) + 1
    return at


def _table(source: Source, start: Cursor) -> Iterator[Read]:
    table = table_of(source.head())
    if table.problem:
        yield Fault(Place(source.label, 1), table.problem)
        return
    unknown = [column for column in table.columns if column not in _COLUMNS]
    if "text" not in table.columns or unknown:
        reason = "The columns are not those of given words."
        yield Fault(Place(source.label, 1), reason + "".join(map(did_you_mean, unknown[:1])))
        return
    if len(set(table.columns)) < len(table.columns):
        yield Fault(Place(source.label, 1), "The header names a column twice.")
        return
    for row in rows_of(source, table, start):
        if isinstance(row, Fault):
            yield row
            continue
        fields = dict(zip(table.columns, row.cells, strict=True))
        payload = b"%b\n%b\n" % (table.raw, row.raw)
        yield from capture(Given(fields, fields.pop("text"), payload, row.place))


CONNECTOR = GivenConnector()
