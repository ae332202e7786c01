"""Row digests that are chained, and their head, kept apart from the desk.

Every truth table ends in a column ``link``: SHA-256 of the link of the row before and the
canonical bytes (MessagePack) of the table's name and the row's values. The head is SHA-256 over
the last link of every table. It stands in ``desk.head`` in the folder and beside the keys, so
that a changed, removed or rolled-back row shows even where SQLite is content.

Around a commit the file names the head before and the head after; whichever a crash leaves is
right. When the desk is closed, the file also holds the size and SHA-256 of the whole of
desk.sqlite, so that a bit that flips where no row lives is found as well. The file is only ever
written while SQLite gives nobody else the turn to write: several processes and threads have a desk
open, and a head that one of them wrote late would lock all of them out.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw
import msgspec

from ownwords.archive import files
from ownwords.archive.finding import Finding
from ownwords.archive.manifest import fingerprint
from ownwords.archive.tables import TABLES

_encode = msgspec.msgpack.Encoder().encode
START = b"\0" * 32
"""What stands in place of a link before the first row."""

PUT_BACK = "Put desk.sqlite and desk.head back from the same backup."
OLDER = (
    "Was an older copy of the folder put back? Then whoever was taken out since is in it again: "
    f"take them out once more. If not: {PUT_BACK}"
)


def link(before: bytes, table: str, values: Sequence[object]) -> bytes:
    """The link of a row."""
    return hashlib.sha256(before + _encode((table, values))).digest()


def append(connection: apsw.Connection, table: str, rows: Iterable[Sequence[object]]) -> list[int]:
    """Insert rows (values without id and link) at the end of a chain; returns their ids."""
    columns = TABLES[table]
    last = f"select id, link from {table} order by id desc limit 1"  # noqa: S608
    found: list[Any] = connection.execute(last).fetchall()
    number, before = found[0] if found else (0, START)
    marks = ", ".join("?" * (len(columns) + 2))
    insert = f"insert into {table} (id, {', '.join(columns)}, link) values ({marks})"  # noqa: S608
    ids = []
    for row in rows:
        number += 1
        before = link(before, table, [number, *row])
        connection.execute(insert, [number, *row, before])
        ids.append(number)
    return ids


def relink(connection: apsw.Connection, table: str, first: int = 0) -> None:
    """Compute the links anew from row ``first`` on, after a row was changed or taken away."""
    before = _before(connection, table, first)
    for row in connection.execute(_select(table, "where id >= ?"), [first]).fetchall():
        before = link(before, table, row[:-1])
        if before != row[-1]:
            connection.execute(f"update {table} set link = ? where id = ?", [before, row[0]])  # noqa: S608


def _before(connection: apsw.Connection, table: str, first: int) -> bytes:
    sql = f"select link from {table} where id < ? order by id desc limit 1"  # noqa: S608
    found: list[Any] = connection.execute(sql, [first]).fetchall()
    return bytes(found[0][0]) if found else START


def _select(table: str, where: str = "") -> str:
    return f"select id, {', '.join(TABLES[table])}, link from {table} {where} order by id"  # noqa: S608


def head(connection: apsw.Connection, there: Collection[str] = TABLES.keys()) -> str:
    """The head of the desk as it stands, in hex; an older desk has only the tables ``there``."""
    total = hashlib.sha256()
    for table in filter(there.__contains__, TABLES):
        total.update(table.encode() + _before(connection, table, 1 << 62))
    return total.hexdigest()


def check(connection: apsw.Connection, names: Iterable[str] = tuple(TABLES)) -> list[Finding]:
    """One finding a row whose link is wrong, then the chain goes on from what the row says."""
    findings = []
    for table in names:
        before = START
        for row in connection.execute(_select(table)):
            if link(before, table, row[:-1]) != row[-1]:
                what = "this row or the one before it was changed, removed or added from outside"
                findings.append(Finding("desk.sqlite", f"{table} {row[0]}", what, PUT_BACK))
            before = row[-1] if isinstance(row[-1], bytes) else START
    return findings


class HeadFile(msgspec.Struct, frozen=True, kw_only=True):
    """What desk.head holds: heads that may stand, and the whole file's size and digest at rest."""

    heads: tuple[str, ...]
    bytes: int | None = None
    sha256: str = ""


