"""The staged posts of one bucket: sorted runs in the log, reached by the number of a row.

Rows are numbered in the order in which they came. A bucket may be larger than memory, so only what
orders its rows is held; the rows themselves are read when they are asked for, and the runs that
were read last are kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, NamedTuple

from ownwords.archive.arrow import pa, pc
from ownwords.archive.columns import POSTS
from ownwords.archive.staging import Log, Piece

_KEPT = 3 << 20
"""Bytes of runs that are kept after reading."""


class Edit(NamedTuple):
    """A version whose own id is not the id of its post."""

    version: str
    native: str
    id: str
    account: str
    network: str
    published: int


EDIT_COLUMNS = ("version_id", "native_id", "id", "attributed_to", "network", "published")


class Runs:
    """The staged posts of a bucket.

    ``moved`` are rows that did not come with this accession, the first ``earlier`` ones were read
    from files that have changed since and were read again.
    """

    def __init__(self, log: Log, bucket: int) -> None:
        self._log = log
        self._runs: list[Piece | pa.RecordBatch] = []
        self._starts: list[int] = []
        self._kept: OrderedDict[int, pa.RecordBatch] = OrderedDict()
        self._size = 0
        self._heads: list[pa.Table] = []
        self._length = 0
        self.edits: list[Edit] = []
        self.moved: set[int] = set()
        self.earlier = 0
        for piece in log.posts(bucket):
            rows = self.add(piece)
            self.earlier = rows.stop if log.is_earlier(piece) else self.earlier

    def __len__(self) -> int:
        return self._length

    def add(self, run: Piece | pa.RecordBatch) -> range:
        """Take in a run behind the others; says how its rows are numbered."""
        self._runs.append(run)
        self._starts.append(self._length)
        rows = self._run(len(self._runs) - 1)
        self.edits += edits_of(rows)
        self._heads.append(_copied(_head(rows)))
        self._length += rows.num_rows
        return range(self._length - rows.num_rows, self._length)

    def move(self, rows: pa.RecordBatch) -> range:
        """Put rows that are held already behind the others, to be placed anew; says where."""
        places = self.add(rows)
        self.moved.update(places)
        return places

    @property
    def heads(self) -> pa.Table:
        """``published``, ``id``, ``native_id`` and ``size`` of every row, by number."""
        if len(self._heads) > 1:
            self._heads = [pa.concat_tables(self._heads).combine_chunks()]
        return self._heads[0]

    def rows(self, places: Sequence[int], names: Sequence[str] = ()) -> pa.RecordBatch:
        """Some rows in the order asked for: every column, or those that are named."""
        found: dict[int, list[int]] = {}
        run = range(0)
        for at, place in enumerate(places):
            if place not in run:
                number = bisect_right(self._starts, place) - 1
                run = range(self._starts[number], [*self._starts, self._length][number + 1])
                standing = found.setdefault(number, [])
            standing.append(at)
        pieces, order = [], []
        for number in sorted(found):
            start = self._starts[number]
            wanted = [places[at] - start for at in found[number]]
            rows = self._run(number)
            pieces.append(_taken(rows.select(names) if names else rows, wanted))
            order += found[number]
        table = pa.Table.from_batches(pieces).combine_chunks()
        if order != list(range(len(order))):
            back = sorted(range(len(order)), key=order.__getitem__)
            table = table.take(pa.array(back, pa.int64())).combine_chunks()
        return table.to_batches()[0]

    def _run(self, number: int) -> pa.RecordBatch:
        run = self._runs[number]
        if not isinstance(run, Piece):
            return run
        rows = self._kept.get(number)
        if rows is None:
            rows = self._kept[number] = self._log.batch(run, POSTS)
            self._size += run.length
            while self._size > _KEPT and len(self._kept) > 1:
                old, _ = self._kept.popitem(last=False)
                self._size -= self._runs[old].length
        else:
            self._kept.move_to_end(number)
        return rows


_NO_VERSION = pa.scalar("", pa.string())
"""Typed: to find a type Arrow looks for modules that are not installed, 0.1 ms each time."""


def edits_of(rows: pa.RecordBatch) -> list[Edit]:
    """The edits among some rows, which hold :data:`EDIT_COLUMNS`."""
    version, native = rows.column("version_id"), rows.column("native_id")
    mask = pc.and_(pc.not_equal(version, native), pc.not_equal(version, _NO_VERSION))
    if not mask.true_count:
        return []
    some = rows.select(EDIT_COLUMNS).filter(mask)
    columns = [some.column(name) for name in EDIT_COLUMNS[:-1]]
    told = [column.to_pylist() for column in columns]
    return [Edit(*row) for row in zip(*told, _numbers(some.column("published")), strict=True)]


def _numbers(moments: Any) -> list[int]:
    found: list[int] = moments.view(pa.int64()).to_pylist()
    return found


def _head(rows: pa.RecordBatch) -> pa.Table:
    sizes = pc.binary_length(rows.column("payload"))
    names = ("published", "id", "native_id")
    return pa.table({**{name: rows.column(name) for name in names}, "size": sizes})


def _copied(table: pa.Table) -> pa.Table:
    """A table of its own, so that the run that it was cut from can go."""
    return table.take(pa.array(range(table.num_rows), pa.int32())).combine_chunks()


def _taken(rows: pa.RecordBatch, wanted: Sequence[int]) -> pa.RecordBatch:
    first, length = wanted[0], len(wanted)
    if list(wanted) == list(range(first, first + length)):
        return rows.slice(first, length)
    return rows.take(pa.array(wanted, pa.int64()))
