"""One post in each spelling the platform has had: API 1.1, API 2 and the account archive."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any

from making.cast import Voice, number_of
from making.posts import LIMIT, Post, hashtags

Json = dict[str, Any]
AT = re.compile(r"@(\w{16,20})")
# the platform's own guess at the language was often wrong or missing
GUESSES = {"ur": "ur", "ko": "ko", "el": "el", "hi-kamla-grease": "ne", "de-henrike-plan": "nl"}


def iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def old_time(at: datetime) -> str:
    """The spelling of API 1.1: Sat Jan 11 05:12:31 +0000 2014 (in English on any machine)."""
    days, months = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], ["Jan", "Feb", "Mar"]
    return f"{days[at.weekday()]} {months[at.month - 1]} {at:%d %H:%M:%S} +0000 {at.year}"


def escaped(words: str) -> str:
    """The text as delivered: the platform escapes these three and nothing else."""
    return html.escape(words, quote=False)


def label(post: Post) -> str:
    """The platform's language label; now and then wrong, sometimes `und`, as in life."""
    source = post.original if post.kind == "repost" and post.original else post
    if number_of(f"label {source.key}", 17) == 0:
        return "und"
    return GUESSES.get(source.key, source.language)


def tag_spans(post: Post) -> list[tuple[int, int, str]]:
    """Tags with their place in the delivered text; those a cut repost lost stand at its end."""
    text = escaped(post.words)
    whole = list(hashtags(text))
    if post.kind != "repost" or post.original is None or not text.endswith("…"):
        return whole
    names = [name for _, _, name in hashtags(post.original.words)]
    kept = whole[: len(names)]
    if kept and kept[-1][1] >= len(text) - 1:
        kept = kept[:-1]
    return [*kept, *((LIMIT - 1, LIMIT, name) for name in names[len(kept) :])]


def mention_spans(post: Post, known: dict[str, Voice]) -> list[tuple[int, int, Voice]]:
    text = escaped(post.words)
    return [(m.start(), m.end(), known[m[1]]) for m in AT.finditer(text) if m[1] in known]


def link_spans(post: Post) -> list[tuple[int, int, str, str]]:
    text = escaped(post.words)
    found = ((text.find(short), short, target) for short, target in post.links)
    return [(at, at + len(short), short, target) for at, short, target in found if at >= 0]


