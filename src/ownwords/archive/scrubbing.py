"""Overwriting what the pages of an SQLite file hold beside their rows.

``secure_delete`` overwrites a row where it stands. A page that SQLite arranges anew moves its rows
together, and what stood between the list of rows and the rows stays as it was: a piece of a row
that goes later can stay readable there. Pages are read as "Database File Format", section 1.6,
describes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw

_PIECE = 1 << 20
_FILE_HEADER = 100
_HEADERS = {2: 12, 5: 12, 10: 8, 13: 8}
"""Length of the header of a b-tree page, by the kind that its first byte says."""
_MOST_PAGES = 2 << 24
"""In a larger file the first byte of a page that is no b-tree could be one of these kinds."""


def scrub(path: Path) -> bool:
    """Overwrite what lies between the rows of every page; False where pages cannot be told apart.

    Nobody may write meanwhile and the log must be empty; readers may go on. Goes through SQLite's
    own file layer: closing the file in any other way would let go of the locks that this process
    holds on it.
    """
    flags = apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_READWRITE
    file = apsw.VFSFile("", str(path), [flags, 0])
    try:
        length = file.xFileSize()
        size = int.from_bytes(file.xRead(18, 0)[16:18], "big")
        size = 1 << 16 if size == 1 else size
        if length // size > _MOST_PAGES:
            return False
        for start in range(0, length, _PIECE):
            piece = file.xRead(min(_PIECE, length - start), start)
            for first, end in _between(piece, size, start):
                file.xWrite(bytes(end - first), start + first)
        file.xSync(apsw.SQLITE_SYNC_FULL)
        return True
    finally:
        file.xClose()


def _between(piece: bytes, size: int, start: int) -> Iterator[tuple[int, int]]:
    """Where in a piece of the file, that begins at ``start``, no row stands and bytes are left."""
    for page in range(0, len(piece), size):
        header = page + (_FILE_HEADER if start + page == 0 else 0)
        length = _HEADERS.get(piece[header])
        if length is None:
            continue
        rows = int.from_bytes(piece[header + 3 : header + 5], "big")
        content = int.from_bytes(piece[header + 5 : header + 7], "big") or 1 << 16
        first, end = header + length + 2 * rows, page + content
        if end <= page + size and any(piece[first:end]):
            yield first, end
