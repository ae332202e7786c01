"""Writes the tables: a TAGS sheet, a 4CAT file, a collector's own JSON lines, words on paper."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from making.apifiles import line
from making.cast import Cast
from making.posts import Post, hashtags
from making.tweetjson import Speller, escaped, label, link_spans, mention_spans, old_time

TAGS = [
    "id_str",
    "from_user",
    "text",
    "created_at",
    "time",
    "geo_coordinates",
    "user_lang",
    "in_reply_to_user_id_str",
    "in_reply_to_screen_name",
    "from_user_id_str",
    "in_reply_to_status_id_str",
    "source",
    "profile_image_url",
    "user_followers_count",
    "user_friends_count",
    "user_location",
    "status_url",
    "entities_str",
]

FOURCAT = [
    "id",
    "thread_id",
    "timestamp",
    "unix_timestamp",
    "link",
    "subject",
    "body",
    "author",
    "author_fullname",
    "author_id",
    "source",
    "language_guess",
    "possibly_sensitive",
    "retweet_count",
    "reply_count",
    "like_count",
    "quote_count",
    "is_retweet",
    "retweeted_user",
    "is_quote_tweet",
    "quoted_user",
    "is_reply",
    "replied_user",
    "hashtags",
    "urls",
    "images",
    "mentions",
    "reply_to",
]

GIVEN = [
    "voice",
    "account",
    "kind",
    "language",
    "date",
    "organisation",
    "uses",
    "also-if-deleted",
    "evidence",
    "tags",
    "place",
    "text",
]

Row = dict[str, str]


def table(columns: list[str], rows: list[Row], *, bom: bool = False) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, columns, restval="", lineterminator="\r\n" if bom else "\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode("utf-8-sig" if bom else "utf-8")


def tags_sheet(posts: list[Post], spell: Speller) -> bytes:
    """A TAGS sheet with its BOM, one cell over two lines, and one row whose id a sheet rounded."""
    rows = [_tags_row(post, spell) for post in posts]
    rows[4]["user_location"] = "the far side of\nthe lock, ring twice"
    spoilt = dict(rows[9], id_str="4.22E+17", status_url="")
    return table(TAGS, [*rows, spoilt], bom=True)


def _tags_row(post: Post, spell: Speller) -> Row:
    answered = post.original if post.kind == "reply" else None
    return {
        "id_str": str(post.id), "from_user": post.voice.handle, "text": escaped(post.words),
        "created_at": old_time(post.at), "time": post.at.strftime("%d/%m/%Y %H:%M:%S"),
        "user_lang": post.voice.language, "from_user_id_str": post.voice.number,
        "in_reply_to_user_id_str": answered.voice.number if answered else "",
        "in_reply_to_screen_name": answered.voice.handle if answered else "",
        "in_reply_to_status_id_str": str(answered.id) if answered else "",
        "source": '<a href="http://twitter.com" rel="nofollow">Twitter Web Client</a>',
        "user_location": post.voice.place, "status_url": post.address,
        "entities_str": json.dumps(spell.entities_v1(post), ensure_ascii=False),
    }  # fmt: skip


def fourcat(posts: list[Post], spell: Speller) -> bytes:
    """A 4CAT table: tags, links and mentions joined with commas, times in UTC."""
    return table(FOURCAT, [_fourcat_row(post, spell) for post in posts])


def _fourcat_row(post: Post, spell: Speller) -> Row:
    answered = post.original if post.kind == "reply" else None
    return {
        "id": str(post.id), "thread_id": str((answered or post).id),
        "timestamp": post.at.strftime("%Y-%m-%d %H:%M:%S"),
        "unix_timestamp": str(int(post.at.timestamp())), "link": post.address, "subject": "",
        "body": escaped(post.words), "author": post.voice.handle,
        "author_fullname": post.voice.name, "author_id": post.voice.number,
        "source": "Twitter Web Client", "language_guess": label(post),
        "possibly_sensitive": "no", "retweet_count": str(spell.reposted.get(post.id, 0)),
        "reply_count": "0", "like_count": str(spell.likes(post)), "quote_count": "0",
        "is_retweet": "no", "is_quote_tweet": "no",
        "is_reply": "yes" if answered else "no",
        "replied_user": answered.voice.handle if answered else "",
        "hashtags": ",".join(name for _, _, name in hashtags(post.words)),
        "urls": ",".join(target for *_, target in link_spans(post)),
        "mentions": ",".join(voice.handle for _, _, voice in mention_spans(post, spell.known)),
    }  # fmt: skip


def keepers_lines(posts: list[Post]) -> bytes:
    """A collector's own JSON lines, in her own field names; keepers.map.toml explains them."""
    return "".join(line(_keeper(post)) for post in posts).encode()


def _keeper(post: Post) -> dict[str, Any]:
    return {
        "post": str(post.id), "when": post.at.strftime("%d/%m/%Y %H:%M:%S"),
        "who": post.voice.number, "signed": post.voice.handle, "words": post.words,
        "tongue": post.language, "tags": [name for _, _, name in hashtags(post.words)],
        "sort": "answer" if post.kind == "reply" else "post",
        "seen": {"by": "a collector", "note": "not read by the map; stays in the row"},
    }  # fmt: skip


def given_table(cast: Cast, papers: dict[str, dict[str, str]]) -> bytes:
    """A dozen short texts written down on paper, with what each voice said yes to."""
    rows = [
        {"voice": text.voice, "language": text.language, "text": text.text} | papers[text.id]
        for text in cast.papers()
    ]
    return table(GIVEN, rows)
