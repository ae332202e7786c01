"""Traces in posts of others: what their authors' own profiles hold is none, nor a handle that is
another one's on their network; the rest has a place.

The proof reads a file of posts column by column. Only where it found something are the rows of
that file looked at one by one, as records.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ownwords.flows.proof.decoding import Decoder
from ownwords.flows.proof.needles import Needles
from ownwords.flows.proof.others import network_of

_HANDLES = ("screen_name", "username", "handle", "acct", "preferredUsername", "screenName")
_PROFILE = ("description", "summary", "note", "bio", "location", "displayName", "display_name")
_TEXTS = ("content", "summary", "name", "handle", "payload")
_WHOSE = ("handle", "redacted", "payload", "network", "attributed_to")
_ROWS = 256


def excuse_profiles(needles: Needles, files: Iterable[Path]) -> bool:
    """Take out runs that somebody holds in a profile of their own, and handles that stand in a
    record of another network; says whether there were any.

    A record from which somebody was taken out excuses no run.
    """
    before = needles.count, needles.handles
    for path in files:
        for row in _rows(path, _WHOSE):
            if not row["redacted"] and row["handle"]:
                needles.forgive(*_profile(_record(row["payload"]), row["handle"].lower()))
            network = network_of(row["network"], row["attributed_to"])
            if needles.may_be_anothers(network, row["payload"]):
                for text in _readings(row["payload"]):
                    needles.forgive_handles(network, text)
    needles.settle()
    return (needles.count, needles.handles) != before


def posts_with_traces(needles: Needles, files: Iterable[Path]) -> list[str]:
    """The ids of the posts in which something is found."""
    found = {
        row["id"]
        for path in files
        for row in _rows(path, ("id", *_TEXTS))
        if any(needles.found(text) for name in _TEXTS for text in _readings(row[name]))
    }
    return sorted(found)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(str(path), memory_map=False) as file:
        if set(columns) <= set(file.schema_arrow.names):
            for batch in file.iter_batches(batch_size=_ROWS, columns=list(columns)):
                yield from batch.to_pylist()


def _readings(value: str | bytes | None) -> Iterator[str]:
    data = value.encode() if isinstance(value, str) else value or b""
    for shown in Decoder().data(data, ()):
        yield shown.text


def _record(payload: bytes) -> Any:
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return None


def _profile(record: Any, handle: str) -> Iterator[str]:
    """What the objects of a record say that are the account with this handle."""
    waiting = [record]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            waiting.extend(node.values())
            if any(str(node.get(key, "")).lower() == handle for key in _HANDLES):
                yield from (node[key] for key in _PROFILE if isinstance(node.get(key), str))
