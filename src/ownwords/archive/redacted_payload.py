"""Taking people out of a record as it was received: which objects of it are theirs, and the cut.

Knows no format by name. An object that has a handle is a person; an object whose author is held
is their post; what a record says about a reply names whom it answers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ownwords.archive.redacted_mentions import mentions
from ownwords.archive.redacted_names import folded
from ownwords.archive.redacted_text import DOMAINS, MARK, Reader, authority, bare

if TYPE_CHECKING:
    from ownwords.archive.redaction import Held

_HANDLES = frozenset(
    {"screen_name", "username", "handle", "acct", "preferredUsername", "screenName"}
)
_IDS = frozenset({"id_str", "rest_id", "did", "id", "uri", "accountId", "userId"})
_POST_IDS = frozenset({"id_str", "rest_id", "id", "uri"})
_AUTHORS = ("user", "author", "account", "actor", "attributedTo")
_AUTHOR_IDS = frozenset({"author_id", "user_id_str", "user_id", "userId", "attributedTo", "actor"})
_ANSWERED = frozenset({"in_reply_to_user_id_str", "in_reply_to_user_id", "in_reply_to_account_id"})
_ANSWERED_HANDLE = frozenset({"in_reply_to_screen_name"})
_ANSWERED_POST = frozenset({"in_reply_to_status_id_str", "in_reply_to_status_id", "in_reply_to_id"})
_WORDS = frozenset({"text", "full_text", "content", "value", "record", "legacy"})
_WITHIN = frozenset({"legacy", "core"})
"""Where the website of X tells the older part of an object."""
_ID = frozenset({"id"})
_PERSON_KEY = re.compile(r"user|author|account|actor|owner|did", re.IGNORECASE)
_PASSES = 4
_OPEN = ("{", "[")


def parsed(payload: bytes) -> Any:
    """The record as JSON values; None when it is none."""
    if payload[:1] not in (b"{", b"[", b'"'):
        return None
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return None


class Finder:
    """Who of the held stands in one record, by every name that the record itself gives them."""

    def __init__(self, held: Held, network: str, stems: tuple[str, str]) -> None:
        self.network = network
        self.accounts: set[str] = set()
        self.handles: set[str] = set()
        self.posts: set[str] = set()
        self._held = held
        self._account_stem, self._post_stem = stems

    def is_account(self, name: str) -> bool:
        """Is this a held account, as a whole id or as the network's bare one?"""
        if not name or bare(name) in self.accounts:
            return bool(name)
        return self._held.account(name) or self._held.account(self._account_stem + name)

    def is_whole_account(self, address: str) -> bool:
        """Is this the whole id of a held account?"""
        return self._held.account(address)

    def is_handle(self, handle: str, network: str = "") -> bool:
        """Is this a held handle, on this record's network unless it or the asker names another?"""
        if not handle:
            return False
        spelled = dict.fromkeys((handle.lower(), folded(handle)))
        return any(self._is_handle(one, network or self.network) for one in spelled)

    def _is_handle(self, handle: str, where: str) -> bool:
        """The same of one in lower case."""
        if where == self.network and handle in self.handles:
            return True
        if self._held.handle(where, handle):
            return True
        name, at, host = handle.partition("@")
        if at:
            return self._held.handle(authority(f"https://{host}"), name)
        return "." in handle and self._held.handle(DOMAINS, handle)

    def is_post(self, name: str) -> bool:
        """Is this a post of a held account?"""
        if not name or bare(name) in self.posts:
            return bool(name)
        return self._held.post(name) or self._held.post(self._post_stem + name)

    def is_mention(self, name: str) -> bool:
        """Is this entry of the mentions a held account or handle?"""
        return self.is_handle(name.lstrip("@")) if name[:1] in "@＠" else self.is_account(name)

    def is_found(self, name: str) -> bool:
        """Is this the bare id of an account or post that the record itself says to be theirs?"""
        return name in self.accounts or name in self.posts

    def look(self, record: Any) -> None:
        """Collect names until a pass finds no new ones."""
        for _ in range(_PASSES):
            before = len(self.accounts) + len(self.handles) + len(self.posts)
            for node in _objects(record):
                self._person(node)
                self._mentioned(node)
                self._answered(node)
                if self.is_authored(node):
                    self.posts.update(_values(node, _IDS))
            if len(self.accounts) + len(self.handles) + len(self.posts) == before:
                return

    def is_person(self, node: Any) -> bool:
        """Is this object a held person?"""
        if not isinstance(node, dict):
            return False
        parts = _parts(node)
        handles = _in_all(parts, _HANDLES)
        if not handles:
            return False
        return any(map(self.is_handle, handles)) or any(map(self.is_account, _in_all(parts, _IDS)))

    def is_authored(self, node: Any) -> bool:
        """Is this object a post of a held person?"""
        if not isinstance(node, dict):
            return False
        if any(map(self.is_person, _authors(node))):
            return True
        if any(map(self.is_account, _in_all(_parts(node), _AUTHOR_IDS))):
            return True
        says = not _WORDS.isdisjoint(node)
        return says and any(map(self.is_post, _values(node, _POST_IDS)))

    def is_repeated(self, words: str) -> bool:
        """Are words that a text passes on those of a held post?"""
        return self._held.repeated(words)

    def _person(self, node: dict[str, Any]) -> None:
        if self.is_person(node):
            parts = _parts(node)
            self.handles.update(handle.lower() for handle in _in_all(parts, _HANDLES))
            self.accounts.update(map(bare, _in_all(parts, _IDS)))

    def _mentioned(self, node: dict[str, Any]) -> None:
        """A mention tells how the words call them."""
        for account, names in mentions(node):
            if self.is_account(account):
                self.handles.update(filter(None, names))

    def _answered(self, node: dict[str, Any]) -> None:
        """A reply tells whom it answers; its target is then theirs."""
        whom = _values(node, _ANSWERED)
        handles = _values(node, _ANSWERED_HANDLE)
        if not (any(map(self.is_account, whom)) or any(map(self.is_handle, handles))):
            return
        self.accounts.update(map(bare, whom))
        self.handles.update(handle.lower() for handle in handles)
        self.posts.update(map(bare, _values(node, _ANSWERED_POST)))
        for ref in node.get("referenced_tweets") or ():
            if isinstance(ref, dict) and ref.get("type") == "replied_to":
                self.posts.update(_values(ref, _ID))


