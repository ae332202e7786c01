"""How a desk is laid out, version by version: an older one is brought up to date, or refused.

``PRAGMA user_version`` holds the version of the tables. Desks of before it was written say 0: they
lack tables and columns that came since. What they hold is checked against its chain and head
first; then the tables are made as they are now, in one transaction that moves the head with it.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import apsw

from ownwords.archive import chain
from ownwords.archive.tables import TABLES, schema, table_schema
from ownwords.records.errors import FolderBroken

VERSION = 1
"""Grows whenever a table, or what a program must know of its rows, becomes another."""

FORMAT = "1"
_UNTOUCHED = "Nothing was changed."
_COUNTED_SINCE = {"accessions": {"asked", "filled", "pages", "not_taken"}}
"""Columns that came later, by table; nothing was counted in them before."""

_Shape = dict[str, dict[str, str]]


def lay_out(path: Path, connection: apsw.Connection) -> None:
    """Make the tables of a new desk."""
    connection.execute("begin immediate")
    connection.execute(schema())
    connection.execute(f"pragma user_version = {VERSION}")
    rows = [["format", FORMAT], ["campaign", secrets.token_hex(8)], ["generation", "0"]]
    chain.append(connection, "meta", rows)
    connection.execute("commit")
    heads = chain.Heads([path.with_name("desk.head")])
    heads.write(chain.HeadFile(heads=(chain.head(connection),)))


def bring_up_to_date(path: Path, connection: apsw.Connection, heads: chain.Heads) -> None:
    """Make an older desk one of this version. Raises FolderBroken when that cannot be done."""
    if _version(connection) == VERSION:
        return
    if _version(connection) > VERSION:
        raise _newer(path, _version(connection))
    connection.execute("begin immediate")
    try:
        if _version(connection) < VERSION:  # nobody else did it meanwhile
            _migrate(path, connection, heads)
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
    heads.note(connection)


def _migrate(path: Path, connection: apsw.Connection, heads: chain.Heads) -> None:
    found, now = _shape(connection), _shape_now()
    lacking = {table: now[table].keys() - found[table].keys() for table in TABLES if table in found}
    if not _can_be_made(found, now) or any(
        not columns <= _COUNTED_SINCE.get(table, set()) for table, columns in lacking.items()
    ):
        raise _never_released(path)
    before = chain.head(connection, found)
    if not heads.accept(before) or not all(_holds(connection, table, found) for table in found):
        raise FolderBroken(
            f"{path.name} is of an older version, and is not as it was last written.",
            kept=_UNTOUCHED,
            do=chain.PUT_BACK,
        )
    for table in TABLES:
        if table not in found:
            connection.execute(table_schema(table))
        elif lacking[table]:
            _make_anew(connection, table, lacking[table])
    connection.execute(f"pragma user_version = {VERSION}")
    heads.write(chain.HeadFile(heads=(before, chain.head(connection))))


def _can_be_made(found: _Shape, now: _Shape) -> bool:
    """Whether all that is there is known, and of the type that it has now."""
    return "meta" in found and all(
        table in now and columns.items() <= now[table].items() for table, columns in found.items()
    )


def _make_anew(connection: apsw.Connection, table: str, lacking: set[str]) -> None:
    """The same rows in a table that has the columns which are lacking, with nothing in them."""
    chosen = ", ".join("0" if name in lacking else name for name in TABLES[table])
    rows = connection.execute(f"select {chosen} from {table} order by id").fetchall()  # noqa: S608
    connection.execute(f"drop table {table}")
    connection.execute(table_schema(table))
    chain.append(connection, table, rows)


def _holds(connection: apsw.Connection, table: str, found: _Shape) -> bool:
    """Whether every row of a table has the link that it was written with."""
    columns = [name for name in TABLES[table] if name in found[table]]
    sql = f"select id, {', '.join(columns)}, link from {table} order by id"  # noqa: S608
    before = chain.START
    for row in connection.execute(sql):
        if chain.link(before, table, row[:-1]) != row[-1]:
            return False
        before = bytes(row[-1])
    return True


def _version(connection: apsw.Connection) -> int:
    found: list[Any] = connection.execute("pragma user_version").fetchall()
    return int(found[0][0])


def _shape(connection: apsw.Connection) -> _Shape:
    """The type of every column of every table but ``id`` and ``link``."""
    listed = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'"
    names: list[Any] = connection.execute(listed).fetchall()
    return {
        name: {
            column: kind
            for _, column, kind, *_ in connection.execute(f"pragma table_info({name})")
            if column not in {"id", "link"}
        }
        for (name,) in names
    }


def _shape_now() -> _Shape:
    empty = apsw.Connection(":memory:")
    try:
        empty.execute(schema())
        return _shape(empty)
    finally:
        empty.close()


def _newer(path: Path, version: int) -> FolderBroken:
    return FolderBroken(
        f"{path.name} was written by a newer ownwords: it is of version {version}, and this "
        f"program knows versions up to {VERSION}.",
        kept=_UNTOUCHED,
        do="Install the newer one here too: python -m pip install --upgrade ownwords. "
        "If there was none, put desk.sqlite and desk.head back from the same backup.",
    )


def _never_released(path: Path) -> FolderBroken:
    return FolderBroken(
        f"{path.name} is of a version that this program does not know (0, with other tables).",
        kept=_UNTOUCHED,
        do="Open it with the ownwords that made it; or begin a new campaign and gather again.",
    )
