"""What popular importers were measured to get wrong (design, gather section 7); here the opposite.

Posts are made up: same shape as the platform's, invented words.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ownwords.gather.connector import Connector, Options, detect
from ownwords.records.captured import Captured, Fault, Read
from ownwords.records.post import Post
from tests.gather.reading import FIXTURES, source_of

WORDS = ("light", "keeps", "nobody", "asked", "what", "it", "costs", "to", "stay", "winter")


def made_post(number: int, chance: random.Random) -> dict[str, Any]:
    native = str(1_366_000_000_000_000_000 + number * 4_194_304)
    text = " ".join(chance.choices(WORDS, k=12)) + " &amp; #WeKeepTheLight"
    return {
        "id": native,
        "author_id": str(9_000_000 + number % 400),
        "text": text,
        "created_at": "2021-03-04T12:00:00.000Z",
        "edit_history_tweet_ids": [native],
        "public_metrics": {"like_count": 1, "retweet_count": 0, "reply_count": 0},
    }


def made_line(post: dict[str, Any]) -> str:
    user = {"id": post["author_id"], "username": f"voice_{post['author_id']}", "name": "A Voice"}
    return json.dumps({"data": [post], "includes": {"users": [user]}}) + "\n"


@pytest.fixture(scope="module")
def ten_thousand() -> list[str]:
    chance = random.Random(20140111)
    return [made_line(made_post(number, chance)) for number in range(10_000)]


def read_of(path: Path) -> list[Read]:
    source = source_of(path)
    connector: Connector = detect(source)
    return list(connector.read(source, Options()))


def posts_of(reads: list[Read]) -> list[Post]:
    return [read.post for read in reads if isinstance(read, Captured)]


def faults_of(reads: list[Read]) -> list[Fault]:
    return [read for read in reads if isinstance(read, Fault)]


def test_an_unknown_field_in_one_of_ten_thousand_costs_nothing(
    ten_thousand: list[str], tmp_path: Path
):
    changed = json.loads(ten_thousand[7_123])
    changed["data"][0]["a_field_of_tomorrow"] = {"values": [1, {"deep": "kept"}]}
    lines = [*ten_thousand[:7_123], json.dumps(changed) + "\n", *ten_thousand[7_124:]]
    path = tmp_path / "posts.jsonl"
    path.write_text("".join(lines), "utf-8")
    reads = read_of(path)
    assert faults_of(reads) == []
    posts = posts_of(reads)
    assert len({post.id for post in posts}) == 10_000
    kept = json.loads(posts[7_123].payload)["data"]["a_field_of_tomorrow"]
    assert kept == {"values": [1, {"deep": "kept"}]}


def test_one_cut_line_costs_one_post_and_is_named(ten_thousand: list[str], tmp_path: Path):
    cut = ten_thousand[4_999][: len(ten_thousand[4_999]) // 3] + "\n"
    path = tmp_path / "posts.jsonl"
    path.write_text("".join([*ten_thousand[:4_999], cut, *ten_thousand[5_000:]]), "utf-8")
    reads = read_of(path)
    assert len(posts_of(reads)) == 9_999
    (fault,) = faults_of(reads)
    assert fault.place.file == path.as_posix()
    assert fault.place.line == 5_000
    assert fault.place.offset == sum(len(line) for line in ten_thousand[:4_999])
    assert fault.reason == "This is not whole, valid JSON."
    assert fault.kept == "nothing"


def test_an_archive_of_fifty_thousand_gives_fifty_thousand(tmp_path: Path):
    posts = [
        {
            "tweet": {
                "id_str": str(421_900_000_000_000_000 + number),
                "full_text": f"night {number} &lt;3 #WeKeepTheLight",
                "created_at": "Sat Jan 11 05:12:00 +0000 2014",
                "entities": {"hashtags": [{"text": "WeKeepTheLight", "indices": ["1", "2"]}]},
            }
        }
        for number in range(50_000)
    ]
    account = [{"account": {"accountId": "12", "username": "lamp", "accountDisplayName": "Lamp"}}]
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("data/account.js", f"window.YTD.account.part0 = {json.dumps(account)}")
        first, second = json.dumps(posts[:40_000], indent=2), json.dumps(posts[40_000:])
        out.writestr("data/tweets.js", f"window.YTD.tweets.part0 = {first}")
        out.writestr("data/tweets-part1.js", f"window.YTD.tweets.part1 = {second}")
    reads = read_of(path)
    assert faults_of(reads) == []
    posts_read = posts_of(reads)
    assert [post.content for post in posts_read] == [
        f"night {number} <3 #WeKeepTheLight" for number in range(50_000)
    ]
    assert {post.attributed_to for post in posts_read} == {"https://x.com/i/user/12"}


def test_reposts_keep_their_own_words_and_the_original_is_kept_too():
    posts = {
        post.native_id: post
        for post in posts_of(read_of(FIXTURES / "twitter_v2" / "good" / "pages.jsonl"))
    }
    repost, original = posts["421900000000000002"], posts["421900000000000100"]
    page = json.loads((FIXTURES / "twitter_v2" / "good" / "pages.jsonl").read_text().split("\n")[0])
    delivered = page["data"][1]["text"], page["includes"]["tweets"][0]["text"]
    assert (repost.content, original.content) == tuple(
        text.replace("&amp;", "&") for text in delivered
    )
    assert repost.content != original.content
    assert (repost.type, repost.repost_of) == ("Announce", original.id)
    assert repost.attributed_to != original.attributed_to


READ_ALL_OFFLINE = """
import sys

def refuse(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        raise SystemExit(f"the network was asked: {event}")
    if event == "import" and arguments[0].partition(".")[0] in {"pandas", "pyarrow", "duckdb"}:
        raise SystemExit(f"{arguments[0]} was imported")

sys.addaudithook(refuse)
from ownwords.gather.connector import Options, detect
from ownwords.gather.sources import Source, find_sources
from ownwords.records.captured import Captured

count = 0
for folder in sys.argv[1:]:
    for source in find_sources(folder):
        if isinstance(source, Source) and not source.label.endswith((".json", ".toml")):
            for read in detect(source).read(source, Options()):
                count += isinstance(read, Captured)
print(count)
"""


def test_reading_needs_no_key_no_network_and_nothing_heavy():
    folders = [
        str(FIXTURES / name / "good") for name in ("given", "twitter_v1", "twitter_v2", "x_archive")
    ]
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL_OFFLINE, *folders],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": ""},
    )
    assert done.stderr == ""
    assert int(done.stdout) > 50
