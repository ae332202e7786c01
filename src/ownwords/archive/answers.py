"""What the engine answers with: numbers and names of things, words only as Sealed."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ownwords.records.post import Opens
from ownwords.records.sealed import Sealed


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The size of what is kept. ``first`` and ``last`` are microseconds UTC."""

    posts: int
    accounts: int
    tag_occurrences: int
    first: int | None
    last: int | None
    networks: dict[str, int]
    languages: dict[str, int]


class Bin(msgspec.Struct, frozen=True, gc=False):
    """One step of a timeline: when it starts (microseconds UTC), posts, distinct accounts."""

    start: int
    posts: int
    accounts: int


class FirstUse(msgspec.Struct, frozen=True, gc=False):
    """The first post with a tag (folded): its id, its account, when."""

    tag: str
    id: str
    account: str
    published: int


class Speaker(msgspec.Struct, frozen=True, gc=False):
    """An account, how many posts of it are kept (passed on ones too), and its newest post's id."""

    account: str
    posts: int
    newest: str


class LanguageCount(msgspec.Struct, frozen=True, gc=False):
    """Posts and distinct accounts of one language, and who said that it is this language."""

    language: str
    source: str
    posts: int
    accounts: int


class Dated(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Whose a post is, when it was published, and its newest version.

    ``opens`` is what a short link in its words opens.
    """

    id: str
    account: str
    published: int
    precision: str
    version: str
    opens: Opens = Opens.NOTHING


class Record(msgspec.Struct, frozen=True, gc=False):
    """What was received as one version of a post: with which accession, SHA-256 in hex, and who
    else speaks in it."""

    accession: int
    payload_sha256: str
    others: tuple[str, ...]


class Head(Dated, frozen=True, kw_only=True, gc=False):
    """What a post is, without its words.

    ``versions`` are its version ids, first one first, ``records`` what was received as each of
    them. ``sealed`` hands out ``url``, ``handle`` and ``name``.
    """

    network: str
    language: str
    type: str
    versions: tuple[str, ...]
    in_reply_to: str
    repost_of: str
    quote_of: str
    sealed: Callable[[str], Sealed]
    organisation: bool
    tags: tuple[str, ...]
    redacted: bool
    records: tuple[Record, ...]

    def record(self, version: str) -> Record:
        """What was received as a version; as the newest one for a version that is not kept."""
        known = dict(zip(self.versions, self.records, strict=True))
        return known.get(version, self.records[-1])

    @property
    def accession(self) -> int:
        """The accession that brought the newest version."""
        return self.records[-1].accession

    @property
    def payload_sha256(self) -> str:
        """SHA-256 in hex of the newest version as received."""
        return self.records[-1].payload_sha256

    @property
    def others(self) -> tuple[str, ...]:
        """Who else speaks in the newest version."""
        return self.records[-1].others

    @property
    def url(self) -> Sealed:
        """Where the first version of it stood."""
        return self.sealed("url")

    @property
    def names(self) -> tuple[Sealed, ...]:
        """The handle and the name that its account had with the newest version."""
        return self.sealed("handle"), self.sealed("name")
