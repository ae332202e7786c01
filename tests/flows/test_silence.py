"""Why somebody is not quoted is said as it is, also of answers about single posts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, Scope, Statement, Use
from tests.flows.keepers import Keep, account, post, tweet

HERE, GONE = 421900000000000001, 421900000000000009
"""A post of the keeper that is held, and one that is not."""
_DAY = 86_400_000_000
_NOVEMBER = 1_793_491_200_000_000
"""Microseconds: a day, and the first of November 2026."""


def about(answer: Answer, number: int, on: int) -> Statement:
    """What the keeper answered about one post, on a day of November 2026."""
    return Statement(
        answer=answer,
        uses=(Use.VERBATIM,),
        account=account(11),
        scope=Scope.POSTS,
        posts=(post(number),),
        given_at=_NOVEMBER + on * _DAY,
    )


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ([], "not asked yet"),
        ([about(Answer.ASKED, HERE, 1)], "asked, no answer yet"),
        ([about(Answer.NO, HERE, 1)], "said no"),
        ([about(Answer.ASKED, HERE, 1), about(Answer.NO, HERE, 2)], "said no"),
        ([about(Answer.YES, GONE, 1)], "said yes to some posts, none of which are here"),
        ([about(Answer.YES, GONE, 1), about(Answer.ASKED, HERE, 2)], "asked, no answer yet"),
        ([about(Answer.NO, GONE, 1), about(Answer.ASKED, HERE, 2)], "asked, no answer yet"),
    ],
    ids=[
        "nobody asked",
        "asked",
        "no",
        "asked, then no",
        "yes to another",
        "yes, asked",
        "no, asked",
    ],
)
def test_of_an_answer_about_single_posts_is_not_said_that_nobody_asked(
    keep: Keep, said: Sequence[Statement], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    workspace = keep([tweet(HERE, 11, "maren_low_cut", "The kettle goes on at six")])
    workspace.vault.desk.add_statements(said)
    assert publish(workspace).voices_not_quoted == {reason: 1}
