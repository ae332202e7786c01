"""Finishing a taking, bucket by bucket: staged rows become files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ownwords.archive import merge
from ownwords.archive.chunks import BUCKETS, Block
from ownwords.archive.columns import (
    ARRIVALS,
    KINDS,
    METRICS,
    NEVER,
    POSTS,
    VERSIONS,
    Key,
    Kind,
    batch,
    keys,
    post_batch,
    values,
)
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry
from ownwords.archive.sorting import Sorted, leaving_rows, sort
from ownwords.archive.staging import Log, Staged

BLOCK_ROWS = 1024
BLOCK_BYTES = 4 << 20


class Filled(msgspec.Struct):
    """The files after a taking, and how many of its posts were new and known."""

    entries: list[FileEntry]
    kept: int = 0
    known: int = 0


def fill(folder: Folder, log: Log, present: Sequence[FileEntry], accession: int) -> Filled:
    """Write the files that the staged rows change; the manifest is not touched."""
    by_bucket: dict[int, list[FileEntry]] = {}
    for entry in present:
        by_bucket.setdefault(entry.bucket, []).append(entry)
    filled = Filled([])
    for bucket in range(BUCKETS):
        held = by_bucket.get(bucket, [])
        rows = log.rows(bucket)
        filled.entries += _Bucket(folder, log, bucket, held).fill(rows, accession, filled)
    order = list(KINDS)
    filled.entries.sort(key=lambda entry: (order.index(entry.kind), entry.bucket))
    return filled


class _Bucket:
    """One bucket while it takes in its staged rows."""

    def __init__(self, folder: Folder, log: Log, bucket: int, held: list[FileEntry]) -> None:
        self._folder = folder
        self._log = log
        self._bucket = bucket
        self._held = held

    def fill(self, rows: Sequence[Staged], accession: int, filled: Filled) -> list[FileEntry]:
        if not rows:
            return self._held
        self._log.read.clear()
        order = sort(self._folder, self._log, rows, self._held)
        new = [*order.posts, *order.versions]
        posts = self._posts(order)
        versions = self._versions(order)
        filled.known += order.known
        filled.kept += len(rows) - order.known
        metrics = self._apply(METRICS, _blocks_of(METRICS, self._metrics()))
        versions_of = self._log.read
        came = ((accession, one.id, versions_of[one.offset][0]) for one in new)
        arrivals = self._apply(ARRIVALS, _blocks_of(ARRIVALS, sorted(came)))
        return [*posts, *versions, *metrics, *arrivals]

    def _apply(
        self, kind: Kind, added: Iterator[Block], leaving: frozenset[str] = frozenset()
    ) -> list[FileEntry]:
        held = [entry for entry in self._held if entry.kind == kind.name]
        touched = frozenset(entry.path for entry in held) if leaving else frozenset()
        change = merge.Change(kind, self._bucket, added, touched, _without(leaving))
        return merge.apply(self._folder, held, change)

    def _posts(self, order: Sorted) -> list[FileEntry]:
        return self._apply(POSTS, self._blocks(POSTS, order.posts), frozenset(order.leaving))

    def _versions(self, order: Sorted) -> list[FileEntry]:
        """Later versions, among them first ones that made way for an earlier one."""
        moving = list(order.versions)
        for entry in self._held:
            if entry.kind == POSTS.name and order.leaving:
                for row in leaving_rows(self._folder, entry, order.leaving):
                    moving.append(self._log.restage(row))
        ordered = sorted(moving, key=self._version_key)
        return self._apply(VERSIONS, self._blocks(VERSIONS, ordered))

    def _version_key(self, staged: Staged) -> Key:
        table = post_batch([self._log.row(staged)])
        return keys(VERSIONS, table)[0]

    def _blocks(self, kind: Kind, staged: Sequence[Staged]) -> Iterator[Block]:
        rows, size = [], 0
        for one in staged:
            rows.append(self._log.row(one))
            size += one.length
            if len(rows) >= BLOCK_ROWS or size >= BLOCK_BYTES:
                yield _block(kind, rows)
                rows, size = [], 0
        if rows:
            yield _block(kind, rows)

    def _metrics(self) -> list[Key]:
        found = {tuple(metrics) for _, metrics in self._log.read.values() if metrics is not None}
        return sorted(found, key=_with_never)


def _block(kind: Kind, rows: Sequence[Any]) -> Block:
    table = post_batch(rows)
    return Block(keys(kind, table), table)


def _with_never(row: Key) -> Key:
    return tuple([NEVER if value is None else value for value in row]) if None in row else row


def _blocks_of(kind: Kind, rows: Sequence[Key]) -> Iterator[Block]:
    """Blocks of a kind whose key is its whole row."""
    for start in range(0, len(rows), BLOCK_ROWS):
        some = rows[start : start + BLOCK_ROWS]
        columns = list(zip(*some, strict=True))
        yield Block([_with_never(row) for row in some], batch(kind, columns))


def _without(ids: frozenset[str]) -> merge.Edit | None:
    """An edit that leaves out the rows of some posts."""
    if not ids:
        return None

    def edit(block: Block) -> Block:
        names = values(block.table.column("id"))
        stay = [place for place, name in enumerate(names) if name not in ids]
        if len(stay) == len(names):
            return block
        return Block([block.keys[place] for place in stay], block.table.take(stay))

    return edit
