"""SQLite files as texts: every table, and the vocabulary in the segments of FTS5.

The words of an FTS5 index stand in blobs, each word without what it shares with the one before.
They are read as SQLite documents them (fts5_index.c, "leaf pages"): two numbers at the start say
where the first row and where the page index begin; the page index lists how far apart terms begin.
The directory (table ``_idx``) has for each page the beginning of its first word: where that word is
still there, its beginning is no word of its own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import apsw

from ownwords.flows.proof.wording import BETWEEN

_ROWS = 300
_SEGMENT = 37
_FIRST_SEGMENT = 1 << _SEGMENT
_HEIGHT = 31
_LIST_INDEX = 1 << 36
_TABLES = "select name from sqlite_master where type = 'table' and rootpage > 0 order by name"
Firsts = dict[str, str]
"""The first word of each page of an index, by its name and number."""


def waiting_for(desk: Path) -> list[tuple[str, str]]:
    """Network and handle of whom links ask for; none where the desk cannot be read."""
    if not desk.is_file():
        return []
    try:
        with contextlib.closing(_opened(desk)) as connection:
            found = connection.execute("select network, handle from wanted where handle != ''")
            return [(str(network), str(handle)) for network, handle in found]
    except apsw.Error:
        return []


def _opened(path: Path) -> apsw.Connection:
    address = f"{path.resolve().as_uri()}?immutable=1"
    return apsw.Connection(address, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)


def database_texts(path: Path) -> Iterator[tuple[str | None, bool]]:
    """Texts of a database, each with whether it is a list of single words.

    None for a table that is damaged, and for a file that is no database all the same.
    """
    with contextlib.closing(_opened(path)) as connection:
        try:
            yield from _schema(connection)
            tables = connection.execute(_TABLES).fetchall()
        except apsw.Error:
            yield None, False
            return
        firsts: Firsts = {}
        for (name,) in tables:
            try:
                yield from _table(connection, str(name), firsts)
            except apsw.Error:
                yield None, False


def _schema(connection: apsw.Connection) -> Iterator[tuple[str, bool]]:
    rows = connection.execute("select name, sql from sqlite_master").fetchall()
    yield "\n".join(str(part) for row in rows for part in row), False


def _table(connection: apsw.Connection, name: str, firsts: Firsts) -> Iterator[tuple[str, bool]]:
    quoted = name.replace('"', '""')
    terms = name.endswith("_idx")
    joint = "\n" if terms else BETWEEN
    texts: list[str] = []
    for row in connection.execute(f'select * from "{quoted}"'):  # noqa: S608
        if name.endswith("_data") and isinstance(row[-1], bytes):
            words = leaf_terms(row[0], row[-1])
            firsts.update((f"{name[:-5]}{row[0]}", word) for word in words[:1])
            yield "\n".join(words), True
            continue
        if terms and _is_beginning(name[:-4], row, firsts):
            continue
        for cell in row:
            texts.extend(_cell(cell))
        if len(texts) > _ROWS:
            yield joint.join(texts), terms
            texts = []
    yield joint.join(texts), terms


def _is_beginning(index: str, row: tuple[object, ...], firsts: Firsts) -> bool:
    """Whether a row of a directory holds no more than the beginning of a word on its page."""
    match row:
        case (int(segment), bytes(beginning), int(page)):
            first = firsts.get(f"{index}{(segment << _SEGMENT) + (page >> 1)}", "")
            return first.startswith(beginning[1:].decode("utf-8", "ignore")) and bool(first)
    return False


def _cell(cell: object) -> Iterator[str]:
    if isinstance(cell, bytes):
        yield cell.decode("utf-8", "ignore")
        yield cell.removeprefix(b"0").decode("utf-8", "ignore")
        if len(cell) <= 64:
            yield cell.hex()
    elif cell is not None:
        yield str(cell)


def leaf_terms(number: int, page: bytes) -> list[str]:
    """The terms on one leaf page of FTS5; none on pages of another kind."""
    leaf = number >= _FIRST_SEGMENT and not number & _LIST_INDEX
    if not leaf or (number >> _HEIGHT) & 31 or len(page) < 4:
        return []
    index = int.from_bytes(page[2:4], "big")
    terms: list[str] = []
    term, place, start = b"", index, 0
    while place < len(page):
        step, place = _varint(page, place)
        start += step
        shared, at = (0, start) if not terms else _varint(page, start)
        length, at = _varint(page, at)
        term = term[:shared] + page[at : at + length]
        terms.append(term[1:].decode("utf-8", "ignore"))
    return terms


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for step in range(9):
        if place + step >= len(data):
            break
        byte = data[place + step]
        if step == 8:
            return (value << 8) | byte, place + 9
        value = (value << 7) | (byte & 127)
        if byte < 128:
            return value, place + step + 1
    return value, len(data)
