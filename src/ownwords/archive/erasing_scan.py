"""Looking for rows that a withdrawal touches: fast, rather one row too many than one too few."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from ownwords.archive.chunks import bucket_of, read_batches
from ownwords.archive.columns import VERSIONS, values
from ownwords.archive.erasing_blocks import picked, posts_in
from ownwords.archive.folder import Folder
from ownwords.archive.folding import is_unsegmented
from ownwords.archive.manifest import FileEntry
from ownwords.archive.redacted_text import authority, bare
from ownwords.archive.redaction import Names
from ownwords.records.post import PASSED_ON, Post

_REFERENCES = ("in_reply_to", "conversation", "quote_of", "repost_of")
_COLUMNS = (
    "type",
    "id",
    "attributed_to",
    "handle",
    *_REFERENCES,
    "mentions",
    "links",
    "content",
    "payload",
)
_WHOSE = ("id", "attributed_to", "handle")
_FEW_WORDS = 2
_FEW_LETTERS = 12
_SPACE = r"[\s\v\x1c-\x1f\x{85}\pZ]+"
"""What parts words for :meth:`str.split`; without more, Arrow's expressions know ASCII alone."""
_SPELLED_OUT = r"\\u00(?:3[0-9]|[46][1-9A-F]|[57][0-9A]|5F)"
"""An escape in JSON that needs none: any name may stand in a record that holds one."""
_FEW = 64
"""Posts whose bare ids are looked for in every record; of more, only references are compared."""


class Marks(msgspec.Struct):
    """Ids of posts in one file: theirs, and others' in which they may stand."""

    own: set[str] = msgspec.field(default_factory=set)
    inside: set[str] = msgspec.field(default_factory=set)


def own_posts(folder: Folder, manifest: Sequence[FileEntry], names: Names) -> Iterator[Post]:
    """Every version of every post of these accounts and handles that is held."""
    buckets = {bucket_of(account) for account in names.accounts}
    for entry in manifest:
        if entry.kind not in ("posts", VERSIONS.name):
            continue
        if entry.bucket not in buckets and not names.handles and not names.posts:
            continue
        yield from _own(folder, entry, names)


def _own(folder: Folder, entry: FileEntry, names: Names) -> Iterator[Post]:
    found = [
        group
        for group, table in enumerate(read_batches(folder, entry, _WHOSE))
        if any(_theirs(table, names))
    ]
    if not found:
        return
    for group, table in enumerate(read_batches(folder, entry)):
        if group in found:
            places = [at for at, own in enumerate(_theirs(table, names)) if own]
            yield from posts_in(picked(table, places))


def _theirs(table: Any, names: Names) -> list[bool]:
    """For each row, whether it is of one of the accounts or handles."""
    accounts = table.column("attributed_to")
    own: list[bool] = values(pc.is_in(accounts, pa.array(sorted(names.accounts), pa.string())))
    if names.posts:
        posts = pa.array(sorted(names.posts), pa.string())
        own = values(pc.or_(pa.array(own), pc.is_in(table.column("id"), posts)))
    bare_handles = sorted({handle.partition("@")[2] for handle in names.handles})
    if not bare_handles:
        return own
    named = pc.is_in(pc.utf8_lower(table.column("handle")), pa.array(bare_handles, pa.string()))
    who = values(accounts)
    handles = values(table.column("handle"))
    for place in pc.indices_nonzero(named).to_pylist():
        own[place] = own[place] or names.handle(authority(who[place]), handles[place])
    return own


def said_by_nobody_else(
    folder: Folder, manifest: Sequence[FileEntry], names: Names, texts: Sequence[str]
) -> list[str]:
    """Those of these texts that no other account says in a post of its own."""
    wanted = pa.array(sorted(set(filter(_tells, texts))), pa.string())
    alone = set(wanted.to_pylist())
    for entry in manifest:
        if entry.kind not in ("posts", VERSIONS.name) or not alone:
            continue
        for table in read_batches(folder, entry, ["type", "content", *_WHOSE]):
            found = pc.is_in(table.column("content"), wanted)
            if not pc.any(found).as_py():
                continue
            own, kinds = _theirs(table, names), values(table.column("type"))
            words = values(table.column("content"))
            for place in pc.indices_nonzero(found).to_pylist():
                if not own[place] and kinds[place] != PASSED_ON:
                    alone.discard(words[place])
    return sorted(alone)


