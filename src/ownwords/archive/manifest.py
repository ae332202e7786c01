"""The manifest: which files of posts/ count."""

from __future__ import annotations

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
