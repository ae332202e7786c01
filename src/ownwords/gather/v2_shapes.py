"""The parts of Twitter API v2 objects that ownwords reads; all else stays in the payload.

Everything but ids and text may be missing or null: what an export holds depends on the fields
that somebody asked for.
"""

from __future__ import annotations

import msgspec
from msgspec import Raw


class Ref(msgspec.Struct, gc=False):
    """Another post that this one replies to, quotes or reposts."""

    id: str = ""
    type: str = ""


class Tag(msgspec.Struct, gc=False):
    """A hashtag entity."""

    tag: str = ""


class Mention(msgspec.Struct, gc=False):
    """A mention entity; old exports lack the id."""

    username: str = ""
    id: str = ""


class Link(msgspec.Struct, gc=False):
    """A link entity; links to the post's own media carry a key."""

    url: str = ""
    expanded_url: str | None = None
    unwound_url: str | None = None
    media_key: str | None = None


class Entities(msgspec.Struct, gc=False):
    """What the platform found in the text."""

    hashtags: list[Tag] | None = None
    mentions: list[Mention] | None = None
    urls: list[Link] | None = None


class Note(msgspec.Struct, gc=False):
    """The full text of a long post; ``text`` of the post itself is cut."""

    text: str
    entities: Entities | None = None


class Counts(msgspec.Struct, gc=False):
    """Public metrics of a post."""

    like_count: int | None = None
    retweet_count: int | None = None
    reply_count: int | None = None
    quote_count: int | None = None


class Reach(msgspec.Struct, gc=False):
    """Public metrics of an account."""

    followers_count: int | None = None


class Media(msgspec.Struct, gc=False):
    """A picture or film; only the preview of a film has an address."""

    media_key: str = ""
    type: str = ""
    url: str | None = None
    preview_image_url: str | None = None
    alt_text: str | None = None


class Keys(msgspec.Struct, gc=False):
    """Which media belong to a post."""

    media_keys: list[str] | None = None


class Tweet(msgspec.Struct, gc=False):
    """One post."""

    id: str
    text: str
    author_id: str = ""
    created_at: str | None = None
    conversation_id: str | None = None
    lang: str | None = None
    edit_history_tweet_ids: list[str] | None = None
    referenced_tweets: list[Ref] | None = None
    entities: Entities | None = None
    note_tweet: Note | None = None
    public_metrics: Counts | None = None
    possibly_sensitive: bool | None = None
    attachments: Keys | None = None
    withheld: dict[str, Raw] | None = None


class BareTweet(msgspec.Struct, gc=False):
    """What must be right in a post for it to be kept when the rest has an unknown shape."""

    id: str
    text: str
    author_id: str = ""
    created_at: str | None = None


class User(msgspec.Struct, gc=False):
    """One account."""

    id: str
    username: str = ""
    name: str = ""
    protected: bool | None = None
    public_metrics: Reach | None = None
    withheld: dict[str, Raw] | None = None


class Twarc(msgspec.Struct, gc=False):
    """What twarc notes about a page."""

    retrieved_at: str | None = None


class Includes(msgspec.Struct, gc=False):
    """The objects that a page delivers beside its posts."""

    users: list[Raw] | None = None
    tweets: list[Raw] | None = None
    media: list[Raw] | None = None


class Meta(msgspec.Struct, gc=False):
    """What a page says of itself."""

    result_count: int | None = None


class PageLine(msgspec.Struct, gc=False):
    """A page of posts."""

    data: list[Raw]
    includes: Includes | None = None
    twarc: Twarc | None = msgspec.field(default=None, name="__twarc")


class StreamLine(msgspec.Struct, gc=False):
    """One post, or one compliance event, of a stream."""

    data: Raw
    includes: Includes | None = None
    twarc: Twarc | None = msgspec.field(default=None, name="__twarc")


class FlatAttachments(msgspec.Struct, gc=False):
    """Attachments of a flattened post: the objects in place of their keys."""

    media: list[Raw] | None = None


class FlatLine(msgspec.Struct, gc=False):
    """What flattening put into a post, and what tells that it is one."""

    id: Raw = Raw()
    text: Raw = Raw()
    author: Raw = Raw()
    referenced_tweets: list[Raw] | None = None
    attachments: FlatAttachments | None = None
    twarc: Twarc | None = msgspec.field(default=None, name="__twarc")


class FlatRef(msgspec.Struct, gc=False):
    """A referenced post inside a flattened one: whole, or only its id."""

    id: str
    type: str = ""
    text: str | None = None
    author_id: str = ""
    author: Raw = Raw()


TWEET = msgspec.json.Decoder(Tweet)
BARE = msgspec.json.Decoder(BareTweet)
USER = msgspec.json.Decoder(User)
MEDIA = msgspec.json.Decoder(Media)
META = msgspec.json.Decoder(Meta)
PAGE_LINE = msgspec.json.Decoder(PageLine)
STREAM_LINE = msgspec.json.Decoder(StreamLine)
FLAT_LINE = msgspec.json.Decoder(FlatLine)
FLAT_REF = msgspec.json.Decoder(FlatRef)
KEYS = msgspec.json.Decoder(dict[str, Raw])
