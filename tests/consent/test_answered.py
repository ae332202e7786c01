"""Who was asked about several uses and chose one of them has answered about all of them."""

from __future__ import annotations

import pytest

from ownwords.consent.policy import Facts, outdated, weigh
from ownwords.consent.reasons import Cause
from ownwords.records.consent import Answer, GivenBy, Scope, Statement, Use
from tests.consent.test_policy import cause, facts, said

OFFERED = (Use.PARAPHRASE, Use.VERBATIM, Use.NAMED)


@pytest.mark.parametrize("answer", list(Answer))
@pytest.mark.parametrize("chosen", OFFERED)
def test_an_answer_to_one_offer_ends_the_wait_for_the_others_and_allows_none_of_them(
    answer: Answer, chosen: Use
) -> None:
    asked = said(Answer.ASKED, OFFERED, sequence=1)
    found = facts(asked, said(answer, (chosen,), sequence=2))
    causes = {use: cause(found, use) for use in OFFERED}
    assert (Cause.NOT_ANSWERED in causes.values()) is (answer is Answer.ASKED)
    assert Cause.SAID_YES not in {causes[use] for use in OFFERED if use is not chosen}
    assert cause(found, Use.MEDIA) is Cause.NOTHING_SAID


@pytest.mark.parametrize(
    "answer",
    [
        said(uses=(Use.NAMED,), sequence=1),
        said(uses=(Use.NAMED,), sequence=3, scope=Scope.ALL),
        said(uses=(Use.NAMED,), sequence=3, given_by=GivenBy.STEWARD, evidence=""),
        said(uses=(Use.MEDIA,), sequence=3),
        said(uses=(Use.COUNT,), sequence=3),
    ],
)
def test_what_is_no_answer_to_an_ask_does_not_end_the_wait(answer: Statement) -> None:
    asked = said(Answer.ASKED, OFFERED, sequence=2)
    assert cause(facts(answer, asked), Use.VERBATIM) is Cause.NOT_ANSWERED


def test_a_yes_to_an_earlier_wording_is_an_answer_to_the_ask_before_it() -> None:
    asked = weigh(said(Answer.ASKED, OFFERED, sequence=1))
    earlier = outdated(weigh(said(uses=(Use.VERBATIM,), sequence=2)))
    found = Facts(said=(asked, earlier))
    assert cause(found) is Cause.ASKED_OTHER_WORDING
    assert cause(found, Use.PARAPHRASE) is Cause.CHOSE_OTHER