def _tells(text: str) -> bool:
    """Whether a whole text is hardly said by two people; some scripts part no words."""
    return len(text.split()) > _FEW_WORDS or sum(map(is_unsegmented, text)) >= _FEW_LETTERS


def marks_of(folder: Folder, entry: FileEntry, names: Names) -> Marks:
    """What of one file is theirs or may name them."""
    marks = Marks()
    look = _Look(names)
    for table in read_batches(folder, entry, _COLUMNS):
        ids = values(table.column("id"))
        own = _theirs(table, names)
        marks.own.update(name for name, theirs in zip(ids, own, strict=True) if theirs)
        for place in look.places(table):
            if not own[place]:
                marks.inside.add(ids[place])
    return marks


class _Look:
    """What to look for in rows of others."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._posts = pa.array(sorted(names.posts), pa.string())
        self._texts = pa.array(sorted(names.texts), pa.string())
        self._bare = {bare(post) for post in names.posts}
        spelled = {bare(account) for account in names.accounts}
        spelled |= {handle.partition("@")[2] for handle in names.handles}
        if len(names.posts) <= _FEW or names.openings:
            spelled |= self._bare
        self._pattern = _pattern(spelled)
        self._openings = _loosely(names.openings)

    def places(self, table: Any) -> list[int]:
        """Rows that may name them."""
        masks = [pc.is_in(table.column(name), self._posts) for name in _REFERENCES]
        if len(self._texts):
            passed_on = pc.equal(table.column("type"), PASSED_ON)
            masks.append(pc.and_(passed_on, pc.is_in(table.column("content"), self._texts)))
        if self._pattern:
            for name in ("content", "payload"):
                masks.append(pc.match_substring_regex(table.column(name), self._pattern))
        if self._openings:
            masks.append(pc.match_substring_regex(table.column("content"), self._openings))
        found = {place for mask in masks for place in pc.indices_nonzero(mask).to_pylist()}
        return sorted(found | self._linked(table))

    def _linked(self, table: Any) -> set[int]:
        links = table.column("links")
        mentions = table.column("mentions")
        if not len(links.flatten()) and not len(mentions.flatten()):
            return set()
        found = set()
        for place, (linked, named) in enumerate(zip(values(links), values(mentions), strict=True)):
            if any(not self._bare.isdisjoint(re.split(r"[/?#]", link)) for link in linked):
                found.add(place)
            if any(self._is_named(name) for name in named):
                found.add(place)
        return found

    def _is_named(self, name: str) -> bool:
        names = self._names
        at = name.lstrip("@").lower()
        return name in names.accounts or any(one.endswith(f"@{at}") for one in names.handles)


def _loosely(openings: frozenset[str]) -> str:
    """A pattern for any of these beginnings of texts, however their words are parted."""
    return "|".join(_SPACE.join(map(re.escape, words.split())) for words in sorted(openings))


def _pattern(spelled: set[str]) -> str:
    """A pattern for any of these names, also as JSON escapes them; empty for none."""
    forms = set()
    for name in filter(None, spelled):
        forms.add(name)
        forms.add(json.dumps(name)[1:-1])
    escaped = sorted(map(re.escape, forms))
    if not escaped:
        return ""
    before = r"^|[^A-Za-z0-9]|\\(?:[bfnrt]|u[0-9A-F]{4})|%[0-9A-F]{2}"
    named = f"(?:{before})(?:{'|'.join(escaped)})(?:[^A-Za-z0-9_]|$)"
    return f"(?i){named}|{_SPELLED_OUT}"
