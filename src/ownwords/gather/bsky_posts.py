"""Records of Bluesky's own schemas (``app.bsky``) as posts: posts, reposts, profiles, postgates."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from ownwords.gather.dag_cbor import Link, as_json, encode
from ownwords.gather.iso_times import micros_if_iso
from ownwords.gather.reasons import NUL
from ownwords.gather.repository import Entry
from ownwords.records.captured import Captured, Fault, Place, Read
from ownwords.records.consent import Wish, WishKind
from ownwords.records.post import PASSED_ON, Account, Attachment, Post

NETWORK = "bsky"
POST = "app.bsky.feed.post"
REPOST = "app.bsky.feed.repost"
POSTGATE = "app.bsky.feed.postgate"
PROFILE = "app.bsky.actor.profile/self"

_ONLY_SIGNED_IN = "!no-unauthenticated"
_ADULT = frozenset({"porn", "sexual", "nudity", "graphic-media", "nsfl", "gore"})
_NO_QUOTES = f"{POSTGATE}#disableRule"
_PICTURE = "https://cdn.bsky.app/img/feed_fullsize/plain"


class Author(msgspec.Struct, frozen=True):
    """Whose records they are, what the account wishes, and the commit that holds them.

    ``unquotable`` are record keys of posts whose author wants nobody to quote them; ``commit`` is
    put into each payload; ``seen_at`` is when the commit was made (microseconds UTC).
    """

    account: Account
    wishes: tuple[Wish, ...] = ()
    unquotable: frozenset[str] = frozenset()
    commit: dict[str, Any] = {}
    seen_at: int | None = None


class _Beside(NamedTuple):
    """What is embedded in a post."""

    links: tuple[str, ...] = ()
    quote_of: str = ""
    attachments: tuple[Attachment, ...] = ()


def read_post(entry: Entry, value: dict[str, Any], author: Author, place: Place) -> Read:
    """A post or repost as a record."""
    published = micros_if_iso(value.get("createdAt"))
    if published is None:
        return Fault(place, "The post does not say its time.")
    make = _repost if entry.key.startswith(f"{REPOST}/") else _post
    post = make(entry, value, author.account, published)
    if isinstance(post, str):
        return Fault(place, post)
    if "\0" in "".join((post.content, *post.tags, *(one.name for one in post.attachments))):
        return Fault(place, NUL)
    payload = _payload(entry, value, author)
    post = msgspec.structs.replace(post, payload=payload, observed_at=author.seen_at)
    return Captured(post, place, _wishes(post, value, author))


def _address(entry: Entry, account: Account) -> str:
    return f"at://{account.id}/{entry.key}"


def _repost(entry: Entry, value: dict[str, Any], account: Account, published: int) -> Post | str:
    original = _text(_map(value.get("subject")).get("uri"))
    if not original:
        return "The repost does not say what it passes on."
    return Post(
        id=_address(entry, account),
        network=NETWORK,
        native_id=_rkey(entry),
        attributed_to=account.id,
        content="",
        published=published,
        payload=b"",
        type=PASSED_ON,
        version_id=str(Link(entry.cid)),
        handle=account.handle,
        name=account.name,
        published_raw=_text(value.get("createdAt")),
        repost_of=original,
    )


def _post(entry: Entry, value: dict[str, Any], account: Account, published: int) -> Post | str:
    content = value.get("text")
    if not isinstance(content, str):
        return "The post does not say its text."
    features = [one for facet in _maps(value.get("facets")) for one in _maps(facet.get("features"))]
    beside = _embedded(value.get("embed"), account.id)
    languages = _texts(value.get("langs"))
    reply = _map(value.get("reply"))
    links = (*_named(features, "#link", "uri"), *beside.links)
    return Post(
        id=_address(entry, account),
        network=NETWORK,
        native_id=_rkey(entry),
        attributed_to=account.id,
        content=content,
        published=published,
        payload=b"",
        url=f"https://bsky.app/profile/{account.id}/post/{_rkey(entry)}",
        version_id=str(Link(entry.cid)),
        handle=account.handle,
        name=account.name,
        published_raw=_text(value.get("createdAt")),
        sensitive=not _ADULT.isdisjoint(labels_of(value)),
        language=languages[0] if languages else "",
        language_source="author" if languages else "",
        tags=_tags(features, value),
        mentions=_named(features, "#mention", "did"),
        links=tuple(dict.fromkeys(links)),
        in_reply_to=_text(_map(reply.get("parent")).get("uri")),
        conversation=_text(_map(reply.get("root")).get("uri")),
        quote_of=beside.quote_of,
        attachments=beside.attachments,
    )


def _tags(features: list[dict[str, Any]], value: dict[str, Any]) -> tuple[str, ...]:
    """Tags that the author's client marked in the words, then those beside the words."""
    said = (*_named(features, "#tag", "tag"), *_texts(value.get("tags")))
    return tuple(dict.fromkeys(bare for tag in said if (bare := tag.lstrip("#＃"))))


