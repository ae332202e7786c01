"""One test a rule, each of which fails when the rule is left out, weakened or moved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.consent import policy
from ownwords.consent.policy import ORDER, Facts, decide, decide_cause, weigh
from ownwords.consent.reasons import DECISIONS, REASONS, Cause
from ownwords.consent.rungs import BELOW_WORDS, IMPLIED
from ownwords.consent.vocabularies import LABELS
from ownwords.consent.wishes import ACCOUNT_WISHES
from ownwords.records.consent import (
    Answer,
    GivenBy,
    Rule,
    Scope,
    Statement,
    Use,
    Voice,
    VoiceKind,
    WishKind,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "decision-order.md"
VERBATIM = (Use.VERBATIM,)
PARAPHRASE = (Use.PARAPHRASE,)
ABOVE = [use for use in Use if use not in BELOW_WORDS]


def said(
    answer: Answer = Answer.YES, uses: tuple[Use, ...] = VERBATIM, **more: object
) -> Statement:
    return Statement(answer=answer, uses=uses, account="a", **more)


def facts(*statements: Statement, **more: object) -> Facts:
    return Facts(said=tuple(map(weigh, statements)), **more)


def cause(found: Facts, use: Use = Use.VERBATIM, at: int = 10) -> Cause:
    return decide_cause(found, use, at)


ORGANISATION = Voice(
    id="v", kind=VoiceKind.ORGANISATION, accounts=("a",), reason="r", decided_by=("x",)
)
YES, NO = said(sequence=1), said(Answer.NO, sequence=1)


def test_the_rules_stand_in_the_order_of_the_design() -> None:
    assert [rule.__name__.replace("_", "-") for rule in ORDER] == [
        rule.value.split("-", 1)[1] for rule in Rule
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"withdrawn": True}, {"blocked": True}, Cause.WITHDRAWN),
        ({"blocked": True}, {"said": said(ends=5)}, Cause.BLOCKED),
        ({"said": said(ends=5)}, {"departed": True}, Cause.TOO_LATE),
        ({"said": NO}, {"departed": True}, Cause.SAID_NO),
        ({"departed": True}, {"said": YES}, Cause.GONE),
        ({"said": YES}, {"post_wishes": {WishKind.QUOTE_NOBODY}}, Cause.SAID_YES),
        (
            {"post_wishes": {WishKind.QUOTE_NOBODY}},
            {"account_wishes": {WishKind.NO_ARCHIVE}},
            Cause.POST_WISH,
        ),
        ({"account_wishes": {WishKind.NO_ARCHIVE}}, {"voice": ORGANISATION}, Cause.ACCOUNT_WISH),
        ({"voice": ORGANISATION}, {}, Cause.ORGANISATION),
    ],
)
def test_the_first_rule_that_decides_wins(first: dict, second: dict, expected: Cause) -> None:
    together = {**first, **second}
    for name in ("post_wishes", "account_wishes"):
        together[name] = frozenset(together.get(name, ()))
    statement = together.pop("said", None)
    assert cause(facts(*([statement] if statement else []), **together)) is expected


@pytest.mark.parametrize("use", list(Use))
def test_withdrawn_and_blocked_refuse_everything(use: Use) -> None:
    every = said(uses=tuple(Use))
    assert cause(facts(every, withdrawn=True), use) is Cause.WITHDRAWN
    assert cause(facts(every, blocked=True), use) is Cause.BLOCKED


@pytest.mark.parametrize(
    ("more", "at", "expected"),
    [
        ({"starts": 10}, 9, Cause.TOO_EARLY),
        ({"starts": 10}, 10, Cause.SAID_YES),
        ({"ends": 10}, 9, Cause.SAID_YES),
        ({"ends": 10}, 10, Cause.TOO_LATE),
        ({"audience": "team"}, 0, Cause.OTHER_AUDIENCE),
        ({"audience": "somebody else"}, 0, Cause.OTHER_AUDIENCE),
    ],
)
def test_a_yes_holds_in_its_time_and_before_its_audience(
    more: dict, at: int, expected: Cause
) -> None:
    assert cause(facts(said(**more)), at=at) is expected


def test_a_yes_for_everyone_holds_in_the_team() -> None:
    assert cause(facts(YES, audience="team")) is Cause.SAID_YES
    assert cause(facts(said(audience="team"), audience="team")) is Cause.SAID_YES


def test_a_no_has_no_end() -> None:
    assert cause(facts(said(Answer.NO, starts=20, ends=5))) is Cause.SAID_NO


def test_asked_and_not_answered_is_no() -> None:
    assert cause(facts(said(Answer.ASKED))) is Cause.NOT_ANSWERED
    assert not decide(facts(said(Answer.ASKED)), Use.VERBATIM, 0).allowed


@pytest.mark.parametrize("evidence", ["", "letter of 3 May"])
@pytest.mark.parametrize("who", list(GivenBy))
def test_an_answer_ends_the_wait_for_it_whoever_asked_and_with_or_without_evidence(
    who: GivenBy, evidence: str
) -> None:
    asked = said(Answer.ASKED, PARAPHRASE, given_by=who, evidence=evidence, sequence=2)
    assert cause(facts(said(sequence=1), asked)) is Cause.NOT_ANSWERED
    assert cause(facts(asked, said(sequence=3))) is Cause.SAID_YES
    assert cause(facts(asked), Use.PARAPHRASE) is Cause.NOT_ANSWERED


@pytest.mark.parametrize(
    ("refused", "also"),
    [
        (Use.HOLD, set(Use)),
        (Use.COUNT, {Use.COUNT, *ABOVE}),
        (Use.PARAPHRASE, {Use.PARAPHRASE, Use.VERBATIM, Use.NAMED}),
        (Use.VERBATIM, {Use.VERBATIM, Use.NAMED}),
        (Use.NAMED, {Use.NAMED}),
        (Use.MEDIA, {Use.MEDIA}),
    ],
)
def test_a_no_at_one_rung_is_a_no_above_it(refused: Use, also: set[Use]) -> None:
    found = facts(said(Answer.NO, (refused,)))
    assert {use for use in Use if cause(found, use) is Cause.SAID_NO} == also


def test_a_no_without_uses_refuses_everything_above_count() -> None:
    found = facts(said(Answer.NO, ()))
    assert [use for use in Use if cause(found, use) is Cause.SAID_NO] == ABOVE


@pytest.mark.parametrize("use", list(Use))
def test_a_yes_brings_what_the_table_says_and_no_more(use: Use) -> None:
    found = facts(said(uses=(use,)))
    brought = {other for other in Use if cause(found, other) is Cause.SAID_YES}
    assert brought == {use, *IMPLIED[use]}


def test_what_a_yes_merely_brings_lapses_with_it() -> None:
    assert cause(facts(said(ends=5)), Use.COUNT) is Cause.COMMON_YES
    assert cause(facts(said(uses=(Use.COUNT,), ends=5)), Use.COUNT) is Cause.TOO_LATE


def test_the_specific_beats_the_general_whichever_came_first() -> None:
    general, specific = said(Answer.NO, sequence=2), said(scope=Scope.POSTS, sequence=1)
    assert cause(facts(general, specific)) is Cause.SAID_YES
    general, specific = said(sequence=2), said(Answer.NO, scope=Scope.STORY, sequence=1)
    assert cause(facts(general, specific)) is Cause.SAID_NO


def test_scopes_from_general_to_specific() -> None:
    order = [Scope.ALL, Scope.CAMPAIGN, Scope.STORY, Scope.POSTS]
    for place, scope in enumerate(order[1:], 1):
        wider = said(Answer.NO, scope=order[place - 1], sequence=9)
        assert cause(facts(wider, said(scope=scope))) is Cause.SAID_YES


def test_the_latest_counts_within_one_speaker_and_scope() -> None:
    assert cause(facts(said(sequence=2), said(Answer.NO, sequence=1))) is Cause.SAID_YES
    assert cause(facts(said(sequence=1), said(Answer.NO, sequence=2))) is Cause.SAID_NO
    assert cause(facts(said(sequence=1), said(Answer.NO, sequence=1))) is Cause.SAID_NO


@pytest.mark.parametrize("by", [GivenBy.REPRESENTATIVE, GivenBy.STEWARD])
def test_a_no_of_somebody_else_beats_a_yes_at_equal_scope(by: GivenBy) -> None:
    other = said(Answer.NO, given_by=by, sequence=1)
    assert cause(facts(other, said(sequence=2))) is Cause.SAID_NO
    assert cause(facts(other, said(scope=Scope.POSTS, sequence=2))) is Cause.SAID_YES


def test_what_is_passed_on_with_evidence_is_the_voices_own_word() -> None:
    passed_on = said(Answer.NO, given_by=GivenBy.STEWARD, evidence="letter", sequence=1)
    assert cause(facts(passed_on, said(sequence=2))) is Cause.SAID_YES


@pytest.mark.parametrize("by", [GivenBy.REPRESENTATIVE, GivenBy.STEWARD])
@pytest.mark.parametrize("use", ABOVE)
def test_a_yes_passed_on_needs_its_evidence(by: GivenBy, use: Use) -> None:
    assert not decide(facts(said(uses=(use,), given_by=by, evidence=" ")), use, 0).allowed
    assert decide(facts(said(uses=(use,), given_by=by, evidence="form")), use, 0).allowed


def test_a_yes_without_evidence_lifts_no_earlier_no() -> None:
    by = GivenBy.REPRESENTATIVE
    found = facts(said(Answer.NO, given_by=by, sequence=1), said(given_by=by, sequence=2))
    assert cause(found) is Cause.SAID_NO
    assert cause(facts(said(given_by=by))) is Cause.NO_EVIDENCE


@pytest.mark.parametrize("use", ABOVE)
def test_what_the_author_deleted_needs_a_yes_that_says_so(use: Use) -> None:
    plain = facts(said(uses=(use,)), departed=True)
    also = facts(said(uses=(use,), also_if_deleted=True), departed=True)
    assert (cause(plain, use), cause(also, use)) == (Cause.GONE, Cause.SAID_YES)


@pytest.mark.parametrize("use", BELOW_WORDS)
def test_what_the_author_deleted_is_still_kept_and_counted(use: Use) -> None:
    assert decide(facts(departed=True), use, 0).allowed


@pytest.mark.parametrize("wish", [kind for kind in WishKind if kind in ACCOUNT_WISHES])
def test_wishes_only_lower(wish: WishKind) -> None:
    wishes = frozenset({wish})
    for use in Use:
        without = decide(facts(voice=ORGANISATION), use, 0).allowed
        for more in ({"post_wishes": wishes}, {"account_wishes": wishes}):
            with_wish = decide(facts(voice=ORGANISATION, **more), use, 0).allowed
            assert with_wish <= without
            assert with_wish == (without and use in BELOW_WORDS) or "account_wishes" in more
    shown = {use for use in Use if cause(facts(account_wishes=wishes), use) is Cause.ACCOUNT_WISH}
    assert shown == set(ACCOUNT_WISHES[wish])


def test_a_takedown_by_the_platform_is_neither_yes_nor_no() -> None:
    wishes = frozenset({WishKind.TAKEN_DOWN})
    for use in Use:
        plain = decide(facts(YES), use, 0)
        assert decide(facts(YES, post_wishes=wishes, account_wishes=wishes), use, 0) == plain


@pytest.mark.parametrize(
    ("kind", "reason", "deciders", "review", "stands"),
    [
        ("organisation", "r", ("x",), None, True),
        ("organisation", "r", ("x",), 10, False),
        ("organisation", "r", ("x",), 11, True),
        ("organisation", " ", ("x",), None, False),
        ("organisation", "r", (" ",), None, False),
        ("public-office", "r", ("x", "y"), 11, True),
        ("public-office", "r", ("x", "y"), 10, False),
        ("public-office", "r", ("x", "y"), None, False),
        ("public-office", "r", ("x", " X"), 11, False),
        ("public-office", "r", ("x", ""), 11, False),
        ("public-office", "", ("x", "y"), 11, False),
        ("person", "r", ("x", "y"), 11, False),
    ],
)
def test_a_public_role_stands_on_its_decision(
    kind: str, reason: str, deciders: tuple[str, ...], review: int | None, stands: bool
) -> None:
    voice = Voice(id="v", kind=VoiceKind(kind), reason=reason, decided_by=deciders, review=review)
    found = facts(voice=voice)
    shown = {use for use in ABOVE if decide(found, use, 10).allowed}
    assert shown == ({Use.VERBATIM, Use.NAMED} if stands else set())


def test_a_stewards_own_yes_is_for_retelling_and_waits_for_the_test() -> None:
    own = said(uses=tuple(Use), given_by=GivenBy.STEWARD)
    for passed, expected in (
        (None, Cause.UNTESTED),
        (False, Cause.FINDABLE),
        (True, Cause.STEWARD),
    ):
        found = facts(own, findability_passed=passed)
        assert cause(found, Use.PARAPHRASE) is expected
        assert {use for use in ABOVE if decide(found, use, 0).allowed} <= {Use.PARAPHRASE}


def test_a_stewards_own_yes_never_beats_the_voice() -> None:
    own = said(uses=PARAPHRASE, given_by=GivenBy.STEWARD, scope=Scope.POSTS, sequence=9)
    for refusal in (said(Answer.NO, PARAPHRASE), said(Answer.ASKED, PARAPHRASE)):
        found = facts(own, refusal, findability_passed=True)
        assert not decide(found, Use.PARAPHRASE, 0).allowed
    wished = facts(own, findability_passed=True, account_wishes=frozenset({WishKind.NO_ARCHIVE}))
    assert cause(wished, Use.PARAPHRASE) is Cause.ACCOUNT_WISH


def test_a_stewards_own_yes_lifts_the_stewards_own_no() -> None:
    own = said(uses=PARAPHRASE, given_by=GivenBy.STEWARD, sequence=2)
    earlier = said(Answer.NO, PARAPHRASE, given_by=GivenBy.STEWARD, sequence=1)
    assert cause(facts(earlier, own, findability_passed=True), Use.PARAPHRASE) is Cause.STEWARD
    later = said(Answer.NO, PARAPHRASE, given_by=GivenBy.STEWARD, sequence=3)
    assert cause(facts(own, later, findability_passed=True), Use.PARAPHRASE) is Cause.SAID_NO


def test_a_stewards_own_yes_outside_its_time_is_none() -> None:
    own = said(uses=PARAPHRASE, given_by=GivenBy.STEWARD, ends=5)
    assert cause(facts(own, findability_passed=True), Use.PARAPHRASE) is Cause.NOTHING_SAID


def test_no_media_is_a_no_to_media() -> None:
    found = facts(said(uses=(Use.MEDIA, Use.VERBATIM), no_media=True))
    assert (cause(found, Use.MEDIA), cause(found)) == (Cause.SAID_NO, Cause.SAID_YES)


@given(
    st.frozensets(st.sampled_from(WishKind)),
    st.frozensets(st.sampled_from(WishKind)),
    st.booleans(),
    st.sampled_from([None, True, False]),
    st.sampled_from(["everyone", "team"]),
    st.integers(),
)
def test_without_a_word_nothing_above_count_is_ever_allowed(
    post: frozenset[WishKind],
    account: frozenset[WishKind],
    departed: bool,
    passed: bool | None,
    audience: str,
    at: int,
) -> None:
    found = facts(
        post_wishes=post,
        account_wishes=account,
        departed=departed,
        findability_passed=passed,
        audience=audience,
        voice=Voice(id="v", reason="r", decided_by=("x", "y"), review=at + 1),
    )
    assert [use for use in Use if decide(found, use, at).allowed] == list(BELOW_WORDS)


# --- what is said, and the document ---------------------------------------------------------


def test_every_refusal_says_why_and_what_would_make_it_a_yes() -> None:
    assert set(REASONS) == set(Cause)
    for by_use in DECISIONS.values():
        for decision in by_use.values():
            assert decision.why.endswith(".")
            assert "{" not in decision.why + decision.what_would_make_it_yes
            assert decision.allowed == (not decision.what_would_make_it_yes)


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the document."""
    section = DOCUMENT.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines[2:]]


