"""Posts that somebody listed by their links: asked for, and filled by whatever export brings them.

A link names a post by its number or its whole address, by an account's id or its handle. So that
all spellings meet, each is brought to a key; a post has a key for each way it may be asked for.
Handles of the AT protocol are given up for others, and a repository does not tell its own: a link
by one means the post of that number, which is made from the microsecond of its making.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from ownwords.archive.chunks import read_batches
from ownwords.archive.columns import POSTS, VERSIONS, values
from ownwords.archive.folder import Folder
from ownwords.archive.keep_out import KeepOut
from ownwords.archive.manifest import FileEntry
from ownwords.archive.redacted_text import authority, bare
from ownwords.archive.redaction import Names
from ownwords.records.captured import Wanted
from ownwords.records.post import Post

_AT = "at://"
_ANYBODY = "*"
_TID = re.compile(r"[2-7a-z]{13}")
_COLUMNS = ("id", "version_id", "handle")


def key(address: str) -> str:
    """What all spellings of a post's address have in common: its host and its number there.

    A number of the AT protocol is one within a repository only: there the key is the whole address,
    but for the name of who gave it a number that is made from the time.
    """
    if address.startswith(_AT):
        who, _, rest = address.removeprefix(_AT).partition("/")
        if not who.startswith("did:"):
            who = _ANYBODY if _TID.fullmatch(bare(rest)) else who.lower()
        return f"{_AT}{who}/{rest}"
    return f"{authority(address)}/{bare(address)}"


def keys(post: str, version: str, handle: str) -> set[str]:
    """Every key under which a post may be asked for."""
    found = {key(post)}
    if post.startswith(_AT):
        _, _, rest = post.removeprefix(_AT).partition("/")
        found.add(key(f"{_AT}{handle or _ANYBODY}/{rest}"))
    elif version.isdecimal():
        found.add(f"{authority(post)}/{version}")
    return found


class Links(msgspec.Struct, frozen=True):
    """What one taking did to links: ``asked`` wait from now on, ``known`` came again or their post
    was here, ``filled`` have found their post, ``settled`` are addresses that wait no longer.
    """

    asked: list[Wanted]
    known: int
    filled: int
    settled: list[str]


class Files(NamedTuple):
    """The files of posts/ after a taking: those that it changed, and all."""

    folder: Folder
    changed: Sequence[FileEntry]
    all: Sequence[FileEntry]


class Waiting:
    """The links that wait for their post, by key."""

    def __init__(self, asked: Iterable[Wanted]) -> None:
        self._asked = {key(one.post): one for one in asked}

    def keys_asked(self, post: Post) -> set[str]:
        """The keys of a post under which somebody asked for it; none for most posts."""
        if not self._asked:
            return set()
        return keys(post.id, post.version_id, post.handle) & self._asked.keys()

    def numbers(self) -> frozenset[str]:
        """What the addresses end in; the record of a post that is asked for holds one of these."""
        return frozenset(bare(name) for name in self._asked)

    def settle(self, came: Sequence[Wanted], unwanted: set[str], files: Files) -> Links:
        """Look in the files for what is asked for; ``unwanted`` are keys that must not come."""
        new: dict[str, Wanted] = {}
        for one in came:
            name = key(one.post)
            if name not in self._asked and name not in unwanted:
                new.setdefault(name, one)
        filled = _held(files.folder, files.changed, self._asked)
        here = _held(files.folder, files.all, new)
        asked = [one for name, one in new.items() if name not in here]
        settled = [self._asked[name].post for name in sorted(filled | unwanted)]
        return Links(asked, len(came) - len(asked), len(filled), settled)


def _held(folder: Folder, entries: Sequence[FileEntry], asked: Mapping[str, Wanted]) -> set[str]:
    """Keys of those whose post stands in these files."""
    found: set[str] = set()
    numbers = {bare(name) for name in asked}
    for entry in entries if asked else ():
        if entry.kind in {POSTS.name, VERSIONS.name}:
            for row in _rows(folder, entry, numbers):
                found |= keys(*row) & asked.keys()
    return found


def _rows(
    folder: Folder, entry: FileEntry, numbers: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """Id, version and handle of the posts that end in one of these numbers."""
    for table in read_batches(folder, entry, list(_COLUMNS)):
        for row in zip(*(values(table.column(name)) for name in _COLUMNS), strict=True):
            if bare(row[0]) in numbers or row[1] in numbers:
                yield row


def is_kept_out(wanted: Wanted, keep_out: KeepOut) -> bool:
    """Whether a link is one of somebody who must not be gathered again."""
    named = keep_out.handle(wanted.network, wanted.handle)
    return named or keep_out.account(wanted.account)


def is_theirs(row: dict[str, Any], names: Names, posts: Collection[str]) -> bool:
    """Whether a row of the desk asks for a post of these people; ``posts`` are keys."""
    if row["account"] in names.accounts or key(row["post"]) in posts:
        return True
    return bool(row["handle"]) and names.handle(row["network"], row["handle"])
