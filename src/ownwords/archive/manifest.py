"""The manifest: which files of posts/ count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec


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


def by_bucket(entries: Iterable[FileEntry]) -> dict[tuple[str, int], list[FileEntry]]:
    """The files of each kind and bucket, in their order."""
    held: dict[tuple[str, int], list[FileEntry]] = {}
    for entry in entries:
        held.setdefault((entry.kind, entry.bucket), []).append(entry)
    return held


def put_in_order(entries: list[FileEntry], kinds: Sequence[str]) -> None:
    """The order of the manifest: by kind, then by bucket."""
    entries.sort(key=lambda entry: (kinds.index(entry.kind), entry.bucket))