class Heads:
    """The head files of one desk: the one in the folder first, then those beside the keys."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = list(paths)

    def write(self, content: HeadFile) -> None:
        """Replace every head file; one beside the keys only where that folder exists."""
        data = msgspec.json.format(msgspec.json.encode(content)) + b"\n"
        for path in self.paths:
            if path.parent.is_dir():
                files.write_bytes(path, data)

    def note(self, connection: apsw.Connection) -> None:
        """Write the head of the desk as it stands, whoever wrote last."""
        with _turn(connection):
            self.write(HeadFile(heads=(head(connection),)))

    def forget_rest(self, connection: apsw.Connection) -> None:
        """Take the whole file's digest out: its bytes are about to change, and no row does."""
        with _turn(connection):
            said = self.read(self.paths[0])
            if said is not None and said.bytes is not None:
                self.write(HeadFile(heads=said.heads))

    def note_at_rest(self, connection: apsw.Connection, desk: Path) -> None:
        """Add the whole file's size and digest, if it is whole: if nothing is in its log.

        Never waits for anybody; raises apsw.BusyError where others are at work.
        """
        connection.execute("pragma busy_timeout = 0")
        connection.execute("pragma wal_checkpoint(truncate)").fetchall()
        with _turn(connection):
            said = self.read(self.paths[0])
            if said is not None and said.bytes is None and not has_log(desk):
                length, digest = fingerprint(desk)
                self.write(HeadFile(heads=said.heads, bytes=length, sha256=digest))

    def read(self, path: Path) -> HeadFile | None:
        """What a head file says; None when it is missing or unreadable."""
        try:
            return msgspec.json.decode(path.read_bytes(), type=HeadFile)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def accept(self, found: str) -> bool:
        """Whether the head in the folder allows ``found``."""
        said = self.read(self.paths[0])
        return said is not None and found in said.heads

    def check(self, found: str) -> list[Finding]:
        """What the head files say against the head that was ``found`` in the desk."""
        findings = []
        for number, path in enumerate(self.paths):
            name = path.name if number == 0 else f"{path.name} beside the keys"
            said = self.read(path)
            if said is None and (number == 0 or path.exists()):
                findings.append(Finding(name, "", "it is missing or cannot be read", PUT_BACK))
            elif said is not None and found not in said.heads:
                what = "the desk is not the one that was last written: rows are missing or changed"
                findings.append(Finding(name, "", what, OLDER if number else PUT_BACK))
        return findings

    def check_at_rest(self, desk: Path) -> list[Finding]:
        """Compare the whole file with what was noted when the desk was last closed."""
        said = self.read(self.paths[0])
        if said is None or said.bytes is None:
            return []
        length, digest = fingerprint(desk)
        if (length, digest) == (said.bytes, said.sha256):
            return []
        return [Finding("desk.sqlite", "", "its bytes changed since it was last closed", PUT_BACK)]


@contextlib.contextmanager
def _turn(connection: apsw.Connection) -> Iterator[None]:
    """Nobody else writes to the desk meanwhile."""
    connection.execute("begin immediate")
    try:
        yield
    finally:
        connection.execute("rollback")


def has_log(desk: Path) -> bool:
    """Whether something was written that is not in the file itself yet."""
    log = desk.with_name(desk.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def head_name(desk: Path) -> str:
    """The head file beside the keys: one for each place where a copy of the folder lives."""
    place = hashlib.sha256(str(desk.resolve()).encode()).hexdigest()
    return f"desk-{place[:12]}.head"
