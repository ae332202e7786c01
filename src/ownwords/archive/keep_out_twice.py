"""Both lists of what is not gathered again stand twice: in their files, and in desk.sqlite.

An older copy of keep-out.sealed or deleted.sealed, put back alone from a backup, would let whoever
left since, or whatever post was erased since, be gathered again, and nobody could tell (twice.py).
What desk.sqlite holds of them is sealed as the files are: it does not say who or what. Where the
two differ, both count, so that nothing comes back whichever of them is the older one. Nothing is
noted of a list that never changed, nor of single posts while there are none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ownwords.archive import twice
from ownwords.archive.deleted import Deleted
from ownwords.archive.desk import Desk
from ownwords.archive.finding import Finding
from ownwords.archive.folder import Folder
from ownwords.archive.keep_out import KeepOut
from ownwords.archive.noting import noting
from ownwords.records.errors import FolderBroken

if TYPE_CHECKING:
    from ownwords.archive.vault import Vault

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
    if not twice.differs(folder.keep_out, desk):
        return KeepOut.read(folder, key, deleted)
    held = KeepOut.opened(twice.noted(folder.keep_out, desk), key, deleted)
    return _joined(held, lambda: KeepOut.read(folder, key, deleted))


def read_deleted(folder: Folder, desk: Desk, key: bytes) -> Deleted:
    """Which single posts not to gather again; FolderBroken as for :func:`read`."""
    if not twice.differs(folder.deleted, desk):
        return Deleted.read(folder, key)
    held = Deleted.opened(twice.noted(folder.deleted, desk), key)
    return _joined(held, lambda: Deleted.read(folder, key))


def _joined(held: _List, of_the_file: Callable[[], _List]) -> _List:
    try:
        return held.joined(of_the_file())
    except FolderBroken:  # the file is gone or was changed: nothing is on it that is not noted
        return held


def write(folder: Folder, desk: Desk, listed: KeepOut | Deleted) -> None:
    """Note a list in both places; a crash between them leaves two that both count."""
    path = folder.keep_out if isinstance(listed, KeepOut) else folder.deleted
    twice.write(path, desk, listed.sealed())


def put_right(vault: Vault) -> None:
    """Make one list of two that differ, and note the file of an earlier version as it is; nothing
    happens without the key.
    """
    folder, desk, keys = vault.folder, vault.desk, vault.keys
    if keys is None:
        return
    key = keys.derive("keep-out")
    with noting(folder):
        deleted, everybody = read_deleted(folder, desk, key), read(folder, desk, key)
        for path, listed in ((folder.deleted, deleted), (folder.keep_out, everybody)):
            if twice.differs(path, desk):
                write(folder, desk, listed)
            elif not (listed.is_empty or twice.noted(path, desk)):
                twice.note(path, desk, path.read_bytes())


def findings(folder: Folder, desk: Desk) -> list[Finding]:
    """What verify says where a file is not the list that was last written."""
    wrong = [path for path in (folder.keep_out, folder.deleted) if twice.differs(path, desk)]
    return [Finding(path.name, "", twice.OTHER, _DO) for path in wrong]
