"""Feeds: as their standards ask, with the same ids for ever, without words of a voice."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ownwords.edition.addresses import Places
from ownwords.edition.build import build
from ownwords.edition.feeds import Feed, atom, json_feed
from ownwords.locales.tongue import tongue_of
from tests.edition import sample, voices
from tests.edition.feed_rules import ATOM, atom_faults, json_feed_faults

WEB = "https://keepers.example.org/e/"
KEY = "7d444840-9dc0-11d1-b245-5ffdce74fad2"


def feed(**head: Any) -> Feed:
    return Feed(
        stories=(sample.FIRST, sample.SECOND),
        places=Places(front_story="night"),
        head=replace(sample.MASTHEAD, **head),
        tongue=tongue_of("en"),
    )


@pytest.mark.parametrize("address", ["", WEB])
def test_both_feeds_are_as_their_standards_ask(address: str) -> None:
    made = feed(address=address, key=KEY)
    assert atom_faults(atom(made)) == []
    assert json_feed_faults(json.loads(json_feed(made))) == []


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_whatever_a_teller_writes_the_feeds_can_be_read(text: str) -> None:
    odd = replace(sample.FIRST, title=text, standfirst=text, by=text, date="2014-02-03")
    made = replace(feed(name=text, told_by=text), stories=(odd,))
    assert json_feed_faults(json.loads(json_feed(made))) == []
    ET.fromstring(atom(made))


def test_a_story_keeps_its_id_when_the_edition_moves_or_is_made_again() -> None:
    def ids(made: Feed) -> list[str | None]:
        return [entry.findtext(f"{ATOM}id") for entry in ET.fromstring(atom(made)).iter()]

    one, moved = feed(key=KEY), feed(key=KEY, address=WEB, number=9, name="Another name")
    assert ids(one) == ids(moved)
    items = [item["id"] for item in json.loads(json_feed(moved))["items"]]
    assert items == [one.name("night"), one.name("winch")]
    assert ids(feed(key=KEY)) != ids(feed(key=KEY.replace("7", "8")))


def test_without_an_address_links_are_relative_where_the_standard_permits() -> None:
    links = [link.get("href") for link in ET.fromstring(atom(feed())).iter(f"{ATOM}link")]
    assert links == ["feed.xml", "index.html", "index.html", "stories/winch.html"]
    bare = json.loads(json_feed(feed()))
    assert "url" not in bare["items"][0]
    assert bare["items"][1]["_ownwords"]["path"] == "stories/winch.html"
    there = json.loads(json_feed(feed(address=WEB)))
    assert [item["url"] for item in there["items"]] == [WEB, f"{WEB}stories/winch.html"]


def test_no_word_of_a_voice_is_in_a_feed() -> None:
    made = dict(build(sample.rich_site()))
    for quotation in voices.QUOTATIONS:
        for path in ("feed.xml", "feed.json"):
            assert quotation.words.text[:20].encode() not in made[path]


def test_the_checks_find_what_is_wrong() -> None:
    good = atom(feed()).decode()
    for broken, fault in (
        (good.replace("urn:uuid:", "", 1), "the id is no absolute IRI"),
        (good.replace("<updated>2026-11-22T00:00:00Z", "<updated>2026-11-22", 1), "updated is"),
        (good.replace("<title>", "<title>a</title><title>", 1), "title stands twice"),
    ):
        assert any(found.startswith(fault) for found in atom_faults(broken.encode()))
    whole = json.loads(json_feed(feed()))
    del whole["items"][0]["content_text"]
    whole["items"][1]["url"] = "stories/winch.html"
    assert json_feed_faults(whole) == ["an item says nothing", "url is not absolute"]
