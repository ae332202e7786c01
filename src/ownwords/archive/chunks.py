"""Files of posts/: cut by content, written deterministically, read in small pieces.

Rows of a bucket stand in the order of their keys. A file ends after a row whose hash of its id
hits, with a least and a greatest size; a row group ends at a fixed number of rows or bytes. So
the cuts are a function of the rows alone: folders that hold the same rows hold the same bytes,
and a row that comes or goes changes one file, rarely its neighbour.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add, sub
from typing import Any
from zlib import crc32

import msgspec

from ownwords.archive import files
from ownwords.archive.arrow import pa, pq
from ownwords.archive.columns import Key, Kind, keys
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry, why_unread

BUCKETS = 64
ALL = -1
"""Stands for a bucket where a kind has one run of files for all of them."""
WRITER = f"pyarrow {pa.__version__}, zstd 1, ownwords 1"
LEVEL = 1
LEAST_ROWS = 256
MOST_ROWS = 4
"""Times the rows at which a file ends on average."""
MOST_BYTES = 24 << 20
GROUP_ROWS = 1024
GROUP_BYTES = 2 << 20
_NEVER = 1 << 62


@lru_cache(maxsize=4096)
def bucket_of(account: str) -> int:
    """The bucket of an account: CRC-32 of its id in UTF-8, modulo 64."""
    return crc32(account.encode()) & (BUCKETS - 1)


class Block:
    """Some rows of a kind in the order of their keys, which are made when they are asked for."""

    __slots__ = ("_keys", "kind", "table")

    def __init__(self, kind: Kind, table: pa.RecordBatch, made: Sequence[Key] = ()) -> None:
        self.kind = kind
        self.table = table
        self._keys = made

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @property
    def keys(self) -> Sequence[Key]:
        if not self._keys:
            self._keys = keys(self.kind, self.table)
        return self._keys

    @property
    def first(self) -> Key:
        return self._keys[0] if self._keys else keys(self.kind, self.table.slice(0, 1))[0]

    @property
    def last(self) -> Key:
        end = self.table.num_rows - 1
        return self._keys[-1] if self._keys else keys(self.kind, self.table.slice(end, 1))[0]

    def slice(self, start: int, stop: int) -> Block:
        return Block(self.kind, self.table.slice(start, stop - start), self._keys[start:stop])

    def pick(self, places: Sequence[int]) -> Block:
        """The rows at some places."""
        return Block(self.kind, self.table.take(pa.array(places, pa.int64())))


class Cutter:
    """Takes blocks in order, writes files, collects their manifest entries."""

    def __init__(self, folder: Folder, kind: Kind, bucket: int) -> None:
        self.entries: list[FileEntry] = []
        self._folder = folder
        self._kind = kind
        self._bucket = bucket
        self._mask = (1 << kind.bits) - 1
        self._most_rows = MOST_ROWS << kind.bits
        self._start_file()

    @property
    def between_files(self) -> bool:
        """Whether the last row ended its file."""
        return self._rows == 0

    def feed(self, block: Block) -> None:
        """Write the rows of a block."""
        total = list(accumulate(self._sizes(block.table), initial=0))
        hits = _hits(block.table.column(self._kind.cut), self._mask)
        start, length = 0, len(block)
        while start < length:
            file_ends = self._file_end(start, hits, total)
            group_ends = start + GROUP_ROWS - self._group_rows
            group_ends = min(group_ends, _reach(total, start, GROUP_BYTES - self._group_bytes))
            stop = min(length, file_ends, group_ends)
            self._take(block.slice(start, stop), total[stop] - total[start])
            if stop in (file_ends, group_ends):
                self._write_group()
            if stop == file_ends:
                self._finish_file()
            start = stop

    def _take(self, block: Block, size: int) -> None:
        self._waiting.append(block)
        self._rows += len(block)
        self._group_rows += len(block)
        self._bytes += size
        self._group_bytes += size

    def _file_end(self, start: int, hits: Sequence[int], total: Sequence[int]) -> int:
        """Behind which row of the block the file ends, counted from where it is now."""
        least = max(start + 1, start + LEAST_ROWS - self._rows)
        place = bisect_left(hits, least)
        hit = hits[place] if place < len(hits) else _NEVER
        most = start + self._most_rows - self._rows
        return min(hit, most, _reach(total, start, MOST_BYTES - self._bytes))

    def close(self) -> None:
        """Write what is left as the last file of the bucket."""
        if self._waiting:
            self._write_group()
        if self._rows:
            self._finish_file()

    def _sizes(self, table: pa.RecordBatch) -> list[int]:
        total = [0] * table.num_rows
        for name in self._kind.sized:
            total = list(map(add, total, _lengths(table.column(name))))
        return total

    def _start_file(self) -> None:
        self._waiting: list[Block] = []
        self._rows = self._bytes = self._group_rows = self._group_bytes = 0
        self._first: Key = ()
        self._last: Key = ()
        self._sink: Any = None
        self._writer: Any = None

    def _write_group(self) -> None:
        if self._writer is None:
            self._sink = pa.BufferOutputStream()
            self._writer = _writer(self._sink, self._kind)
            self._first = self._waiting[0].first
        self._last = self._waiting[-1].last
        table = pa.Table.from_batches([block.table for block in self._waiting])
        if len(self._waiting) > 1:
            table = table.combine_chunks()  # pages end where pieces end: the bytes would tell
        self._waiting = []
        self._writer.write_table(table, row_group_size=self._group_rows)
        self._group_rows = self._group_bytes = 0

    def _finish_file(self) -> None:
        self._writer.close()
        data = memoryview(self._sink.getvalue())
        digest = hashlib.sha256(data).hexdigest()
        bucket = "all" if self._bucket == ALL else f"{self._bucket:02d}"
        name = f"{bucket}-{self._kind.name}-{digest[:16]}.parquet"
        files.write_bytes(self._folder.posts / name, data, sync=False)
        self.entries.append(
            FileEntry(
                f"posts/{name}",
                self._bucket,
                self._kind.name,
                self._rows,
                len(data),
                digest,
                key_text(self._first),
                key_text(self._last),
                WRITER,
            )
        )
        self._start_file()


def _reach(total: Sequence[int], start: int, size: int) -> int:
    """Behind which row at least ``size`` bytes are reached, counted from ``start``."""
    if total[-1] - total[start] < size:
        return _NEVER
    return bisect_left(total, total[start] + size, lo=start + 1)


def _hits(array: pa.Array, mask: int) -> list[int]:
    """Behind which texts of a column a file may end."""
    ends, data = _ends(array), memoryview(array.buffers()[2] or b"")
    pieces = enumerate(pairwise(ends), 1)
    return [at for at, (start, stop) in pieces if not crc32(data[start:stop]) & mask]


def _lengths(array: pa.Array) -> list[int]:
    """Bytes of each text of a column."""
    ends = _ends(array)
    return list(map(sub, ends[1:], ends))


def _ends(array: pa.Array) -> memoryview:
    """Where the texts of a column begin in its buffer, and where the last one ends."""
    return memoryview(array.buffers()[1]).cast("i")[array.offset : array.offset + len(array) + 1]


def _writer(sink: Any, kind: Kind) -> Any:
    columns = list(kind.plain)
    return pq.ParquetWriter(
        sink,
        kind.schema,
        version="2.6",
        compression="zstd",
        compression_level=LEVEL,
        use_dictionary=columns,
        write_statistics=columns,
        write_page_index=False,
        store_schema=False,
        data_page_version="1.0",
    )


def key_text(key: Key) -> str:
    """A key as the manifest writes it; bytes in hex."""
    plain = [value.hex() if isinstance(value, bytes) else value for value in key]
    return msgspec.json.encode(plain).decode()


def key_from(text: str, kind: Kind) -> Key:
    """The key that :func:`key_text` wrote."""
    types = [kind.schema.field(name).type for name in kind.key]
    found = msgspec.json.decode(text)
    binary = [pa.types.is_fixed_size_binary(one) for one in types]
    return tuple(bytes.fromhex(v) if b else v for v, b in zip(found, binary, strict=True))


@contextmanager
def open_file(folder: Folder, entry: FileEntry) -> Iterator[Any]:
    """A Parquet reader of one file of the manifest.

    NotAsWritten where it cannot be read, Replaced where it counts no more.
    """
    path = str(folder.root / entry.path)
    try:
        with pq.ParquetFile(path, memory_map=False, pre_buffer=False, buffer_size=1 << 16) as file:
            yield file
    except (OSError, pa.ArrowException) as error:
        raise why_unread(folder, entry) from error


def read_batches(
    folder: Folder, entry: FileEntry, columns: Sequence[str] | None = None
) -> Iterator[pa.RecordBatch]:
    """The rows of one file, a row group (or less) at a time, in order."""
    with open_file(folder, entry) as file:
        wanted = list(columns) if columns is not None else None
        yield from file.iter_batches(batch_size=GROUP_ROWS, columns=wanted, use_threads=False)


def read_columns(folder: Folder, entry: FileEntry, names: Sequence[str]) -> list[list[Any]]:
    """Columns of one file as lists, in the order of ``names``."""
    with open_file(folder, entry) as file:
        table = file.read(columns=list(names), use_threads=False)
        return [table.column(name).to_pylist() for name in names]


def read_blocks(folder: Folder, entry: FileEntry, kind: Kind) -> Iterator[Block]:
    """The rows of one file with their keys."""
    for table in read_batches(folder, entry):
        whole = pa.RecordBatch.from_arrays(table.columns, schema=kind.schema)
        yield Block(kind, whole)
