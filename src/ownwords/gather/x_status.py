"""The status object of X before v2: API 1.1, its stream, and account archives."""

from __future__ import annotations

import msgspec
from msgspec import Raw

from ownwords.gather.hashtags import extract_tags
from ownwords.gather.reasons import MALFORMED, NUL, why_not_json
from ownwords.gather.x_dialect import (
    NETWORK,
    account_uri,
    micros_of_id,
    micros_of_words,
    page_of,
    status_uri,
    unescape,
)
from ownwords.records.captured import Captured, Departed, Departure, Fault, Place, Read
from ownwords.records.consent import Wish, WishKind
from ownwords.records.post import PASSED_ON, Account, Attachment, Metrics, Post

_Number = int | str | None
_MOST = 8


class _Tag(msgspec.Struct, gc=False):
    text: str = ""


class _Mention(msgspec.Struct, gc=False):
    screen_name: str | None = None
    id_str: str | None = None


class _Link(msgspec.Struct, gc=False):
    url: str | None = None
    expanded_url: str | None = None


class _Media(msgspec.Struct, gc=False):
    type: str = "photo"
    media_url_https: str | None = None
    media_url: str | None = None
    ext_alt_text: str | None = None


class _Entities(msgspec.Struct):
    hashtags: list[_Tag] | None = None
    user_mentions: list[_Mention] | None = None
    urls: list[_Link] | None = None
    media: list[_Media] | None = None


class _Extended(msgspec.Struct):
    full_text: str
    entities: _Entities | None = None
    extended_entities: _Entities | None = None


class _User(msgspec.Struct):
    id_str: str | None = None
    id: _Number = None
    screen_name: str | None = None
    name: str | None = None
    protected: bool | None = None
    followers_count: _Number = None
    withheld_in_countries: list[str] | None = None


class _Edits(msgspec.Struct):
    ids: list[str] | None = msgspec.field(default=None, name="editTweetIds")


class _Edit(msgspec.Struct):
    control: _Edits | None = msgspec.field(default=None, name="editControlInitial")
    first: str | None = msgspec.field(default=None, name="initialTweetId")


class _EditInfo(msgspec.Struct):
    initial: _Edits | None = None
    edit: _Edit | None = None


class Status(msgspec.Struct):
    """What is read of a status; all else stays in the payload."""

    id_str: str | None = None
    id: _Number = None
    created_at: str = ""
    full_text: str | None = None
    text: str | None = None
    truncated: bool | None = None
    extended_tweet: _Extended | None = None
    entities: _Entities | None = None
    extended_entities: _Entities | None = None
    user: _User | None = None
    lang: str | None = None
    possibly_sensitive: bool | None = None
    in_reply_to_status_id_str: str | None = None
    in_reply_to_status_id: _Number = None
    quoted_status_id_str: str | None = None
    retweeted_status: Raw = Raw()
    quoted_status: Raw = Raw()
    favorite_count: _Number = None
    retweet_count: _Number = None
    reply_count: _Number = None
    quote_count: _Number = None
    withheld_in_countries: list[str] | None = None
    withheld_copyright: bool | None = None
    edit_info: _EditInfo | None = None


STATUS = msgspec.json.Decoder(Status)


class Around(msgspec.Struct, frozen=True):
    """What stands around a status: its place; in an archive also whose it is and its long text."""

    place: Place
    owner: Account | None = None
    long_text: str = ""
    payload: bytes = b""


def read_status(raw: bytes, around: Around) -> list[Read]:
    """The status and, after it, the statuses that stand inside it (reposted, quoted)."""
    reads: list[Read] = []
    private: list[bytes] = []
    waiting = [(raw, around)]
    while waiting and len(reads) < _MOST:
        data, beside = waiting.pop(0)
        try:
            status = STATUS.decode(data)
        except MALFORMED as problem:
            reads.append(Fault(beside.place, why_not_json(data, problem)))
            continue
        reads.append(_capture(data, status, beside))
        if isinstance(reads[-1], Departed):
            private.append(data)
        inside = Around(around.place)
        waiting += [(part, inside) for part in _inside(status)]
    return without_private(reads, private)


