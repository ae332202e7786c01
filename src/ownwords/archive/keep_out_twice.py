"""Both lists of what is not gathered again stand twice: in their files, and in desk.sqlite.

An older copy of keep-out.sealed or deleted.sealed, put back alone from a backup, would let whoever
left since, or whatever post was erased since, be gathered again, and nobody could tell. So
desk.sqlite holds the bytes that were last written of each, still sealed: they do not say who or
what. Where the two differ, both count, so that nothing comes back whichever of them is the older
one. Nothing is noted of a list that never changed, nor of single posts while there are none.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ownwords.archive import chain, files
from ownwords.archive.deleted import Deleted
from ownwords.archive.desk import Desk
from ownwords.archive.erasing_work import busy_noting
from ownwords.archive.finding import Finding
from ownwords.archive.folder import Folder
from ownwords.archive.keep_out import KeepOut
from ownwords.archive.lock import in_turn
from ownwords.records.errors import FolderBroken

if TYPE_CHECKING:
    from ownwords.archive.vault import Vault

_READ = "select value from meta where key = ?"
_WRITE = "update meta set value = ? where key = ?"
_FORGET = "delete from meta where key = ?"
_DO = (
    "Nobody and no post comes back: desk.sqlite holds the list as it was last written, and the "
    "next gather puts it here again."
)
_List = TypeVar("_List", KeepOut, Deleted)


def read(folder: Folder, desk: Desk, key: bytes) -> KeepOut:
    """Whom not to gather again, and which posts. FolderBroken when of one list neither place has
    one that this key opens.
    """
    deleted = read_deleted(folder, desk, key)
    if not _differs(folder.keep_out, desk):
        return KeepOut.read(folder, key, deleted)
    noted = KeepOut.opened(_noted(folder.keep_out, desk), key, deleted)
    return _joined(noted, lambda: KeepOut.read(folder, key, deleted))


def read_deleted(folder: Folder, desk: Desk, key: bytes) -> Deleted:
    """Which single posts not to gather again; FolderBroken as for :func:`read`."""
    if not _differs(folder.deleted, desk):
        return Deleted.read(folder, key)
    noted = Deleted.opened(_noted(folder.deleted, desk), key)
    return _joined(noted, lambda: Deleted.read(folder, key))


def _joined(noted: _List, of_the_file: Callable[[], _List]) -> _List:
    try:
        return noted.joined(of_the_file())
    except FolderBroken:  # the file is gone or was changed: nothing is on it that is not noted
        return noted


def write(folder: Folder, desk: Desk, listed: KeepOut | Deleted) -> None:
    """Note a list in both places; a crash between them leaves two that both count."""
    path = folder.keep_out if isinstance(listed, KeepOut) else folder.deleted
    sealed = listed.sealed()
    _note(path, desk, sealed)
    if sealed:
        files.write_bytes(path, sealed)
    else:
        files.remove(path)
        files.sync_folder(folder.root)


def _note(path: Path, desk: Desk, sealed: bytes) -> None:
    name, value = path.stem, base64.b64encode(sealed).decode("ascii")
    with desk.change() as connection:
        if sealed and not _noted(path, desk):
            chain.append(connection, "meta", [[name, value]])
            return
        if sealed:
            connection.execute(_WRITE, [value, name])
        else:
            connection.execute(_FORGET, [name])
        chain.relink(connection, "meta")


def put_right(vault: Vault) -> None:
    """Make one list of two that differ, and note the file of an earlier version as it is; nothing
    happens without the key.
    """
    folder, desk, keys = vault.folder, vault.desk, vault.keys
    if keys is None:
        return
    key = keys.derive("keep-out")
    with in_turn(folder.noting, busy_noting()):
        deleted, everybody = read_deleted(folder, desk, key), read(folder, desk, key)
        for path, listed in ((folder.deleted, deleted), (folder.keep_out, everybody)):
            if _differs(path, desk):
                write(folder, desk, listed)
            elif not (listed.is_empty or _noted(path, desk)):
                _note(path, desk, path.read_bytes())


def findings(folder: Folder, desk: Desk) -> list[Finding]:
    """What verify says where a file is not the list that was last written."""
    what = "it is not the list that was last written: perhaps an older copy was put back"
    wrong = [path for path in (folder.keep_out, folder.deleted) if _differs(path, desk)]
    return [Finding(path.name, "", what, _DO) for path in wrong]


def _differs(path: Path, desk: Desk) -> bool:
    """Whether a file is not the list that was last written; nobody says so of one that was not
    noted yet.
    """
    noted = _noted(path, desk)
    try:
        return bool(noted) and path.read_bytes() != noted
    except OSError:
        return True


def _noted(path: Path, desk: Desk) -> bytes:
    found = desk.rows(_READ, [path.stem])
    return base64.b64decode(found[0][0]) if found else b""