def _named(features: list[dict[str, Any]], kind: str, key: str) -> tuple[str, ...]:
    found = (one.get(key) for one in features if _text(one.get("$type")).endswith(kind))
    return tuple(one for one in found if isinstance(one, str) and one)


def _embedded(embed: Any, did: str) -> _Beside:
    """Pictures, a film, an address, another post; or a post with one of these."""
    inside = _map(embed)
    kind = _text(inside.get("$type")).rpartition(".")[2]
    if kind == "recordWithMedia":
        quoted = _embedded({"$type": ".record", **_map(inside.get("record"))}, did)
        media = _embedded(inside.get("media"), did)
        return _Beside(quoted.links + media.links, quoted.quote_of, media.attachments)
    if kind == "record":
        uri = _text(_map(inside.get("record")).get("uri"))
        is_post = f"/{POST}/" in uri
        return _Beside(quote_of=uri) if is_post else _Beside(links=(uri,) if uri else ())
    if kind == "external":
        uri = _text(_map(inside.get("external")).get("uri"))
        return _Beside(links=(uri,) if uri else ())
    pictures = [(one, "image", one.get("image")) for one in _maps(inside.get("images"))]
    films = [(inside, "video", inside.get("video"))] if kind == "video" else []
    return _Beside(
        attachments=tuple(
            Attachment(sort, _blob(blob, did), _text(one.get("alt")))
            for one, sort, blob in (*pictures, *films)
        )
    )


def _blob(blob: Any, did: str) -> str:
    """Where a picture or film was shown; empty when its CID is not told."""
    cid = _map(blob).get("ref") or _map(blob).get("cid")
    return f"{_PICTURE}/{did}/{cid}" if isinstance(cid, Link | str) else ""


def labels_of(value: dict[str, Any]) -> frozenset[str]:
    """The labels that an author put on their own post or profile."""
    values = _maps(_map(value.get("labels")).get("values"))
    return frozenset(_text(one.get("val")) for one in values)


def profile_wishes(value: dict[str, Any] | None, did: str) -> tuple[Wish, ...]:
    """What a profile asks for. One that cannot be read (None) may have asked."""
    if value is not None and _ONLY_SIGNED_IN not in labels_of(value):
        return ()
    return (Wish(WishKind.NO_UNAUTHENTICATED, did),)


def forbids_quoting(gate: dict[str, Any] | None) -> bool:
    """Whether a postgate lets nobody quote its post. One that cannot be read may do so."""
    if gate is None:
        return True
    return any(rule.get("$type") == _NO_QUOTES for rule in _maps(gate.get("embeddingRules")))


def _wishes(post: Post, value: dict[str, Any], author: Author) -> tuple[Wish, ...]:
    kinds = []
    if _ONLY_SIGNED_IN in labels_of(value):
        kinds.append(WishKind.NO_UNAUTHENTICATED)
    if post.type == "Note" and post.native_id in author.unquotable:
        kinds.append(WishKind.QUOTE_NOBODY)
    return (*author.wishes, *(Wish(kind, post.attributed_to, post.id) for kind in kinds))


def _payload(entry: Entry, value: dict[str, Any], author: Author) -> bytes:
    """The record in the network's JSON form, its CID, and the signed commit that leads to it.

    Writing ``value`` back as DAG-CBOR and hashing it gives ``cid``, but for a record that was not
    in the one form (``canonical`` is then false).
    """
    cid = Link(entry.cid)
    made = {"uri": _address(entry, author.account), "cid": str(cid), "value": as_json(value)}
    if not _fits(value, cid):
        made["canonical"] = False
    return msgspec.json.encode({**made, "commit": author.commit})


def _fits(value: dict[str, Any], cid: Link) -> bool:
    return sha256(encode(value)).digest() == cid.cid[4:]


def _rkey(entry: Entry) -> str:
    return entry.key.partition("/")[2]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _maps(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
