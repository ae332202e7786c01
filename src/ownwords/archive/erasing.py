"""Taking people out of posts/: their rows go, and they go out of what others said.

Files are rewritten only where a row changes. What is written is what taking the same posts in
would have written with these people on the keep-out list: redaction comes before versions are
compared, so versions that differ only in what was cut become one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

import msgspec
import pyarrow as pa

from ownwords.archive import merge
from ownwords.archive.chunks import ALL, BUCKETS, Block, read_batches
from ownwords.archive.columns import (
    ARRIVALS,
    KINDS,
    METRICS,
    POSTS,
    VERSIONS,
    Kind,
    post_batch,
    values,
)
from ownwords.archive.erasing_blocks import picked, posts_in, posts_named
from ownwords.archive.erasing_scan import Marks, marks_of
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry, by_bucket, put_in_order
from ownwords.archive.redaction import Names, redacted
from ownwords.archive.search_rows import Indexable
from ownwords.archive.sorting import version_of
from ownwords.records.post import Post
from ownwords.records.text import fold_tag, plain_text


class Erased(msgspec.Struct):
    """What was taken out of posts/, and the files that count afterwards.

    ``rows`` are rows of all kinds that went, ``inside`` posts of others that were redacted,
    ``arrivals`` rows that went of each accession, ``anew`` what the search index must learn.
    """

    entries: list[FileEntry]
    rows: int = 0
    inside: int = 0
    posts: set[str] = msgspec.field(default_factory=set)
    arrivals: Counter[int] = msgspec.field(default_factory=Counter)
    anew: list[Indexable] = msgspec.field(default_factory=list)


def erase_posts(folder: Folder, present: Sequence[FileEntry], names: Names) -> Erased:
    """Write the files without these people; the manifest is not touched."""
    erased = Erased([])
    held = by_bucket(present)
    merged: set[tuple[str, str]] = set()
    for bucket in range(BUCKETS):
        files = {kind.name: held.get((kind.name, bucket), []) for kind in (POSTS, VERSIONS)}
        if any(files.values()):
            erased.entries += _Bucket(folder, bucket, names, files).erase(erased, merged)
    gone = pa.array(sorted(erased.posts | names.posts), pa.string())
    for kind, column in ((METRICS, "post"), (ARRIVALS, "id")):
        side = _Side(kind, column, gone, merged)
        erased.entries += side.erase(folder, held.get((kind.name, ALL), []), erased)
    put_in_order(erased.entries, list(KINDS))
    return erased


class _Bucket:
    """One bucket while people are taken out of it."""

    def __init__(
        self, folder: Folder, bucket: int, names: Names, held: dict[str, list[FileEntry]]
    ) -> None:
        self._folder = folder
        self._bucket = bucket
        self._names = names
        self._held = held
        self._later = _ids(folder, held[VERSIONS.name])
        self._again: dict[str, list[Post]] = {}

    def erase(self, erased: Erased, merged: set[tuple[str, str]]) -> list[FileEntry]:
        """The files of the bucket afterwards."""
        marks: dict[str, Marks] = {}
        for entries in self._held.values():
            for entry in entries:
                found = marks_of(self._folder, entry, self._names)
                if found.own or found.inside:
                    marks[entry.path] = found
        if not marks:
            return [entry for entries in self._held.values() for entry in entries]
        self._rearrange(marks, erased, merged)
        result = []
        for kind in (POSTS, VERSIONS):
            result += self._apply(kind, marks, erased)
        return result

    def _apply(self, kind: Kind, marks: dict[str, Marks], erased: Erased) -> list[FileEntry]:
        held = self._held[kind.name]
        touched = frozenset(
            entry.path for entry in held if entry.path in marks or self._reaches(entry)
        )
        edit = _Edit(kind, self._names, frozenset(self._again), (marks, erased))
        added = self._added(kind)
        return merge.apply(
            self._folder, held, merge.Change(kind, self._bucket, added, touched, edit.block)
        )

    def _reaches(self, entry: FileEntry) -> bool:
        """Whether the file holds a post whose versions are arranged anew."""
        return bool(self._again) and not _ids(self._folder, [entry]).isdisjoint(self._again)

    def _rearrange(
        self, marks: dict[str, Marks], erased: Erased, merged: set[tuple[str, str]]
    ) -> None:
        """Redact and compare again all versions of posts that have several."""
        inside = {name for found in marks.values() for name in found.inside}
        several = inside & self._later
        if not several:
            return
        rows: dict[str, list[Post]] = {}
        for entries in self._held.values():
            for entry in entries:
                for post in posts_named(self._folder, entry, several):
                    rows.setdefault(post.id, []).append(post)
        for name, versions in rows.items():
            if any(self._names.wrote(name, one.attributed_to, one.handle) for one in versions):
                continue
            cut = [redacted(one, self._names) for one in versions]
            if all(new is old for new, old in zip(cut, versions, strict=True)):
                continue
            kept = _distinct(cut)
            self._again[name] = kept
            merged.update((name, one.version_id) for one in versions)
            merged.difference_update((name, one.version_id) for one in kept)
            erased.inside += 1
            erased.anew.append(indexable(kept[-1], kept[0].published))

    def _added(self, kind: Kind) -> Iterator[Block]:
        firsts = kind is POSTS
        posts = [one for kept in self._again.values() for one in (kept[:1] if firsts else kept[1:])]
        blocks = []
        for one in posts:
            blocks.append(Block(kind, post_batch([one])))
        blocks.sort(key=lambda block: block.first)
        return iter(blocks)


def _distinct(posts: Iterable[Post]) -> list[Post]:
    """The versions that differ, the first one first."""
    ordered = []
    for one in posts:
        digest = sha256(one.payload).digest()
        fields = (one.id, one.content, one.summary, one.version_id, one.truncated, one.updated)
        ordered.append((version_of((*fields, digest)), one))
    ordered.sort(key=lambda pair: pair[0].order)
    kept: list[Any] = []
    for version, one in ordered:
        if not any(known.same(version) for known, _ in kept):
            kept.append((version, one))
    return [one for _, one in kept]


class _Edit:
    """Rows of a block: theirs go, others' are redacted, rearranged ones go (and come again)."""

    def __init__(
        self,
        kind: Kind,
        names: Names,
        again: frozenset[str],
        found: tuple[dict[str, Marks], Erased],
    ) -> None:
        marks, erased = found
        self._kind = kind
        self._names = names
        self._again = again
        self._inside = {name for found in marks.values() for name in found.inside}
        self._own = {name for found in marks.values() for name in found.own}
        self._erased = erased

    def block(self, block: Block) -> Block:
        """The block afterwards."""
        ids = values(block.table.column("id"))
        touched = self._own | self._inside | self._again
        if touched.isdisjoint(ids):
            return block
        who = values(block.table.column("attributed_to"))
        handles = values(block.table.column("handle"))
        stay: list[int] = []
        redact: list[int] = []
        for place, name in enumerate(ids):
            if self._names.wrote(name, who[place], handles[place]):
                self._erased.rows += 1
                self._erased.posts.add(name)
            elif name not in self._again:
                stay.append(place)
                if name in self._inside:
                    redact.append(place)
        return _rewritten(self._kind, block, stay, self._changed(block, redact))

    def _changed(self, block: Block, places: Sequence[int]) -> dict[int, Post]:
        if not places:
            return {}
        changed = {}
        for place, post in zip(places, posts_in(picked(block.table, places)), strict=True):
            cut = redacted(post, self._names)
            if cut is not post:
                changed[place] = cut
                self._erased.inside += 1
                self._erased.anew.append(indexable(cut, cut.published))
        return changed


