"""A turn at what is noted of those who leave: their names, those kept out, what was withdrawn.

Whoever is killed while one of these files is written, or a kept copy is sealed away, leaves the
bytes of it beside it. They are sealed, so no search tells whom they name, and they would outlive
the erasure; so whoever has the next turn removes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ownwords.archive import files
from ownwords.archive.folder import Folder
from ownwords.archive.lock import in_turn
from ownwords.records.errors import FolderBroken


@contextmanager
def noting(folder: Folder, patience: float = 60.0) -> Iterator[None]:
    """Hold :attr:`Folder.noting` meanwhile: of two who leave at once neither is lost.

    FolderBroken where another program holds it for so many seconds.
    """
    with in_turn(folder.noting, _busy(), patience):
        for listed in (folder.erasing, folder.keep_out, folder.deleted, folder.quarantine / "*"):
            files.remove_parts(listed)
        yield


def _busy() -> FolderBroken:
    return FolderBroken(
        "Another ownwords has been noting who leaves for a minute.",
        kept="Whoever is hidden stays hidden.",
        do="When it is done: ownwords withdraw --resume.",
    )
