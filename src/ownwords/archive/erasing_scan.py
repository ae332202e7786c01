"""Looking for rows that a withdrawal touches: fast, rather one row too many than one too few."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from ownwords.archive.chunks import bucket_of, read_batches
from ownwords.archive.columns import VERSIONS, values
from ownwords.archive.erasing_blocks import picked, posts_in
from ownwords.archive.folder import Folder
from ownwords.archive.folding import is_unsegmented
from ownwords.archive.manifest import FileEntry
from ownwords.archive.redacted_names import folded
from ownwords.archive.redacted_text import authority, bare
from ownwords.archive.redaction import Names
from ownwords.records.post import PASSED_ON, REFERENCES, Post

_COLUMNS = (
    "type",
    "id",
    "attributed_to",
    "handle",
    *REFERENCES,
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
_UNSEEN = (
    r"\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{2066}-\x{2069}\x{feff}"
    r"\x{aa}\x{b2}\x{b3}\x{b9}\x{ba}\x{bc}-\x{be}\x{132}\x{133}\x{149}\x{17f}\x{1c4}-\x{1cc}"
    r"\x{1f1}-\x{1f3}\x{2b0}-\x{2e4}\x{300}-\x{36f}\x{1100}-\x{11ff}\x{1d2c}-\x{1dbf}"
    r"\x{2024}\x{2070}-\x{209c}\x{2100}-\x{218b}\x{2460}-\x{24ff}\x{3099}\x{309a}\x{fb00}-\x{fdff}"
    r"\x{fe33}\x{fe34}\x{fe4d}-\x{fe4f}\x{fe63}\x{fe70}-\x{fefc}\x{ff0d}\x{ff0e}\x{ff10}-\x{ff19}"
    r"\x{ff20}-\x{ff3a}\x{ff3f}\x{ff41}-\x{ff5a}\x{ff66}-\x{ffdc}\x{1d400}-\x{1d7ff}"
    r"\x{1f100}-\x{1f189}"
)
"""Signs that nobody sees, or that are compared as others are: a class of Arrow's expressions."""
_UNSEEN_IN_JSON = (
    r"\\u(?:00a[ad]|00b[239a-e]|013[23]|0149|017f|01c[4-c]|01f[1-3]|02[b-e].|03[0-6].|11..|1d[2-b].|20[0267-9]."
    r"|21[0-8].|24[6-f].|309[9a]|f[bcd]..|fe[3-6].|fe[7-f].|ff0[de]|ff1.|ff[2-5].|ff[6-d].|d835|d83c)"
)
_BEGINS = (
    r"(?:[@\x{ff20}\x{fe6b}/\x{ff05}\x{ff0f}]|\\u(?:ff(?:05|0f|20)|fe6b)|#x?0*(?:[46][04]|2F|47);|&commat;|"
    r"%(?:25)*(?:40|2F)|=40)"
)
_ODDLY = (
    rf"{_BEGINS}[^\s<>\"]{{0,48}}?(?:(?-i:[{_UNSEEN}])|{_UNSEEN_IN_JSON}|#x?[0-9A-F]{{2,6}};"
    r"|%(?:25)*(?:2[DE]|3[0-9]|[46][1-9A-F]|[57][0-9A]|5F)|\\(?:\\|[^\s\"unrtbf/]))"
    rf"|{_BEGINS}[^\s<>\"]{{1,48}}(?:<[^<>]*>)+[^\s<>\"]"
)
"""Behind a sign or within an address something that a name may be written with, as few do."""
_ESCAPED_POINT = r"\\u(?:ff0e|002e)|&#(?:46|x2e);|%2e|=2e"
_ANY_LETTER = (
    r"[\x{ff0d}-\x{ff5a}]|\\+u(?:ff[0-5]|00[4-7]).|&(?:amp;)*#x?[0-9a-f]{2,6};|%(?:25)*[2-7][0-9a-f]"
    r"|=[4-7][0-9a-f]"
)
_ANY_GAP = rf"(?:<[^<>]*>|\\|(?-i:[{_UNSEEN}])|{_UNSEEN_IN_JSON}|&#[0-9]+;)*"
_AS_TEXT = pc.CastOptions(pa.string(), allow_invalid_utf8=True)
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
        masks = [pc.is_in(table.column(name), self._posts) for name in REFERENCES]
        if len(self._texts):
            passed_on = pc.equal(table.column("type"), PASSED_ON)
            masks.append(pc.and_(passed_on, pc.is_in(table.column("content"), self._texts)))
        if self._pattern:
            payloads = pc.cast(table.column("payload"), options=_AS_TEXT)
            for column in (table.column("content"), payloads):
                masks.append(pc.match_substring_regex(column, self._pattern))
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
    """A pattern for any of these names, also as records escape them; empty for none."""
    written = {form for name in filter(None, spelled) for form in _written(name)}
    if not written:
        return ""
    escaped = "|".join(sorted(map(re.escape, written | {json.dumps(one)[1:-1] for one in written})))
    before = r"^|[^A-Za-z0-9]|\\(?:[bfnrt]|u[0-9A-F]{4})|(?:%(?:25)*|=)[0-9A-F]{2}"
    unparted = "|".join(sorted(re.escape(one) for one in written if is_unsegmented(one[-1])))
    after = f"(?:{escaped})(?:[^A-Za-z0-9_]|$)" + (f"|{unparted}" if unparted else "")
    domains = "".join(f"|{_in_any_letters(one)}" for one in sorted(written) if "." in one)
    return f"(?i)(?:{before})(?:{after})|{_SPELLED_OUT}|{_ODDLY}{domains}"


def _in_any_letters(domain: str) -> str:
    """A domain, that no sign need stand before, with letters in any way and gaps between them."""
    signs = (
        rf"(?:[.\x{{ff0e}}]|{_ESCAPED_POINT})"
        if one == "."
        else f"(?:{re.escape(one)}|{_ANY_LETTER})"
        for one in domain
    )
    return _ANY_GAP.join(signs)


def _written(name: str) -> set[str]:
    """A name, also as it is compared, as an address holds it and with its low lines escaped."""
    return {name, folded(name), quote(name), name.replace("_", "\\_")}
