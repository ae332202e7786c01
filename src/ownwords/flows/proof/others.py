"""What others hold by themselves, in the files of posts: it is no trace of somebody who left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from ownwords.flows.proof.databases import waiting_for
from ownwords.flows.proof.escapes import undone
from ownwords.flows.proof.needles import Excused, Needles
from ownwords.flows.proof.processes import of_each
from ownwords.flows.proof.wording import without_marks
from ownwords.records.post import PASSED_ON

_COLUMNS = ("content", "summary", "name", "redacted", "type", "handle", "attributed_to", "network")
_WITHOUT_HANDLES = frozenset({"given", "storify.com"})
"""Where a handle is one of some other network."""
_IDS = ("native_id", "version_id")
_TOGETHER = 32


def excuse_others(needles: Needles, root: Path) -> None:
    """Take out of the needles what posts of others hold, or links that wait for such."""
    for network, handle in waiting_for(root / "desk.sqlite"):
        needles.forgive_handles(network, f"@{handle}")
    files = sorted((root / "posts").glob("*.parquet"))
    for excused in of_each(_excused_by, files, needles):
        needles.excuse(excused)


def _excused_by(path: Path, needles: Needles) -> Excused:
    for rows in _held_by_others(path):
        said = "\n".join(row.words for row in rows)
        needles.forgive_words(f"{said}\n{unescape(said)}" if "&" in said else said)
        alone = [row for row in rows if _is_by_themselves(row, needles)]
        for name in {row.name for row in rows}:
            needles.forgive_name(name)
        for start in range(0, len(alone), _TOGETHER):
            _forgive(alone[start : start + _TOGETHER], needles)
    for names in _ids_of_others(path):
        needles.forgive_ids(names)
    return needles.excused()


class _Row(NamedTuple):
    words: str
    name: str
    redacted: bool
    passed_on: bool
    handle: str
    network: str


def _forgive(rows: Sequence[_Row], needles: Needles) -> None:
    said = [(row, text) for row in rows for text in _readings(row.words)]
    needles.forgive(*(text for _, text in said))
    for row, text in said:
        needles.forgive_handles(row.network, f"{text}\n@{row.handle}")


def _readings(words: str) -> Iterator[str]:
    """A text as it is and without markup, and both as a search index may fold them."""
    said = [words]
    if "<" in words or "&" in words:
        said += (more for how, more in undone(words) if how == "HTML")
    yield from dict.fromkeys([*said, *map(without_marks, said)])


def _is_by_themselves(row: _Row, needles: Needles) -> bool:
    """A post from which somebody was taken out, or a repost of their words, excuses no run."""
    return not row.redacted and not (row.passed_on and needles.is_theirs(row.words))


def _held_by_others(path: Path) -> Iterator[list[_Row]]:
    """Text and name of every post, whether somebody was taken out of it, whether it is a repost."""
    for batch in _batches(path, _COLUMNS):
        rows = zip(*(batch.column(name).to_pylist() for name in _COLUMNS), strict=True)
        yield [
            _Row(
                f"{content}\n{summary}",
                name,
                redacted,
                kind == PASSED_ON,
                handle,
                network_of(network, account),
            )
            for content, summary, name, redacted, kind, handle, account, network in rows
        ]


def network_of(network: str, account: str) -> str:
    """The network whose handles a post means; ``*`` for those of any."""
    if network in _WITHOUT_HANDLES:
        return "*"
    head, mark, rest = account.lower().partition("://")
    host = rest.partition("/")[0] if mark else head.partition(":")[0]
    return "x.com" if host.endswith("twitter.com") else host


def _ids_of_others(path: Path) -> Iterator[set[str]]:
    """What posts that are held are called on their networks."""
    for batch in _batches(path, _IDS):
        yield {name for column in batch.columns for name in column.unique().to_pylist()}


def _batches(path: Path, columns: Sequence[str]) -> Iterator[Any]:
    """Some columns of a file of posts, if it has them all."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(str(path), memory_map=False) as file:
        if set(columns) <= set(file.schema_arrow.names):
            yield from file.iter_batches(batch_size=1024, columns=list(columns))
