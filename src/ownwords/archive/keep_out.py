"""The keep-out list: who was taken out and must not be gathered again.

An entry is HMAC-SHA-256(key, name) cut to 24 bits: long enough that an innocent voice is hardly
ever held back, short enough that nobody can be shown to stand on it. 4,096 entries are always
written, the unused ones as zeros, sealed with AES-GCM: neither who nor how many can be seen.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator

from ownwords.archive.deleted import Deleted
from ownwords.archive.files import write_bytes
from ownwords.archive.folder import Folder
from ownwords.archive.redacted_names import folded
from ownwords.archive.redacted_text import ANY, authority
from ownwords.archive.sealed_file import plain_of, read_sealed, sealed_of
from ownwords.records.errors import FolderBroken, KeyMissing

ENTRIES = 4096
_SIZE = 3
_ABOUT = b"ownwords keep-out 1"
_EMPTY = b"\0" * _SIZE
_REMEMBERED = 1 << 16
_DO = (
    "Bring the key back with the recovery sheet, or put keep-out.sealed back from the newest "
    "backup: whoever was taken out after that was made is not on it, so take them out once more."
)


def handle_name(network: str, handle: str) -> str:
    """The name under which a handle stands on the list: two networks may know the same handle."""
    return f"{network}@{handle.removeprefix('@').lower()}"


def _spellings(names: Iterable[str]) -> Iterator[str]:
    """Each name, and each handle also as it is compared, and as it is named in words that belong
    to no network."""
    for name in filter(None, names):
        yield name
        network, _, handle = name.partition("@")
        if network and handle and ":" not in name:
            for where in (network, ANY):
                yield handle_name(where, handle)
                yield handle_name(where, folded(handle))


def entry(key: bytes, name: str) -> bytes:
    """The entry of an account id, or of a handle as :func:`handle_name` writes it."""
    cut = hmac.digest(key, name.lower().encode(), hashlib.sha256)[:_SIZE]
    return cut if cut != _EMPTY else b"\0\0\1"


class KeepOut:
    """The open list. Asking costs little: what was asked before is remembered."""

    def __init__(
        self, key: bytes, entries: Iterable[bytes], deleted: Deleted | None = None
    ) -> None:
        self._key = key
        self._deleted = deleted or Deleted(key)
        self._entries = frozenset(entries)
        self._asked: dict[tuple[str, str], bool] = {}

    @classmethod
    def read(cls, folder: Folder, key: bytes, deleted: Deleted | None = None) -> KeepOut:
        """Open the list; FolderBroken when it is missing, changed or sealed with another key.

        ``deleted`` is the list of single posts; without it, that of the folder is read.
        """
        plain = read_sealed(folder.keep_out, key, _ABOUT, _refusal())
        single = Deleted.read(folder, key) if deleted is None else deleted
        return cls(key, _cuts(plain), single)

    @classmethod
    def opened(cls, sealed: bytes, key: bytes, deleted: Deleted) -> KeepOut:
        """The same from its bytes, with the list of single posts."""
        return cls(key, _cuts(plain_of(sealed, key, _ABOUT, _refusal())), deleted)

    def write(self, folder: Folder) -> None:
        """Seal the list into the folder."""
        write_bytes(folder.keep_out, self.sealed())

    def sealed(self) -> bytes:
        """The list as it is written."""
        if len(self._entries) > ENTRIES:
            raise FolderBroken(
                "The keep-out list is full.", do="Ask for help: this needs a new format."
            )
        plain = b"".join(sorted(self._entries)).ljust(ENTRIES * _SIZE, b"\0")
        return sealed_of(self._key, _ABOUT, plain)

    def joined(self, other: KeepOut) -> KeepOut:
        """This list with everybody who is on another one."""
        return KeepOut(self._key, self._entries | other._entries, self._deleted)

    def adding(self, names: Iterable[str]) -> KeepOut:
        """This list with more accounts and handles on it."""
        more = {entry(self._key, name) for name in _spellings(names)}
        return KeepOut(self._key, self._entries | more, self._deleted)

    def without(self, names: Iterable[str]) -> KeepOut:
        """This list without some names: only when the person says yes to it."""
        gone = {entry(self._key, name) for name in _spellings(names)}
        return KeepOut(self._key, self._entries - gone, self._deleted)

    @property
    def is_empty(self) -> bool:
        """Whether nobody has withdrawn and no single post was erased."""
        return not self._entries and self._deleted.is_empty

    def holds_back(self, account: str, handle: str) -> bool:
        """Whether a post of this account or handle must not be kept."""
        if not self._entries:
            return False
        return self.account(account) or self.handle(authority(account), handle)

    def account(self, account: str) -> bool:
        """Whether this account stands on the list."""
        return bool(account) and self._holds(account, "")

    def handle(self, network: str, handle: str) -> bool:
        """Whether this handle of a network stands on the list."""
        return bool(handle) and self._holds(network, handle)

    def post(self, post: str) -> bool:
        """Whether this post was erased alone, while its author stays (deleted.py).

        Of those who withdrew the list knows who they are, not their posts.
        """
        return self._deleted.holds(post)

    def said(self, words: str) -> bool:
        """The list knows no words."""
        return False

    def repeated(self, words: str) -> bool:
        """The same."""
        return False

    def _holds(self, name: str, handle: str) -> bool:
        asked = (name, handle)
        known = self._asked.get(asked)
        if known is None:
            whole = handle_name(name, handle) if handle else name
            known = entry(self._key, whole) in self._entries
            if len(self._asked) >= _REMEMBERED:
                self._asked.clear()
            self._asked[asked] = known
        return known


def _cuts(plain: bytes) -> Iterator[bytes]:
    cuts = (plain[start : start + _SIZE] for start in range(0, len(plain), _SIZE))
    return (cut for cut in cuts if cut != _EMPTY)


def _refusal() -> FolderBroken:
    return FolderBroken(
        "The keep-out list is missing, or this key does not open it.",
        kept="Nothing was gathered.",
        do=_DO,
    )


def write_empty(folder: Folder, key: bytes) -> None:
    """The list of a new campaign: nobody is held back while nobody has withdrawn."""
    KeepOut(key, ()).write(folder)


def missing_key() -> KeyMissing:
    """What gathering says without a key; reading goes on."""
    return KeyMissing(
        "The key of this campaign is not on this computer, so the keep-out list cannot be asked.",
        kept="Nothing was gathered; everything that is kept can still be read.",
        do="Bring it back with `ownwords init DIR --recover SHEET`, then gather again.",
    )