def without_private(reads: list[Read], private: list[bytes]) -> list[Read]:
    """The same, with the bytes of posts of protected accounts cut out of those that show them."""
    return [_cut(read, private) if isinstance(read, Captured) else read for read in reads]


def _cut(read: Captured, private: list[bytes]) -> Captured:
    payload = read.post.payload
    for part in private:
        payload = payload.replace(part, b"null")
    if payload == read.post.payload:
        return read
    return msgspec.structs.replace(read, post=msgspec.structs.replace(read.post, payload=payload))


def read_one(raw: bytes, around: Around) -> Read:
    """The status alone. Raises what msgspec raises for JSON of another shape."""
    return _capture(raw, STATUS.decode(raw), around)


def _inside(status: Status) -> list[bytes]:
    parts = (bytes(status.retweeted_status), bytes(status.quoted_status))
    return [part for part in parts if part.startswith(b"{")]


def _native_id(status: Status) -> str:
    """The id as text, from ``id_str`` before ``id``."""
    return status.id_str or _text(status.id)


def _text(number: _Number) -> str:
    return "" if number is None else str(number)


def _int(number: _Number) -> int | None:
    if isinstance(number, str):
        return int(number) if number.isdecimal() and len(number) < 18 else None
    return number


def _author_of(status: Status, owner: Account | None) -> Account | None:
    """Who wrote it: the user inside, else the owner of the archive; None when nobody says."""
    user = status.user
    native = (user.id_str or _text(user.id)) if user is not None else ""
    if user is None or not native.isdecimal():
        return owner
    return Account(account_uri(native), NETWORK, user.screen_name or "", user.name or "")


def _capture(raw: bytes, status: Status, around: Around) -> Read:
    author = _author_of(status, around.owner)
    if author is None:
        return Fault(around.place, "The post does not say its author.")
    user = status.user
    if user is not None and user.protected and around.owner is None:
        return Departed(Departure.PRIVATE, around.place, account=author.id)
    published = _published(status)
    if published is None:
        return Fault(around.place, "The post does not say its id or time.")
    content = _content(status, around)
    if content is None:
        return Fault(around.place, "The post does not say its text.")
    post = _post(status, author, content, (published, around.payload or raw))
    if b"\\u0000" in raw and any("\0" in text for text in (content, author.name, *post.tags)):
        return Fault(around.place, NUL)
    return Captured(post, around.place, _wishes(status, post), (), _metrics(status, post.id))


def _history(status: Status) -> list[str]:
    """The ids of all versions, the first one first; only the own id when there was no edit."""
    info = status.edit_info
    control = None
    if info is not None:
        control = info.edit.control if info.edit is not None else info.initial
    if info is not None and info.edit is not None and info.edit.first:
        return [info.edit.first, _native_id(status)]
    return (control.ids if control is not None else None) or [_native_id(status)]


def _published(status: Status) -> int | None:
    """When the first version was published."""
    native = _native_id(status)
    first = _history(status)[0]
    if not native.isdecimal():
        return None
    if first != native:
        return micros_of_id(first)
    return _micros(status.created_at) if status.created_at else micros_of_id(native)


def _micros(said: str) -> int | None:
    try:
        return micros_of_words(said)
    except ValueError:
        return None


def _content(status: Status, around: Around) -> str | None:
    if around.long_text:
        return around.long_text
    if status.full_text is not None:
        return unescape(status.full_text)
    if status.extended_tweet is not None:
        return unescape(status.extended_tweet.full_text)
    return None if status.text is None else unescape(status.text)


