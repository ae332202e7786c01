"""DuckDB in memory over the files of posts/: shut in, and plain about a file that is broken.

It never writes a file, loads no extension and reads nothing but these files. Where it cannot
answer because one of them is gone or has other bytes than were written, that file is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry, fingerprint, why_unread
from ownwords.records.errors import FolderBroken, OwnwordsError

if TYPE_CHECKING:
    import duckdb

SETTINGS: tuple[tuple[str, object, object], ...] = (
    ("temp_directory", "", ""),
    ("memory_limit", "256MB", "244.1 MiB"),
    ("threads", 2, 2),
    ("autoinstall_known_extensions", False, False),
    ("autoload_known_extensions", False, False),
    ("allow_community_extensions", False, False),
    ("allow_persistent_secrets", False, False),
    ("parquet_metadata_cache", True, True),
    ("preserve_insertion_order", False, False),
    ("TimeZone", "UTC", "UTC"),
    ("enable_progress_bar", False, False),
)
"""Name, value to set, value that must be read back.

The engine would draw a bar into what a command says when a question takes it two seconds.
"""

_AT_ONCE = 2_000
Answer = tuple[Any, ...]


class Asking:
    """One connection. ``files`` are those that it is asked about."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._connection = _connect(folder.posts)
        self.files: Sequence[FileEntry] = ()

    def close(self) -> None:
        """Let go of the memory."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Answer]:
        """Every row of an answer; NotAsWritten names a file that keeps it from coming.

        Replaced says that the files are others by now.
        """
        return list(self.each(sql, values))

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Answer]:
        """The same, a few rows in memory at a time."""
        import duckdb

        try:
            cursor = self._connection.execute(sql, list(values))
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
        except duckdb.Error as error:
            for entry in self.files:
                if self._is_broken(entry):
                    raise why_unread(self._folder, entry) from error
            if isinstance(error, duckdb.OutOfMemoryException):
                raise _too_large() from error
            raise

    def _is_broken(self, entry: FileEntry) -> bool:
        try:
            return fingerprint(self._folder.root / entry.path) != (entry.bytes, entry.sha256)
        except OSError:
            return True


def _too_large() -> OwnwordsError:
    return OwnwordsError(
        "This campaign is too large for one of the questions that is asked of it.",
        kept="Nothing was changed.",
        do="Report which command this was and what `ownwords status` says.",
    )


def _connect(posts: Path) -> duckdb.DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect(":memory:")
    for name, value, _ in SETTINGS:
        quoted = f"'{value}'" if isinstance(value, str) else str(value).lower()
        connection.execute(f"set {name} = {quoted}")
    asked = ", ".join(f"current_setting('{name}')" for name, _, _ in SETTINGS)
    [told] = connection.execute(f"select {asked}").fetchall()
    for (name, _, wanted), found in zip(SETTINGS, told, strict=True):
        if found != wanted:
            connection.close()
            raise FolderBroken(
                f"The engine has {name} = {found!r} instead of {wanted!r}.",
                kept="Nothing was asked.",
                do="Install the version of duckdb that ownwords was made for.",
            )
    connection.execute("create temp table hidden (account varchar)")
    _shut_in(connection, posts)
    return connection


def _shut_in(connection: duckdb.DuckDBPyConnection, posts: Path) -> None:
    """Let it read the files of posts/ and nothing else, for good."""
    place = str(posts.resolve()).replace("'", "''")
    connection.execute(f"set allowed_directories = ['{place}/']")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
