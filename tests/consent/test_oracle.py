from __future__ import annotations

import os
import random
from collections import Counter

import msgspec

from ownwords.consent.policy import decide
from ownwords.consent.register import Wording
from tests.consent.oracle import answer
from tests.consent.worlds import a_case, register_of

FULL = os.environ.get("OWNWORDS_FULL") == "1"
HOW_MANY = 1_000_000 if FULL else 50_000


def test_the_policy_decides_as_the_table_says() -> None:
    dice = random.Random(20140111)
    seen: Counter[tuple[bool, str]] = Counter()
    for number in range(HOW_MANY):
        case = a_case(dice)
        facts = register_of(case).facts_for(
            case.account, Wording(case.post, "2", case.updated), case.story, case.audience
        )
        facts = msgspec.structs.replace(facts, findability_passed=case.findability)
        decision = decide(facts, case.use, case.at)
        expected = answer(case)
        seen[expected] += 1
        got = (decision.allowed, decision.rule.value.split("-")[0])
        assert got == expected, f"case {number}: {case}"
    rules = {rule for _, rule in seen}
    assert rules == {str(number) for number in range(1, 12)}, "a rule was never reached"
    assert min(seen.values()) > HOW_MANY / 10_000, f"an outcome is hardly tried: {seen}"
