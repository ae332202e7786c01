"""A turn at what is noted of those who leave: their names, those kept out, what was withdrawn."""

from __future__ import annotations

from contextlib import AbstractContextManager

from ownwords.archive.folder import Folder
from ownwords.archive.lock import in_turn
from ownwords.records.errors import FolderBroken


def noting(folder: Folder, patience: float = 60.0) -> AbstractContextManager[None]:
    """Hold :attr:`Folder.noting` meanwhile: of two who leave at once neither is lost.

    FolderBroken where another program holds it for so many seconds.
    """
    return in_turn(folder.noting, _busy(), patience)


def _busy() -> FolderBroken:
    return FolderBroken(
        "Another ownwords has been noting who leaves for a minute.",
        kept="Whoever is hidden stays hidden.",
        do="When it is done: ownwords withdraw --resume.",
    )
