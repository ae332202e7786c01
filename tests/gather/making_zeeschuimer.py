"""Zeeschuimer collections with every trap that is known of them; voices and words are invented.

write(path, count=5_000, accounts=("ebba", "rosa", "tam"), broken=True, seed=1) -> Made
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from ownwords.gather.x_dialect import account_uri, status_uri
from tests.gather.making import Made, said

FIRST = 1_366_000_000_000_000_000
_WORDS = ("stove", "lamp", "tide", "🕯️", "свет", "νύχτα", "光", "ضوء", "straße", "a &lt;b&gt; &amp;")
_AT = "Thu Mar 04 12:00:00 +0000 2021"
_LEGACY: dict[str, Any] = {"full_text": "Kanarie", "created_at": _AT, "user_id_str": "9"}


def envelope(data: object, platform: str = "twitter.com") -> dict[str, Any]:
    """The extension's own words around an item; they describe who collected."""
    return {
        "id": 1,
        "nav_index": "1:2:3",
        "item_id": "1366000000000000000",
        "timestamp_collected": 1_614_859_200_123,
        "last_updated": 1_614_859_200_123,
        "source_platform": platform,
        "source_platform_url": "https://x.com/home?canary",
        "source_url": "https://x.com/i/api/graphql/canary",
        "user_agent": "canary/1.0",
        "data": data,
    }


def _line(data: object, platform: str = "twitter.com") -> bytes:
    return json.dumps(envelope(data, platform)).encode()


_BROKEN = (
    _line({"rest_id": "1", "legacy": {**_LEGACY, "full_text": "\0"}}),
    _line({"rest_id": "1", "legacy": {**_LEGACY, "full_text": "XX"}}).replace(b"XX", b"\\ud83d"),
    _line({"rest_id": "1", "legacy": {**_LEGACY, "full_text": "XX"}}).replace(b"XX", b"\xff"),
    _line({"rest_id": "1", "legacy": {**_LEGACY, "full_text": None}}),
    _line({"rest_id": "1", "legacy": {**_LEGACY, "created_at": "never"}}),
    _line({"rest_id": "1", "legacy": {"full_text": "Kanarie", "created_at": _AT}}),
    _line({"rest_id": "one", "legacy": _LEGACY}),
    _line({"rest_id": "1", "legacy": "Kanarie"}),
    _line({"rest_id": "1", "legacy": _LEGACY, "core": 7}),
    _line({"__typename": "TweetTombstone", "tombstone": {"text": {"text": "Kanarie"}}}),
    _line({"__typename": "TweetUnavailable", "reason": "Suspended"}),
    _line({"__typename": "User", "rest_id": "9"}),
    _line({}),
    _line(None),
    _line([]),
    _line({"desc": "Kanarie"}, "tiktok.com"),
    _line({"caption": "Kanarie"}, "instagram.com"),
    _line({"words": "Kanarie"}, "canary.example"),
    b'{"item_id":"1","data":{"rest_id":"1"}}',
    _line({"rest_id": "1", "legacy": _LEGACY})[:200],
)
BROKEN = len(_BROKEN)
"""How many kinds of faults are planted."""


def number_of(name: str) -> str:
    """The native id of an invented account."""
    return str(9_000_000 + sum(ord(letter) * 7**place for place, letter in enumerate(name)))


def account(name: str) -> str:
    """The id of an invented account."""
    return account_uri(number_of(name))


def write(
    path: Path,
    count: int = 5_000,
    *,
    accounts: Sequence[str] = ("ebba", "rosa", "tam"),
    broken: bool = True,
    seed: int = 1,
) -> Made:
    """A collection of at least ``count`` posts of ``accounts``, who answer, quote and repost."""
    made = Made()
    writer = _Writer(made, Random(seed), accounts)
    lines: list[bytes] = []
    while len(made.posts) < count:
        if broken and writer.random.random() < 0.04:
            lines.append(_BROKEN[made.faults % BROKEN])
            made.faults += 1
        else:
            lines.append(writer.line())
    path.write_bytes(b"\n".join(lines) + b"\n")
    return made


