"""Columns of the files in posts/, and rows into columns.

A row of a post is the tuple of the fields of records.post.Post in their order, then what the
archive adds: ``tags_folded``, ``payload_sha256`` and ``redacted``. docs/format.md describes every
column.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

import msgspec

from ownwords.archive.arrow import pa
from ownwords.records.post import Metrics, Post
from ownwords.records.text import fold_tag

if "jemalloc" in pa.supported_memory_backends():
    # As fast as Arrow's default, and it gives memory back: 17 MB less at 50,000 posts.
    pa.set_memory_pool(pa.jemalloc_memory_pool())

Key = tuple[Any, ...]
Row = Sequence[Any]

POST_FIELDS: tuple[str, ...] = Post.__struct_fields__
ADDED = ("tags_folded", "payload_sha256", "redacted")
_TAGS = POST_FIELDS.index("tags")
_PAYLOAD = POST_FIELDS.index("payload")
REDACTED = b"[withdrawn]"
"""Stands in the payload of a post from which somebody was taken out."""
_ATTACHMENTS = POST_FIELDS.index("attachments")
_plain = msgspec.to_builtins

MOMENT = pa.timestamp("us", "UTC")
_TEXTS = pa.list_(pa.field("element", pa.string(), nullable=False))
_ATTACHMENT = pa.struct(
    [pa.field(name, pa.string(), nullable=False) for name in ("type", "url", "name")]
)
_SPECIAL: dict[str, pa.DataType] = {
    "published": MOMENT,
    "updated": MOMENT,
    "observed_at": MOMENT,
    "payload": pa.binary(),
    "sensitive": pa.bool_(),
    "truncated": pa.bool_(),
    "organisation": pa.bool_(),
    "redacted": pa.bool_(),
    "tags": _TEXTS,
    "tags_folded": _TEXTS,
    "mentions": _TEXTS,
    "links": _TEXTS,
    "attachments": pa.list_(pa.field("element", _ATTACHMENT, nullable=False)),
    "payload_sha256": pa.binary(32),
}
_NULLABLE = frozenset({"updated", "observed_at"})


def _schema(names: Sequence[str]) -> pa.Schema:
    return pa.schema(
        [pa.field(name, _SPECIAL.get(name, pa.string()), name in _NULLABLE) for name in names]
    )


class Kind(msgspec.Struct, frozen=True):
    """One kind of file.

    ``key`` are the columns that order the rows, ``cut`` the column whose hash decides where files
    end, about one row in ``2 ** bits``. ``plain`` are columns that may carry statistics and a
    dictionary: never words, ids or handles, which would outlive a row in a file's footer.
    """

    name: str
    schema: Any
    key: tuple[str, ...]
    cut: str
    bits: int
    plain: tuple[str, ...]
    sized: tuple[str, ...] = ()


_PLAIN = (
    "network",
    "published",
    "type",
    "content_format",
    "language",
    "language_source",
    "updated",
    "observed_at",
    "sensitive",
    "truncated",
    "visibility",
    "organisation",
    "precision",
    "redacted",
)
POSTS = Kind(
    "posts",
    _schema([*POST_FIELDS, *ADDED]),
    ("published", "id"),
    "id",
    12,
    _PLAIN,
    ("payload", "content"),
)
VERSIONS = Kind(
    "versions",
    POSTS.schema,
    ("published", "id", "version_id", "payload_sha256"),
    "id",
    12,
    _PLAIN,
    ("payload", "content"),
)
METRICS = Kind(
    "metrics",
    pa.schema(
        [
            pa.field("bucket", pa.int8(), nullable=False),
            pa.field("post", pa.string(), nullable=False),
            pa.field("observed_at", MOMENT),
        ]
        + [pa.field(name, pa.int64()) for name in Metrics.__struct_fields__[2:]]
    ),
    ("bucket", *Metrics.__struct_fields__),
    "post",
    16,
    ("bucket", *Metrics.__struct_fields__[1:]),
)
ARRIVALS = Kind(
    "arrivals",
    pa.schema(
        [
            pa.field("accession", pa.int64(), nullable=False),
            pa.field("bucket", pa.int8(), nullable=False),
            pa.field("id", pa.string(), nullable=False),
            pa.field("version_id", pa.string(), nullable=False),
        ]
    ),
    ("accession", "bucket", "id", "version_id"),
    "id",
    16,
    ("accession", "bucket"),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in (POSTS, VERSIONS, METRICS, ARRIVALS)}

_BESIDE_PAYLOAD = POSTS.schema.remove(_PAYLOAD)
_fold = lru_cache(maxsize=4096)(fold_tag)
_NO_TAGS: tuple[str, ...] = ()
_MOST_BYTES = (1 << 31) - 1


def post_batch(posts: Sequence[Post]) -> pa.RecordBatch:
    """Posts as a batch with the archive's own columns; raises what :func:`split_batch` raises."""
    return whole_batch(*split_batch(posts))


