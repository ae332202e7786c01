"""Hashtags as the platform finds them, and whether a post belongs to a campaign."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.gather.hashtags import extract_tags
from ownwords.gather.matching import TagMatcher
from ownwords.records.post import Post
from tests.realdata import data_path


def published_cases(*kinds: str) -> list[dict[str, Any]]:
    yaml = pytest.importorskip("yaml", reason="PyYAML, a development dependency, is not here")
    path = data_path("twitter-text-conformance/extract.yml")
    tests = yaml.safe_load(path.read_text("utf-8"))["tests"]
    return [case for kind in kinds for case in tests[kind]]


def test_the_published_cases_hold():
    wrong = [
        case["description"]
        for case in published_cases("hashtags", "hashtags_from_astral")
        if list(extract_tags(case["text"])) != case["expected"]
    ]
    assert wrong == []


def test_the_published_cases_with_places_hold():
    wrong = [
        case["description"]
        for case in published_cases("hashtags_with_indices")
        if list(extract_tags(case["text"])) != [one["hashtag"] for one in case["expected"]]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#one#two", ()),
        ("a#b", ()),
        ("&#169; #x1", ("x1",)),
        ("(#a)#b", ("a", "b")),
        ("see example.org/#part and #whole", ("whole",)),
        ("#١٢٣", ()),
        ("#نور_البحر، #हम_जागते", ("نور_البحر", "हम_जागते")),
        ("＃灯を守る", ("灯を守る",)),
        ("#", ()),
        ("no tag", ()),
    ],
)
def test_tags_of_a_text(text: str, tags: tuple[str, ...]):
    assert extract_tags(text) == tags


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str):
    for tag in extract_tags(text):
        assert tag in text
        assert not set(tag) & set("#＃ \n")


def post(content: str, *tags: str, form: str = "text/plain") -> Post:
    return Post(
        id="x:1",
        network="x",
        native_id="1",
        attributed_to="x:a",
        content=content,
        content_format=form,
        published=0,
        payload=b"",
        tags=tags,
    )


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("WeKeepTheLight", "#wekeepthelight"),
        ("#wekeepthelight", "#WEKEEPTHELIGHT"),
        ("Straße", "#STRASSE"),
        ("ΕμείςΦυλάμεΤοΦως", "#ΕΜΕΊΣΦΥΛΆΜΕΤΟΦΩΣ"),
        ("hashtag", "＃ｈａｓｈｔａｇ"),
        ("نحن_نحرس", "#نحن_نحرس"),
    ],
)
def test_case_does_not_matter_in_any_script(wanted: str, said: str):
    matcher = TagMatcher([wanted])
    assert matcher.matches(post(f"words {said} words"))
    assert matcher.matches(post("words", said.lstrip("#＃")))
    assert not matcher.matches(post(f"words {said}x words"))


def test_tags_in_markup_are_found_and_attributes_are_not():
    matcher = TagMatcher(["light"])
    assert matcher.matches(
        post('<p>keep <a href="/t">#<span>Light</span></a></p>', form="text/html")
    )
    assert not matcher.matches(post('<p><a title="#light">no</a></p>', form="text/html"))


def test_the_campaign_in_real_data_is_whole():
    from ownwords.gather.connector import Options
    from ownwords.gather.mapped import CONNECTOR
    from ownwords.gather.mapping import find_mapping
    from ownwords.records.captured import Captured
    from tests.gather.reading import source_of
    from tests.realdata import CHECKOUT

    source = source_of(data_path("ira-campaign/posts-2016-07_08.jsonl.zst"))
    mapping = find_mapping(str(CHECKOUT / "bench" / "maps" / "ira.toml"))
    matcher = TagMatcher(["MerkelMussBleiben"])
    posts = matching = 0
    accounts = set()
    for read in CONNECTOR.read(source, Options(mapping=mapping)):
        assert isinstance(read, Captured)
        posts += 1
        if matcher.matches(read.post):
            matching += 1
            accounts.add(read.post.attributed_to)
    assert (posts, matching, len(accounts)) == (122_659, 5_886, 51)


def test_a_long_row_of_signs_holds_no_tag():
    assert extract_tags("#" * 20_000 + " #lamp") == ("lamp",)
