"""Zeeschuimer collections: five thousand posts with every trap, and nothing about who collected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ownwords.gather.connector import detect
from ownwords.gather.zeeschuimer import _KNOWN, READ
from ownwords.records.captured import Captured, Departed
from tests.gather import making_zeeschuimer as making
from tests.gather.making import found
from tests.gather.reading import FIXTURES, faults, read, source_of

GOOD = FIXTURES / "zeeschuimer" / "good" / "items.jsonl"


def posts() -> dict[str, Captured]:
    """Posts of the good fixture by native id; of one that stands twice the later."""
    reads = read("zeeschuimer", GOOD)
    return {one.post.version_id: one for one in reads if isinstance(one, Captured)}


@pytest.mark.parametrize("seed", [1, 2])
def test_five_thousand_with_every_trap(seed: int, tmp_path: Path):
    path = tmp_path / "items.ndjson"
    made = making.write(path, seed=seed)
    assert len(made.posts) >= 5_000
    assert made.faults >= making.BROKEN
    assert found("zeeschuimer", path) == made


def test_nothing_about_who_collected_is_kept(tmp_path: Path):
    making.write(tmp_path / "items.ndjson", 300)
    reads = read("zeeschuimer", tmp_path / "items.ndjson")
    assert "canary" not in repr(reads)
    for one in reads:
        if isinstance(one, Captured):
            assert (
                not {"user_agent", "nav_index", "source_url"} & json.loads(one.post.payload).keys()
            )


def test_an_array_of_items_is_read_too(tmp_path: Path):
    lines = GOOD.read_bytes().split(b"\n")[:-1]
    path = tmp_path / "items.json"
    path.write_bytes(b"[" + b",".join(lines) + b"]")
    assert detect(source_of(path)).name == "zeeschuimer"
    as_lines, as_array = read("zeeschuimer", GOOD), read("zeeschuimer", path)
    assert [one.post for one in as_lines if isinstance(one, Captured)] == [
        one.post for one in as_array if isinstance(one, Captured)
    ]


def native(number: int) -> str:
    return str(making.FIRST + (number << 30))


def test_reposts_keep_their_own_words_and_the_whole_original_is_read():
    repost, original = posts()[native(3)].post, posts()[native(20)].post
    assert repost.type == "Announce"
    assert repost.truncated
    assert repost.content.endswith("…")
    assert repost.repost_of == original.id
    assert repost.attributed_to != original.attributed_to
    assert original.content.endswith("the tide. Kanarie")


def test_long_texts_quotes_versions_and_tombstones():
    held = posts()
    assert held[native(5)].post.content == "A long one that is not cut. Kanarie <3 #WeKeepTheLight"
    assert held[native(4)].post.quote_of == held[native(20)].post.id
    assert held[native(6)].post.quote_of == "https://x.com/i/status/1"
    edited = held[native(7)].post
    assert (edited.native_id, edited.version_id) == (str(making.FIRST + (1 << 31)), native(7))
    assert held[native(9)].post.in_reply_to == "https://x.com/i/status/12"
    assert held[native(9)].post.conversation == held[native(9)].post.id


def test_authors_stand_in_one_of_three_places_or_are_only_numbers():
    held = posts()
    authors = {number: (held[native(number)].post.handle) for number in (1, 2, 8, 10)}
    assert authors == {1: "ebba", 2: "ebba", 8: "tam", 10: ""}
    assert held[native(10)].post.attributed_to == making.account("ebba")


def test_protected_accounts_are_never_taken_in():
    gone = [one for one in read("zeeschuimer", GOOD) if isinstance(one, Departed)]
    assert [one.account for one in gone] == [making.account("lock")]


@pytest.mark.parametrize("platform", [*_KNOWN, "words of a person"])
def test_each_item_of_another_platform_is_named(platform: str, tmp_path: Path):
    path = tmp_path / "items.ndjson"
    line = json.dumps(making.envelope({"desc": "Kanarie"}, platform))
    path.write_text(f"{line}\n{line}\n", "utf-8")
    reads = read("zeeschuimer", path)
    named = platform if platform in _KNOWN else "another platform"
    assert [fault.reason for fault in faults(reads)] == [
        f"This item is of {named}, which is not read."
    ] * 2
    assert platform not in READ


def test_posts_inside_posts_inside_posts_end(tmp_path: Path):
    inner = making.envelope(None)["data"]
    for number in range(200):
        legacy = {**making._LEGACY, "id_str": str(making.FIRST + number)}
        inner = {"legacy": legacy, "quoted_status_result": {"result": inner} if inner else {}}
    path = tmp_path / "items.ndjson"
    path.write_text(json.dumps(making.envelope(inner)) + "\n", "utf-8")
    assert len(read("zeeschuimer", path)) == 8