def _post(status: Status, author: Account, content: str, rest: tuple[int, bytes]) -> Post:
    native = _native_id(status)
    first = _history(status)[0]
    embedded = bytes(status.retweeted_status)
    repost_of = _embedded_id(embedded)
    reposts = bool(repost_of) or (status.user is None and content.startswith("RT @"))
    tags, mentions, links = _found(status, content)
    if repost_of:
        tags = _with_tags_of(embedded, tags)
    published, payload = rest
    cut = status.truncated is True and status.extended_tweet is None and status.full_text is None
    return Post(
        id=status_uri(first),
        network=NETWORK,
        native_id=first,
        attributed_to=author.id,
        content=content,
        published=published,
        payload=payload,
        type=PASSED_ON if reposts else "Note",
        url=page_of(author.handle, native),
        version_id=native,
        handle=author.handle,
        name=author.name,
        published_raw=status.created_at,
        updated=_micros(status.created_at) if first != native else None,
        sensitive=status.possibly_sensitive is True,
        truncated=cut or (reposts and content.endswith("…")),
        language=status.lang or "",
        language_source="platform" if status.lang else "",
        tags=tags,
        mentions=mentions,
        links=links,
        in_reply_to=status_uri(
            status.in_reply_to_status_id_str or _text(status.in_reply_to_status_id)
        ),
        quote_of=status_uri(
            status.quoted_status_id_str or _embedded_id(bytes(status.quoted_status))
        ),
        repost_of=status_uri(repost_of),
        attachments=_attachments(status),
    )


def _embedded_id(raw: bytes) -> str:
    embedded = _decoded(raw)
    return _native_id(embedded) if embedded is not None else ""


def _decoded(raw: bytes) -> Status | None:
    if not raw.startswith(b"{"):
        return None
    try:
        return STATUS.decode(raw)
    except MALFORMED:
        return None


def _entities(status: Status) -> _Entities | None:
    extended = status.extended_tweet
    if extended is not None and status.full_text is None:
        return extended.entities or status.entities
    return status.entities


def _found(
    status: Status, content: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Tags, mentions and links of the entities; tags of the text when there are no entities."""
    entities = _entities(status)
    if entities is None:
        return extract_tags(content), (), ()
    mentions = [
        account_uri(mention.id_str)
        if mention.id_str and mention.id_str.isdecimal()
        else f"@{mention.screen_name or ''}"
        for mention in entities.user_mentions or ()
    ]
    links = [link.expanded_url or link.url or "" for link in entities.urls or ()]
    return tuple([tag.text for tag in entities.hashtags or ()]), tuple(mentions), tuple(links)


def _with_tags_of(embedded: bytes, tags: tuple[str, ...]) -> tuple[str, ...]:
    """A repost shows its original's tags, also those that its own cut text has lost."""
    original = _decoded(embedded)
    if original is None:
        return tags
    more, _, _ = _found(original, original.full_text or original.text or "")
    return tags + tuple([tag for tag in more if tag not in tags])


def _attachments(status: Status) -> tuple[Attachment, ...]:
    extended = status.extended_tweet
    inner = extended.extended_entities if extended is not None else None
    entities = inner or status.extended_entities or status.entities
    return tuple(
        [
            Attachment(media.type, media.media_url_https or media.media_url or "", alt)
            for media in (entities.media if entities is not None else None) or ()
            for alt in (media.ext_alt_text or "",)
        ]
    )


def _wishes(status: Status, post: Post) -> tuple[Wish, ...]:
    wishes = []
    if status.withheld_in_countries or status.withheld_copyright:
        wishes.append(Wish(WishKind.TAKEN_DOWN, post.attributed_to, post.id))
    if status.user is not None and status.user.withheld_in_countries:
        wishes.append(Wish(WishKind.TAKEN_DOWN, post.attributed_to))
    return tuple(wishes)


def _metrics(status: Status, post: str) -> Metrics | None:
    shown = (
        _int(status.favorite_count),
        _int(status.retweet_count),
        _int(status.reply_count),
        _int(status.quote_count),
        _int(status.user.followers_count) if status.user is not None else None,
    )
    return Metrics(post, None, *shown) if any(one is not None for one in shown) else None
