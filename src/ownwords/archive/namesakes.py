"""One account under several ids: some exports name it by its number, others by its handle.

Whoever is hidden or taken out is meant under all of them. An account with the same handle and
another number is another one: handles are given away. Ids under which one post is held are one
account's, whatever handle it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ownwords.archive.arrow import pa, pc
from ownwords.archive.chunks import bucket_of, read_batches
from ownwords.archive.columns import POSTS, VERSIONS, values
from ownwords.archive.folder import Folder
from ownwords.archive.keep_out import handle_name
from ownwords.archive.manifest import FileEntry
from ownwords.archive.other_ids import kind_of, may_be_one, of_one_kind, spelled_out
from ownwords.archive.redacted_text import authority, stem

_COLUMNS = ("attributed_to", "handle")
_WHOSE = ("id", "attributed_to")


class Alike(NamedTuple):
    """Other accounts that had a handle of somebody's.

    ``same`` are named by an id of another kind, and nobody else can be, or as the author of one of
    their posts: the same person. ``named``
    are called by the handle itself, which others had too. ``unclear`` are several of another kind,
    one of whom is the person. ``others`` have an id of the same kind.
    """

    same: frozenset[str]
    named: frozenset[str]
    unclear: frozenset[str]
    others: frozenset[str]


def handles_of(
    folder: Folder, manifest: Sequence[FileEntry], accounts: Collection[str]
) -> dict[str, set[str]]:
    """Every handle, as ``network@handle``, that these accounts had or are named by.

    With each the kinds of ids (:func:`stem`) that name its account.
    """
    buckets = {bucket_of(account) for account in accounts}
    held = [entry for entry in manifest if entry.bucket in buckets]
    found = _bearers(folder, held, _COLUMNS[0], accounts)
    handles: dict[str, set[str]] = defaultdict(set)
    for account, handle in (*found, *((one, spelled_out(one)) for one in accounts)):
        if handle and not handle.endswith("@"):
            handles[handle].add(stem(account))
    return handles


def alike(
    folder: Folder,
    manifest: Sequence[FileEntry],
    handles: Mapping[str, Collection[str]],
    theirs: Collection[str] = (),
) -> Alike:
    """Who else had these handles; ``handles`` and their kinds as :func:`handles_of` tells them."""
    bare = {handle.partition("@")[2] for handle in handles}
    had: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for account, handle in _bearers(folder, manifest, _COLUMNS[1], bare):
        if handle in handles and account not in theirs:
            had[handle][kind_of(account, handle)].add(account)
    same, named, unclear, others = set[str](), set[str](), set[str](), set[str]()
    for handle, kinds in had.items():
        called = kinds.pop("", set())
        rivals = {one for kind, found in kinds.items() if kind in handles[handle] for one in found}
        others |= rivals
        for kind, found in kinds.items():
            if kind not in handles[handle]:
                (same if len(found) == 1 else unclear).update(found)
        (named if rivals else same).update(called)
    return Alike(
        frozenset(same - others), frozenset(named), frozenset(unclear - others), frozenset(others)
    )


def by_posts(folder: Folder, manifest: Sequence[FileEntry], accounts: Collection[str]) -> Alike:
    """Other ids of another kind under which posts of these accounts are held.

    A handle under which posts of several numbers are held was given away, or an export is wrong.
    """
    theirs = new = frozenset(accounts)
    named, unclear, others = set[str](), set[str](), set[str]()
    while new:
        found = _authors_with(folder, manifest, new)
        met = frozenset[str]().union(*found.values()) - theirs
        back = _authors_with(folder, manifest, met) if met else {}
        shared = {one for one in met if of_one_kind(back[one])}
        rivals = frozenset[str]().union(*map(of_one_kind, found.values())) - theirs
        known = any(not theirs.isdisjoint(of_one_kind(some)) for some in found.values())
        (others if known else unclear).update(rivals)
        named |= shared
        new = met - shared - rivals
        theirs |= new
    same = theirs.difference(accounts)
    return Alike(same, frozenset(named), frozenset(unclear), frozenset(others))


def also(folder: Folder, manifest: Sequence[FileEntry], accounts: Collection[str]) -> Alike:
    """Who else had a handle of these accounts, or is named as the author of a post of theirs."""
    said = by_posts(folder, manifest, accounts)
    theirs = said.same.union(accounts)
    had = alike(folder, manifest, handles_of(folder, manifest, theirs), theirs)
    others = said.others | had.others
    return Alike(
        (had.same | said.same) - said.named,
        had.named | said.named,
        (said.unclear | had.unclear) - others - had.same,
        others,
    )


def namesakes(
    folder: Folder, manifest: Sequence[FileEntry], accounts: Collection[str]
) -> frozenset[str]:
    """Ids of another kind under which exports name, or may name, these accounts."""
    found = also(folder, manifest, accounts)
    return found.same | found.named | found.unclear


def networks(folder: Folder, manifest: Sequence[FileEntry]) -> frozenset[str]:
    """Who gave the ids of the accounts that are held (:func:`authority`)."""
    found: set[str] = set()
    for entry in manifest:
        if entry.kind == POSTS.name:
            for table in read_batches(folder, entry, _COLUMNS[:1]):
                found.update(map(authority, values(table.column(0).unique())))
    return frozenset(found)


def _authors_with(
    folder: Folder, manifest: Sequence[FileEntry], accounts: Collection[str]
) -> dict[str, set[str]]:
    """For each account the ids that may be its own, under which posts of it are held as well."""
    found: dict[str, set[str]] = {account: set() for account in accounts}
    buckets = {bucket_of(account) for account in accounts}
    near = [entry for entry in manifest if entry.bucket in buckets]
    whose: dict[str, set[str]] = defaultdict(set)
    for post, account in _posts_with(folder, near, "attributed_to", accounts):
        whose[post].add(account)
    for post, other in _posts_with(folder, manifest, "id", whose) if whose else ():
        for account in whose[post] - {other}:
            if may_be_one(account, other):
                found[account].add(other)
    return found


def _posts_with(
    folder: Folder, manifest: Sequence[FileEntry], column: str, among: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Post and account of the first versions with one of these values."""
    wanted = pa.array(sorted(among), pa.string())
    for entry in manifest:
        if entry.kind == POSTS.name and _holds(folder, entry, column, wanted):
            for table in read_batches(folder, entry, _WHOSE):
                rows = table.filter(pc.is_in(table.column(column), wanted))
                yield from zip(*(values(rows.column(name)) for name in _WHOSE), strict=True)


def _bearers(
    folder: Folder, manifest: Sequence[FileEntry], column: str, among: Collection[str]
) -> set[tuple[str, str]]:
    """Account and ``network@handle`` of the rows with one of these values, each pair once.

    Handles are compared in lower case. Of most files only the one column is read.
    """
    wanted = pa.array(sorted(among), pa.string())
    found: set[tuple[str, str]] = set()
    for entry in manifest:
        if entry.kind in (POSTS.name, VERSIONS.name) and _holds(folder, entry, column, wanted):
            for table in read_batches(folder, entry, _COLUMNS):
                rows = table.filter(_are_in(table.column(column), column, wanted))
                found.update(zip(*(values(rows.column(name)) for name in _COLUMNS), strict=True))
    return {(account, handle_name(authority(account), handle)) for account, handle in found}


def _holds(folder: Folder, entry: FileEntry, column: str, wanted: pa.Array) -> bool:
    """Whether a file has a row with one of these values."""
    return any(
        pc.any(_are_in(table.column(0), column, wanted)).as_py()
        for table in read_batches(folder, entry, (column,))
    )


def _are_in(held: pa.Array, column: str, wanted: pa.Array) -> Any:
    return pc.is_in(pc.utf8_lower(held) if column == "handle" else held, wanted)
