"""Posts for benchmarks: invented, seeded, any number, written as twarc2 writes pages of API v2.

    python -m bench.generate 50000 posts.jsonl                pages of 100
    python -m bench.generate 50000 posts.jsonl --flat         one post a line, as `twarc2 flatten`
    python -m bench.generate 50000 tweet.js --archive         what an X archive held until 2022

Nobody wrote these words: each of 13 languages has a vocabulary of invented words in its script,
drawn with Zipf-Mandelbrot frequencies. 28% are reposts, 10% nearly repeat an earlier post, 35%
carry one of three tags in one of three spellings, 22% a link. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, BinaryIO

import orjson

from bench.vocabulary import LANGUAGES, Tongue, tongues

TAGS = ("WeKeepTheLight", "Leuchtstraße", "МыХранимСвет")
PAGE = 100
REPOSTS, NEAR, TAGGED, LINKED, REPLIES = 0.28, 0.10, 0.35, 0.22, 0.15
_FIRST_ID = 418_000_000_000_000_000
_BEGIN = datetime(2014, 1, 4, tzinfo=UTC)
_WINDOW = timedelta(days=30)
_REMEMBERED = 4_000  # earlier posts that can be reposted or repeated
_EMOJI = ("✨", "🔥", "💡", "⚓", "🌊", "😂", "🙏🏽", "👩‍🔧")

Json = dict[str, Any]


class Crowd:
    """The invented world of one run: authors, earlier posts and a random source."""

    def __init__(self, posts: int, seed: int, tagged: float) -> None:
        self.random = Random(seed)
        self.tagged = tagged
        self.count = posts
        self.authors = max(50, min(200_000, posts // 8))
        self.tongues = tongues(seed)
        self.weights = [share for _, share in LANGUAGES]
        self.earlier: list[tuple[Json, Json]] = []
        self.users: dict[int, Json] = {}

    def author(self) -> Json:
        """An author; few write much and many write once."""
        rank = int(self.authors ** self.random.random() * self.random.uniform(0.8, 1.2))
        return self.user(min(rank, self.authors))

    def user(self, rank: int) -> Json:
        """The account of one author, the same each time it is asked for."""
        if rank not in self.users:
            if len(self.users) > 50_000:
                self.users.clear()
            self.users[rank] = _user(rank, self.tongues)
        return self.users[rank]

    def before(self) -> tuple[Json, Json]:
        """An earlier post with its author; a few are chosen again and again."""
        return self.earlier[int(self.random.random() ** 3 * len(self.earlier))]

    def remember(self, post: Json, author: Json) -> None:
        if len(self.earlier) < _REMEMBERED:
            self.earlier.append((post, author))
        else:
            self.earlier[self.random.randrange(_REMEMBERED)] = (post, author)


def posts(
    count: int, seed: int = 1, tagged: float = TAGGED
) -> Iterator[tuple[Json, Json, list[tuple[Json, Json]]]]:
    """Post, author and what it refers to as (post, author), in order of time."""
    crowd = Crowd(count, seed, tagged)
    for index in range(count):
        kind = crowd.random.random()
        if crowd.earlier and kind < REPOSTS:
            yield _repost(crowd, index)
        elif crowd.earlier and kind < REPOSTS + NEAR:
            yield _note(crowd, index, _nearly(crowd))
        else:
            yield _note(crowd, index, None)


def _note(crowd: Crowd, index: int, again: tuple[str, str] | None) -> tuple[Json, Json, list[Any]]:
    random, author = crowd.random, crowd.author()
    if again is None:
        [tongue] = random.choices(crowd.tongues, crowd.weights)
        words, language = tongue.sentence(random, random.randint(4, 26)), tongue.code
    else:
        words, language = again
    post = _post(index, crowd.count, author, language)
    references: list[tuple[Json, Json]] = []
    if crowd.earlier and random.random() < REPLIES:
        replied, whom = crowd.before()
        words = f"@{whom['username']} {words}"
        post["in_reply_to_user_id"] = whom["id"]
        post["conversation_id"] = replied["conversation_id"]
        post["referenced_tweets"] = [{"type": "replied_to", "id": replied["id"]}]
        references = [(replied, whom)]
    _dress(post, words, crowd)
    crowd.remember(post, author)
    return post, author, references


def _repost(crowd: Crowd, index: int) -> tuple[Json, Json, list[tuple[Json, Json]]]:
    original, whom = crowd.before()
    author = crowd.author()
    post = _post(index, crowd.count, author, original["lang"])
    text = f"RT @{whom['username']}: {original['text']}"
    post["text"] = text if len(text) <= 140 else text[:139] + "…"
    post["referenced_tweets"] = [{"type": "retweeted", "id": original["id"]}]
    post["entities"] = _entities(post["text"])
    post["entities"]["mentions"] = [_mention(whom, 3)]
    return post, author, [(original, whom)]


def _nearly(crowd: Crowd) -> tuple[str, str]:
    """The words of an earlier post with an emoji, a prefix or a word cut off."""
    original, _ = crowd.before()
    bare = " ".join(word for word in original["text"].split(" ") if word[:1] not in "#@")
    kind = crowd.random.randrange(3)
    changed = (f"{bare} {crowd.random.choice(_EMOJI)}", f"this: {bare}", bare.rpartition(" ")[0])[
        kind
    ]
    return changed or bare, original["lang"]


def _dress(post: Json, words: str, crowd: Crowd) -> None:
    """Give a post its text with tags, links and what the API says about them."""
    random = crowd.random
    if random.random() < crowd.tagged:
        tag = random.choice(TAGS)
        words += " #" + random.choice((tag, tag.lower(), tag.upper()))
    if random.random() < 0.08:
        words += " " + random.choice(_EMOJI)
    if random.random() < LINKED:
        words += f" https://t.co/{random.getrandbits(59):010x}"[:24]
    post["text"] = words
    post["entities"] = _entities(words)
    if random.random() < 0.4:
        post["context_annotations"] = _CONTEXT


_CONTEXT = [
    {
        "domain": {
            "id": "30",
            "name": "Entities [Entity Service]",
            "description": "Entity Service top level domain, every item that is in Entity Service "
            "should be in this domain",
        },
        "entity": {"id": "848920371311001600", "name": "Lighthouses"},
    }
]


def _entities(text: str) -> Json:
    found: Json = {}
    place = 0
    for word in text.split(" "):
        if word[:1] == "#" and len(word) > 1:
            tag = {"start": place, "end": place + len(word), "tag": word[1:].rstrip("…")}
            found.setdefault("hashtags", []).append(tag)
        elif word.startswith("https://"):
            found.setdefault("urls", []).append(_link(word, place))
        elif word[:1] == "@" and place == 0:
            found["mentions"] = [{"start": 0, "end": len(word), "username": word[1:], "id": "1"}]
        place += len(word) + 1
    return found


def _link(word: str, place: int) -> Json:
    target = f"https://harbour.example/news/{word[-8:]}"
    return {
        "start": place,
        "end": place + len(word),
        "url": word,
        "expanded_url": target,
        "display_url": target[8:33],
        "status": 200,
        "title": "The Harbour Post",
        "unwound_url": target,
    }


def _mention(whom: Json, start: int) -> Json:
    end = start + 1 + len(whom["username"])
    return {"start": start, "end": end, "username": whom["username"], "id": whom["id"]}


def _post(index: int, count: int, author: Json, language: str) -> Json:
    number = str(_FIRST_ID + index * 4_194_304)
    at = _stamp(_BEGIN + _WINDOW * index / max(1, count))
    likes = index * 7919 % 97
    return {
        "id": number,
        "created_at": at,
        "author_id": author["id"],
        "conversation_id": number,
        "text": "",
        "lang": language,
        "possibly_sensitive": False,
        "reply_settings": "everyone",
        "source": "Twitter for Android",
        "edit_history_tweet_ids": [number],
        "edit_controls": {"edits_remaining": 5, "is_edit_eligible": True, "editable_until": at},
        "public_metrics": {
            "retweet_count": likes // 3,
            "reply_count": likes // 9,
            "like_count": likes,
            "quote_count": likes // 20,
            "bookmark_count": 0,
            "impression_count": 0,
        },
    }


def _user(rank: int, spoken: Sequence[Tongue]) -> Json:
    random = Random(rank)
    tongue = spoken[rank % len(spoken)]
    number = str(1_000_000 + rank * 37)
    handle = f"keeper_{rank}"
    return {
        "id": number,
        "name": tongue.sentence(random, 2),
        "username": handle,
        "created_at": _stamp(datetime(2009, 3, 1, tzinfo=UTC) + timedelta(days=rank % 1_700)),
        "description": tongue.sentence(random, random.randint(0, 14)),
        "location": tongue.sentence(random, 1) if rank % 3 else "",
        "protected": False,
        "verified": False,
        "url": "",
        "profile_image_url": f"https://images.example/profile/{number}/normal.jpg",
        "public_metrics": {
            "followers_count": rank * 31 % 9_000,
            "following_count": rank * 17 % 2_000,
            "tweet_count": rank * 101 % 80_000,
            "listed_count": rank % 40,
        },
    }


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def pages(count: int, seed: int = 1) -> Iterator[bytes]:
    """Lines of a twarc2 capture: API pages of 100 posts with their includes."""
    page: list[tuple[Json, Json, list[tuple[Json, Json]]]] = []
    for made in posts(count, seed):
        page.append(made)
        if len(page) == PAGE:
            yield _page(page)
            page = []
    if page:
        yield _page(page)


def _page(page: list[tuple[Json, Json, list[tuple[Json, Json]]]]) -> bytes:
    data = [post for post, _, _ in page]
    users = {author["id"]: author for _, author, _ in page}
    included: dict[str, Json] = {}
    for _, _, references in page:
        for referenced, whom in references:
            included[referenced["id"]] = referenced
            users.setdefault(whom["id"], whom)
    whole = {
        "data": data,
        "includes": {"users": list(users.values()), "tweets": list(included.values())},
        "meta": {
            "newest_id": data[-1]["id"],
            "oldest_id": data[0]["id"],
            "result_count": len(data),
            "next_token": f"b26v89c19zqg8o3{data[-1]['id'][-9:]}",
        },
        "__twarc": {
            "url": "https://api.twitter.com/2/tweets/search/all?query=%23WeKeepTheLight",
            "version": "2.14.0",
            "retrieved_at": "2014-02-10T12:00:00+00:00",
        },
    }
    return orjson.dumps(whole)


def flat(count: int, seed: int = 1, tagged: float = TAGGED) -> Iterator[bytes]:
    """Lines as `twarc2 flatten` writes them: one post a line, author and references inside."""
    for post, author, references in posts(count, seed, tagged):
        whole = {**post, "author": author}
        if references:
            kinds = {each["id"]: each["type"] for each in post["referenced_tweets"]}
            whole["referenced_tweets"] = [
                {"type": kinds[other["id"]], **other, "author": whom} for other, whom in references
            ]
        yield orjson.dumps(whole)


def archive(count: int, seed: int = 1) -> Iterator[bytes]:
    """The pieces of a ``tweet.js`` with the same posts in the fields of API v1.1."""
    start = b"window.YTD.tweet.part0 = [ "
    for post, author, _ in posts(count, seed):
        yield start + orjson.dumps({"tweet": _older(post, author)})
        start = b",\n"
    yield b" ]"


def _older(post: Json, author: Json) -> Json:
    entities = post["entities"]
    at = datetime.fromisoformat(post["created_at"])
    return {
        "id": post["id"],
        "id_str": post["id"],
        "created_at": f"{at:%a %b %d %H:%M:%S +0000 %Y}",
        "full_text": post["text"],
        "lang": post["lang"],
        "source": '<a href="https://app.example" rel="nofollow">Twitter for Android</a>',
        "truncated": False,
        "retweeted": False,
        "favorited": False,
        "retweet_count": str(post["public_metrics"]["retweet_count"]),
        "favorite_count": str(post["public_metrics"]["like_count"]),
        "display_text_range": ["0", str(len(post["text"]))],
        "entities": {
            "hashtags": [
                {"text": tag["tag"], "indices": [str(tag["start"]), str(tag["end"])]}
                for tag in entities.get("hashtags", ())
            ],
            "symbols": [],
            "user_mentions": [
                {"name": m["username"], "screen_name": m["username"], "id": m["id"],
                 "id_str": m["id"], "indices": [str(m["start"]), str(m["end"])]}
                for m in entities.get("mentions", ())
            ],
            "urls": [
                {"url": link["url"], "expanded_url": link["expanded_url"],
                 "display_url": link["display_url"],
                 "indices": [str(link["start"]), str(link["end"])]}
                for link in entities.get("urls", ())
            ],
        },
        "user": {"id_str": author["id"], "screen_name": author["username"], "name": author["name"]},
    }  # fmt: skip


def write(lines: Iterable[bytes], out: BinaryIO, end: bytes = b"\n") -> int:
    """Write each line with its end; says how many bytes."""
    size = 0
    for line in lines:
        size += out.write(line + end)
    return size


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("count", type=int)
    asked.add_argument("out", type=Path)
    asked.add_argument("--seed", type=int, default=1)
    shape = asked.add_mutually_exclusive_group()
    shape.add_argument("--flat", action="store_true")
    shape.add_argument("--archive", action="store_true")
    given = asked.parse_args()
    make = flat if given.flat else archive if given.archive else pages
    with given.out.open("wb") as out:
        size = write(make(given.count, given.seed), out, b"" if given.archive else b"\n")
    print(
        f"{given.count} posts, {size} bytes, {size // max(1, given.count)} a post", file=sys.stderr
    )


if __name__ == "__main__":
    main()
