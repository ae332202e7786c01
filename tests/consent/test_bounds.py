"""What somebody said of being kept, read or counted alone bounds whatever else they said."""

from __future__ import annotations

from typing import Any

import pytest

from ownwords.consent.gate import Context, explain_words
from ownwords.consent.policy import decide_cause
from ownwords.consent.reasons import Cause
from ownwords.consent.register import Known, Register, Wording
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.records.sealed import Sealed, Subject

COUNTED = (Use.READ, Use.COUNT)
SAME = {"a": frozenset({"b"}), "b": frozenset({"a"})}


def said(uses: tuple[Use, ...] = (Use.VERBATIM,), account: str = "a", **more: Any) -> Statement:
    return Statement(answer=Answer.YES, uses=uses, account=account, **more)


def cause(told: list[Statement], at: int, use: Use = Use.VERBATIM) -> Cause:
    register = Register(Known(statements=told, other_ids=SAME))
    return decide_cause(register.facts_for("a", Wording("p")), use, at)


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_who_is_not_to_be_counted_any_more_is_not_quoted_either(first: bool) -> None:
    """'My words until that day' holds whatever else they said, before or after, without a day."""
    told = [said(COUNTED, ends=10, sequence=2 - first), said(sequence=1 + first)]
    assert cause(told, at=9) is Cause.SAID_YES
    assert cause(told, at=10) is Cause.TOO_LATE
    assert cause([*told, said(COUNTED, ends=20, sequence=3)], at=10) is Cause.SAID_YES


def test_a_delay_under_one_id_holds_back_a_yes_by_the_other() -> None:
    told = [said((Use.COUNT,), "b", starts=10, sequence=1), said(sequence=2)]
    assert cause(told, at=9) is Cause.TOO_EARLY
    assert cause(told, at=10) is Cause.SAID_YES
    assert cause(told[:1], 9, Use.COUNT) is Cause.TOO_EARLY
    assert cause(told[:1], 9, Use.READ) is cause(told[:1], 10, Use.COUNT) is Cause.COMMON_YES


@pytest.mark.parametrize("asked", [("q", "p"), ("p", "q")])
def test_a_day_for_one_post_under_one_id_bounds_that_post_alone(asked: tuple[str, str]) -> None:
    """Whichever of their posts is asked about first."""
    label = said(COUNTED, "b", ends=10, sequence=1, scope=Scope.POSTS, posts=("p",))
    known = Known(statements=[label, said(sequence=2)], other_ids=SAME)
    context = Context(Register(known), at=10, edition="1")
    allowed = {
        post: explain_words(Sealed("Kettle", Subject(post, "a")), context)[Use.VERBATIM].allowed
        for post in asked
    }
    assert allowed == {"p": False, "q": True}


def test_what_they_say_later_of_being_read_and_counted_moves_the_day() -> None:
    told = [said(COUNTED, ends=10, sequence=1), said(sequence=2)]
    assert cause([*told, said((Use.COUNT,), sequence=3)], at=10) is Cause.TOO_LATE
    assert cause([*told, said(COUNTED, sequence=3)], at=10) is Cause.SAID_YES


def test_a_condition_under_one_id_holds_under_the_other() -> None:
    told = [said(account="b", no_network=True)]
    known = Known(statements=told, other_ids=SAME)
    assert Register(known).conditions_for("a", "p").no_network
    assert not Register(Known(statements=told)).conditions_for("a", "p").no_network


def test_days_of_a_yes_that_names_more_bound_nothing_else() -> None:
    told = [said((*COUNTED, Use.PARAPHRASE), ends=10, sequence=1), said(sequence=2)]
    assert cause(told, at=10) is Cause.SAID_YES
