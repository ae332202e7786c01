"""The posts of a campaign for its search index: from the files of posts/ that count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from ownwords.archive.chunks import read_batches
from ownwords.archive.columns import POSTS, VERSIONS, values
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry, read_again
from ownwords.archive.search_build import PATIENCE
from ownwords.archive.search_index import SearchIndex
from ownwords.archive.search_rows import Indexable
from ownwords.archive.sorting import COMPARED, version_of
from ownwords.archive.vault import Vault
from ownwords.records.text import plain_text

_COLUMNS = (
    "id",
    "attributed_to",
    "published",
    "content",
    "content_format",
    "version_id",
    "handle",
    "language",
    "tags_folded",
    "repost_of",
    "quote_of",
    "mentions",
    "network",
)
_PUBLISHED = _COLUMNS.index("published")
_Answer = TypeVar("_Answer")
_Row = tuple[Any, ...]


class PostsFeed:
    """The posts as one manifest names them. Its state is the list of its files."""

    def __init__(self, folder: Folder, manifest: Sequence[FileEntry]) -> None:
        self._folder = folder
        self._manifest = [entry for entry in manifest if entry.kind in (POSTS.name, VERSIONS.name)]

    @cached_property
    def state(self) -> str:
        """The names of the files: they hold digests, so equal names are equal posts."""
        return "\n".join(sorted(entry.path for entry in self._manifest))

    @property
    def count(self) -> int:
        """How many posts there are."""
        return sum(entry.rows for entry in self._manifest if entry.kind == POSTS.name)

    def rows(self, since: str) -> Iterator[Indexable]:
        """Posts in files that came after the state ``since``, and posts that got new versions."""
        known = frozenset(since.split("\n"))
        buckets: dict[int, list[FileEntry]] = {}
        for entry in self._manifest:
            buckets.setdefault(entry.bucket, []).append(entry)
        for entries in buckets.values():
            if any(entry.path not in known for entry in entries):
                yield from self._bucket(entries, known)

    def _bucket(self, entries: Sequence[FileEntry], known: frozenset[str]) -> Iterator[Indexable]:
        later = [entry for entry in entries if entry.kind == VERSIONS.name]
        newest = self._newest(later)
        edited = newest if any(entry.path not in known for entry in later) else {}
        for entry in entries:
            if entry.kind != POSTS.name or (entry.path in known and not edited):
                continue
            wanted = edited if entry.path in known else None
            for row in self._read(entry):
                if wanted is None or row[0] in wanted:
                    yield _indexable(row, newest.get(row[0]))

    def _newest(self, entries: Sequence[FileEntry]) -> dict[str, _Row]:
        """The newest later version of each post that has one."""
        found: dict[str, tuple[_Row, _Row]] = {}
        for entry in entries:
            orders = self._read(entry, COMPARED)
            for row, fields in zip(self._read(entry), orders, strict=True):
                order = version_of(fields).order
                if row[0] not in found or found[row[0]][0] < order:
                    found[row[0]] = order, row
        return {name: row for name, (_, row) in found.items()}

    def _read(self, entry: FileEntry, names: Sequence[str] = _COLUMNS) -> Iterator[_Row]:
        for batch in read_batches(self._folder, entry, names):
            yield from zip(*(values(batch.column(name)) for name in names), strict=True)


def _indexable(first: _Row, newest: _Row | None) -> Indexable:
    row = newest or first
    return Indexable(
        id=row[0],
        account=row[1],
        published=first[_PUBLISHED],
        text=plain_text(row[3], row[4]),
        version=row[5],
        handle=row[6],
        language=row[7],
        tags=tuple(row[8]),
        repost_of=row[9],
        quote_of=row[10],
        mentions=tuple(row[11]),
        network=row[12],
    )


def open_search(vault: Vault, patience: float = PATIENCE) -> SearchIndex:
    """The search index of a campaign, up to date with its posts. Close it after use."""
    return _with_posts(vault, lambda feed: SearchIndex.open(_path(vault), feed, patience))


def rebuild_search(vault: Vault) -> int:
    """Make the search index again from all posts; says how many it holds."""

    def again(feed: PostsFeed) -> int:
        with SearchIndex.made(_path(vault), feed) as index:
            return len(index)

    return _with_posts(vault, again)


def _path(vault: Vault) -> Path:
    return vault.folder.cache / "search.sqlite"


def _with_posts(vault: Vault, read: Callable[[PostsFeed], _Answer]) -> _Answer:
    """A gather that ends meanwhile replaces files: then read again from the new manifest."""
    return read_again(lambda: read(PostsFeed(vault.folder, vault.desk.manifest())))