def split_batch(posts: Sequence[Post]) -> tuple[pa.RecordBatch, list[bytes]]:
    """Posts as a batch that lacks the payloads, and these beside it.

    Payloads are most of the bytes: whoever puts rows in order first copies them once.
    Raises UnicodeEncodeError for half a character, OverflowError for too large a number or more
    than 2 GB of payloads.
    """
    columns: list[Sequence[Any]] = list(zip(*map(msgspec.structs.astuple, posts), strict=True))
    columns[_ATTACHMENTS] = [_plain(one) if one else one for one in columns[_ATTACHMENTS]]
    folded = [tuple(map(_fold, tags)) if tags else _NO_TAGS for tags in columns[_TAGS]]
    payloads = list(columns.pop(_PAYLOAD))
    if sum(map(len, payloads)) > _MOST_BYTES:
        raise OverflowError("More than 2 GB of payloads do not fit into one batch.")
    digests = [hashlib.sha256(payload).digest() for payload in payloads]
    cut = [REDACTED in payload for payload in payloads]
    return _batch(_BESIDE_PAYLOAD, [*columns, folded, digests, cut]), payloads


def whole_batch(rows: pa.RecordBatch, payloads: Sequence[bytes]) -> pa.RecordBatch:
    """A batch of posts and its payloads, at most 2 GB of them, as one."""
    ends = array("i", accumulate(map(len, payloads), initial=0))
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(payloads))]
    made = pa.Array.from_buffers(pa.binary(), len(payloads), buffers)
    columns = rows.columns
    columns.insert(_PAYLOAD, made)
    return pa.RecordBatch.from_arrays(columns, schema=POSTS.schema)


def metrics_batch(metrics: Sequence[tuple[int, Metrics]]) -> pa.RecordBatch:
    """Metrics, each with its bucket, as a batch; raises what :func:`post_batch` raises."""
    rows = [(bucket, *msgspec.structs.astuple(one)) for bucket, one in metrics]
    return _batch(METRICS.schema, list(zip(*rows, strict=True)))


def _batch(schema: pa.Schema, columns: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    """Columns of Python values as a batch."""
    told = zip(columns, schema, strict=True)
    arrays = [batch_array(values, field.type) for values, field in told]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def batch_array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if kind == MOMENT:
        return pa.array(values, pa.int64()).view(MOMENT)
    return pa.array(values, kind)


def values(array: Any) -> list[Any]:
    """Python values of a column; moments as microseconds."""
    if array.type == MOMENT:
        array = array.view(pa.int64()) if isinstance(array, pa.Array) else array.cast(pa.int64())
    found: list[Any] = array.to_pylist()
    return found


def keys(kind: Kind, table: pa.RecordBatch) -> list[Key]:
    """The key of every row; what is null sorts before every number."""
    columns = [values(table.column(name)) for name in kind.key]
    numbers = [pa.types.is_integer(t) or t == MOMENT for t in map(_type(kind), kind.key)]
    for place, number in enumerate(numbers):
        if number and None in columns[place]:
            columns[place] = [NEVER if value is None else value for value in columns[place]]
    return list(zip(*columns, strict=True))


def sortable(array: pa.Array) -> pa.Array:
    """A column of keys as it is compared: moments are numbers, what is missing comes first."""
    if array.type == MOMENT:
        array = array.view(pa.int64())
    return array.fill_null(NEVER) if array.null_count else array


NEVER = -(1 << 63)
"""Stands for a missing number in a key."""


def _type(kind: Kind) -> Callable[[str], pa.DataType]:
    return lambda name: kind.schema.field(name).type
