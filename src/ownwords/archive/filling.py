"""Finishing a taking, bucket by bucket: staged rows become files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any

import msgspec

from ownwords.archive import merge
from ownwords.archive.arrow import pa, pc
from ownwords.archive.chunks import ALL, BUCKETS, Block, read_batches
from ownwords.archive.columns import (
    ARRIVALS,
    KINDS,
    METRICS,
    POSTS,
    VERSIONS,
    Kind,
    batch_array,
    keys,
    sortable,
    values,
)
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry, by_bucket, put_in_order
from ownwords.archive.runs import Runs
from ownwords.archive.sorting import Sorted, rows_named, sort
from ownwords.archive.staging import Log

BLOCK_ROWS = 1024
BLOCK_BYTES = 2 << 20


class Filled(msgspec.Struct):
    """The files after a taking, how many of its posts were new and known, how many of these stood
    only in what the files were before they changed, and which posts turned out to be versions of
    other posts.
    """

    entries: list[FileEntry]
    kept: int = 0
    known: int = 0
    earlier: int = 0
    renamed: dict[str, str] = {}


def fill(folder: Folder, log: Log, present: Sequence[FileEntry], accession: int) -> Filled:
    """Write the files that the staged rows change; the manifest is not touched."""
    held = by_bucket(present)
    filled = Filled([], known=log.tally.known)
    for bucket in range(BUCKETS):
        files = {kind.name: held.get((kind.name, bucket), []) for kind in (POSTS, VERSIONS)}
        filled.entries += _Bucket(folder, log, bucket, files).fill(accession, filled)
    for kind in (METRICS, ARRIVALS):
        old = held.get((kind.name, ALL), [])
        filled.entries += _side_table(folder, log, kind, old, filled.renamed)
    put_in_order(filled.entries, list(KINDS))
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
        self._runs = Runs(log, bucket)

    def fill(self, accession: int, filled: Filled) -> list[FileEntry]:
        """The files of the bucket afterwards; arrivals are put aside."""
        held = [entry for entries in self._held.values() for entry in entries]
        came = len(self._runs)
        if not came:
            return held
        order = sort(self._folder, self._runs, held)
        filled.known += order.known - order.again
        filled.earlier += self._runs.earlier - order.again
        filled.kept += came - order.known
        filled.renamed.update({name: edit.id for name, edit in order.belonging.items()})
        return [*self._posts(order, accession), *self._versions(order, accession)]

    def _apply(
        self, kind: Kind, added: Iterator[Block], leaving: frozenset[str]
    ) -> list[FileEntry]:
        held = self._held[kind.name]
        touched = frozenset(entry.path for entry in held) if leaving else frozenset()
        change = merge.Change(kind, self._bucket, added, touched, _without(leaving))
        return merge.apply(self._folder, held, change)

    def _posts(self, order: Sorted, accession: int) -> list[FileEntry]:
        added = self._blocks(POSTS, order.posts, accession)
        return self._apply(POSTS, added, frozenset(order.leaving) | order.belonging.keys())

    def _versions(self, order: Sorted, accession: int) -> list[FileEntry]:
        """Later versions, among them first ones that made way for an earlier one."""
        places = list(order.versions)
        for entry in self._held[POSTS.name] if order.leaving else []:
            for rows in rows_named(self._folder, entry, order.leaving):
                places += self._runs.move(rows)
        if places:
            found = keys(VERSIONS, self._runs.rows(places))
            places = [place for _, place in sorted(zip(found, places, strict=True))]
        added = self._blocks(VERSIONS, pa.array(places, pa.int64()), accession)
        return self._apply(VERSIONS, added, frozenset(order.belonging))

    def _blocks(self, kind: Kind, order: Any, accession: int) -> Iterator[Block]:
        """Staged rows as blocks; those that were not held yet came with this accession."""
        sizes = self._runs.heads.column("size").take(order).to_pylist()
        place = 0
        while place < len(sizes):
            length = _next_few(sizes, place)
            some = order.slice(place, length).to_pylist()
            place += length
            rows = self._runs.rows(some)
            self._arrived(some, rows, accession)
            yield Block(kind, rows)

    def _arrived(self, places: Sequence[int], rows: pa.RecordBatch, accession: int) -> None:
        moved = self._runs.moved
        if moved:
            rows = rows.filter(pa.array([place not in moved for place in places]))
        if rows.num_rows:
            one = [
                pa.repeat(pa.scalar(accession, pa.int64()), rows.num_rows),
                pa.repeat(pa.scalar(self._bucket, pa.int8()), rows.num_rows),
                rows.column("id"),
                rows.column("version_id"),
            ]
            made = pa.RecordBatch.from_arrays(one, schema=ARRIVALS.schema)
            self._log.spool(ARRIVALS.name, self._bucket, made)


def _next_few(sizes: Sequence[int], start: int) -> int:
    """How many rows make one block, limited in number and bytes."""
    size = 0
    for place in range(start, min(start + BLOCK_ROWS, len(sizes))):
        size += sizes[place]
        if size >= BLOCK_BYTES:
            return place + 1 - start
    return min(BLOCK_ROWS, len(sizes) - start)


def _side_table(
    folder: Folder, log: Log, kind: Kind, held: list[FileEntry], new_names: dict[str, str]
) -> list[FileEntry]:
    """The files of metrics or arrivals afterwards.

    What is held of a post that turned out to be a version of another one goes over to that post
    (metrics), or goes (arrivals: of what is known, nothing arrived).
    """
    added = _staged_blocks(log, kind, new_names)
    if not new_names or not held:
        return merge.apply(folder, held, merge.Change(kind, ALL, added))
    touched = []
    old = pa.array(list(new_names), pa.string())
    taken: list[pa.RecordBatch] = []
    for entry in held:
        for rows in read_batches(folder, entry):
            some = rows.filter(pc.is_in(rows.column(kind.cut), value_set=old))
            if some.num_rows:
                touched.append(entry.path)
                taken.append(pa.RecordBatch.from_arrays(some.columns, schema=kind.schema))
    if taken and kind is METRICS:
        moved = iter([_ordered(kind, [_renamed(rows, kind, new_names) for rows in taken])])
        added = merge.merged(moved, added)
    edit = _without(frozenset(new_names), kind.cut)
    return merge.apply(folder, held, merge.Change(kind, ALL, added, frozenset(touched), edit))


def _staged_blocks(log: Log, kind: Kind, new_names: dict[str, str]) -> Iterator[Block]:
    """The rows of a side table that came, in order, each once."""
    for bucket in range(BUCKETS):
        if kind is METRICS:
            found = (log.batch(piece, METRICS) for piece in log.metrics(bucket))
            rows = [_renamed(one, kind, new_names) for one in found]
        else:
            rows = list(log.spooled(kind.name, bucket))
        if rows:
            yield _ordered(kind, rows)


def _renamed(rows: pa.RecordBatch, kind: Kind, new_names: dict[str, str]) -> pa.RecordBatch:
    if not new_names:
        return rows
    column = rows.schema.get_field_index(kind.cut)
    names = [new_names.get(name, name) for name in values(rows.column(column))]
    return rows.set_column(column, rows.schema.field(column), batch_array(names, pa.string()))


def _ordered(kind: Kind, rows: Sequence[pa.RecordBatch]) -> Block:
    """Rows of a kind whose key is the whole row, in order, each once."""
    table = pa.Table.from_batches(rows).combine_chunks()
    columns = {name: sortable(table.column(name).chunk(0)) for name in kind.key}
    by = [(name, "ascending") for name in columns]
    order = pc.sort_indices(pa.table(columns), sort_keys=by)
    [whole] = table.take(order).combine_chunks().to_batches()
    return Block(kind, _each_once(whole) if len(order) > 1 else whole)


def _each_once(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Rows in order, without those that equal the row before them."""
    last = rows.num_rows - 1
    columns = [sortable(column) for column in rows.columns]
    again = reduce(pc.and_, (pc.equal(one.slice(1), one.slice(0, last)) for one in columns))
    if not again.true_count:
        return rows
    return rows.filter(pa.concat_arrays([pa.array([True]), pc.invert(again)]))


def _without(ids: frozenset[str], column: str = "id") -> merge.Edit | None:
    """An edit that leaves out the rows of some posts."""
    if not ids:
        return None

    def edit(block: Block) -> Block:
        names = values(block.table.column(column))
        stay = [place for place, name in enumerate(names) if name not in ids]
        if len(stay) == len(names):
            return block
        return block.pick(stay)

    return edit
