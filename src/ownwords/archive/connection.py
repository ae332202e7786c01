"""Opening SQLite the one way that this house allows: every pragma set, and asserted, each time."""

from __future__ import annotations

from pathlib import Path

import apsw

from ownwords.records.errors import FolderBroken

PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("busy_timeout", "60000", 60000),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("temp_store", "MEMORY", 2),
    ("foreign_keys", "ON", 1),
    ("cell_size_check", "ON", 1),
)
"""Name, value to set, value that must be read back."""


def connect(path: Path, *, create: bool = False) -> apsw.Connection:
    """A connection with every pragma of :data:`PRAGMAS`; FolderBroken when one does not hold.

    Secure delete and full synchronisation are properties of a connection, not of the file: a
    connection without them could leave a deleted word readable or lose an acknowledged decision.
    """
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    connection = None
    try:
        connection = apsw.Connection(str(path), flags=flags)
        for name, value, _ in PRAGMAS:
            connection.execute(f"pragma {name} = {value}").fetchall()
        assert_pragmas(connection, path)
    except apsw.Error as error:
        if connection is not None:
            connection.close()
        raise _cannot_open(path, error) from error
    return connection


def _cannot_open(path: Path, error: apsw.Error) -> FolderBroken:
    """A broken file is put back; a place where nothing can be written does not need that."""
    if isinstance(error, apsw.NotADBError | apsw.CorruptError):
        return FolderBroken(
            f"{path.name} cannot be opened as a database.",
            kept="Nothing was changed.",
            do="Put it back from a backup.",
        )
    return FolderBroken(
        f"{path.name} is there and cannot be written to."
        if path.is_file()
        else f"{path.name} is missing.",
        kept="Nothing was changed.",
        do="See that there is room, and that you may write in the campaign's folder."
        if path.is_file()
        else "Put it back from a backup.",
    )


def assert_pragmas(connection: apsw.Connection, path: Path) -> None:
    """Raise FolderBroken unless every pragma reads back as it must."""
    for name, _, wanted in PRAGMAS:
        found = connection.execute(f"pragma {name}").fetchall()[0][0]
        if found != wanted:
            connection.close()
            raise FolderBroken(
                f"{path.name} was opened with {name} = {found} instead of {wanted}.",
                kept="Nothing was written.",
                do="Put the folder on a local disk: some network disks cannot do this.",
            )
