"""Personal data in words with a yes: left out of lists, held in stories until somebody decides."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Place, tweet

YES = ["--answer", "yes", "--use", "verbatim", "--evidence", "letter"]
PHONE = "ring me on +44 20 7946 0958 about the winch #KeepLit"
STORY = "---\ntitle: The winch\n---\n\n```quote\npost: {post}\n{more}```\n"


def test_a_phone_number_waits_for_a_person(place: Place) -> None:
    place.posts.write_text(tweet(9, 11, "2014-01-11T05:12:00.000Z", PHONE) + "\n", encoding="utf-8")
    place.run("gather", str(place.posts))
    place.run("consent", "record", "@keeper_11", *YES)
    made = place.json("publish")[0]
    assert (made["quotes"], made["screened"]) == (0, {"phone": 1})
    post = "https://x.com/i/status/421900000000000009"
    story = place.root / "stories" / "winch.md"
    story.write_text(STORY.format(post=post, more=""), encoding="utf-8")
    waiting = place.json("publish")[0]["waiting"]
    assert isinstance(waiting, list)
    preview = Path(waiting[0]["path"]).read_text(encoding="utf-8")
    assert "keep: phone" in preview
    assert "7946" not in preview
    more = "keep: phone\nnote: a dead line, kept at their wish\n"
    story.write_text(STORY.format(post=post, more=more), encoding="utf-8")
    kept = place.json("publish")[0]
    assert (kept["quotes"], kept["waiting"]) == (1, [])
    story.write_text(STORY.format(post=post, more="keep: phone\n"), encoding="utf-8")
    assert "needs a note" in place.run("publish", status=2)


def test_what_is_left_out_of_the_lists_is_said_in_plain_words(place: Place) -> None:
    place.posts.write_text(tweet(9, 11, "2014-01-11T05:12:00.000Z", PHONE) + "\n", encoding="utf-8")
    place.run("gather", str(place.posts))
    place.run("consent", "record", "@keeper_11", *YES)
    said = place.run("publish")
    assert "Posts with a yes that stand in no list" in said
    assert "1  A phone number. Whoever reads it can ring the person" in said
    assert "To show one, quote it in a story" in said
    assert "7946" not in said