def uses(cell: str) -> list[str]:
    return re.findall(r"`?([a-z][a-z-]+)`?", cell) if cell != "-" else []


def test_the_document_lists_the_rules() -> None:
    assert [row[0] for row in rows("The rules")] == [rule.value.split("-")[0] for rule in Rule]


def test_the_document_shows_what_a_yes_brings() -> None:
    told = {row[0]: uses(row[1]) for row in rows("What a yes brings with it")}
    assert told == {use.value: [one.value for one in IMPLIED[use]] for use in Use}


def test_the_document_shows_what_wishes_refuse() -> None:
    told = {row[0]: uses(row[1]) for row in rows("Wishes on an account")}
    assert told == {
        kind.value: [use.value for use in found] for kind, found in ACCOUNT_WISHES.items()
    }


def test_the_document_shows_every_reason_in_its_words() -> None:
    told = {row[0]: row[1:] for row in rows("Why, and what would make it a yes")}
    assert told == {
        cause.value: [
            reason.rule.value.split("-")[0],
            reason.why.replace("{doing}", "..."),
            reason.remedy or "-",
        ]
        for cause, reason in REASONS.items()
    }


def test_the_document_maps_every_label() -> None:
    told = {row[0]: row[1] for row in rows("Social Humans labels")}
    assert told == {label: meaning.replace("`", "") for label, meaning in LABELS.items()}


def test_the_document_names_the_policy_version() -> None:
    assert f"Policy version {policy.POLICY_VERSION}." in DOCUMENT.read_text(encoding="utf-8")
