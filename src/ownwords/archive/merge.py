"""Joining new rows with the files of a bucket; files that no change touches stay as they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from ownwords.archive.arrow import pa
from ownwords.archive.chunks import Block, Cutter, key_from, read_blocks
from ownwords.archive.columns import Key, Kind
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry

Edit = Callable[[Block], Block]


class Change(msgspec.Struct, frozen=True):
    """What to do to the files of one kind in one bucket.

    ``added`` are new rows in the order of their keys. ``touched`` are paths of files whose rows
    pass through ``edit``, which may leave rows out or rewrite what is not part of their key.
    """

    kind: Kind
    bucket: int
    added: Iterable[Block] = ()
    touched: frozenset[str] = frozenset()
    edit: Edit | None = None


def apply(folder: Folder, entries: Sequence[FileEntry], change: Change) -> list[FileEntry]:
    """Write the files that change and return all entries of the bucket, in order.

    ``entries`` are the present files of this kind and bucket in order. Old files stay where they
    are until the manifest no longer names them.
    """
    cutter = Cutter(folder, change.kind, change.bucket)
    feed = _Feed(iter(change.added))
    result: list[FileEntry] = []
    for place, entry in enumerate(entries):
        last = place == len(entries) - 1
        end = key_from(entry.last, change.kind)
        needed = feed.first is not None and (last or feed.first <= end)
        if cutter.between_files and not needed and entry.path not in change.touched:
            result += [*cutter.entries, entry]
            cutter.entries = []
            continue
        held = read_blocks(folder, entry, change.kind)
        if change.edit is not None and entry.path in change.touched:
            held = filter(_holds_rows, map(change.edit, held))
        for block in merged(held, feed.until(None if last else end)):
            cutter.feed(block)
    for block in feed.until(None):
        cutter.feed(block)
    cutter.close()
    return [*result, *cutter.entries]


def _holds_rows(block: Block) -> bool:
    return len(block) > 0


class _Feed:
    """Blocks in order, taken up to a key."""

    def __init__(self, blocks: Iterator[Block]) -> None:
        self._blocks = blocks
        self._head: Block | None = next(blocks, None)

    @property
    def first(self) -> Key | None:
        return self._head.first if self._head is not None else None

    def until(self, end: Key | None) -> Iterator[Block]:
        """Everything not after ``end``; without an end, everything."""
        while self._head is not None:
            head = self._head
            place = len(head) if end is None else bisect_right(head.keys, end)
            if place == 0:
                return
            whole = place == len(head)
            self._head = next(self._blocks, None) if whole else head.slice(place, len(head))
            yield head.slice(0, place)
            if not whole:
                return


def merged(left: Iterator[Block], right: Iterator[Block]) -> Iterator[Block]:
    """Two ordered streams as one; memory holds one block of each."""
    a, b = next(left, None), next(right, None)
    while a is not None and b is not None:
        bound = min(a.last, b.last)
        first, a = _split(a, bound)
        second, b = _split(b, bound)
        yield from _interleaved(first, second)
        a = a or next(left, None)
        b = b or next(right, None)
    if a is not None:
        yield a
        yield from left
    if b is not None:
        yield b
        yield from right


def _split(block: Block, bound: Key) -> tuple[Block | None, Block | None]:
    place, length = bisect_right(block.keys, bound), len(block)
    before = block.slice(0, place) if place else None
    return before, block.slice(place, length) if place < length else None


def _interleaved(first: Block | None, second: Block | None) -> Iterator[Block]:
    """Both in order; a key that both hold is written once (metrics seen twice)."""
    if first is None or second is None:
        yield from (block for block in (first, second) if block is not None)
        return
    joined = [*first.keys, *second.keys]
    order = sorted(range(len(joined)), key=joined.__getitem__)
    order = [at for n, at in enumerate(order) if n == 0 or joined[at] != joined[order[n - 1]]]
    table = pa.Table.from_batches([first.table, second.table]).take(pa.array(order, pa.int64()))
    made = [joined[place] for place in order]
    yield Block(first.kind, table.combine_chunks().to_batches()[0], made)