def _rewritten(kind: Kind, block: Block, stay: Sequence[int], changed: dict[int, Post]) -> Block:
    if not changed:
        return block if len(stay) == len(block) else block.pick(stay)
    same = [place for place in stay if place not in changed]
    new = post_batch(list(changed.values()))
    table = pa.Table.from_batches([picked(block.table, same), new])
    order = [*same, *changed]
    back = sorted(range(len(order)), key=order.__getitem__)
    whole = table.take(pa.array(back, pa.int64())).combine_chunks().to_batches()[0]
    return Block(kind, whole)


class _Side:
    """A side table without the rows of posts that went."""

    def __init__(self, kind: Kind, column: str, gone: Any, merged: set[tuple[str, str]]) -> None:
        self._kind = kind
        self._column = column
        self._gone = gone
        self._merged = merged if kind is ARRIVALS else set()
        self._merged_ids = pa.array(sorted({name for name, _ in self._merged}), pa.string())

    def erase(self, folder: Folder, held: Sequence[FileEntry], erased: Erased) -> list[FileEntry]:
        touched = frozenset(entry.path for entry in held if self._reaches(folder, entry))
        change = merge.Change(
            self._kind, ALL, touched=touched, edit=lambda block: self._edit(block, erased)
        )
        return merge.apply(folder, held, change)

    def _reaches(self, folder: Folder, entry: FileEntry) -> bool:
        import pyarrow.compute as pc

        for table in read_batches(folder, entry, [self._column]):
            column = table.column(0)
            for wanted in (self._gone, self._merged_ids):
                if pc.any(pc.is_in(column, wanted)).as_py():
                    return True
        return False

    def _edit(self, block: Block, erased: Erased) -> Block:
        import pyarrow.compute as pc

        gone = values(pc.is_in(block.table.column(self._column), self._gone))
        stay = []
        for place, out in enumerate(gone):
            if out or (self._merged and tuple(block.keys[place][2:]) in self._merged):
                erased.rows += 1
                if self._kind is ARRIVALS:
                    erased.arrivals[block.keys[place][0]] += 1
            else:
                stay.append(place)
        return block if len(stay) == len(gone) else block.pick(stay)


def _ids(folder: Folder, entries: Iterable[FileEntry]) -> set[str]:
    return {
        name
        for entry in entries
        for table in read_batches(folder, entry, ["id"])
        for name in values(table.column(0))
    }


def indexable(post: Post, published: int) -> Indexable:
    """A redacted post as the search index takes it in."""
    return Indexable(
        id=post.id,
        account=post.attributed_to,
        published=published,
        text=plain_text(post.content, post.content_format),
        version=post.version_id,
        network=post.network,
        handle=post.handle,
        language=post.language,
        tags=tuple(map(fold_tag, post.tags)),
        repost_of=post.repost_of,
        quote_of=post.quote_of,
        mentions=post.mentions,
    )
