"""Posts and accounts: what came in, in ActivityStreams words."""

from __future__ import annotations

from enum import StrEnum

import msgspec

PASSED_ON = "Announce"
"""The type of a post that passes on what somebody else said."""
REFERENCES = ("in_reply_to", "conversation", "quote_of", "repost_of")
"""The fields of a post that name another one."""
GIVEN = "given"
"""The network of words that were given to the campaign itself."""


class State(StrEnum):
    """What is known of a post on its network.

    Only ``DELETED`` and ``PRIVATE`` are the author's act.
    """

    PRESENT = "present"
    DELETED = "deleted"
    PRIVATE = "private"
    SUSPENDED = "suspended"


class Opens(StrEnum):
    """What a short link in words opens, as far as the record tells."""

    NOTHING = ""
    ITSELF = "itself"
    ANOTHER = "another"


class Attachment(msgspec.Struct, frozen=True, gc=False):
    """A picture, film or sound beside the words; ``name`` is the alternative text."""

    type: str
    url: str
    name: str = ""


class Post(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One utterance, public on a network or given to this campaign.

    What ActivityStreams 2.0 has a name for bears it, in snake case; ``type`` is its class, Note or
    Announce (:data:`PASSED_ON`). Times are microseconds since 1970 UTC; the ``_raw`` fields keep
    what the source said. ``content`` is byte-identical to the words that the source delivers (after
    the unescaping that its format prescribes). ``payload`` is the record as received, cut out of
    its container when the container holds several people.
    """

    id: str
    network: str
    native_id: str
    attributed_to: str
    content: str
    published: int
    payload: bytes
    type: str = "Note"
    content_format: str = "text/plain"
    url: str = ""
    version_id: str = ""
    handle: str = ""
    name: str = ""
    published_raw: str = ""
    updated: int | None = None
    observed_at: int | None = None
    summary: str = ""
    sensitive: bool = False
    truncated: bool = False
    language: str = ""
    language_source: str = ""
    tags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    in_reply_to: str = ""
    conversation: str = ""
    quote_of: str = ""
    repost_of: str = ""
    attachments: tuple[Attachment, ...] = ()
    visibility: str = "public"
    organisation: bool = False
    precision: str = ""
    """Empty when ``published`` is exact, else ``year``, ``month`` or ``day``."""


class Account(msgspec.Struct, frozen=True, gc=False):
    """An identity on a network or in an export (ActivityStreams Actor)."""

    id: str
    network: str
    handle: str = ""
    name: str = ""


class Metrics(msgspec.Struct, frozen=True, gc=False):
    """Counts that a network showed for a post at one moment (microseconds UTC)."""

    post: str
    observed_at: int | None = None
    likes: int | None = None
    reposts: int | None = None
    replies: int | None = None
    quotes: int | None = None
    followers: int | None = None
