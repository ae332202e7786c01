"""Which staged rows are new, which are known, and which version of a post is the first.

A post is known when its id is held with the same words, or with the same version. Another version
is kept beside the first. Which one is first does not depend on the order in which they came: what
is whole comes after what was cut short, then the time of the edit, the version and the payload
decide.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from ownwords.archive.chunks import read_batches
from ownwords.archive.columns import POST_FIELDS, Row, rows_of, values
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry
from ownwords.archive.staging import Log, Staged

_COMPARED = ("id", "content", "summary", "version_id", "truncated", "updated", "payload_sha256")
_PLACES = {name: POST_FIELDS.index(name) for name in (*_COMPARED[:-1], "payload")}


class Version(msgspec.Struct, frozen=True, gc=False):
    """One version of a post: what tells it from others, its place in their order, where it is."""

    words: bytes
    version: str
    order: tuple[Any, ...]
    whole: bool
    staged: Staged | None = None

    def same(self, other: Version) -> bool:
        """Whether ``other`` adds nothing to this one."""
        if self.words == other.words:
            return True
        return bool(self.version) and self.version == other.version and self.whole >= other.whole


class Sorted(msgspec.Struct):
    """What to do with a bucket: rows for posts and versions, rows to take out of posts."""

    posts: list[Staged]
    versions: list[Staged]
    leaving: set[str]
    known: int


def version_of(fields: Sequence[Any], staged: Staged | None = None) -> Version:
    """The Version of the values of :data:`_COMPARED`, the last one being the payload's digest."""
    _, content, summary, version, truncated, updated, digest = fields
    words = hashlib.sha256(f"{len(summary)} {summary}{content}".encode()).digest()[:16]
    order = (not truncated, -1 if updated is None else updated, len(version), version, digest)
    return Version(words, version, order, not truncated, staged)


def _staged_version(log: Log, staged: Staged) -> Version:
    row = log.row(staged)
    fields = [row[_PLACES[name]] for name in _COMPARED[:-1]]
    return version_of([*fields, hashlib.sha256(row[_PLACES["payload"]]).digest()], staged)


def sort(folder: Folder, log: Log, rows: Sequence[Staged], held: Sequence[FileEntry]) -> Sorted:
    """Compare the staged rows of a bucket with each other and with the files of the bucket."""
    ids = {row.id for row in rows}
    first, later = _held(folder, held, ids)
    if not first and len(ids) == len(rows):
        return Sorted(sorted(rows, key=_order), [], set(), 0)
    by_id: dict[str, list[Staged]] = {}
    for row in rows:
        by_id.setdefault(row.id, []).append(row)
    result = Sorted([], [], set(), 0)
    for name, staged in by_id.items():
        if len(staged) == 1 and name not in first:
            result.posts.append(staged[0])
        else:
            _place(log, staged, first.get(name), later.get(name, []), result)
    result.posts.sort(key=_order)
    result.versions.sort(key=_order)
    return result


_order = attrgetter("published", "id")


def _place(
    log: Log, staged: list[Staged], first: Version | None, later: list[Version], result: Sorted
) -> None:
    versions = [first, *later] if first is not None else []
    for one in staged:
        version = _staged_version(log, one)
        if any(known.same(version) for known in versions):
            result.known += 1
        else:
            versions.append(version)
    least = min(versions, key=lambda version: version.order)
    for version in versions:
        if version.staged is not None:
            (result.posts if version is least else result.versions).append(version.staged)
    if first is not None and least is not first:
        result.leaving.add(staged[0].id)


def _held(
    folder: Folder, entries: Iterable[FileEntry], wanted: set[str]
) -> tuple[dict[str, Version], dict[str, list[Version]]]:
    """Versions that are held of the wanted ids: the first ones, and the later ones."""
    first: dict[str, Version] = {}
    later: dict[str, list[Version]] = {}
    for entry in entries:
        if entry.kind not in ("posts", "versions") or not _mentions(folder, entry, wanted):
            continue
        for fields in _compared(folder, entry, wanted):
            if entry.kind == "posts":
                first[fields[0]] = version_of(fields)
            else:
                later.setdefault(fields[0], []).append(version_of(fields))
    return first, later


def _mentions(folder: Folder, entry: FileEntry, wanted: set[str]) -> bool:
    batches = read_batches(folder, entry, ["id"])
    return any(not wanted.isdisjoint(values(batch.column(0))) for batch in batches)


def _compared(folder: Folder, entry: FileEntry, wanted: set[str]) -> Iterator[tuple[Any, ...]]:
    for batch in read_batches(folder, entry, _COMPARED):
        columns = [values(batch.column(name)) for name in _COMPARED]
        yield from (row for row in zip(*columns, strict=True) if row[0] in wanted)


def leaving_rows(folder: Folder, entry: FileEntry, ids: Iterable[str]) -> Iterator[Row]:
    """The whole rows of some posts in one file."""
    wanted = set(ids)
    for batch in read_batches(folder, entry):
        places = [at for at, name in enumerate(values(batch.column("id"))) if name in wanted]
        if places:
            yield from rows_of(batch.take(places))
