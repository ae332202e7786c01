"""`consent block`: decided, shown and lifted in a terminal."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Place

FIRST = "https://x.com/i/status/421900000000000001"
MAREN = "https://x.com/i/user/11"


def test_a_block_is_decided_shown_and_lifted(place: Place) -> None:
    place.run("gather", str(place.posts))
    why = ("--reason", "a court said so", "--by", "Ila")
    assert f"Blocked: {FIRST}, by Ila: a court said so" in place.run(
        "consent", "block", FIRST, *why
    )
    assert "blocked: the post" in place.run("consent", "show", MAREN)
    place.run("consent", "block", "@keeper_11", *why)
    shown = place.run("consent", "show", FIRST)
    assert f"blocked: the account {MAREN}, since " in shown
    assert ", by Ila: a court said so" in shown
    blocks = place.json("consent", "show", MAREN)[0]["blocks"]
    assert [(one["target"], one["until"]) for one in blocks] == [(FIRST, ""), (MAREN, "")]
    assert place.run("search", "winch", status=0).count("winch") == 0
    lifted = place.run("consent", "block", MAREN, "--lift", "--reason", "annulled", "--by", "Ada")
    assert f"Lifted; the other rules decide again: {MAREN}, by Ada: annulled" in lifted
    assert "was blocked: the account" in place.run("consent", "show", MAREN)
    assert "winch" in place.run("search", "winch")


@pytest.mark.parametrize("lacking", ["--reason", "--by"])
def test_a_block_says_why_and_who_decides(place: Place, lacking: str) -> None:
    place.run("gather", str(place.posts))
    said = {"--reason": "a court said so", "--by": "Ila"}
    words = [word for pair in said.items() if pair[0] != lacking for word in pair]
    assert lacking in place.run("consent", "block", MAREN, *words, status=2)
    assert "a reason and a name" in place.run(
        "consent", "block", MAREN, *words, lacking, " ", status=2
    )
    assert place.json("consent", "show", MAREN)[0]["blocks"] == []
