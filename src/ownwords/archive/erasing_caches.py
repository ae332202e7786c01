"""Taking people out of what is made from posts/: the search index in place, all else thrown away.

The index is erased row by row: FTS5 with ``secure-delete`` takes the words out of its segments,
SQLite overwrites the rows, and what it leaves between the rows of a page is overwritten after it.
What a b-tree may still hold of a word that nobody else used is looked for; where it is found, or
where the index does not show the posts that were held, the whole index is made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ownwords.archive import files
from ownwords.archive.erasing import Erased
from ownwords.archive.folding import tokens
from ownwords.archive.manifest import FileEntry
from ownwords.archive.row_readings import FOLDERS
from ownwords.archive.scrubbing import scrub
from ownwords.archive.search_build import BESIDE, alone, put, remove
from ownwords.archive.search_feed import PostsFeed, rebuild_search
from ownwords.archive.search_rows import entry_of, key
from ownwords.archive.search_store import MADE_WITH, Store
from ownwords.archive.vault import Vault
from ownwords.records.errors import OwnwordsError

_KEPT = ("search.sqlite", "search.lock", *FOLDERS)
_AT_ONCE = 500


def erase_caches(vault: Vault, before: Sequence[FileEntry], erased: Erased) -> None:
    """Nothing of them is in cache/ afterwards; ``before`` is the manifest that they stood in."""
    cache = vault.folder.cache
    for path in sorted(cache.iterdir()) if cache.is_dir() else ():
        if path.name not in _KEPT:
            files.remove(path)
    _erase_readings(vault)
    path = cache / "search.sqlite"
    if path.exists() and not _erased_in_place(vault, path, before, erased):
        _drop(path)
        rebuild_search(vault)
        with alone(path):
            scrub(path)  # a piece of somebody's row, cut short, can read as if it were theirs


def _erase_readings(vault: Vault) -> None:
    """Parts that were read from files of posts/ that are no more."""
    stems = {Path(entry.path).stem for entry in vault.desk.manifest()}
    for place in (vault.folder.cache / name for name in FOLDERS):
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if path.stem.rpartition("-")[0] not in stems:
                files.remove(path)


def _drop(path: Path) -> None:
    with alone(path):
        remove(path.with_name(path.name + BESIDE))
        remove(path)


def _erased_in_place(vault: Vault, path: Path, before: Sequence[FileEntry], erased: Erased) -> bool:
    """Whether the index could be erased row by row; False: make it again."""
    with alone(path):
        try:
            store = Store(path)
        except OwnwordsError:
            return False
        try:
            state = PostsFeed(vault.folder, before).state
            if store.noted("made_with") != MADE_WITH or store.noted("state") != state:
                return False
            words = _take_out(store, erased)
            if _lingers(store, words):
                return False
            with store.connection:
                store.note("state", PostsFeed(vault.folder, vault.desk.manifest()).state)
            store.settle()
            return scrub(path)
        finally:
            store.close()


def _take_out(store: Store, erased: Erased) -> set[str]:
    """Delete their rows, write redacted ones anew; returns the folded words of what went."""
    words: set[str] = set()
    anew = {one.id: one for one in erased.anew}
    leaving = sorted(erased.posts | anew.keys())
    for start in range(0, len(leaving), _AT_ONCE):
        some = leaving[start : start + _AT_ONCE]
        with store.connection:
            for name in some:
                entry = store.entry_by_id(name)
                if entry is not None:
                    words.update(tokens(entry.body), tokens(entry.facets))
            keys = [key(name) for name in some]
            seats = sorted(store.places(keys))
            delete = store.connection.executemany
            delete("delete from posts where rowid = ?", [(seat,) for seat in seats])
            delete("delete from ids where key = ?", [(one,) for one in keys])
            put(store, [entry_of(anew[name]) for name in some if name in anew])
    return words


def _lingers(store: Store, words: Iterable[str]) -> bool:
    """Whether the index still knows a word that no row holds any more.

    Its directory names the first word of a page, shortened: a page of whose beginning the word is
    a part may keep it although its row went.
    """
    connection = store.connection
    connection.execute("create virtual table temp.held using fts5vocab('main', 'posts', 'row')")
    try:
        alone_words = [
            word
            for word in words
            if not store.ask("select 1 from temp.held where term = ?", (word,))
        ]
    finally:
        connection.execute("drop table temp.held")
    rows = store.ask("select cast(term as blob) from posts_idx")
    firsts = {bytes(row[0])[1:] for row in rows}
    return any(not firsts.isdisjoint(_beginnings(word.encode())) for word in alone_words)


def _beginnings(word: bytes) -> set[bytes]:
    return {word[:length] for length in range(4, len(word) + 1)}
