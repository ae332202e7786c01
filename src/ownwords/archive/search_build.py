"""Writing the search index: every post in its place, a new index beside the old one.

Where two ids want one place, the smaller has it, whatever came first: equal posts make an equal
index. A first index and a rebuilt one are written to a file beside and take their name in one
step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

from ownwords.archive import files
from ownwords.archive.lock import in_turn
from ownwords.archive.other_ids import rank
from ownwords.archive.search_rows import Entry, Indexable, entry_of, has_handle, key, place
from ownwords.archive.search_store import Store
from ownwords.records.errors import IndexBusy

BATCH = 12_000
"""Posts that are sorted and written together."""
_MANY_SEGMENTS = 8
_BULK = 1_900
PATIENCE = 600.0
"""Seconds that who must have the index waits for another one who makes it."""
BESIDE = ".new"
"""What the name of an index ends with while it is made."""
_TAILS = ("", "-wal", "-shm", "-journal")


class Feed(Protocol):
    """Where the posts come from."""

    @property
    def state(self) -> str:
        """Names the present state of posts/; equal states hold equal posts."""

    @property
    def count(self) -> int:
        """How many posts there are."""

    def rows(self, since: str) -> Iterator[Indexable]:
        """The posts that came or changed after the state ``since``; all when it is empty.

        More posts than needed do no harm.
        """


@contextmanager
def alone(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Wait until nobody else brings this index up to date, so many seconds at the most."""
    busy = IndexBusy(
        "The search index of this campaign is being made.",
        kept="Nothing was changed.",
        do="Wait until it is done, then search again.",
    )
    with in_turn(path.with_suffix(".lock"), busy, patience):
        yield


def batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    """Entries in lists of :data:`BATCH`."""
    while batch := list(islice(entries, BATCH)):
        yield batch


def put(store: Store, batch: Iterable[Entry]) -> None:
    """Write entries, each in its place; what is held of the same posts makes way."""
    wanted = _each_once(batch)
    keys = {name: key(name) for name in wanted}
    leaving = _make_way(store, wanted, keys)
    seats = {name: place(entry.published, name) for name, entry in wanted.items()}
    held = store.taken(seats.values())
    standing = _Standing({}, held - leaving, leaving)
    seated = standing.seated
    for name, entry in wanted.items():
        seat = seats[name]
        if seat in seated or seat in standing.taken:
            _seat(store, entry, seat, standing)
        else:
            seated[seat] = entry
    moved_to = seated.keys() - set(seats.values())
    store.put(seated, leaving | (held & seated.keys()) | store.taken(moved_to), keys)


def _each_once(batch: Iterable[Entry]) -> dict[str, Entry]:
    """The last entry of each post, or the one under the id of its author that stands."""
    wanted: dict[str, Entry] = {}
    for entry in batch:
        known = wanted.setdefault(entry.id, entry)
        if not _stands_before(known, entry):
            wanted[entry.id] = entry
    return wanted


def _stands_before(one: Entry, other: Entry) -> bool:
    """Whether a post that is held under two ids of its author stands under the first one's."""
    return one.account != other.account and _rank(one) < _rank(other)


def _rank(entry: Entry) -> tuple[bool, bool, str]:
    return rank(entry.account, named=has_handle(entry))


class _Standing(NamedTuple):
    """Who has a place: in this batch, in the file; and whose place in the file becomes free."""

    seated: dict[int, Entry]
    taken: set[int]
    leaving: set[int]


def _seat(store: Store, entry: Entry, seat: int, standing: _Standing) -> None:
    """Give an entry the place, or the next ones until nobody with a greater id is put out."""
    seated, taken, leaving = standing
    attempt = 0
    while True:
        holder = seated.get(seat)
        if holder is None and (attempt or seat in taken) and seat not in leaving:
            holder = store.entry(seat)
        if holder is None:
            seated[seat] = entry
            return
        if entry.id < holder.id:
            seated[seat], entry = entry, holder
            attempt = _attempt(entry, seat)
        attempt += 1
        seat = place(entry.published, entry.id, attempt)


def _make_way(store: Store, wanted: dict[str, Entry], keys: dict[str, int]) -> set[int]:
    """Places of posts that come again with other words; what comes unchanged is not wanted."""
    leaving: set[int] = set()
    for seat in store.places(keys.values()):
        held = store.entry(seat)
        if held is None or held.id not in wanted:
            continue
        if wanted[held.id] == held or _stands_before(held, wanted[held.id]):
            del wanted[held.id]
        else:
            leaving.add(seat)
    return leaving


def _attempt(entry: Entry, seat: int) -> int:
    attempt = 0
    while place(entry.published, entry.id, attempt) != seat:
        attempt += 1
    return attempt


def _fill(store: Store, entries: Iterable[Entry]) -> None:
    """Write a new index; its parts are made one at the end."""
    store.set_option("automerge", 0)
    store.set_option("crisismerge", _BULK)
    for batch in batches(iter(entries)):
        with store.connection:
            put(store, batch)
    store.set_option("automerge", 4)
    store.set_option("crisismerge", 16)
    if store.segments() > _MANY_SEGMENTS:
        store.optimise()


def build(path: Path, feed: Feed) -> Store:
    """Make the index of all posts and open it."""
    state = feed.state
    with _beside(path) as new:
        _fill(new, map(entry_of, feed.rows("")))
        new.note("state", state)
    return _take_place(path)


@contextmanager
def _beside(path: Path) -> Iterator[Store]:
    """A new index under a passing name; it needs no journal, for it goes when something fails."""
    name = path.with_name(path.name + BESIDE)
    remove(name)
    path.parent.mkdir(exist_ok=True)
    store = Store(name, create=True)
    try:
        store.connection.execute("pragma journal_mode = OFF")
        store.connection.execute("pragma synchronous = OFF")
        yield store
        store.connection.execute("pragma journal_mode = WAL")
        store.connection.execute("pragma synchronous = FULL")
        store.settle()
    except BaseException:
        store.close()
        remove(name)
        raise
    store.close()


def _take_place(path: Path) -> Store:
    """Give the index that was made beside its name, and open it."""
    for tail in _TAILS[1:]:
        files.remove(path.with_name(path.name + tail))
    path.with_name(path.name + BESIDE).replace(path)
    files.sync_folder(path.parent)
    return Store(path)


def remove(path: Path) -> None:
    """Take an index away, with what SQLite put beside it."""
    for tail in _TAILS:
        files.remove(path.with_name(path.name + tail))
