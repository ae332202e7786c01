"""Files that protect somebody stand twice: in the folder, and as bytes beside the decisions.

An older copy of such a file, put back alone from a backup, is not told by the file itself. So
desk.sqlite, whose head is kept beside the keys, holds the bytes that were last written.
"""

from __future__ import annotations

import base64
from pathlib import Path

from ownwords.archive import chain, files
from ownwords.archive.desk import Desk

OTHER = "it is not the list that was last written: perhaps an older copy was put back"
"""What verify says of a file that differs."""
_READ = "select value from meta where key = ?"
_WRITE = "update meta set value = ? where key = ?"
_FORGET = "delete from meta where key = ?"


def note(path: Path, desk: Desk, data: bytes) -> None:
    """Remember what the file holds from now on; nothing is remembered of an empty one."""
    name, value = path.stem, base64.b64encode(data).decode("ascii")
    with desk.change() as connection:
        if data and not noted(path, desk):
            chain.append(connection, "meta", [[name, value]])
            return
        if data:
            connection.execute(_WRITE, [value, name])
        else:
            connection.execute(_FORGET, [name])
        chain.relink(connection, "meta")


def write(path: Path, desk: Desk, data: bytes) -> None:
    """Write a file and note it; nothing is no file. A crash between them leaves two that differ."""
    note(path, desk, data)
    if data:
        files.write_bytes(path, data)
    else:
        files.remove(path)
        files.sync_folder(path.parent)


def noted(path: Path, desk: Desk) -> bytes:
    """What was last remembered of the file; empty where nothing was."""
    found = desk.rows(_READ, [path.stem])
    return base64.b64decode(found[0][0]) if found else b""


def differs(path: Path, desk: Desk) -> bool:
    """Whether a file is not what was last written; nobody says so of one that was not noted."""
    known = noted(path, desk)
    try:
        return bool(known) and path.read_bytes() != known
    except OSError:
        return True