class _Writer:
    def __init__(self, made: Made, random: Random, accounts: Sequence[str]) -> None:
        self.random = random
        self._made = made
        self._accounts = accounts
        self._number = FIRST

    def line(self) -> bytes:
        platform = self.random.choice(("twitter.com", "x.com", "twitter-comments"))
        if self.random.random() < 0.02:
            data = self._tweet("protected", hidden=True)
            self._made.gone.add(account("protected"))
        else:
            data = self._with_others(self._tweet(self.random.choice(self._accounts)))
        whole = envelope(self._wrapped(data), platform)
        return json.dumps(whole, ensure_ascii=self.random.random() < 0.5).encode()

    def _wrapped(self, tweet: dict[str, Any]) -> dict[str, Any]:
        if self.random.random() < 0.1:
            return {"__typename": "TweetWithVisibilityResults", "tweet": tweet, "limited": {}}
        return tweet

    def _with_others(self, tweet: dict[str, Any]) -> dict[str, Any]:
        kind = self.random.random()
        other = self.random.choice(self._accounts)
        if kind < 0.15:
            inner = self._tweet(other)
            tweet["legacy"]["retweeted_status_result"] = {"result": self._wrapped(inner)}
            tweet["legacy"]["full_text"] = f"RT @{other}: Kanarie, cut off…"
        elif kind < 0.25:
            inner = self._tweet(other)
            tweet["quoted_status_result"] = {"result": self._wrapped(inner)}
        elif kind < 0.3:
            shut = {"__typename": "TweetTombstone", "tombstone": {}}
            tweet["quoted_status_result"] = {"result": shut}
            tweet["legacy"]["quoted_status_id_str"] = str(FIRST)
        elif kind < 0.35:
            tweet["quoted_status_result"] = {}
        return tweet

    def _tweet(self, author: str, *, hidden: bool = False) -> dict[str, Any]:
        self._number += self.random.randrange(1, 9_999) << 22
        native = str(self._number)
        if not hidden:
            self._made.posts.add(status_uri(native))
        other = self.random.choice(self._accounts)
        words = said(_WORDS, self.random) + f" @{other} Kanarie #WeKeepTheLight"
        legacy: dict[str, Any] = {
            **_LEGACY,
            "id_str": native,
            "full_text": words,
            "user_id_str": number_of(author),
            "lang": "und",
            "conversation_id_str": native,
            "entities": _entities(other),
            "favorite_count": 3,
            "bookmarked": False,
            "place": None,
        }
        if self.random.random() < 0.2:
            legacy["in_reply_to_status_id_str"] = str(FIRST)
            legacy["in_reply_to_user_id_str"] = number_of(other)
            legacy["in_reply_to_screen_name"] = other
        tweet: dict[str, Any] = {"__typename": "Tweet", "rest_id": native, "legacy": legacy}
        tweet.update(self._author(author, hidden=hidden))
        if self.random.random() < 0.1:
            long = {"text": f"{words} and on", "entity_set": _entities(other)}
            tweet["note_tweet"] = {"note_tweet_results": {"result": long}}
            legacy["full_text"] = words[:20] + "…"
        return {**tweet, "id": int(native), "edit_control": {"edit_tweet_ids": [native]}}

    def _author(self, name: str, *, hidden: bool) -> dict[str, Any]:
        """The author in each of the shapes that the website has had."""
        named = {"screen_name": name, "name": f"{name.title()} (invented)"}
        user: dict[str, Any] = {"rest_id": number_of(name), "legacy": {"followers_count": 7}}
        kind = self.random.randrange(4)
        if kind == 0:
            user["legacy"].update(named, protected=hidden)
        elif kind == 1:
            user.update(core=named, privacy={"protected": hidden})
        elif kind == 2:
            return {"user": {**named, "id_str": number_of(name), "protected": hidden}}
        elif not hidden:
            return {"core": {"user_results": {}}}
        else:
            user["legacy"]["protected"] = True
        return {"core": {"user_results": {"result": user}}}


def _entities(other: str) -> dict[str, Any]:
    return {
        "hashtags": [{"text": "WeKeepTheLight", "indices": [1, 2]}],
        "user_mentions": [{"screen_name": other, "id_str": number_of(other)}],
        "urls": [{"url": "https://t.co/1", "expanded_url": "https://skerry.example/"}],
    }
