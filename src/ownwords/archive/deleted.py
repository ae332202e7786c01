"""Single posts that were erased while their authors stay: not taken in again.

Their authors deleted them and the campaign says so (``policy.deletion_erases``), or they repeat
somebody who was taken out and the steward said so (``withdraw --others remove``). An entry is
HMAC-SHA-256(key, id) of the post cut to 48 bits, so that an innocent post is hardly ever hit, with
one of its author cut to 24. Without the key nobody can ask the list about a post; whoever has the
key can. When the author withdraws the entry goes: the keep-out list holds all their posts back.
Entries come in blocks of 1,024, the unused ones as zeros, sealed with AES-GCM.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping

from ownwords.archive.folder import Folder
from ownwords.archive.sealed_file import plain_of, sealed_of
from ownwords.records.errors import FolderBroken

_POST = 6
_AUTHOR = 3
_SIZE = _POST + _AUTHOR
"""Bytes of a keyed hash that are kept of a post, of its author, of both."""
_BLOCK = 1024
"""The file is filled up to a multiple of so many entries."""
_ABOUT = b"ownwords deleted 2"
_WITHOUT_AUTHORS = b"ownwords deleted 1"
_UNKNOWN = bytes(_AUTHOR)


class Deleted:
    """The open list."""

    def __init__(self, key: bytes, entries: Mapping[bytes, bytes] | None = None) -> None:
        self._key = key
        self._entries = dict(entries or {})

    @classmethod
    def read(cls, folder: Folder, key: bytes) -> Deleted:
        """Open the list; empty when there is none yet, FolderBroken when it cannot be opened."""
        try:
            return cls.opened(folder.deleted.read_bytes(), key)
        except FileNotFoundError:
            return cls(key)
        except OSError as error:
            raise _refusal() from error

    @classmethod
    def opened(cls, sealed: bytes, key: bytes) -> Deleted:
        """The same from its bytes; FolderBroken when they cannot be opened."""
        try:
            plain, size = plain_of(sealed, key, _ABOUT, _refusal()), _SIZE
        except FolderBroken:
            plain, size = plain_of(sealed, key, _WITHOUT_AUTHORS, _refusal()), _POST
        cuts = (plain[start : start + size] for start in range(0, len(plain), size))
        return cls(key, {cut[:_POST]: cut[_POST:] or _UNKNOWN for cut in cuts if any(cut)})

    def sealed(self) -> bytes:
        """The list as it is written; nothing of an empty one, which is no file."""
        if not self._entries:
            return b""
        blocks = -(-len(self._entries) // _BLOCK)
        plain = b"".join(sorted(post + author for post, author in self._entries.items()))
        return sealed_of(self._key, _ABOUT, plain.ljust(blocks * _BLOCK * _SIZE, b"\0"))

    def adding(self, posts: Mapping[str, str]) -> Deleted:
        """This list with more posts on it, each with a name of its author, or none."""
        return self._with({self._post(post): self._author(whose) for post, whose in posts.items()})

    def joined(self, other: Deleted) -> Deleted:
        """This list with every post that is on another one."""
        return self._with(other._entries)

    def _with(self, more: Mapping[bytes, bytes]) -> Deleted:
        told = {post: author for post, author in self._entries.items() if author != _UNKNOWN}
        return Deleted(self._key, {**self._entries, **more, **told})

    def without(self, authors: Collection[str]) -> Deleted:
        """This list without the posts of people who stand on the keep-out list from now on."""
        gone = {self._author(author) for author in authors} - {_UNKNOWN}
        left = {post: author for post, author in self._entries.items() if author not in gone}
        return Deleted(self._key, left)

    @property
    def is_empty(self) -> bool:
        """Whether no post stands on the list."""
        return not self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def holds(self, post: str) -> bool:
        """Whether this post was erased alone."""
        return bool(self._entries) and self._post(post) in self._entries

    def _post(self, post: str) -> bytes:
        cut = self._cut(b"post ", post, _POST)
        return cut if any(cut) else b"\1".rjust(_POST, b"\0")

    def _author(self, author: str) -> bytes:
        return self._cut(b"author ", author.lower(), _AUTHOR) if author else _UNKNOWN

    def _cut(self, what: bytes, name: str, size: int) -> bytes:
        return hmac.digest(self._key, what + name.encode(), hashlib.sha256)[:size]


def _refusal() -> FolderBroken:
    return FolderBroken(
        "The list of deleted posts was changed, or this key does not open it.",
        kept="Nothing was gathered.",
        do="Put deleted.sealed back from a backup.",
    )
