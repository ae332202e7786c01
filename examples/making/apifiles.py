"""Writes the files that the platform's programming interfaces delivered."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from datetime import UTC, datetime, timedelta
from typing import Any

from making.posts import Post, snowflake
from making.tweetjson import Json, Speller, iso

PAGE = 100
RETRIEVED = "2023-02-09T20:14:00+00:00"
GONE = 3  # which repost of the second page came without its original


def line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def v2_pages(posts: list[Post], spell: Speller) -> bytes:
    """Pages as twarc2 keeps them: data, includes, errors, meta. Edits come in both versions."""
    text = "".join(line(_page(page, gone, spell)) for page, gone in cut_into_pages(posts))
    return gzip.compress(text.encode(), mtime=0)


def cut_into_pages(posts: list[Post]) -> list[tuple[list[Post], Post | None]]:
    """The pages, newest first; beside the second, the original that was not sent along."""
    versions = [*posts, *(post.earlier for post in posts if post.earlier)]
    rows = sorted(versions, key=lambda post: -post.id)
    pages = [rows[at : at + PAGE] for at in range(0, len(rows), PAGE)]
    passed_on = [post.original for post in pages[1] if post.kind == "repost"]
    return [(page, passed_on[GONE] if page is pages[1] else None) for page in pages]


def _page(posts: list[Post], gone: Post | None, spell: Speller) -> Json:
    users, tweets = spell.includes(posts)
    errors = []
    if gone:
        tweets.pop(str(gone.id))
        errors.append(_not_found(str(gone.id)))
    page: Json = {
        "data": [spell.v2(post) for post in posts],
        "includes": {"users": list(users.values()), "tweets": list(tweets.values())},
        "meta": {"newest_id": str(posts[0].id), "oldest_id": str(posts[-1].id),
                 "result_count": len(posts)},
        "__twarc": {"url": "https://api.twitter.example/2/tweets/search/all",
                    "version": "2.13.0", "retrieved_at": RETRIEVED},
    }  # fmt: skip
    return page | ({"errors": errors} if errors else {})


def _not_found(number: str) -> Json:
    return {
        "resource_id": number, "parameter": "referenced_tweets.id", "resource_type": "tweet",
        "section": "includes", "title": "Not Found Error", "value": number,
        "detail": f"Could not find tweet with referenced_tweets.id: [{number}].",
        "type": "https://api.twitter.example/2/problems/resource-not-found",
    }  # fmt: skip


def v2_stream(posts: list[Post], spell: Speller) -> bytes:
    """One object a line with its rules; the last line was cut when the connection fell."""
    rule = {"matching_rules": [{"id": "1", "tag": "keepers"}]}
    lines = [line(_with_includes(post, spell) | rule) for post in posts]
    return ("".join(lines) + lines[-1][: len(lines[-1]) // 3]).encode()


def _with_includes(post: Post, spell: Speller) -> Json:
    users, tweets = spell.includes([post])
    includes: Json = {"users": list(users.values())}
    if tweets:
        includes["tweets"] = list(tweets.values())
    return {"data": spell.v2(post), "includes": includes}


def v2_flat(posts: list[Post], spell: Speller) -> bytes:
    """One tweet a line, its author and what it refers to put inside, as `twarc2 flatten` does."""
    text = "".join(line(_flat(post, spell)) for post in posts)
    return lzma.compress(text.encode(), preset=6)


def _flat(post: Post, spell: Speller) -> Json:
    tweet = spell.v2(post) | {"author": spell.user_v2(post.voice)}
    if post.original and "referenced_tweets" in tweet:
        reference = tweet["referenced_tweets"][0]
        inner = spell.v2(post.original) | {"author": spell.user_v2(post.original.voice)}
        tweet["referenced_tweets"] = [reference | inner]
    return tweet | {"__twarc": {"version": "2.13.0", "retrieved_at": RETRIEVED}}


def compliance(posts: list[Post]) -> bytes:
    """What the platform says became of posts; opens with an empty line, as such files do."""
    lines = ["\n"]
    for post in gone_by_compliance(posts):
        state = "suspended" if "suspended" in post.deleted else "deleted"
        lines.append(line({
            "id": str(post.id), "action": "delete", "created_at": iso(post.at),
            "redacted_at": iso(post.at + timedelta(days=40)), "reason": state,
        }))  # fmt: skip
    return "".join(lines).encode()


def gone_by_compliance(posts: list[Post]) -> list[Post]:
    return [post for post in posts if post.deleted.startswith("compliance")]


def v1(posts: list[Post], spell: Speller) -> bytes:
    """Statuses of API 1.1, first half compatible, second half extended mode, with delete lines."""
    half = len(posts) // 2
    rows = [
        spell.v1(post, extended=number > half and not post.long)
        for number, post in enumerate(posts)
    ]
    for row, post in zip(rows, posts, strict=True):
        if post.key == "en-tourist-selfie":
            point = {"type": "Point", "coordinates": [-150.25, -45.5]}  # open ocean
            row["coordinates"], row["place"] = point, {"full_name": "Nowhere, Invented"}
    lines = [line(row) for row in rows]
    lines.insert(len(lines) // 3, line({"limit": {"track": 12, "timestamp_ms": "1389441600000"}}))
    lines += [line(_deleted(post)) for post in posts if post.deleted == "v1"]
    lines.append(line(UNKNOWN_DELETE))
    return bz2.compress("".join(lines).encode())


UNHELD = snowflake(datetime(2014, 1, 5, 6, 0, tzinfo=UTC), "a post nobody kept")
UNKNOWN_DELETE: Json = {
    "delete": {
        "status": {"id": UNHELD, "id_str": str(UNHELD), "user_id": 9999999999,
                   "user_id_str": "9999999999"},
        "timestamp_ms": "1390000000000",
    }
}  # fmt: skip


def _deleted(post: Post) -> Json:
    status = {"id": post.id, "id_str": str(post.id), "user_id": int(post.voice.number),
              "user_id_str": post.voice.number}  # fmt: skip
    later = int((post.at + timedelta(hours=9)).timestamp() * 1000)
    return {"delete": {"status": status, "timestamp_ms": str(later)}}
