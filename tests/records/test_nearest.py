"""What somebody may have meant by a word that is not known."""

from __future__ import annotations

import pytest

from ownwords.records.consent import Use
from ownwords.records.nearest import nearest

VERBS = ("gather", "publish", "withdraw")


@pytest.mark.parametrize("word", ["gathr", "Gather", "GATHER", "gatehr"])
def test_a_slip_is_seen_through_whatever_the_case(word: str) -> None:
    assert nearest(word, VERBS) == "gather"


def test_the_known_word_comes_back_as_it_is_spelled() -> None:
    assert nearest("tweetid", ("TweetId", "Text")) == "TweetId"
    assert nearest("verbatin", Use) == "verbatim"


def test_nothing_is_offered_for_a_word_like_none() -> None:
    assert nearest("qqq", VERBS) == ""
    assert nearest("", VERBS) == ""
    assert nearest("gather", ()) == ""


def test_how_much_alike_it_must_be_is_said() -> None:
    assert nearest("gat", VERBS, 0.5) == "gather"
    assert nearest("gat", VERBS, 0.75) == ""
