"""Rows of posts/ as Posts and back, for rewriting them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec
import pyarrow as pa

from ownwords.archive.chunks import read_batches
from ownwords.archive.columns import POST_FIELDS, values
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry
from ownwords.records.post import Post


def posts_in(table: pa.RecordBatch) -> list[Post]:
    """The posts of a batch with all columns."""
    columns = [values(table.column(name)) for name in POST_FIELDS]
    rows = (dict(zip(POST_FIELDS, row, strict=True)) for row in zip(*columns, strict=True))
    return [msgspec.convert(row, Post, builtin_types=(bytes,)) for row in rows]


def picked(table: pa.RecordBatch, places: Sequence[int]) -> pa.RecordBatch:
    """Some rows of a batch."""
    return table.take(pa.array(places, pa.int64()))


def posts_named(folder: Folder, entry: FileEntry, ids: Collection[str]) -> Iterator[Post]:
    """The rows of some posts in one file."""
    for table in read_batches(folder, entry):
        places = [at for at, name in enumerate(values(table.column("id"))) if name in ids]
        if places:
            yield from posts_in(picked(table, places))
