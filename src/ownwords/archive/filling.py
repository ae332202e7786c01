"""Finishing a taking, bucket by bucket: staged rows become files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

import msgspec

from ownwords.archive import merge
from ownwords.archive.chunks import ALL, BUCKETS, Block
from ownwords.archive.columns import (
    ARRIVALS,
    KINDS,
    METRICS,
    NEVER,
    POST_FIELDS,
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
    held: dict[tuple[str, int], list[FileEntry]] = {}
    for entry in present:
        held.setdefault((entry.kind, entry.bucket), []).append(entry)
    filled = Filled([])
    for bucket in range(BUCKETS):
        files = {kind.name: held.get((kind.name, bucket), []) for kind in (POSTS, VERSIONS)}
        filled.entries += _Bucket(folder, log, bucket, files).fill(accession, filled)
    for kind in (METRICS, ARRIVALS):
        added = _blocks_of(kind, log.spooled(kind.name))
        old = held.get((kind.name, ALL), [])
        filled.entries += merge.apply(folder, old, merge.Change(kind, ALL, added))
    order = list(KINDS)
    filled.entries.sort(key=lambda entry: (order.index(entry.kind), entry.bucket))
    return filled


class _Bucket:
    """One bucket while it takes in its staged rows; ``held`` are its files by kind."""

    def __init__(
        self, folder: Folder, log: Log, bucket: int, held: dict[str, list[FileEntry]]
    ) -> None:
        self._folder = folder
        self._log = log
        self._bucket = bucket
        self._held = held

    def fill(self, accession: int, filled: Filled) -> list[FileEntry]:
        """The files of the bucket afterwards; metrics and arrivals are put aside."""
        log, bucket = self._log, self._bucket
        rows = log.rows(bucket)
        log.read.clear()
        if not rows:
            return [entry for entries in self._held.values() for entry in entries]
        order = sort(self._folder, log, rows, [e for held in self._held.values() for e in held])
        new = [*order.posts, *order.versions]
        result = [*self._posts(order), *self._versions(order)]
        filled.known += order.known
        filled.kept += len(new)
        read = log.read
        came = [(accession, bucket, one.id, read[one.offset][0]) for one in new]
        metrics = {_key(bucket, row) for _, row in read.values() if row is not None}
        log.spool(ARRIVALS.name, sorted(came))
        log.spool(METRICS.name, sorted(metrics))
        return result

    def _apply(
        self, kind: Kind, added: Iterator[Block], leaving: frozenset[str] = frozenset()
    ) -> list[FileEntry]:
        held = self._held[kind.name]
        touched = frozenset(entry.path for entry in held) if leaving else frozenset()
        change = merge.Change(kind, self._bucket, added, touched, _without(leaving))
        return merge.apply(self._folder, held, change)

    def _posts(self, order: Sorted) -> list[FileEntry]:
        return self._apply(POSTS, self._blocks(POSTS, order.posts), frozenset(order.leaving))

    def _versions(self, order: Sorted) -> list[FileEntry]:
        """Later versions, among them first ones that made way for an earlier one."""
        moving = list(order.versions)
        for entry in self._held[POSTS.name] if order.leaving else []:
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
            size += one.length + one.payload
            if len(rows) >= BLOCK_ROWS or size >= BLOCK_BYTES:
                yield _block(kind, rows)
                rows, size = [], 0
        if rows:
            yield _block(kind, rows)


def _block(kind: Kind, rows: Sequence[Any]) -> Block:
    table = post_batch(rows)
    if kind is POSTS:
        return Block(list(map(_post_key, rows)), table)
    return Block(keys(kind, table), table)


_post_key = itemgetter(*map(POST_FIELDS.index, POSTS.key))


def _key(bucket: int, row: Sequence[Any]) -> Key:
    if None in row:
        return (bucket, *[NEVER if value is None else value for value in row])
    return (bucket, *row)


def _blocks_of(kind: Kind, pieces: Iterator[list[Key]]) -> Iterator[Block]:
    """Blocks of a kind whose key is its whole row."""
    for rows in pieces:
        columns = map(_with_nulls, zip(*rows, strict=True))
        yield Block(rows, batch(kind, list(columns)))


def _with_nulls(column: Sequence[Any]) -> Sequence[Any]:
    return [None if value == NEVER else value for value in column] if NEVER in column else column


def _without(ids: frozenset[str]) -> merge.Edit | None:
    """An edit that leaves out the rows of some posts."""
    if not ids:
        return None

    def edit(block: Block) -> Block:
        names = values(block.table.column("id"))
        stay = [place for place, name in enumerate(names) if name not in ids]
        if len(stay) == len(names):
            return block
        return block.pick(stay)

    return edit
