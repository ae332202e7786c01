"""The manifest: which files of posts/ count."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from ownwords.records.errors import FolderBroken


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
