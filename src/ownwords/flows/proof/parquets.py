"""Parquet files as texts: every column of every row group, and what the footer says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ownwords.flows.proof.wording import BETWEEN

_ROWS = 512
_DIGEST = 64
_HANDLE = "handle"
"""The column of handles, read as a record tells them: some are words or numbers as well."""


def parquet_texts(path: Path) -> Iterator[tuple[str | None, bool]]:
    """Texts of a Parquet file, a value once for each batch; none is a list of single words.

    Bytes are read as UTF-8, and in hexadecimal where they may be digests. Values of ASCII alone
    come apart from the rest, for they are compared sooner. None for what is damaged.
    """
    import pyarrow as pa

    try:
        yield from ((text, False) for text in _texts(path))
    except (OSError, ValueError, pa.ArrowException):
        yield None, False


def _texts(path: Path) -> Iterator[str]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(str(path), memory_map=False) as file:
        yield _footer(file)
        for batch in file.iter_batches(batch_size=_ROWS, use_threads=False):
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                values = list(_column(column))
                if name == _HANDLE:
                    values = [f'"{name}":"{value}"' for value in values]
                yield BETWEEN.join(value for value in values if value.isascii())
                yield BETWEEN.join(value for value in values if not value.isascii())


def _footer(file: Any) -> str:
    said = [repr(file.metadata.metadata), str(file.schema_arrow), file.metadata.created_by]
    for group in range(file.metadata.num_row_groups):
        row_group = file.metadata.row_group(group)
        for column in range(row_group.num_columns):
            statistics = row_group.column(column).statistics
            if statistics is not None and statistics.has_min_max:
                said += [str(statistics.min), str(statistics.max)]
    return "\n".join(map(str, said))


def _column(column: Any) -> Iterator[str]:
    """The values of a column; lists and records by what they hold."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_struct(kind):
        for part in column.flatten():
            yield from _column(part)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        yield from _column(column.flatten())
    elif pa.types.is_nested(kind):
        yield from _strings(column.to_pylist())
    else:
        yield from _strings(column.unique().to_pylist())


def _strings(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, bytes):
            yield value.decode("utf-8", "ignore")
            if len(value) <= _DIGEST:
                yield value.hex()
        elif isinstance(value, list | tuple):
            yield from _strings(value)
        elif isinstance(value, dict):
            yield from _strings(value.values())
        elif value is not None:
            yield str(value)
