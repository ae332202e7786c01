"""What the next edition would have that the last one has not, and the other way round."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ownwords.edition import addresses
from ownwords.flows.editions import folder_of
from ownwords.flows.prepared import Prepared, quoted
from ownwords.records.consent import Use
from ownwords.records.edition import Edition, Quoted
from ownwords.workspace import Workspace

_SLUG = re.compile(addresses.zine(r"([^/]+)").replace(".html", r"\.html"))
_TOLD = re.compile(rb'<h1\b.*?(?=<section class="colophon")', re.DOTALL)
_NUMBERED = re.compile(rb'<p class="by".*?</p>', re.DOTALL)


class Difference(msgspec.Struct, frozen=True):
    """Against the newest edition that stands; ``last`` is its number, 0 when there is none.

    Stories are slugs; a story is changed when what its booklet tells is not to the letter the same.
    Quotations are counted.
    """

    last: int = 0
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    quotations_new: int = 0
    quotations_gone: int = 0


def difference(workspace: Workspace, prepared: Prepared, stories: dict[str, str]) -> Difference:
    """Hold the next edition against the last one; ``stories`` are digests by slug."""
    last = newest(workspace.vault.desk.editions())
    now = _quotations(quoted(prepared))
    if last is None:
        return Difference(0, tuple(stories), quotations_new=len(now))
    before = _quotations(last.quotes)
    told = _told(folder_of(workspace, last), last)
    return Difference(
        last=last.number,
        new=tuple(slug for slug in stories if slug not in told),
        changed=tuple(slug for slug in stories if slug in told and told[slug] != stories[slug]),
        gone=tuple(slug for slug in told if slug not in stories),
        quotations_new=len(now - before),
        quotations_gone=len(before - now),
    )


def _quotations(quotes: Iterable[Quoted]) -> set[str]:
    """Public ids of what is quoted; a retelling is a change of its story."""
    return {one.id for one in quotes if one.use is not Use.PARAPHRASE}


def newest(editions: list[Edition]) -> Edition | None:
    """The newest edition that was not recalled."""
    return next((one for one in reversed(editions) if one.files), None)


def stories_of(path: str, page: bytes) -> dict[str, str]:
    """The digest of what a story tells, by its slug, where ``path`` is its booklet."""
    slug = slug_of(path)
    told = b"".join(_TOLD.findall(_NUMBERED.sub(b"", page))) if slug else b""
    return {slug: hashlib.sha256(told).hexdigest()} if slug else {}


def slug_of(path: str) -> str:
    """The story whose booklet this is; empty for every other file."""
    found = _SLUG.fullmatch(path)
    return found[1] if found else ""


def _told(place: Path, edition: Edition) -> dict[str, str]:
    """The stories of an edition; those whose pages are no longer there count as other ones."""
    told: dict[str, str] = {}
    for file in edition.files:
        if slug_of(file.path):
            page = place / file.path
            told |= stories_of(file.path, page.read_bytes() if page.is_file() else b"")
    return told
