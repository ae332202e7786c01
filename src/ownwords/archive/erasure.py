"""Who erases what: every path that a campaign folder may hold has exactly one entry here.

A new store of anything is a new entry; a test fills a folder and asks for the entry of every
path in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Protocol

from ownwords.archive.finding import Finding


class Erasable(Protocol):
    """A store that a person can be taken out of."""

    name: str
    paths: tuple[str, ...]

    def needles(self, accounts: Sequence[str]) -> Iterator[bytes]:
        """What of these accounts stands in the store, to be searched for afterwards."""

    def erase(self, accounts: Sequence[str]) -> int:
        """Take these accounts out; returns how many records were changed."""

    def verify(self, accounts: Sequence[str]) -> Iterator[Finding]:
        """What is left of these accounts."""


@dataclass(frozen=True)
class Store:
    """A part of the folder: its paths (globs), what of people it may hold, the room that erases."""

    name: str
    paths: tuple[str, ...]
    holds: str
    room: str


ERASABLES: tuple[Store, ...] = (
    Store(
        "settings", ("campaign.toml", "*.md"), "what the steward wrote about themselves", "archive"
    ),
    Store("posts", ("posts/*.parquet", "posts/.*.part"), "words, names, payloads", "archive"),
    Store("staging", ("posts/.staging/**",), "words on their way in", "archive"),
    Store(
        "desk",
        ("desk.sqlite", "desk.sqlite-wal", "desk.sqlite-shm"),
        "ids, statements, wishes, evidence; counts as they were published",
        "archive",
    ),
    Store("desk head", ("desk.head", ".desk.head.*.part"), "digests only", "archive"),
    Store("keep-out list", ("keep-out.sealed", ".keep-out.sealed.*.part"), "sealed", "archive"),
    Store("deleted posts", ("deleted.sealed", ".deleted.sealed.*.part"), "sealed", "archive"),
    Store(
        "erasing",
        ("erasing.sealed", ".erasing.sealed.*.part"),
        "sealed; goes when the erasure is proved",
        "archive",
    ),
    Store(
        "stories", ("stories/**",), "references to quotations, the teller's own words", "stories"
    ),
    Store("claims", ("claims/**",), "numbers and where they came from", "claims"),
    Store("articles", ("articles/**",), "kept copies of articles", "press"),
    Store("sources", ("sources/**",), "kept copies of exports", "gather"),
    Store(
        "quarantine",
        ("quarantine/**",),
        "kept copies, sealed to the steward key; names of files that name nobody",
        "archive",
    ),
    Store("cache", ("cache/**", "cache.before/**"), "anything, made again from posts/", "reading"),
    Store("editions", ("editions/**",), "what was published", "edition"),
)


def who_erases(path: str) -> Store | None:
    """The store that a path (within the folder, forward slashes) belongs to."""
    found = [store for store in ERASABLES if any(_matches(path, glob) for glob in store.paths)]
    return found[0] if found else None


def _matches(path: str, glob: str) -> bool:
    if glob.endswith("/**"):
        return path.startswith(glob.removesuffix("**"))
    return PurePosixPath(path).parent == PurePosixPath(glob).parent and fnmatchcase(path, glob)
