"""What the search index needs to know of a post, and where a post stands in it."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import msgspec


class Indexable(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One post as the search index takes it in: its current words as plain text.

    ``published`` (microseconds UTC) is that of the first version and never changes for an id.
    ``tags`` are folded. ``repost_of`` and ``quote_of`` are ids of posts whose words may stand
    inside the text, ``mentions`` accounts whose words may: the gate is asked for them as well.
    """

    id: str
    account: str
    published: int
    text: str
    version: str = ""
    network: str = ""
    handle: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    repost_of: str = ""
    quote_of: str = ""
    mentions: tuple[str, ...] = ()


class Inside(msgspec.Struct, frozen=True, array_like=True):
    """Whose words may stand inside a post besides its author's."""

    repost_of: str = ""
    quote_of: str = ""
    mentions: tuple[str, ...] = ()


class Entry(NamedTuple):
    """A row of the index.

    ``facets`` holds opaque tokens; ``inside`` is the JSON of :class:`Inside` where there is any.
    """

    body: str
    facets: str
    id: str
    version: str
    account: str
    published: int
    language: str
    inside: str

    def whose(self) -> Inside:
        """Whose words may stand inside."""
        return _inside(self.inside) if self.inside else _NOBODY


_NOBODY = Inside()
_inside = msgspec.json.Decoder(Inside).decode
_json = msgspec.json.Encoder().encode
_HASH_BITS = 20
_FARTHEST = (1 << 62 - _HASH_BITS) - 1
"""Milliseconds; clocks that say more than the year 2109 or less than 1830 stand at the edge."""


def place(published: int, post: str, attempt: int = 0) -> int:
    """The row id of a post: milliseconds in the high bits, a hash of the post id in the low ones.

    Posts in order of their places are in order of time. ``attempt`` counts the places that were
    taken by posts with a smaller id.
    """
    digest = blake2b(f"{attempt}:{post}".encode(), digest_size=3).digest()
    return first_place(published) | (int.from_bytes(digest, "big") >> 24 - _HASH_BITS)


def key(post: str) -> int:
    """Under which number the place of a post is found by its id."""
    return int.from_bytes(blake2b(post.encode(), digest_size=8).digest(), "big", signed=True)


def first_place(published: int) -> int:
    """The smallest row id that a post of this millisecond can have."""
    return max(-_FARTHEST, min(published // 1000, _FARTHEST)) << _HASH_BITS


@lru_cache(maxsize=20_000)
def facet(kind: str, value: str) -> str:
    """The opaque token of an author (``a``), handle (``h``), language, network or tag."""
    return kind + blake2b(value.encode("utf-8", "replace"), digest_size=7).hexdigest()


def has_handle(entry: Entry) -> bool:
    """Whether the handle of its author is told with it."""
    return any(token.startswith("h") for token in entry.facets.split())


def folded_handle(handle: str) -> str:
    """How handles are compared: without '@', case-folded."""
    return handle.lstrip("@").casefold()


def _inside_of(post: Indexable) -> str:
    return _json(Inside(post.repost_of, post.quote_of, post.mentions)).decode()


@lru_cache(maxsize=500)
def _languages(tag: str) -> tuple[str, ...]:
    """A language tag and, for ``zh-Hant``, the language alone; in small letters."""
    whole = tag.lower()
    language = whole.partition("-")[0]
    return (whole,) if whole == language else (whole, language)


def entry_of(post: Indexable) -> Entry:
    """The row of a post."""
    facets = [facet("a", post.account)]
    if post.network:
        facets.append(facet("n", post.network.lower()))
    if post.handle:
        facets.append(facet("h", folded_handle(post.handle)))
    if post.language:
        facets += [facet("l", language) for language in _languages(post.language)]
    facets += [facet("t", tag) for tag in post.tags]
    return Entry(
        post.text,
        " ".join(facets),
        post.id,
        post.version,
        post.account,
        post.published,
        post.language,
        _inside_of(post) if post.repost_of or post.quote_of else "",
    )
