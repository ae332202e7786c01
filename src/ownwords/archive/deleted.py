"""Single posts that were erased while their authors stay: not taken in again.

Their authors deleted them and the campaign says so (``policy.deletion_erases``), or they repeat
somebody who was taken out and the steward said so (``withdraw --others remove``). An entry is
HMAC-SHA-256(key, id) cut to 48 bits: an innocent post is hardly ever hit, and without the key
nobody can ask the list about a post. Whoever has the key can. Entries come in blocks of 1,024, the
unused ones as zeros, sealed with AES-GCM.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from ownwords.archive.folder import Folder
from ownwords.archive.sealed_file import read_sealed, write_sealed
from ownwords.records.errors import FolderBroken

_SIZE = 6
_BLOCK = 1024
_ABOUT = b"ownwords deleted 1"


class Deleted:
    """The open list."""

    def __init__(self, key: bytes, entries: Iterable[bytes] = ()) -> None:
        self._key = key
        self._entries = frozenset(entries)

    @classmethod
    def read(cls, folder: Folder, key: bytes) -> Deleted:
        """Open the list; empty when there is none yet, FolderBroken when it cannot be opened."""
        if not folder.deleted.exists():
            return cls(key)
        refusal = FolderBroken(
            "The list of deleted posts was changed, or this key does not open it.",
            kept="Nothing was gathered.",
            do="Put deleted.sealed back from a backup.",
        )
        plain = read_sealed(folder.deleted, key, _ABOUT, refusal)
        cuts = (plain[start : start + _SIZE] for start in range(0, len(plain), _SIZE))
        return cls(key, (cut for cut in cuts if any(cut)))

    def write(self, folder: Folder) -> None:
        """Seal the list into the folder."""
        blocks = -(-len(self._entries) // _BLOCK)
        plain = b"".join(sorted(self._entries)).ljust(blocks * _BLOCK * _SIZE, b"\0")
        write_sealed(folder.deleted, self._key, _ABOUT, plain)

    def adding(self, posts: Iterable[str]) -> Deleted:
        """This list with more posts on it."""
        return Deleted(self._key, self._entries.union(map(self._entry, posts)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was erased because it had been deleted."""
        return not self._entries

    def holds(self, post: str) -> bool:
        """Whether this post was erased because its author deleted it."""
        return bool(self._entries) and self._entry(post) in self._entries

    def _entry(self, post: str) -> bytes:
        cut = hmac.digest(self._key, b"post " + post.encode(), hashlib.sha256)[:_SIZE]
        return cut if any(cut) else b"\1".rjust(_SIZE, b"\0")
