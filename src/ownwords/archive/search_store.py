"""The file of the search index: connection, schema, and reading and writing of rows.

Plain FTS5 with ``secure-delete``, never contentless. What is searched is the folded text, which
SQLite's own tokenizer ``ascii`` cuts into exactly :func:`ownwords.archive.folding.tokens`; asking
Python for the tokens of each post took a fifth of making the index. A text that is ASCII is its own
folding and stands once, all others have the original beside. Columns beside it are not indexed.
The index is thrown away when the folding or the Unicode tables of Python differ from those that it
was made with.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import apsw

from ownwords.archive.connection import connect
from ownwords.archive.folding import FOLDING_VERSION, fold
from ownwords.archive.search_rows import Entry, key
from ownwords.records.errors import FolderBroken

MADE_WITH = f"search 3, folding {FOLDING_VERSION}, unicode {unicodedata.unidata_version}"
_NAMES = ", ".join(Entry._fields)
COLUMNS = _NAMES.replace("body", "coalesce(original, body)", 1)
"""What to select to have the fields of an :class:`Entry`."""
_MARKS = ", ".join("?" * (len(Entry._fields) + 2))
_INDEXED = {"body", "facets"}
_CACHE_KIB = 8_000
_HASH_BYTES = 8 << 20
_SCHEMA = (
    "create table about (key text primary key, value text) strict, without rowid",
    "create table ids (key integer primary key, place integer not null) strict",
    "create virtual table posts using fts5("
    + ", ".join(name if name in _INDEXED else f"{name} unindexed" for name in Entry._fields)
    + ", original unindexed, tokenize = 'ascii', detail = full)",
    "insert into posts (posts, rank) values ('secure-delete', 1)",
    f"insert into posts (posts, rank) values ('hashsize', {_HASH_BYTES})",  # noqa: S608
)


def _row(seat: int, entry: Entry) -> tuple[Any, ...]:
    body = entry.body
    if body.isascii():
        return seat, *entry, None
    return seat, fold(body), *entry[1:], body


class Store:
    """One open file of the index."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        self.connection = connect(path, create=create)
        self.connection.execute(f"pragma cache_size = -{_CACHE_KIB}")
        self.connection.execute("pragma synchronous = NORMAL")
        if create:
            with self.connection:
                for statement in _SCHEMA:
                    self.connection.execute(statement)
                self.note("made_with", MADE_WITH)

    def ask(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows that a query gives."""
        found: list[tuple[Any, ...]] = self.connection.execute(query, values).fetchall()
        return found

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def settle(self) -> None:
        """Bring everything from the journal into the file; FolderBroken when that fails."""
        if self.ask("pragma wal_checkpoint(TRUNCATE)")[0][0]:
            raise FolderBroken(
                "The search index could not be written whole.",
                kept="The posts are untouched.",
                do="Close other programs that use this campaign and run 'ownwords rebuild'.",
            )

    def is_sound(self) -> bool:
        """Does the word index agree with the rows?"""
        try:
            self.connection.execute("insert into posts (posts) values ('integrity-check')")
        except apsw.CorruptError:
            return False
        return True

    def note(self, key: str, value: str) -> None:
        """Remember a fact about the index."""
        self.connection.execute("insert or replace into about values (?, ?)", (key, value))

    def noted(self, key: str) -> str:
        """A fact about the index; empty when there is none, also in a file of another kind."""
        try:
            found = self.ask("select value from about where key = ?", (key,))
        except apsw.SQLError:
            return ""
        return str(found[0][0]) if found else ""

    def set_option(self, name: str, value: int) -> None:
        """An FTS5 option, kept in the file."""
        self.connection.execute("insert into posts (posts, rank) values (?, ?)", (name, value))

    def segments(self) -> int:
        """How many parts the index has; a search asks each of them."""
        return int(self.ask("select count(distinct segid) from posts_idx")[0][0])

    def optimise(self) -> None:
        """Make one part of all parts."""
        self.connection.execute("insert into posts (posts) values ('optimize')")

    def taken(self, places: Iterable[int]) -> set[int]:
        """Which of these places hold a row."""
        return self._among("select id from posts_content where id in carray(?)", places)

    def places(self, keys: Iterable[int]) -> set[int]:
        """Where the posts with these keys stand, as far as they are there."""
        return self._among("select place from ids where key in carray(?)", keys)

    def _among(self, query: str, numbers: Iterable[int]) -> set[int]:
        wanted = array("q", numbers)
        if not wanted:
            return set()
        return {row[0] for row in self.connection.execute(query, (apsw.carray(wanted),))}

    def entry(self, seat: int) -> Entry | None:
        """The row at a place."""
        found = self.ask(f"select {COLUMNS} from posts where rowid = ?", (seat,))  # noqa: S608
        return Entry(*found[0]) if found else None

    def entry_by_id(self, post: str) -> Entry | None:
        """The row of a post."""
        found = self.ask("select place from ids where key = ?", (key(post),))
        entry = self.entry(found[0][0]) if found else None
        return entry if entry is not None and entry.id == post else None

    def entries(self) -> Iterator[Entry]:
        """All rows in order of time; do not write meanwhile."""
        for row in self.connection.execute(f"select {COLUMNS} from posts order by rowid"):  # noqa: S608
            yield Entry._make(row)

    def put(self, rows: Mapping[int, Entry], gone: Iterable[int], keys: Mapping[str, int]) -> None:
        """Write rows in order of their places, when those at the places ``gone`` went."""
        leaving = ((seat,) for seat in sorted(gone))
        self.connection.executemany("delete from posts where rowid = ?", leaving)
        self.connection.executemany(
            f"insert into posts (rowid, {_NAMES}, original) values ({_MARKS})",  # noqa: S608
            (_row(seat, rows[seat]) for seat in sorted(rows)),
        )
        self.connection.executemany(
            "insert or replace into ids values (?, ?)",
            sorted((keys.get(entry.id) or key(entry.id), seat) for seat, entry in rows.items()),
        )

    def count(self) -> int:
        """How many posts the index holds."""
        return int(self.ask("select count(*) from posts_content")[0][0])
