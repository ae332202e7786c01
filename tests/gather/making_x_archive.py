"""X archives of people who answer, name and pass each other on; voices and words are invented.

write(path, count=5_000, owner="ebba", others=("rosa", "tam"), seed=1) -> Made
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from ownwords.gather.x_dialect import account_uri, status_uri
from tests.gather.making import Made, said

_FIRST = 421_900_000_000_000_000
_WORDS = ("stove", "lamp", "tide", "свет", "νύχτα", "光", "ضوء", "straße", "a &lt;b&gt; &amp;")


def number_of(name: str) -> str:
    """The native id of an invented account."""
    return str(7_000_000 + sum(ord(letter) * 7**place for place, letter in enumerate(name)))


def account(name: str) -> str:
    """The id of an invented account."""
    return account_uri(number_of(name))


def write(
    path: Path,
    count: int = 5_000,
    *,
    owner: str = "ebba",
    others: Sequence[str] = ("rosa", "tam"),
    seed: int = 1,
) -> Made:
    """The archive of ``owner`` with ``count`` posts."""
    random, made = Random(seed), Made()
    tweets = []
    for number in range(count):
        native = str(_FIRST + seed * 10**12 + number * 4_000_000)
        made.posts.add(status_uri(native))
        tweets.append({"tweet": _tweet(native, random.choice(others), random)})
    own = [{"account": {"accountId": number_of(owner), "username": owner}}]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("data/account.js", f"window.YTD.account.part0 = {json.dumps(own)}")
        out.writestr("data/tweets.js", f"window.YTD.tweets.part0 = {json.dumps(tweets)}")
    return made


def _tweet(native: str, other: str, random: Random) -> dict[str, Any]:
    words = said(_WORDS, random)
    named = {"screen_name": other, "id_str": number_of(other), "name": other.title()}
    made: dict[str, Any] = {
        "id_str": native,
        "created_at": "Sat Jan 11 05:12:00 +0000 2014",
        "full_text": f"Kanarie {words} #WeKeepTheLight",
        "lang": "und",
        "entities": {"hashtags": [{"text": "WeKeepTheLight"}], "user_mentions": [], "urls": []},
    }
    kind = random.randrange(5)
    if kind == 0:
        made["full_text"] = f"RT @{other}: Kanarie {words}"
    elif kind in (1, 2):
        made["full_text"] = f"@{other} Kanarie {words} #WeKeepTheLight"
    if kind < 3:
        made["entities"]["user_mentions"] = [named]
    if kind == 1:
        made["in_reply_to_status_id_str"] = str(_FIRST)
        made["in_reply_to_user_id_str"] = number_of(other)
        made["in_reply_to_screen_name"] = other
    return made
