"""Activities of an outbox (ActivityStreams 2.0): posts, reposts, deletions, and what is private."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw

from ownwords.gather.activity_parts import (
    PUBLIC,
    address,
    attachments_of,
    language_of,
    links_in,
    mentions_of,
    several,
    tags_of,
    text_of,
    visibility,
)
from ownwords.gather.iso_times import micros_if_iso
from ownwords.gather.reasons import MALFORMED, NUL, why_not_json
from ownwords.locales import marked
from ownwords.records.captured import Captured, Departed, Departure, Fault, LeftOut, Place, Read
from ownwords.records.consent import Wish, WishKind
from ownwords.records.post import Account, Post

NOT_PUBLIC = marked("posts that are not public")
NO_POSTS = marked("activities that are neither posts nor reposts")


class Owner(msgspec.Struct, frozen=True):
    """Whose outbox it is, and what the account wishes."""

    account: Account
    wishes: tuple[Wish, ...] = ()


class _Activity(msgspec.Struct):
    type: str
    id: str = ""
    actor: Any = None
    published: str | None = None
    to: Any = None
    cc: Any = None
    object: Raw = Raw()


class _Note(msgspec.Struct):
    id: str = ""
    type: Any = None
    url: Any = None
    author: Any = msgspec.field(default=None, name="attributedTo")
    to: Any = None
    cc: Any = None
    content: str | None = None
    by_language: Any = msgspec.field(default=None, name="contentMap")
    media_type: str | None = msgspec.field(default=None, name="mediaType")
    published: str | None = None
    updated: str | None = None
    summary: str | None = None
    sensitive: bool | None = None
    in_reply_to: Any = msgspec.field(default=None, name="inReplyTo")
    conversation: Any = None
    context: Any = None
    tag: Any = None
    attachment: Any = None
    quote: Any = None
    quote_uri: Any = msgspec.field(default=None, name="quoteUri")
    quote_url: Any = msgspec.field(default=None, name="quoteUrl")
    policy: Any = msgspec.field(default=None, name="interactionPolicy")


_ACTIVITY = msgspec.json.Decoder(_Activity)
_NOTE = msgspec.json.Decoder(_Note)
_ANY = msgspec.json.Decoder(Any)
_HOLDS_A_POST = frozenset({"Create", "Update"})
_PEOPLE = ("Person", "Service", "Application", "Group", "Organization")


def network_of(account: str) -> str:
    """The server that gave an account its address."""
    _, mark, rest = account.partition("://")
    return rest.partition("/")[0].lower() if mark else account.partition(":")[0].lower()


def read_activity(raw: bytes, place: Place, owner: Owner | None) -> Read:
    """One activity as a record. LeftOut stands for one that is never taken in."""
    try:
        if not raw.isascii():
            raw.decode("utf-8")
        activity = _ACTIVITY.decode(raw)
        read = _read(activity, bytes(activity.object), place)
    except MALFORMED as problem:
        return Fault(place, why_not_json(raw, problem))
    return _completed(read, raw, owner) if isinstance(read, Captured) else read


def _read(activity: _Activity, inner: bytes, place: Place) -> Read:
    if activity.type == "Announce":
        return _repost(activity, _ANY.decode(inner) if inner else None, place)
    if activity.type == "Delete":
        return _deletion(activity, _ANY.decode(inner) if inner else None, place)
    if activity.type not in _HOLDS_A_POST:
        return LeftOut(place, NO_POSTS, 1)
    if not inner.startswith(b"{"):
        return Fault(place, "The activity holds no post, only the address of one.")
    note = _NOTE.decode(inner)
    if note.type in _PEOPLE:
        return LeftOut(place, NO_POSTS, 1)
    return _post(activity, note, place)


def _deletion(activity: _Activity, gone: Any, place: Place) -> Read:
    post, author = address(gone), address(activity.actor)
    if not post:
        return Fault(place, "A withdrawal that names neither post nor account.")
    at = micros_if_iso(activity.published)
    if post == author:
        return Departed(Departure.DELETED, place, account=author, at=at)
    return Departed(Departure.DELETED, place, post, author, at)


def _repost(activity: _Activity, inner: Any, place: Place) -> Read:
    inside = inner if isinstance(inner, dict) else {}
    seen = visibility((activity.to, activity.cc), (inside.get("to"), inside.get("cc")))
    if not seen:
        return LeftOut(place, NOT_PUBLIC, 1)
    original, author = address(inner), address(activity.actor)
    published = micros_if_iso(activity.published)
    if not original or not activity.id or ":" not in author or published is None:
        return Fault(place, "The repost does not say its id, author, time or what it passes on.")
    post = Post(
        id=activity.id,
        network=network_of(author),
        native_id=_native(activity.id),
        attributed_to=author,
        content="",
        published=published,
        payload=b"",
        type="Announce",
        url=activity.id,
        published_raw=activity.published or "",
        repost_of=original,
        visibility=seen,
    )
    return Captured(post, place)


def _post(activity: _Activity, note: _Note, place: Place) -> Read:
    seen = visibility((activity.to, activity.cc), (note.to, note.cc))
    if not seen:
        return LeftOut(place, NOT_PUBLIC, 1)
    author = address(note.author) or address(activity.actor)
    published = micros_if_iso(note.published or activity.published)
    content = _content(note)
    if ":" not in author:
        return Fault(place, "The post does not say its author.")
    if not note.id or published is None:
        return Fault(place, "The post does not say its id or time.")
    if content is None:
        return Fault(place, "The post does not say its text.")
    html = (note.media_type or "text/html") == "text/html"
    language = language_of(content, note.by_language)
    updated = micros_if_iso(note.updated)
    post = Post(
        id=note.id,
        network=network_of(author),
        native_id=_native(note.id),
        attributed_to=author,
        content=content,
        content_format="text/html" if html else "text/plain",
        published=published,
        payload=b"",
        url=address(note.url) or note.id,
        version_id=text_of(note.updated) if updated is not None else "",
        published_raw=note.published or activity.published or "",
        updated=updated,
        summary=note.summary or "",
        sensitive=note.sensitive is True,
        language=language,
        language_source="author" if language else "",
        tags=tags_of(note.tag),
        mentions=mentions_of(note.tag),
        links=links_in(content) if html else (),
        in_reply_to=address(note.in_reply_to),
        conversation=address(note.conversation) or address(note.context),
        quote_of=address(note.quote) or address(note.quote_uri) or address(note.quote_url),
        attachments=attachments_of(note.attachment),
        visibility=seen,
    )
    return Captured(post, place, _quote_wishes(note, post))


def _content(note: _Note) -> str | None:
    if note.content is not None or not isinstance(note.by_language, dict):
        return note.content
    return next((words for words in note.by_language.values() if isinstance(words, str)), None)


def _quote_wishes(note: _Note, post: Post) -> tuple[Wish, ...]:
    """Who may quote, where the post says so (FEP-044f, ``interactionPolicy.canQuote``)."""
    policy = note.policy.get("canQuote") if isinstance(note.policy, dict) else None
    if not isinstance(policy, dict):
        return ()
    allowed = {address(one) for one in several(policy.get("automaticApproval"))}
    if allowed & PUBLIC:
        return ()
    someone = allowed - {post.attributed_to, ""}
    kind = WishKind.QUOTE_FOLLOWERS if someone else WishKind.QUOTE_NOBODY
    return (Wish(kind, post.attributed_to, post.id),)


def _completed(read: Captured, raw: bytes, owner: Owner | None) -> Read:
    """The post with the record as received, and with what the outbox says about its owner."""
    post, wishes = read.post, read.wishes
    if b"\\u0000" in raw and "\0" in "".join(_words(post)):
        return Fault(read.place, NUL)
    handle = name = ""
    if owner is not None and owner.account.id == post.attributed_to:
        handle, name = owner.account.handle, owner.account.name
        wishes += owner.wishes
    if post.visibility == "unlisted":
        wishes += (Wish(WishKind.NOT_PUBLIC, post.attributed_to, post.id),)
    post = msgspec.structs.replace(post, payload=raw, handle=handle, name=name)
    return Captured(post, read.place, wishes)


def _words(post: Post) -> tuple[str, ...]:
    alts = tuple(one.name for one in post.attachments)
    return (post.id, post.content, post.summary, *post.tags, *post.mentions, *alts)


def _native(uri: str) -> str:
    """The last part of an address that names something."""
    return uri.removesuffix("/activity").rstrip("/").rpartition("/")[2] or uri
