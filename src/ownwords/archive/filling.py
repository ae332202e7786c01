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
BLOCK_BYTES = 2 << 20


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
        rows = self._log.rows(self._bucket)
        held = [entry for entries in self._held.values() for entry in entries]
        if not rows:
            return held
        order = sort(self._folder, self._log, rows, held)
        filled.known += order.known
        filled.kept += len(rows) - order.known
        self._put_aside([])
        return [*self._posts(order, accession), *self._versions(order, accession)]

    def _put_aside(self, came: Sequence[Key]) -> None:
        """Keep rows of the side tables in the log, so that memory holds one block of them."""
        log, bucket = self._log, self._bucket
        metrics, log.metrics = log.metrics, []
        if came:
            log.spool(ARRIVALS.name, bucket, came)
        if metrics:
            log.spool(METRICS.name, bucket, [_key(bucket, row) for row in metrics])

    def _apply(
        self, kind: Kind, added: Iterator[Block], leaving: frozenset[str] = frozenset()
    ) -> list[FileEntry]:
        held = self._held[kind.name]
        touched = frozenset(entry.path for entry in held) if leaving else frozenset()
        change = merge.Change(kind, self._bucket, added, touched, _without(leaving))
        return merge.apply(self._folder, held, change)

    def _posts(self, order: Sorted, accession: int) -> list[FileEntry]:
        added = self._blocks(POSTS, order.posts, accession)
        return self._apply(POSTS, added, frozenset(order.leaving))

    def _versions(self, order: Sorted, accession: int) -> list[FileEntry]:
        """Later versions, among them first ones that made way for an earlier one."""
        moved = []
        for entry in self._held[POSTS.name] if order.leaving else []:
            for row in leaving_rows(self._folder, entry, order.leaving):
                moved.append(self._log.restage(row))
        ordered = sorted([*order.versions, *moved], key=self._version_key)
        old = frozenset(one.offset for one in moved)
        return self._apply(VERSIONS, self._blocks(VERSIONS, ordered, accession, old))

    def _version_key(self, staged: Staged) -> Key:
        table = post_batch([self._log.row(staged)])
        return keys(VERSIONS, table)[0]

    def _blocks(
        self,
        kind: Kind,
        staged: Sequence[Staged],
        accession: int,
        moved: frozenset[int] = frozenset(),
    ) -> Iterator[Block]:
        """Staged rows as blocks; what is not ``moved`` came with this accession."""
        bucket, place = self._bucket, 0
        while place < len(staged):
            some = _next_few(staged, place)
            place += len(some)
            rows = [self._log.row(one) for one in some]
            came = zip(some, rows, strict=True)
            new = [
                (accession, bucket, one.id, row[_VERSION])
                for one, row in came
                if one.offset not in moved
            ]
            self._put_aside(new)
            yield _block(kind, rows)


def _next_few(staged: Sequence[Staged], start: int) -> Sequence[Staged]:
    """Rows for one block, limited in number and bytes."""
    size = 0
    for place in range(start, min(start + BLOCK_ROWS, len(staged))):
        size += staged[place].length + staged[place].payload
        if size >= BLOCK_BYTES:
            return staged[start : place + 1]
    return staged[start : start + BLOCK_ROWS]


def _block(kind: Kind, rows: Sequence[Any]) -> Block:
    table = post_batch(rows)
    if kind is POSTS:
        return Block(list(map(_post_key, rows)), table)
    return Block(keys(kind, table), table)


_VERSION = POST_FIELDS.index("version_id")
_post_key = itemgetter(*map(POST_FIELDS.index, POSTS.key))


def _key(bucket: int, row: Sequence[Any]) -> Key:
    if None in row:
        return (bucket, *[NEVER if value is None else value for value in row])
    return (bucket, *row)


def _blocks_of(kind: Kind, pieces: Iterator[list[Key]]) -> Iterator[Block]:
    """Blocks of a kind whose key is its whole row."""
    for piece in pieces:
        for start in range(0, len(piece), BLOCK_ROWS):
            rows = piece[start : start + BLOCK_ROWS]
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
