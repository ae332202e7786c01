"""Posts of X as its own website receives them (GraphQL ``Tweet`` objects, and the shape before).

The words stand in ``legacy``, which is the status of API 1.1; what is not there (author, long text,
versions, posts inside) is put where API 1.1 has it, and one reader reads both.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw

from ownwords.gather.reasons import MALFORMED, why_not_json
from ownwords.gather.x_dialect import status_uri
from ownwords.gather.x_status import Around, read_one, without_private
from ownwords.records.captured import Captured, Departed, Fault, Place, Read

NO_POST = "This is no post of X."
_SHUT = "The platform shows a tombstone or nothing in place of the post."
_MOST = 8
_Keys = dict[str, Raw]


class _Result(msgspec.Struct):
    """Whatever stands behind ``*_results`` and ``*_result``."""

    result: Raw = Raw()


class _UserCore(msgspec.Struct):
    screen_name: str | None = None
    name: str | None = None


class _UserLegacy(_UserCore):
    protected: bool | None = None
    followers_count: int | None = None


class _Privacy(msgspec.Struct):
    protected: bool | None = None


class _User(msgspec.Struct):
    rest_id: str | None = None
    core: _UserCore | None = None
    legacy: _UserLegacy | None = None
    privacy: _Privacy | None = None


class _Core(msgspec.Struct):
    user_results: _Result | None = None


class _Words(msgspec.Struct):
    text: Raw
    entity_set: Raw = Raw()


class _LongText(msgspec.Struct):
    note_tweet_results: _Result | None = None


class _Versions(msgspec.Struct):
    edit_tweet_ids: list[str] | None = None


class _EditControl(_Versions):
    edit_control_initial: _Versions | None = None


class _Tweet(msgspec.Struct):
    rest_id: str | None = None
    legacy: Raw = Raw()
    core: _Core | None = None
    user: Raw = Raw()
    tweet: Raw = Raw()
    note_tweet: _LongText | None = None
    quoted: _Result | None = msgspec.field(default=None, name="quoted_status_result")
    edits: _EditControl | None = msgspec.field(default=None, name="edit_control")
    kind: str = msgspec.field(default="", name="__typename")


class _Legacy(msgspec.Struct):
    id_str: str | None = None
    user_id_str: str | None = None
    conversation_id_str: str | None = None
    quoted_id: str | None = msgspec.field(default=None, name="quoted_status_id_str")
    reposted: _Result | None = msgspec.field(default=None, name="retweeted_status_result")


_TWEET = msgspec.json.Decoder(_Tweet)
_LEGACY = msgspec.json.Decoder(_Legacy)
_KEYS = msgspec.json.Decoder(_Keys)
_USER = msgspec.json.Decoder(_User)
_WORDS = msgspec.json.Decoder(_Words)


def read_web_status(raw: bytes, place: Place) -> list[Read]:
    """The post and, after it, the posts inside it (reposted, quoted) that the website shows."""
    reads: list[Read] = []
    private: list[bytes] = []
    waiting = [raw]
    while waiting and len(reads) < _MOST:
        data = waiting.pop(0)
        try:
            tweet = _opened(data)
            if not tweet.legacy:
                if data is raw:
                    reads.append(Fault(place, _SHUT if _is_shut(tweet) else NO_POST))
                continue
            legacy = _LEGACY.decode(tweet.legacy)
            status = msgspec.json.encode(_as_status(tweet, legacy))
            reads.append(_in_conversation(read_one(status, Around(place, payload=data)), legacy))
            if isinstance(reads[-1], Departed):
                private.append(data)
            waiting += _inside(tweet, legacy)
        except MALFORMED as problem:
            reads.append(Fault(place, why_not_json(data, problem)))
    return without_private(reads, private)


def _in_conversation(read: Read, legacy: _Legacy) -> Read:
    if not isinstance(read, Captured) or not legacy.conversation_id_str:
        return read
    conversation = status_uri(legacy.conversation_id_str)
    post = msgspec.structs.replace(read.post, conversation=conversation)
    return msgspec.structs.replace(read, post=post)


def _opened(data: bytes) -> _Tweet:
    """The post, taken out of the wrapper that limits what readers may do with it."""
    tweet = _TWEET.decode(data)
    return _TWEET.decode(tweet.tweet) if tweet.tweet and not tweet.legacy else tweet


def _is_shut(tweet: _Tweet) -> bool:
    return tweet.kind in {"TweetTombstone", "TweetUnavailable"}


def _inside(tweet: _Tweet, legacy: _Legacy) -> list[bytes]:
    results = (legacy.reposted, tweet.quoted)
    return [bytes(one.result) for one in results if one is not None and one.result]


def _as_status(tweet: _Tweet, legacy: _Legacy) -> dict[str, Any]:
    """What API 1.1 would have said; words and entities are the website's own bytes."""
    status: dict[str, Any] = dict(_KEYS.decode(tweet.legacy))
    status.pop("retweeted_status_result", None)
    native = tweet.rest_id or legacy.id_str
    if native:
        status["id_str"] = native
    status["user"] = _user(tweet, legacy)
    status.update(_long_text(tweet))
    versions = _versions(tweet.edits)
    if versions:
        status["edit_info"] = {"initial": {"editTweetIds": versions}}
    quoted = _result(tweet.quoted)
    if quoted is not None and not legacy.quoted_id and quoted.rest_id:
        status["quoted_status_id_str"] = quoted.rest_id
    original = _result(legacy.reposted)
    if original is not None and original.legacy:
        status["retweeted_status"] = {
            **_KEYS.decode(original.legacy),
            **({"id_str": original.rest_id} if original.rest_id else {}),
            **_long_text(original),
        }
        status["retweeted_status"].pop("retweeted_status_result", None)
    return status


def _result(found: _Result | None) -> _Tweet | None:
    return _opened(bytes(found.result)) if found is not None and found.result else None


def _user(tweet: _Tweet, legacy: _Legacy) -> dict[str, Any] | Raw:
    """The author, whose names stand in one of three places; at least the id."""
    if tweet.user and not tweet.core:
        return tweet.user
    results = tweet.core.user_results if tweet.core is not None else None
    user = _USER.decode(results.result) if results is not None and results.result else _User()
    old = user.legacy or _UserLegacy()
    new = user.core or _UserCore()
    hidden = old.protected or (user.privacy is not None and user.privacy.protected)
    return {
        "id_str": user.rest_id or legacy.user_id_str,
        "screen_name": new.screen_name or old.screen_name,
        "name": new.name or old.name,
        "protected": bool(hidden),
        "followers_count": old.followers_count,
    }


def _long_text(tweet: _Tweet) -> dict[str, Raw]:
    """Words and entities of a post of more than 280 characters."""
    found = tweet.note_tweet.note_tweet_results if tweet.note_tweet is not None else None
    if found is None or not found.result:
        return {}
    words = _WORDS.decode(found.result)
    entities = {"entities": words.entity_set} if words.entity_set else {}
    return {"full_text": words.text, **entities}


def _versions(edits: _EditControl | None) -> list[str]:
    if edits is None:
        return []
    first = edits.edit_control_initial or edits
    return first.edit_tweet_ids or []
