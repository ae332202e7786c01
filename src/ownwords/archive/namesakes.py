"""One account under several ids: some exports name it by its number, others by its handle.

Whoever is hidden or taken out is meant under all of them. An account with the same handle and an
id of the same kind is another one: handles are given away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ownwords.archive.chunks import read_batches
from ownwords.archive.columns import POSTS, VERSIONS, values
from ownwords.archive.folder import Folder
from ownwords.archive.keep_out import handle_name
from ownwords.archive.manifest import FileEntry
from ownwords.archive.redacted_text import authority, stem

_COLUMNS = ("attributed_to", "handle")


def spelled_out(account: str) -> str:
    """The handle that an account id of the form ``https://host/handle`` or ``@handle`` is."""
    if account.startswith("@"):
        return f"@{account[1:].lower()}"
    head, _, last = account.partition("://")[2].partition("/")
    plain = bool(last) and "/" not in last and not last.isdecimal()
    return handle_name(authority(account), last) if head and plain else ""


def handles_of(
    folder: Folder, manifest: Sequence[FileEntry], accounts: Collection[str]
) -> dict[str, set[str]]:
    """Every handle, as ``network@handle``, that these accounts had or are named by.

    With each the kinds of ids (:func:`stem`) that name its account.
    """
    asked = pa.array(sorted(accounts), pa.string())
    found = _pairs(folder, manifest, lambda table: pc.is_in(table.column("attributed_to"), asked))
    named = [(account, handle_name(authority(account), handle)) for account, handle in found]
    handles: dict[str, set[str]] = defaultdict(set)
    for account, handle in (*named, *((one, spelled_out(one)) for one in accounts)):
        if handle and not handle.endswith("@"):
            handles[handle].add(stem(account))
    return handles


def namesakes(
    folder: Folder, manifest: Sequence[FileEntry], handles: Mapping[str, Collection[str]]
) -> frozenset[str]:
    """Ids of another kind under which exports name who has these handles."""
    bare = pa.array(sorted({handle.partition("@")[2] for handle in handles}), pa.string())
    found = _pairs(
        folder, manifest, lambda table: pc.is_in(pc.utf8_lower(table.column("handle")), bare)
    )
    named = ((account, handle_name(authority(account), handle)) for account, handle in found)
    return frozenset(
        account
        for account, handle in named
        if handle in handles and stem(account) not in handles[handle]
    )


def networks(folder: Folder, manifest: Sequence[FileEntry]) -> frozenset[str]:
    """Who gave the ids of the accounts that are held (:func:`authority`)."""
    found: set[str] = set()
    for entry in manifest:
        if entry.kind == POSTS.name:
            for table in read_batches(folder, entry, _COLUMNS[:1]):
                found.update(map(authority, values(table.column(0).unique())))
    return frozenset(found)


def _pairs(
    folder: Folder, manifest: Sequence[FileEntry], which: Callable[[pa.RecordBatch], Any]
) -> set[tuple[str, str]]:
    """Account and handle of the rows that ``which`` picks, each pair once."""
    found: set[tuple[str, str]] = set()
    for entry in manifest:
        if entry.kind in (POSTS.name, VERSIONS.name):
            for table in read_batches(folder, entry, _COLUMNS):
                rows = table.filter(which(table))
                found.update(zip(*(values(rows.column(name)) for name in _COLUMNS), strict=True))
    return found