def _objects(record: Any) -> Iterator[dict[str, Any]]:
    waiting = [record]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _parts(node: dict[str, Any]) -> list[dict[str, Any]]:
    """An object and the parts of it that stand within it."""
    if _WITHIN.isdisjoint(node):
        return [node]
    return [node, *(part for key in _WITHIN if isinstance(part := node.get(key), dict))]


def _authors(node: dict[str, Any]) -> Iterator[Any]:
    """What may be the author of an object, if that is a post."""
    for key in _AUTHORS:
        if key in node:
            yield node[key]
    for part in _parts(node):
        results = part.get("user_results")
        if isinstance(results, dict):
            yield results.get("result")


def _in_all(parts: list[dict[str, Any]], keys: frozenset[str]) -> list[str]:
    return [value for part in parts for value in _values(part, keys)]


def _values(node: dict[str, Any], keys: frozenset[str]) -> list[str]:
    if keys.isdisjoint(node):
        return []
    found = (node.get(key) for key in keys)
    return [
        str(one) for one in found if isinstance(one, str | int) and one not in (True, False, "")
    ]


def cut_json(record: Any, payload: bytes, reader: Reader) -> bytes:
    """The record without what is theirs; the bytes as received when nothing is."""
    cut = _Cutter(reader)
    whole = cut.node(record, "")
    if not cut.changed:
        return payload
    try:
        return _written(whole, ascii_only=False).encode()
    except UnicodeEncodeError:
        return _written(whole, ascii_only=True).encode()


def cut_value(record: Any, text: str, reader: Reader) -> str:
    """The same for JSON in a cell."""
    cut = _Cutter(reader)
    whole = cut.node(record, "")
    return _written(whole, ascii_only=True) if cut.changed else text


def _written(value: Any, *, ascii_only: bool) -> str:
    return json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":"))


class _Cutter:
    """Copies a record, leaving out what is theirs."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._finder: Any = reader.known
        self.changed = False

    def node(self, value: Any, key: str) -> Any:
        if isinstance(value, dict):
            if self._is_theirs(value):
                return self._marked()
            return {self._name(name): self.node(held, name) for name, held in value.items()}
        if isinstance(value, list):
            return [self.node(held, key) for held in value]
        if isinstance(value, str):
            return self._string(value, key)
        if isinstance(value, int) and not isinstance(value, bool) and self._is_id(str(value), key):
            return self._marked()
        return value

    def _is_theirs(self, node: dict[str, Any]) -> bool:
        if self._finder.is_person(node) or self._finder.is_authored(node):
            return True
        # a reference of the AT protocol: the digest beside the address is that of their record
        uri = node.get("uri")
        return "cid" in node and isinstance(uri, str) and bool(self._reader.is_theirs(uri))

    def _marked(self) -> str:
        self.changed = True
        return MARK

    def _name(self, name: str) -> str:
        if len(name) > 4 and self._is_id(name, ""):
            return self._marked()
        return name

    def _string(self, value: str, key: str) -> str:
        if self._is_id(value, key) or (key in _NAMED and self._finder.is_handle(value.lstrip("@"))):
            return self._marked()
        record = parsed(value.encode("utf-8", "replace")) if value[:1] in _OPEN else None
        cut = self._reader.text(value) if record is None else cut_value(record, value, self._reader)
        if cut != value:
            self.changed = True
        return cut

    def _is_id(self, value: str, key: str) -> bool:
        finder = self._finder
        if not value or " " in value:
            return False
        if finder.accounts or finder.posts:
            last = bare(value)
            if value in finder.posts or (len(last) > 4 and finder.is_found(last)):
                return True
        if key and _PERSON_KEY.search(key) and finder.is_account(value):
            return True
        looks = (value.isdecimal() and len(value) > 4) or ":" in value
        return bool(looks and finder.is_post(value))


_NAMED = _HANDLES | _ANSWERED_HANDLE
