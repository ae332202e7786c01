"""The keep-out list stands twice: in keep-out.sealed, and beside the decisions in desk.sqlite.

An older copy of the file, put back alone from a backup, would let whoever left since be gathered
again, and nobody could tell. So desk.sqlite holds the bytes that were last written, still sealed:
they say neither who nor how many. Where the two differ, both count, so that nobody comes back
whichever of them is the older one.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from ownwords.archive import chain
from ownwords.archive.deleted import Deleted
from ownwords.archive.desk import Desk
from ownwords.archive.erasing_work import busy_noting
from ownwords.archive.files import write_bytes
from ownwords.archive.finding import Finding
from ownwords.archive.folder import Folder
from ownwords.archive.keep_out import KeepOut
from ownwords.archive.lock import in_turn
from ownwords.records.errors import FolderBroken

if TYPE_CHECKING:
    from ownwords.archive.vault import Vault

_NAME = "keep-out"
_READ = "select value from meta where key = ?"
_WRITE = "update meta set value = ? where key = ?"
_DO = (
    "Nobody comes back: desk.sqlite holds the list as it was last written, and the next gather "
    "puts it here again."
)


def differs(folder: Folder, desk: Desk) -> bool:
    """Whether the file is not the list that was last written; nobody says so of a list that never
    changed.
    """
    noted = _noted(desk)
    return bool(noted) and (not folder.keep_out.exists() or folder.keep_out.read_bytes() != noted)


def read(folder: Folder, desk: Desk, key: bytes) -> KeepOut:
    """Whom not to gather again. FolderBroken when neither place has a list that this key opens."""
    if not differs(folder, desk):
        return KeepOut.read(folder, key)
    noted = KeepOut.opened(_noted(desk), key, Deleted.read(folder, key))
    try:
        return noted.joined(KeepOut.read(folder, key))
    except FolderBroken:  # the file is gone or was changed: nobody is on it who is not noted
        return noted


def write(folder: Folder, desk: Desk, listed: KeepOut) -> None:
    """Note a list in both places; a crash between them leaves two that both count."""
    sealed = listed.sealed()
    value = base64.b64encode(sealed).decode("ascii")
    with desk.change() as connection:
        if _noted(desk):
            connection.execute(_WRITE, [value, _NAME])
            chain.relink(connection, "meta")
        else:
            chain.append(connection, "meta", [[_NAME, value]])
    write_bytes(folder.keep_out, sealed)


def put_right(vault: Vault) -> None:
    """Make one list of two that differ; nothing happens without the key."""
    folder, desk, keys = vault.folder, vault.desk, vault.keys
    if keys is None or not differs(folder, desk):
        return
    with in_turn(folder.noting, busy_noting()):
        write(folder, desk, read(folder, desk, keys.derive("keep-out")))


def finding(folder: Folder, desk: Desk) -> list[Finding]:
    """What verify says where they differ."""
    if not differs(folder, desk):
        return []
    what = "it is not the list that was last written: perhaps an older copy was put back"
    return [Finding(folder.keep_out.name, "", what, _DO)]


def _noted(desk: Desk) -> bytes:
    found = desk.rows(_READ, [_NAME])
    return base64.b64decode(found[0][0]) if found else b""
