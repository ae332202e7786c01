"""Withdrawing takes one person: a name that two people share takes neither."""

from __future__ import annotations

from tests.cli.conftest import Place, tweet

NAMED = ["--answer", "yes", "--use", "named", "--name", "Maren", "--evidence", "letter"]


def test_a_chosen_name_of_two_people_takes_neither(place: Place) -> None:
    place.run("gather", str(place.posts))
    for account in ("11", "12"):
        place.run("consent", "record", f"https://x.com/i/user/{account}", *NAMED)
    said = place.run("withdraw", "Maren", "--yes", status=2)
    assert "2 people" in said
    assert "https://x.com/i/user/12" in said
    assert (place.json("status")[0]["posts"], place.json("status")[0]["hidden"]) == (3, 0)


def test_a_handle_that_two_people_had_takes_neither(place: Place) -> None:
    lines = [
        tweet(1, 11, "2014-01-11T05:12:00.000Z", "The lamp is lit #KeepLit"),
        tweet(2, 12, "2015-01-11T05:12:00.000Z", "A later owner of the handle #KeepLit"),
    ]
    text = "\n".join(lines).replace("keeper_12", "keeper_11") + "\n"
    place.posts.write_text(text, encoding="utf-8")
    place.run("gather", str(place.posts))
    assert "2 people" in place.run("withdraw", "@keeper_11", "--yes", status=2)
    assert place.json("status")[0]["posts"] == 2


def test_a_chosen_name_of_one_person_takes_them(place: Place) -> None:
    place.run("gather", str(place.posts))
    place.run("consent", "record", "https://x.com/i/user/11", *NAMED)
    place.run("withdraw", "Maren", "--yes")
    assert place.json("status")[0]["posts"] == 1


def test_who_is_hidden_already_is_not_said_to_have_no_posts(place: Place) -> None:
    place.run("gather", str(place.posts))
    account = "https://x.com/i/user/11"
    place.run("withdraw", account, "--hide-only", "--yes")
    said = place.run("withdraw", account, "--yes")
    assert "Hidden already, with all posts: 1 account." in said
    assert "with 0 posts" not in said
