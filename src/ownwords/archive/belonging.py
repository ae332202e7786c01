"""Posts that are versions of other posts.

A source that knows the history of an edited post names all its versions under the first id. A
source that does not (a sheet, an older export) has the edited version under its own id, as if it
were a post. Such a row is the version that its id says, whichever of the two comes first: it
takes the id of the post that it belongs to. Network and account must be the same, and the id of
the post must be the smaller one, so that no two posts can belong to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ownwords.archive.arrow import pa, pc
from ownwords.archive.chunks import read_batches
from ownwords.archive.columns import POSTS, batch_array, values
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry
from ownwords.archive.runs import EDIT_COLUMNS, Edit, Runs, edits_of

Belonging = Mapping[str, Edit]
"""Ids of posts that are no posts of their own, with an edit of the post that they belong to."""

_NAMES = ("id", "native_id", "attributed_to", "network")
_RENAMED = ("id", "native_id", "version_id", "published", "updated")


def belonging(folder: Folder, runs: Runs, held: Sequence[FileEntry]) -> Belonging:
    """Which posts of a bucket, staged or held, are versions of other posts."""
    edits: dict[str, list[Edit]] = {}
    for edit in [*runs.edits, *_held_edits(folder, held)]:
        edits.setdefault(edit.version, []).append(edit)
    if not edits:
        return {}
    found: dict[str, Edit] = {}
    for name, native, account, network in _called(folder, runs, held, edits):
        posts = [
            edit
            for edit in edits[native]
            if (edit.account, edit.network) == (account, network)
            and edit.id != name
            and _age(edit.native) < _age(native)
        ]
        if posts:
            found[name] = min(posts, key=lambda edit: (_age(edit.native), edit.id))
    return {name: _root(name, found) for name in found}


def _age(native: str) -> tuple[int, str]:
    """Ids of a network grow with time."""
    return len(native), native


def _root(name: str, found: Mapping[str, Edit]) -> Edit:
    seen = {name}
    edit = found[name]
    while edit.id in found and edit.id not in seen:
        seen.add(edit.id)
        edit = found[edit.id]
    return edit


def _held_edits(folder: Folder, entries: Iterable[FileEntry]) -> Iterator[Edit]:
    for entry in entries:
        for rows in read_batches(folder, entry, EDIT_COLUMNS):
            yield from edits_of(rows)


def _called(
    folder: Folder, runs: Runs, held: Sequence[FileEntry], natives: Iterable[str]
) -> Iterator[tuple[str, str, str, str]]:
    """Names of the posts, staged and held, that are called as one of the edits is."""
    wanted = pa.array(list(natives), pa.string())
    places = places_of(runs.heads.column("native_id"), wanted)
    if places:
        yield from _rows(runs.rows(places, _NAMES))
    for entry in held:
        for rows in read_batches(folder, entry, _NAMES):
            yield from _rows(rows.filter(pc.is_in(rows.column("native_id"), value_set=wanted)))


def _rows(rows: pa.RecordBatch) -> Iterator[Any]:
    return zip(*(values(rows.column(name)) for name in _NAMES), strict=True)


def places_of(column: Any, wanted: pa.Array) -> list[int]:
    """Where one of the wanted values stands."""
    mask = pc.is_in(column, value_set=wanted)
    found: list[int] = pc.indices_nonzero(mask).to_pylist()
    return found


def renamed(rows: pa.RecordBatch, belongs: Belonging) -> pa.RecordBatch:
    """Rows as versions of the posts that they belong to; the record as received stays."""
    old = {name: values(rows.column(name)) for name in _RENAMED}
    edits = [belongs[name] for name in old["id"]]
    new = {
        "id": [edit.id for edit in edits],
        "native_id": [edit.native for edit in edits],
        "version_id": [a or b for a, b in zip(old["version_id"], old["native_id"], strict=True)],
        "published": [edit.published for edit in edits],
        "updated": [
            made if made is not None else published
            for made, published in zip(old["updated"], old["published"], strict=True)
        ],
    }
    arrays = [
        batch_array(new[field.name], field.type) if field.name in new else rows.column(field.name)
        for field in POSTS.schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=POSTS.schema)
