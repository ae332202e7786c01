"""Which staged rows are new, which are known, and which version of a post is the first.

A post is known when its id is held with the same version, or with the same words where one of the
two does not name its version. Another version is kept beside the first. Which one is first does
not depend on the order in which they came: what is whole comes after what was cut short, then the
time of the edit, the version and the payload decide.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ownwords.archive.arrow import pa, pc
from ownwords.archive.belonging import Belonging, belonging, places_of, renamed
from ownwords.archive.chunks import read_batches
from ownwords.archive.columns import POSTS, values
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry
from ownwords.archive.runs import Runs

COMPARED = ("id", "content", "summary", "version_id", "truncated", "updated", "payload_sha256")


_ONE = pa.scalar(1, pa.int64())


class Version(msgspec.Struct, frozen=True, gc=False):
    """One version of a post: what tells it from others, its place in their order, its row."""

    words: bytes
    version: str
    order: tuple[Any, ...]
    whole: bool
    row: int = -1

    def same(self, other: Version) -> bool:
        """Whether ``other`` adds nothing to this one."""
        if self.version and other.version and self.version != other.version:
            return False
        if self.words == other.words:
            return True
        return bool(self.version) and self.version == other.version and self.whole >= other.whole


class Sorted(msgspec.Struct):
    """What to do with a bucket: rows for posts in their order, rows for versions, posts that
    leave the files of posts, and posts that are versions of other posts. Of the rows that are
    ``known`` so many only because they were read ``again``.
    """

    posts: Any
    versions: list[int]
    leaving: set[str]
    belonging: Belonging
    known: int
    again: int = 0


def version_of(fields: Sequence[Any], row: int = -1) -> Version:
    """The Version of the values of :data:`COMPARED`."""
    _, content, summary, version, truncated, updated, digest = fields
    words = hashlib.sha256(f"{len(summary)} {summary}{content}".encode()).digest()[:16]
    order = (not truncated, -1 if updated is None else updated, len(version), version, digest)
    return Version(words, version, order, not truncated, row)


def sort(folder: Folder, runs: Runs, held: Sequence[FileEntry]) -> Sorted:
    """Compare the staged rows of a bucket with each other and with the files of the bucket."""
    belongs = belonging(folder, runs, held)
    dropped = _take_over(folder, runs, held, belongs) if belongs else []
    ids = runs.heads.column("id")
    first, later = _held(folder, held, ids)
    result = Sorted(None, [], set(), belongs, 0)
    for name, places in _doubtful(ids, first, set(dropped)).items():
        staged = _versions(runs, places)
        placed = _place(staged, first.get(name), later.get(name, []))
        result.again += _again(staged, runs)
        result.versions += placed.versions
        result.known += sum(place not in runs.moved for place in placed.known)
        dropped += [*placed.versions, *placed.known]
        if placed.makes_way:
            result.leaving.add(name)
    result.posts = _in_order(runs, dropped)
    return result


def _take_over(
    folder: Folder, runs: Runs, held: Sequence[FileEntry], belongs: Belonging
) -> list[int]:
    """Put posts that are versions of others behind the other rows, under their ids.

    Returns which staged rows they stand for.
    """
    for entry in held:
        for rows in rows_named(folder, entry, belongs):
            runs.move(renamed(rows, belongs))
    places = places_of(runs.heads.column("id"), pa.array(list(belongs), pa.string()))
    if places:
        runs.add(renamed(runs.rows(places), belongs))
    return places


def _doubtful(
    ids: Any, first: Mapping[str, Version], dropped: Container[int]
) -> dict[str, list[int]]:
    """Rows whose id is there more than once, or held, by id, as they came."""
    counts = pc.value_counts(ids)
    twice = counts.field("values").filter(pc.greater(counts.field("counts"), _ONE))
    wanted = pa.concat_arrays([twice, pa.array(list(first), pa.string())])
    found: dict[str, list[int]] = {}
    places = places_of(ids, wanted) if len(wanted) else []
    names = ids.take(pa.array(places, pa.int64())).to_pylist()
    for place, name in zip(places, names, strict=True):
        if place not in dropped:
            found.setdefault(name, []).append(place)
    return found


def _versions(runs: Runs, places: Sequence[int]) -> list[Version]:
    rows = runs.rows(places, COMPARED)
    fields = zip(*(values(rows.column(name)) for name in COMPARED), strict=True)
    return [version_of(row, place) for row, place in zip(fields, places, strict=True)]


class _Placed(msgspec.Struct):
    """Rows of one post that are later versions, rows that are known, and whether the first
    version that is held is no longer the first.
    """

    versions: list[int]
    known: list[int]
    makes_way: bool


def _place(staged: Sequence[Version], first: Version | None, later: list[Version]) -> _Placed:
    versions = [first, *later] if first is not None else []
    known = []
    for version in staged:
        if any(other.same(version) for other in versions):
            known.append(version.row)
        else:
            versions.append(version)
    least = min(versions, key=lambda version: version.order)
    others = [one.row for one in versions if one is not least and one.row >= 0]
    return _Placed(others, known, first is not None and least is not first)


def _again(staged: Sequence[Version], runs: Runs) -> int:
    """How many of these versions came once more when their file was read again."""
    earlier = [one for one in staged if one.row < runs.earlier]
    since = [one for one in staged if one.row >= runs.earlier and one.row not in runs.moved]
    return sum(any(one.same(two) or two.same(one) for two in since) for one in earlier)


def _in_order(runs: Runs, dropped: Sequence[int]) -> Any:
    """Numbers of the rows that are posts, in the order of posts."""
    keys = [("published", "ascending"), ("id", "ascending")]
    order = pc.sort_indices(runs.heads, sort_keys=keys)
    if not dropped:
        return order
    gone = pa.array(dropped, order.type)
    return order.filter(pc.invert(pc.is_in(order, value_set=gone)))


def _held(
    folder: Folder, entries: Iterable[FileEntry], ids: Any
) -> tuple[dict[str, Version], dict[str, list[Version]]]:
    """Versions that are held of the wanted ids: the first ones, and the later ones."""
    first: dict[str, Version] = {}
    later: dict[str, list[Version]] = {}
    for entry in entries:
        for fields in _compared(folder, entry, ids):
            if entry.kind == "posts":
                first[fields[0]] = version_of(fields)
            else:
                later.setdefault(fields[0], []).append(version_of(fields))
    return first, later


def _compared(folder: Folder, entry: FileEntry, ids: Any) -> Iterator[tuple[Any, ...]]:
    """What is compared of the wanted rows of a file; most files hold none."""
    names = pa.chunked_array([rows.column(0) for rows in read_batches(folder, entry, ["id"])])
    wanted = names.filter(pc.is_in(names, value_set=ids)).combine_chunks()
    if not len(wanted):
        return
    for rows in read_batches(folder, entry, COMPARED):
        some = rows.filter(pc.is_in(rows.column("id"), value_set=wanted))
        yield from zip(*(values(some.column(name)) for name in COMPARED), strict=True)


def rows_named(folder: Folder, entry: FileEntry, ids: Iterable[str]) -> Iterator[pa.RecordBatch]:
    """The whole rows of some posts in one file."""
    wanted = pa.array(list(ids), pa.string())
    for rows in read_batches(folder, entry):
        some = rows.filter(pc.is_in(rows.column("id"), value_set=wanted))
        if some.num_rows:
            yield pa.RecordBatch.from_arrays(some.columns, schema=POSTS.schema)