class Speller:
    """Spells posts; needs to know whom an @handle names and how often a post was reposted."""

    def __init__(self, posts: list[Post], voices: dict[str, Voice]) -> None:
        self.known = {voice.handle: voice for voice in voices.values()}
        self.reposted: dict[int, int] = {}
        for post in posts:
            if post.kind == "repost" and post.original:
                self.reposted[post.original.id] = self.reposted.get(post.original.id, 0) + 1

    def likes(self, post: Post) -> int:
        return 0 if post.kind == "repost" else number_of(f"likes {post.key}", 40)

    # --- API 1.1 -------------------------------------------------------------------------

    def user_v1(self, voice: Voice) -> Json:
        return {
            "id": int(voice.number), "id_str": voice.number, "name": voice.name,
            "screen_name": voice.handle, "location": voice.place,
            "description": "Invented account of an invented campaign.", "protected": False,
            "followers_count": number_of(f"followers {voice.key}", 900),
            "friends_count": number_of(f"friends {voice.key}", 400),
            "created_at": "Tue Mar 06 08:00:00 +0000 2012", "verified": False,
            "lang": voice.language,
        }  # fmt: skip

    def entities_v1(self, post: Post) -> Json:
        mentions = mention_spans(post, self.known)
        return {
            "hashtags": [{"text": n, "indices": [a, b]} for a, b, n in tag_spans(post)],
            "symbols": [],
            "user_mentions": [
                {"screen_name": v.handle, "name": v.name, "id": int(v.number),
                 "id_str": v.number, "indices": [a, b]} for a, b, v in mentions
            ],
            "urls": [
                {"url": short, "expanded_url": target, "display_url": target[8:34],
                 "indices": [a, b]} for a, b, short, target in link_spans(post)
            ],
        }  # fmt: skip

    def v1(self, post: Post, *, extended: bool, nested: bool = False) -> Json:
        """A status as the 1.1 API sent it, in compatible or extended mode."""
        status: Json = {
            "created_at": old_time(post.at), "id": post.id, "id_str": str(post.id),
            "source": '<a href="http://twitter.com" rel="nofollow">Twitter Web Client</a>',
            "user": self.user_v1(post.voice), "geo": None, "coordinates": None, "place": None,
            "is_quote_status": post.kind == "quote",
            "retweet_count": self.reposted.get(post.id, 0), "favorite_count": self.likes(post),
            "favorited": False, "retweeted": False, "lang": label(post),
        }  # fmt: skip
        status |= self._words_v1(post, extended=extended)
        status |= self._refers_v1(post, extended=extended, nested=nested)
        return status

    def _words_v1(self, post: Post, *, extended: bool) -> Json:
        text = escaped(post.words)
        entities = self.entities_v1(post)
        if extended:
            span = [0, len(text)]
            return {"full_text": text, "truncated": False, "display_text_range": span,
                    "entities": entities}  # fmt: skip
        if len(post.words) <= LIMIT + 24:
            return {"text": text, "truncated": False, "entities": entities}
        cut = f"{text[:110]}… https://t.co/inv0000000"
        whole = {"full_text": text, "display_text_range": [0, len(text)], "entities": entities}
        empty: Json = {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []}
        return {"text": cut, "truncated": True, "entities": empty, "extended_tweet": whole}

    def _refers_v1(self, post: Post, *, extended: bool, nested: bool) -> Json:
        answered = post.original if post.kind == "reply" else None
        fields: Json = {
            "in_reply_to_status_id": answered.id if answered else None,
            "in_reply_to_status_id_str": str(answered.id) if answered else None,
            "in_reply_to_user_id_str": answered.voice.number if answered else None,
            "in_reply_to_screen_name": answered.voice.handle if answered else None,
        }
        if post.original is None or nested:
            return fields
        if post.kind == "repost":
            fields["retweeted_status"] = self.v1(post.original, extended=extended, nested=True)
        if post.kind == "quote":
            fields["quoted_status_id_str"] = str(post.original.id)
            fields["quoted_status"] = self.v1(post.original, extended=extended, nested=True)
        return fields

    # --- API 2 ---------------------------------------------------------------------------

    def user_v2(self, voice: Voice) -> Json:
        return {
            "id": voice.number, "username": voice.handle, "name": voice.name,
            "created_at": "2012-03-06T08:00:00.000Z", "protected": False, "verified": False,
            "description": "Invented account of an invented campaign.",
            "public_metrics": {
                "followers_count": number_of(f"followers {voice.key}", 900),
                "following_count": number_of(f"friends {voice.key}", 400),
                "tweet_count": 300 + number_of(f"tweets {voice.key}", 5000), "listed_count": 0,
            },
        }  # fmt: skip

    def entities_v2(self, post: Post) -> Json:
        tags = [{"start": a, "end": b, "tag": name} for a, b, name in tag_spans(post)]
        mentions = [
            {"start": a, "end": b, "username": v.handle, "id": v.number}
            for a, b, v in mention_spans(post, self.known)
        ]
        urls = [
            {"start": a, "end": b, "url": short, "expanded_url": target,
             "display_url": target[8:34]} for a, b, short, target in link_spans(post)
        ]  # fmt: skip
        named = {"hashtags": tags, "mentions": mentions, "urls": urls}
        return {name: spans for name, spans in named.items() if spans}

    def v2(self, post: Post) -> Json:
        """A tweet object of API 2, without its author and without what it refers to."""
        history = [str(post.earlier.id)] if post.earlier else []
        tweet: Json = {
            "id": str(post.id), "text": escaped(post.words), "author_id": post.voice.number,
            "created_at": iso(post.at), "lang": label(post),
            "edit_history_tweet_ids": [*history, str(post.id)],
            # the platform sends this count once as a string, once as a number
            "edit_controls": {
                "edits_remaining": "4" if post.earlier else 5,
                "is_edit_eligible": post.kind in ("post", "outside", "echo"),
                "editable_until": iso(post.at.replace(minute=59)),
            },
            "conversation_id": str(self._root(post).first_id),
            "possibly_sensitive": False, "reply_settings": "everyone",
            "public_metrics": {
                "retweet_count": self.reposted.get(post.id, 0), "reply_count": 0,
                "like_count": self.likes(post), "quote_count": 0,
            },
        }  # fmt: skip
        if entities := self.entities_v2(post):
            tweet["entities"] = entities
        kinds = {"repost": "retweeted", "quote": "quoted", "reply": "replied_to"}
        if post.original and post.kind in kinds:
            reference = {"type": kinds[post.kind], "id": str(post.original.id)}
            tweet["referenced_tweets"] = [reference]
        if post.original and post.kind == "reply":
            tweet["in_reply_to_user_id"] = post.original.voice.number
        return tweet

    def _root(self, post: Post) -> Post:
        while post.kind == "reply" and post.original:
            post = post.original
        return post

    def includes(self, posts: list[Post]) -> tuple[dict[str, Json], dict[str, Json]]:
        """Users and referenced tweets that go beside the posts, by id."""
        referred = [post.original for post in posts if post.original]
        people = [post.voice for post in [*posts, *referred]]
        people += [v for post in posts for _, _, v in mention_spans(post, self.known)]
        users = {voice.number: self.user_v2(voice) for voice in people}
        return users, {str(post.id): self.v2(post) for post in referred}

    # --- the account's own archive -------------------------------------------------------

    def archived_2026(self, post: Post) -> Json:
        """A tweet as today's archive holds it: every number a string, no author inside."""
        text = escaped(post.words)
        if post.long:
            text = text[:277] + "…"
        entities: Json = _stringly(self.entities_v1(post))
        if post.long:
            entities |= {"hashtags": [], "user_mentions": []}
        tweet: Json = {
            "edit_info": _edit_info(post), "retweeted": False,
            "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
            "entities": entities, "display_text_range": ["0", str(len(text))],
            "favorite_count": str(self.likes(post)), "id_str": str(post.id), "truncated": False,
            "retweet_count": str(self.reposted.get(post.id, 0)), "id": str(post.id),
            "created_at": old_time(post.at), "favorited": False, "full_text": text,
            "lang": label(post),
        }  # fmt: skip
        if post.kind == "reply" and post.original:
            tweet["in_reply_to_status_id_str"] = str(post.original.id)
            tweet["in_reply_to_user_id_str"] = post.original.voice.number
            tweet["in_reply_to_screen_name"] = post.original.voice.handle
        return {"tweet": tweet}

    def archived_2014(self, post: Post) -> Json:
        """A tweet as the archive of 2014 held it, a file a month."""
        user = self.user_v1(post.voice)
        kept = ("name", "screen_name", "protected", "id_str", "verified", "id")
        tweet: Json = {
            "source": '<a href="http://twitter.com" rel="nofollow">Twitter Web Client</a>',
            "entities": self.entities_v1(post), "geo": {}, "id_str": str(post.id),
            "text": escaped(post.words), "id": post.id,
            "created_at": post.at.strftime("%Y-%m-%d %H:%M:%S +0000"),
            "user": {name: user[name] for name in kept},
        }  # fmt: skip
        if post.kind == "repost" and post.original:
            tweet["retweeted_status"] = self.archived_2014(post.original)
        return tweet


def _edit_info(post: Post) -> Json:
    if post.earlier is None:
        until = {"editableUntil": iso(post.at), "editsRemaining": "5", "isEditEligible": True}
        return {"initial": {"editTweetIds": [str(post.id)], **until}}
    ids = [str(post.earlier.id), str(post.id)]
    until = {"editableUntil": iso(post.at), "editsRemaining": "4", "isEditEligible": True}
    return {"edit": {"initialTweetId": ids[0],
                     "editControlInitial": {"editTweetIds": ids, **until}}}  # fmt: skip


def _stringly(value: Any) -> Any:
    """Numbers as strings, all the way down."""
    if isinstance(value, dict):
        return {key: _stringly(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_stringly(inner) for inner in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
