"""Parquet files as texts: every column of every row group, and what the footer says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ROWS = 256


def parquet_texts(path: Path) -> Iterator[str]:
    """Texts of a Parquet file; bytes as UTF-8, and in hexadecimal where they are digests."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(str(path), memory_map=False) as file:
        yield _footer(file)
        for batch in file.iter_batches(batch_size=_ROWS, use_threads=False):
            for column in batch.columns:
                yield "\n".join(_strings(column.to_pylist()))


def _footer(file: Any) -> str:
    said = [repr(file.metadata.metadata), str(file.schema_arrow), file.metadata.created_by]
    for group in range(file.metadata.num_row_groups):
        row_group = file.metadata.row_group(group)
        for column in range(row_group.num_columns):
            statistics = row_group.column(column).statistics
            if statistics is not None and statistics.has_min_max:
                said += [str(statistics.min), str(statistics.max)]
    return "\n".join(map(str, said))


def _strings(values: list[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, bytes):
            yield value.decode("utf-8", "ignore")
            if len(value) <= 64:
                yield value.hex()
        elif isinstance(value, list):
            yield from _strings(value)
        elif isinstance(value, dict):
            yield from _strings(list(value.values()))
        elif value is not None:
            yield str(value)
