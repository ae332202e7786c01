"""The manifest: which files of posts/ count, and what it means when one of them cannot be read."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import apsw
import msgspec

from ownwords.archive.connection import connect
from ownwords.archive.folder import Folder
from ownwords.records.errors import FolderBroken

_TRIES = 3
_Answer = TypeVar("_Answer")


class FileEntry(msgspec.Struct, frozen=True, gc=False):
    """One file of posts/.

    ``path`` is within the campaign folder, with forward slashes. ``first`` and ``last`` are the
    keys of its first and last row (JSON lists, see docs/format.md). ``writer`` names the library
    that made the bytes: only files of one writer can be compared byte by byte.
    """

    path: str
    bucket: int
    kind: str
    rows: int
    bytes: int
    sha256: str
    first: str
    last: str
    writer: str


class NotAsWritten(FolderBroken):
    """A file of posts/ that is gone, or has other bytes than the manifest says."""

    def __init__(self, entry: FileEntry) -> None:
        super().__init__(
            f"{entry.path} is missing, or is not as it was written.",
            kept="The other files are not concerned.",
            do="Put it back from a backup; `ownwords verify` names every such file.",
        )


class Replaced(FolderBroken):
    """A file of posts/ is gone because a gather, or an erasure, put others in its place meanwhile.

    Nothing is wrong with the folder: who reads again reads what it holds now.
    """

    def __init__(self) -> None:
        super().__init__(
            "Posts came in, or were taken out, while they were read here.",
            kept="Nothing is missing.",
            do="Do it again.",
        )


def why_unread(folder: Folder, entry: FileEntry) -> FolderBroken:
    """What to say of a file that cannot be read: it is damaged, or it counts no more."""
    return NotAsWritten(entry) if _counts(folder, entry) else Replaced()


def _counts(folder: Folder, entry: FileEntry) -> bool:
    """Whether the manifest names a file now; where nobody can say, as if it did."""
    try:
        with contextlib.closing(connect(folder.desk)) as connection:
            named = "select 1 from manifest where path = ?"
            return bool(connection.execute(named, (entry.path,)).fetchall())
    except (FolderBroken, apsw.Error):
        return True


def read_again(read: Callable[[], _Answer]) -> _Answer:
    """What ``read`` makes of the posts, from its beginning where they were replaced meanwhile."""
    for _ in range(_TRIES - 1):
        with contextlib.suppress(Replaced):
            return read()
    return read()


def fingerprint(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 in hex of a file, as its entry names them."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest


def by_bucket(entries: Iterable[FileEntry]) -> dict[tuple[str, int], list[FileEntry]]:
    """The files of each kind and bucket, in their order."""
    held: dict[tuple[str, int], list[FileEntry]] = {}
    for entry in entries:
        held.setdefault((entry.kind, entry.bucket), []).append(entry)
    return held


def put_in_order(entries: list[FileEntry], kinds: Sequence[str]) -> None:
    """The order of the manifest: by kind, then by bucket."""
    entries.sort(key=lambda entry: (kinds.index(entry.kind), entry.bucket))
