"""What status, search and consent show say about personal data and about a yes that has ended."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from ownwords.consent.screening_flags import Kind, in_words
from tests.cli.conftest import Place, tweet

PHONE = "ring me on +44 20 7946 0958 about the winch #KeepLit"
YES = ["--answer", "yes", "--use", "verbatim", "--use", "named", "--evidence", "letter, 3 Feb"]
NO = ["--answer", "no", "--use", "verbatim"]
POST = "https://x.com/i/status/421900000000000009"


@pytest.fixture
def campaign(place: Place) -> Place:
    lines = [
        tweet(9, 11, "2014-01-11T05:12:00.000Z", PHONE),
        tweet(8, 12, "2014-01-11T05:12:00.000Z", "The winch again #KeepLit"),
    ]
    place.posts.write_text("\n".join(lines) + "\n", encoding="utf-8")
    place.run("gather", str(place.posts))
    return place


def test_what_came_in_was_screened(campaign: Place) -> None:
    held = campaign.json("status")[0]
    assert (held["flagged"], held["unscreened"]) == ({"phone": 1}, 0)
    assert "posts that may give somebody away: 1 with a phone number" in campaign.run("status")
    kept = list((campaign.root / "cache" / "flags").iterdir())
    assert kept
    assert all(b"7946" not in path.read_bytes() for path in kept)


def test_a_missing_cache_is_said_and_made_again(campaign: Place) -> None:
    for path in (campaign.root / "cache" / "flags").iterdir():
        path.unlink()
    assert "2 posts not looked through" in campaign.run("status")
    campaign.run("rebuild")
    assert campaign.json("status")[0]["flagged"] == {"phone": 1}


def test_other_regions_ask_for_another_reading(campaign: Place) -> None:
    settings = campaign.root / "campaign.toml"
    text = settings.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("regions"))
    settings.write_text(text.replace(line, 'regions = ["GB"]'), encoding="utf-8")
    assert campaign.json("status")[0]["unscreened"] == 2


def test_search_and_show_name_the_kinds(campaign: Place) -> None:
    flags = {str(one["id"]): one["flags"] for one in campaign.json("search", "winch")}
    assert flags == {POST: ["phone"], POST.replace("009", "008"): []}
    assert "(may give somebody away: a phone number)" in campaign.run("search", "winch")
    assert "This post may give somebody away: a phone number." in campaign.run(
        "consent", "show", POST
    )


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_said_in_words(kind: Kind) -> None:
    assert re.fullmatch(r"(an?|the|somebody else's) [^.;]{4,60}", in_words(kind))


def test_who_takes_themselves_out_leaves_no_flag(campaign: Place) -> None:
    campaign.run("withdraw", "@keeper_11", "--yes")
    assert campaign.json("status")[0]["flagged"] == {}


def test_show_says_the_name_and_the_evidence(campaign: Place) -> None:
    campaign.run("consent", "record", "@keeper_12", *YES, "--name", "Ada", "--until", "2090-01-01")
    said = campaign.run("consent", "show", "@keeper_12")
    assert "yes to verbatim, named (campaign), as “Ada”, until 2090-01-01, by self" in said
    assert "evidence: letter, 3 Feb" in said
    heard = campaign.json("consent", "show", "@keeper_12")[0]["statements"]
    assert isinstance(heard, list)
    assert (heard[0]["name"], heard[0]["ends"]) == ("Ada", "2090-01-01")


def test_a_yes_that_ended_is_said_before_the_next_edition(campaign: Place) -> None:
    campaign.run("consent", "record", "@keeper_12", *YES, "--name", "Ada")
    assert campaign.json("publish")[0]["quotes"] == 1
    assert campaign.json("status")[0]["lapsed"] == 0
    ended = ["--until", "2015-01-01", "--name", "Ada"]
    said = campaign.run("consent", "record", "@keeper_12", *YES, "--name", "Ada", *ended)
    assert "1 quotation of edition 1 may not be shown any more: publish again" in said
    held = campaign.json("status")[0]
    assert (held["edition"], held["lapsed"]) == (1, 1)
    assert "1 quotation rests on a yes that has ended" in campaign.run("status")
    campaign.run("publish")
    assert campaign.json("status")[0]["lapsed"] == 0


def test_a_yes_to_less_than_before_says_what_of_the_edition_it_ends(campaign: Place) -> None:
    """Not a no and not a name: the same use, for the team alone."""
    words = ["--answer", "yes", "--use", "verbatim", "--evidence", "letter, 9 Feb"]
    campaign.run("consent", "record", "@keeper_12", *words)
    campaign.run("publish")
    said = campaign.run("consent", "record", "@keeper_12", *words, "--audience", "team")
    assert "1 quotation of edition 1 may not be shown any more: publish again" in said


def test_a_no_for_everything_says_which_yes_still_stands(campaign: Place) -> None:
    """A yes for one post is about less and outweighs it: whoever types the no must hear of it."""
    post = POST.replace("009", "008")
    campaign.run("consent", "record", post, *YES, "--name", "Ada")
    campaign.run("consent", "record", "@keeper_12", *YES, "--name", "Ada", "--story", "a winch; x")
    said = campaign.run("consent", "record", "@keeper_12", *NO)
    ends = [line for line in said.splitlines() if "To end it as well: ownwords " in line]
    assert said.count("Still stands, for it is about less: yes to verbatim, named, for ") == len(
        ends
    )
    assert len(ends) == 2
    assert campaign.json("publish")[0]["quotes"] == 1
    for line in ends:
        campaign.run(*shlex.split(line.partition("ownwords ")[2]))
    assert "Still stands" not in campaign.run("consent", "record", "@keeper_12", *NO)
    assert campaign.json("publish")[0]["quotes"] == 0


def test_a_yes_without_a_name_says_that_the_one_with_a_name_still_stands(campaign: Place) -> None:
    """Whoever writes down "no name, please" as a yes to exact words has the name printed on."""
    campaign.run("consent", "record", "@keeper_12", *YES, "--name", "Ada")
    assert campaign.json("publish")[0]["quotes"] == 1
    nameless = ["--answer", "yes", "--use", "verbatim", "--evidence", "letter, 9 Feb"]
    said = campaign.run("consent", "record", "@keeper_12", *nameless)
    assert said.count("Still stands, for it goes further: yes to verbatim, named, for all ") == 1
    [ends] = [line for line in said.splitlines() if "To end it: ownwords " in line]
    ended = campaign.run(*shlex.split(ends.partition("ownwords ")[2]))
    assert "1 quotation of edition 1 may not be shown any more: publish again" in ended
    assert "Still stands" not in campaign.run("consent", "record", "@keeper_12", *nameless)
    campaign.run("publish")
    assert campaign.json("status")[0]["lapsed"] == 0


def test_a_yes_that_has_ended_stands_no_more(campaign: Place) -> None:
    ended = ["--name", "Ada", "--until", "2015-01-01"]
    campaign.run("consent", "record", "@keeper_12", *YES, *ended)
    campaign.run("consent", "record", "@keeper_12", *YES, *ended, "--story", "night")
    nameless = ["--answer", "yes", "--use", "verbatim", "--evidence", "letter, 9 Feb"]
    assert "Still stands" not in campaign.run("consent", "record", "@keeper_12", *nameless)
    assert "Still stands" not in campaign.run("consent", "record", "@keeper_12", *NO)


def test_a_yes_for_one_post_ends_a_name_for_that_post_alone(campaign: Place) -> None:
    post = POST.replace("009", "008")
    campaign.run("consent", "record", "@keeper_12", *YES, "--name", "Ada")
    nameless = ["--answer", "yes", "--use", "verbatim", "--evidence", "letter, 9 Feb"]
    said = campaign.run("consent", "record", post, *nameless)
    [ends] = [line for line in said.splitlines() if "To end it: ownwords " in line]
    assert shlex.split(ends)[-4:] == ["--scope", "posts", "--post", post]
    campaign.run(*shlex.split(ends.partition("ownwords ")[2]))
    assert "Still stands" not in campaign.run("consent", "record", post, *nameless)
    uses = campaign.json("consent", "show", post)[0]["uses"]
    assert isinstance(uses, dict)
    assert [uses[use]["allowed"] for use in ("verbatim", "named")] == [True, False]


def test_publishing_says_when_a_yes_ends_that_it_rests_on(campaign: Place) -> None:
    """An edition stands where it was put; nobody looks at status on the day."""
    campaign.run("consent", "record", "@keeper_12", *YES, "--name", "Ada", "--until", "2090-01-01")
    other = ["--answer", "yes", "--use", "count", "--evidence", "letter", "--until", "2080-01-01"]
    campaign.run("consent", "record", "@keeper_11", *other)
    made = campaign.json("publish")[0]
    assert (made["ends"], made["ending"]) == ("2090-01-01T00:00:00Z", 1)
    said = campaign.run("publish")
    assert "1 quotation may be shown until 2090-01-01 00:00 UTC only: publish again by then" in said
    campaign.run("consent", "record", "@keeper_12", *YES, "--name", "Ada")
    made = campaign.json("publish")[0]
    assert (made["ends"], made["ending"]) == ("", 0)


def test_a_passage_of_a_whole_quotation_is_no_second_one(campaign: Place) -> None:
    campaign.run("consent", "record", "@keeper_12", *YES, "--name", "Ada")
    block = f"```quote\npost: {POST.replace('009', '008')}\nspan: 0-9\nuse: named\n```\n"
    story = campaign.root / "stories" / "winch.md"
    story.write_text(f"---\ntitle: The winch\n---\n\n{block}", encoding="utf-8")
    made = campaign.json("publish")[0]
    assert (made["quotes"], made["waiting"]) == (1, [])


def test_status_speaks_to_an_organiser(place: Place) -> None:
    place.run("gather", str(place.posts))
    said = place.run("status")
    assert "accounts that wrote them" in said
    assert "first post" in said
    assert "2014-01-11 05:12 UTC" in said
    assert "from: X 3" in said
    assert "languages: English 3" in said
    for jargon in ("accession", "hidden", "networks", "und", "T05:12"):
        assert jargon not in said


def test_a_long_post_is_cut_where_one_can_see_it(place: Place, tmp_path: Path) -> None:
    long = " ".join(f"word{number}" for number in range(120))
    posts = tmp_path / "long.jsonl"
    posts.write_text(tweet(50, 14, "2014-01-14T06:00:00.000Z", f"{long} #KeepLit") + "\n")
    place.run("gather", str(posts))
    for asked, before, behind in (("word60", True, True), ("word0", False, True)):
        words = place.run("search", asked).splitlines()[1].strip()
        assert (words.startswith("…"), words.endswith("…")) == (before, behind)
    assert "…" not in str(place.json("search", "word60")[0]["snippet"])
