"""Who is meant by a link that somebody copied from a network, and by nothing."""

from __future__ import annotations

import pytest

from ownwords.flows import consenting, withdraw
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.errors import AskedWrongly
from tests.flows.keepers import Keep, account, post, tweet

FIRST = 422338377019292208


@pytest.mark.parametrize(
    "said",
    [
        f"https://twitter.com/ada/status/{FIRST}?s=20&t=abc",
        f"https://mobile.twitter.com/ada/status/{FIRST}",
        f"x.com/ada/status/{FIRST}/photo/1",
        f" {post(FIRST)} ",
        "https://x.com/ada",
        "https://twitter.com/Ada?lang=en",
        "x.com/ada/",
        "https://keepers.example/@ada",
    ],
)
def test_a_link_from_a_network_names_who_wrote_it(keep: Keep, said: str) -> None:
    workspace = keep([tweet(FIRST, 33, "ada", "The lock froze"), tweet(2, 44, "bo", "It did")])
    assert consenting.accounts_of(workspace, said) == (account(33),)
    assert [one.account for one in consenting.explain(workspace, said)] == [account(33)]


def test_a_no_to_the_link_of_a_handle_is_a_no_to_the_handle(keep: Keep) -> None:
    workspace = keep([tweet(1, 11, "maren", "The kettle"), tweet(2, 22, "maren", "Another")])
    no = Statement(answer=Answer.NO, uses=(Use.PARAPHRASE,))
    assert consenting.record(workspace, "https://x.com/maren", no).account == "@maren"


@pytest.mark.parametrize("said", ["", " ", "@", " @ "])
def test_nothing_names_nobody_who_has_no_handle(keep: Keep, said: str) -> None:
    """A yes to an empty name was recorded for the one account that had none."""
    workspace = keep([tweet(1, 11, "", "The kettle goes on"), tweet(2, 22, "bo", "It does")])
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), evidence="letter")
    with pytest.raises(AskedWrongly, match="Nobody by that account"):
        consenting.record(workspace, said, yes)
    with pytest.raises(AskedWrongly, match="Nobody by that account"):
        consenting.accounts_of(workspace, said)


@pytest.mark.parametrize("said", ["", " ", "@", " @ "])
def test_nothing_names_nobody_who_is_hidden(keep: Keep, said: str) -> None:
    """To undo a withdrawal brought everybody back who was hidden and had no handle."""
    workspace = keep([tweet(1, 11, "", "The kettle goes on"), tweet(2, 22, "bo", "It does")])
    workspace.vault.desk.hide([account(11)], 1)
    with pytest.raises(AskedWrongly, match="Nobody by that account"):
        withdraw.find(workspace, said)
    assert workspace.vault.desk.hidden() == {account(11)}
