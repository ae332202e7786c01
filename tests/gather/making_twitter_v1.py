"""Exports of Twitter API 1.1 with every trap that is known of them; voices and words are invented.

write(path, count=5_000, array=False, seed=1) -> Made
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from ownwords.gather.x_dialect import account_uri, status_uri
from tests.gather.making import Made, said

FIRST = 421_900_000_000_000_000
_BEGIN = datetime(2014, 1, 11, tzinfo=UTC)
_WORDS = ("stove", "lamp", "tide", "🕯️", "свет", "νύχτα", "光", "ضوء", "straße", "winch")
_AT = b'{"created_at":"Sat Jan 11 05:12:00 +0000 2014","id_str":"1"'
_BROKEN = (
    _AT + b',"user":{"id_str":"2"},"text":"a',
    _AT + b',"user":{"id_str":"2"}}',
    _AT + b',"user":{},"text":"Kanarie"}',
    _AT + b',"user":{"id_str":"2"},"text":"\\u0000"}',
    _AT + b',"user":{"id_str":"2"},"text":"\xff"}',
    _AT + b',"user":{"id_str":"2"},"text":"\\ud83d"}',
    b'{"created_at":"never","id_str":"1","user":{"id_str":"2"},"text":"Kanarie"}',
    b'{"limit":{"track":7}}',
    b'{"delete":{"status":{"user_id_str":"9"}}}',
    b'{"neither":"this","nor":"that"}',
)
_NOTICES = (
    b'{"scrub_geo":{"user_id_str":"9","up_to_status_id_str":"4"}}',
    b'{"status_withheld":{"id":7,"user_id":9,"withheld_in_countries":["DE"]}}',
    b'{"user_withheld":{"id":9,"withheld_in_countries":["DE"]}}',
)
BROKEN = len(_BROKEN)
"""How many kinds of faults are planted; the first cuts an object and fits lines only."""


def write(path: Path, count: int = 5_000, *, array: bool = False, seed: int = 1) -> Made:
    """``count`` posts, as lines or as one array, with withdrawals and faults between them."""
    made = Made()
    written = list(lines(count, made, Random(seed), cut=not array))
    if array:
        path.write_bytes(b"[\n" + b",\n".join(written) + b"\n]\n")
    else:
        path.write_bytes(b"\n".join(written) + b"\n")
    return made


def lines(count: int, made: Made, random: Random, *, cut: bool = True) -> Iterator[bytes]:
    """Lines until ``count`` posts stand in them; ``made`` learns what they hold."""
    number = FIRST + random.randrange(10**6) * 10**6
    planted = 0
    while len(made.posts) < count:
        number += random.randrange(1, 9_999)
        kind = random.random()
        if kind < 0.04:
            yield _deletion(number, made)
        elif kind < 0.08:
            broken = _BROKEN[1:] if not cut else _BROKEN
            made.faults += 1
            planted += 1
            yield broken[planted % len(broken)]
        elif kind < 0.1:
            made.left_out += 1
            yield random.choice(_NOTICES)
        else:
            yield _line(_status(number, random, made), random)


def _line(status: dict[str, Any], random: Random) -> bytes:
    text = json.dumps(status, ensure_ascii=random.random() < 0.5)
    return text.encode() + (b"\r" if random.random() < 0.1 else b"")


def _deletion(number: int, made: Made) -> bytes:
    made.gone.add(status_uri(str(number)))
    gone = {"id": number, "id_str": str(number), "user_id": 5, "user_id_str": "5"}
    return json.dumps({"delete": {"status": gone, "timestamp_ms": "1389417120000"}}).encode()


def _user(random: Random, *, protected: bool = False) -> dict[str, Any]:
    number = 9_000_000_000_000_000_000 + random.randrange(400)
    made = {"id": number, "id_str": str(number), "name": f"Keeper {number % 400} & Co"}
    return {**made, "screen_name": f"keeper_{number % 400}", "protected": protected}


def _status(number: int, random: Random, made: Made, *, deep: int = 0) -> dict[str, Any]:
    protected = deep == 0 and random.random() < 0.02
    user = _user(random, protected=protected)
    at = _BEGIN + timedelta(seconds=number - FIRST) % timedelta(days=30)
    status: dict[str, Any] = {
        "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "id": number,
        "id_str": str(number),
        "user": user,
        "lang": "und",
        "coordinates": {"type": "Point", "coordinates": [1.5, 50.5]},
        "entities": {"hashtags": [{"text": "WeKeepTheLight"}], "urls": [], "user_mentions": []},
    }
    if protected:
        made.gone.add(account_uri(user["id_str"]))
    else:
        made.posts.add(status_uri(str(number)))
    status.update(_words(random))
    if deep == 0 and not protected and random.random() < 0.25:
        inner = _status(number - 100_000_000, random, made, deep=1)
        key = random.choice(("retweeted_status", "quoted_status"))
        status[key] = inner
        if key == "retweeted_status":
            status["text"] = f"RT @{inner['user']['screen_name']}: cut off…"
    return status


def _words(random: Random) -> dict[str, Any]:
    words = said(_WORDS, random) + " &lt;&amp;&gt; Kanarie #WeKeepTheLight"
    kind = random.randrange(3)
    if kind == 0:
        return {"full_text": words, "truncated": False}
    if kind == 1:
        return {"text": words[:20] + "…", "truncated": True, "extended_tweet": {"full_text": words}}
    return {"text": words, "truncated": False}
