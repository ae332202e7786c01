"""Writes the account archives that two people of the cast asked the platform for."""

from __future__ import annotations

import io
import json
import zipfile

from making.posts import Post, hashtags
from making.tweetjson import Json, Speller, iso

ZIP_TIME = (2014, 2, 21, 8, 0, 0)
CANARY = "CANARY-never-read-this-invented-secret"


def pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def zipped(members: dict[str, str]) -> bytes:
    """A zip with fixed times and order: the same members give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in members.items():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode())
    return target.getvalue()


def archive_2026(posts: list[Post], spell: Speller) -> bytes:
    """Maren's archive of today's kind: two parts of tweets, a long one apart, private members."""
    voice = posts[0].voice
    tweets = [spell.archived_2026(post) for post in posts]
    half = (len(tweets) + 1) // 2
    long_ones = [post for post in posts if post.long]
    members: dict[str, str] = {}
    members["data/manifest.js"] = "window.__THAR_CONFIG = " + pretty(
        _manifest(voice.number, len(posts))
    )
    members["data/account.js"] = _part("account", 0, [{"account": {
        "email": f"{CANARY}@example.org", "createdVia": "web", "username": voice.handle,
        "accountId": voice.number, "createdAt": "2012-03-06T08:00:00.000Z",
        "accountDisplayName": voice.name,
    }}])  # fmt: skip
    members["data/tweets.js"] = _part("tweets", 0, tweets[:half])
    members["data/tweets-part1.js"] = _part("tweets", 1, tweets[half:])
    members["data/note-tweet.js"] = _part("note_tweet", 0, [_note(post) for post in long_ones])
    return zipped(members | _private(voice.number))


def _part(name: str, number: int, rows: list[Json]) -> str:
    return f"window.YTD.{name}.part{number} = " + pretty(rows)


def _manifest(number: str, count: int) -> Json:
    files = [{"fileName": "data/tweets.js", "globalName": "YTD.tweets.part0"},
             {"fileName": "data/tweets-part1.js", "globalName": "YTD.tweets.part1"}]  # fmt: skip
    return {
        "userInfo": {"accountId": number},
        "archiveInfo": {"generationDate": "2026-10-04T09:00:00.000Z", "isPartialArchive": False},
        "dataTypes": {"tweets": {"files": [file | {"count": str(count // 2)} for file in files]}},
    }


def _note(post: Post) -> Json:
    tags = [{"text": name, "fromIndex": str(a), "toIndex": str(b)}
            for a, b, name in hashtags(post.words)]  # fmt: skip
    core = {"styletags": [], "urls": [], "text": post.words, "mentions": [], "cashtags": [],
            "hashtags": tags}  # fmt: skip
    return {"noteTweet": {
        "noteTweetId": str(post.id - 7), "updatedAt": iso(post.at), "createdAt": iso(post.at),
        "lifecycle": {"value": "0", "name": "Author", "originalName": "Author",
                      "annotations": {}}, "core": core,
    }}  # fmt: skip


def _private(number: str) -> dict[str, str]:
    message = {"messageCreate": {"recipientId": "9900000001", "senderId": number,
                                 "text": f"{CANARY} direct message", "id": "1",
                                 "createdAt": "2014-01-11T05:00:00.000Z"}}  # fmt: skip
    talk = [{"dmConversation": {"conversationId": "1-2", "messages": [message]}}]
    address = [{"ipAudit": {"accountId": number, "createdAt": "2026-10-01T00:00:00.000Z",
                            "loginIp": "192.0.2.41", "note": CANARY}}]  # fmt: skip
    phone = [{"device": {"phoneNumber": "+447700900999", "note": CANARY}}]
    gone = [{"tweet": {"id_str": "1", "full_text": f"{CANARY} deleted tweet"}}]
    return {
        "data/direct-messages.js": _part("direct_messages", 0, talk),
        "data/ip-audit.js": _part("ip_audit", 0, address),
        "data/phone-number.js": _part("phone_number", 0, phone),
        "data/deleted-tweets.js": _part("deleted_tweets", 0, gone),
    }


def archive_2014(posts: list[Post], spell: Speller) -> bytes:
    """Tobias's archive of 2014: a file a month, newest first, the author in each tweet."""
    voice = posts[0].voice
    rows = [spell.archived_2014(post) for post in reversed(posts)]
    user = {"expanded_url": "", "screen_name": voice.handle, "location": voice.place, "url": "",
            "full_name": voice.name, "bio": "Invented.", "id": voice.number,
            "created_at": "2012-03-06 08:00:00 +0000"}  # fmt: skip
    index = [{"file_name": "data/js/tweets/2014_01.js", "year": 2014, "var_name": "tweets_2014_01",
              "tweet_count": len(rows), "month": 1}]  # fmt: skip
    return zipped({
        "README.txt": "An invented archive in the shape of the archives of 2012 to 2018.\n",
        "data/js/payload_details.js": "var payload_details =  " + pretty({"tweets": len(rows)}),
        "data/js/tweet_index.js": "var tweet_index =  " + pretty(index),
        "data/js/user_details.js": "var user_details =  " + pretty(user),
        "data/js/tweets/2014_01.js": "Grailbird.data.tweets_2014_01 = \n" + pretty(rows),
    })  # fmt: skip
