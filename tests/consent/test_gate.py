from __future__ import annotations

from dataclasses import replace

import pytest

from ownwords.consent.gate import FLOOR, TEAM, Context, explain, release, release_count, retell
from ownwords.consent.policy import POLICY_VERSION
from ownwords.consent.register import Known, Register
from ownwords.counting.cells import names_ladder, whole_ladder
from ownwords.records.campaign import Policy
from ownwords.records.cleared import Cleared
from ownwords.records.consent import (
    Answer,
    Decision,
    GivenBy,
    Rule,
    Scope,
    Statement,
    Use,
    Voice,
    VoiceKind,
    Wish,
    WishKind,
)
from ownwords.records.errors import AskedWrongly, SealBroken
from ownwords.records.post import Account, State
from ownwords.records.sealed import Sealed, Subject

WORDS = "We keep the light. Nobody asked us."


def yes(*uses: Use, account: str = "a", **more: object) -> Statement:
    return Statement(answer=Answer.YES, uses=uses, account=account, **more)


def no(*uses: Use, account: str = "a", **more: object) -> Statement:
    return Statement(answer=Answer.NO, uses=uses, account=account, **more)


def context(*statements: Statement, **known: object) -> Context:
    numbered = [
        Statement(**{**{f: getattr(one, f) for f in one.__struct_fields__}, "sequence": place})
        for place, one in enumerate(statements, 1)
    ]
    register = Register(Known(statements=numbered, **known))
    return Context(register, at=100, edition="7")


def sealed(words: str = WORDS, account: str = "a", **more: object) -> Sealed:
    return Sealed(words, Subject("p", account, **more))


def test_words_leave_with_a_clearance_that_says_nothing_about_anybody() -> None:
    answer = release(sealed(language="en"), Use.VERBATIM, context(yes(Use.VERBATIM)), (0, 18))
    assert isinstance(answer, Cleared)
    assert (answer.text, answer.credit, answer.language) == ("We keep the light.", "", "en")
    clearance = answer.clearance
    assert (clearance.use, clearance.rule) == (Use.VERBATIM, Rule.EXPLICIT_YES)
    assert (clearance.policy_version, clearance.edition) == (POLICY_VERSION, "7")
    other = release(sealed(), Use.VERBATIM, context(yes(Use.VERBATIM)))
    assert isinstance(other, Cleared)
    assert other.clearance.id != clearance.id


def test_without_a_yes_there_is_a_decision_with_a_way_forward() -> None:
    answer = release(sealed(), Use.VERBATIM, context())
    assert isinstance(answer, Decision)
    assert (answer.allowed, answer.rule) == (False, Rule.DEFAULT)
    assert "Ask the voice" in answer.what_would_make_it_yes


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, 999)])
def test_a_span_that_does_not_fit_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(AskedWrongly) as caught:
        release(sealed(), Use.VERBATIM, context(yes(Use.VERBATIM)), span)
    assert "light" not in str(caught.value)


@pytest.mark.parametrize("use", [Use.HOLD, Use.COUNT])
def test_uses_that_show_no_words_release_none(use: Use) -> None:
    with pytest.raises(SealBroken):
        release(sealed(), use, context(yes(use)))


def test_a_paraphrase_carries_the_tellers_words_and_never_the_voices() -> None:
    ctx = context(yes(Use.PARAPHRASE))
    answer = release(sealed(), Use.PARAPHRASE, ctx)
    told = retell("They say they were not asked.", sealed(), ctx)
    assert isinstance(answer, Cleared)
    assert isinstance(told, Cleared)
    assert answer.text == ""
    assert told.text == "They say they were not asked."
    assert isinstance(retell("x", sealed(), context()), Decision)


def test_a_stewards_yes_needs_a_passed_test_of_findability() -> None:
    ctx = context(yes(Use.PARAPHRASE, given_by=GivenBy.STEWARD))
    for passed, allowed in ((None, False), (False, False), (True, True)):
        answer = retell("told", sealed(), replace(ctx, findability_passed=passed))
        assert isinstance(answer, Cleared) is allowed
    verbatim = release(sealed(), Use.VERBATIM, replace(ctx, findability_passed=True))
    assert isinstance(verbatim, Decision)


# --- everybody who speaks -------------------------------------------------------------------


def test_everybody_inside_the_words_is_asked() -> None:
    both = sealed(others=("b",), other_posts=("q",))
    mine, theirs = yes(Use.VERBATIM), yes(Use.VERBATIM, account="b")
    assert isinstance(release(both, Use.VERBATIM, context(mine)), Decision)
    assert isinstance(release(both, Use.VERBATIM, context(theirs)), Decision)
    assert isinstance(release(both, Use.VERBATIM, context(mine, theirs)), Cleared)


@pytest.mark.parametrize("known_post", ["q", ""])
def test_a_no_to_the_embedded_post_and_a_block_count_where_it_is_embedded(known_post: str) -> None:
    both = sealed(others=("b",), other_posts=(known_post,) if known_post else ())
    said = (yes(Use.VERBATIM), yes(Use.VERBATIM, account="b"))
    refused = no(Use.VERBATIM, account="b", scope=Scope.POSTS, posts=("q",))
    assert isinstance(release(both, Use.VERBATIM, context(*said, refused)), Decision)
    blocked = {"blocked_posts": frozenset({"q"}), "blocked_authors": frozenset({"b"})}
    assert isinstance(release(both, Use.VERBATIM, context(*said, **blocked)), Decision)
    wish = Wish(WishKind.QUOTE_NOBODY, account="b", post="q")
    gone = Wish(WishKind.DELETED, account="b", post="q")
    assert isinstance(release(both, Use.VERBATIM, context(*said, wishes=[gone])), Decision)
    organisation = Voice(
        id="v", kind=VoiceKind.ORGANISATION, accounts=("b",), reason="r", decided_by=("x",)
    )
    ctx = context(yes(Use.VERBATIM), voices=[organisation], wishes=[wish])
    assert isinstance(release(both, Use.VERBATIM, ctx), Decision)


def test_a_yes_to_other_posts_of_the_embedded_voice_is_no_yes_here() -> None:
    both = sealed(others=("b",))
    elsewhere = yes(Use.VERBATIM, account="b", scope=Scope.POSTS, posts=("q",))
    here = yes(Use.VERBATIM, account="b", scope=Scope.POSTS, posts=("p",))
    assert isinstance(release(both, Use.VERBATIM, context(yes(Use.VERBATIM), elsewhere)), Decision)
    assert isinstance(release(both, Use.VERBATIM, context(yes(Use.VERBATIM), here)), Cleared)


def test_a_withdrawn_voice_hides_words_at_once_wherever_it_speaks() -> None:
    said = (yes(Use.VERBATIM), yes(Use.VERBATIM, account="b"))
    ctx, hidden = context(*said), context(*said, hidden={"b"})
    for words in (sealed(account="b"), sealed(others=("b",))):
        for use in (Use.READ, Use.VERBATIM):
            assert isinstance(release(words, use, ctx), Cleared)
            answer = release(words, use, hidden)
            assert isinstance(answer, Decision)
            assert answer.rule is Rule.WITHDRAWN
    assert not any(one.allowed for one in explain("b", "p", hidden).values())


# --- names ----------------------------------------------------------------------------------


def named(ctx: Context, **more: object) -> str:
    answer = release(sealed(**more), Use.NAMED, ctx)
    return answer.credit if isinstance(answer, Cleared) else answer.why


def test_the_name_that_the_voice_chose_is_printed() -> None:
    ctx = context(yes(Use.NAMED, name="Maren of the Low Cut"))
    signature = Sealed("@maren", Subject("p", "a", part="handle"))
    assert named(ctx) == "Maren of the Low Cut"
    assert named(replace(ctx, signature=signature)) == "Maren of the Low Cut"
    assert named(replace(context(yes(Use.NAMED)), signature=signature)) == "@maren"


def test_no_name_is_made_up() -> None:
    steward_wrote = Voice(id="v", name="her real name", accounts=("a",))
    assert "none that says which" in named(context(yes(Use.NAMED)))
    assert "none that says which" in named(context(yes(Use.NAMED), voices=[steward_wrote]))


def test_an_organisation_is_named_as_on_record() -> None:
    union = Voice(
        id="v",
        name="The Union",
        kind=VoiceKind.ORGANISATION,
        accounts=("a",),
        reason="r",
        decided_by=("x",),
    )
    assert named(context(voices=[union])) == "The Union"


def test_no_name_is_printed_without_named() -> None:
    ctx = context(yes(Use.VERBATIM, Use.NAMED, name="Maren"))
    answer = release(sealed(), Use.VERBATIM, ctx)
    assert isinstance(answer, Cleared)
    assert answer.credit == ""


def test_somebody_elses_signature_is_an_error() -> None:
    signature = Sealed("@other", Subject("p", "b", part="handle"))
    with pytest.raises(SealBroken):
        named(replace(context(yes(Use.NAMED)), signature=signature))


@pytest.mark.parametrize("part", ["handle", "name", "id", "url"])
def test_a_handle_is_shown_outside_only_to_a_yes_to_named(part: str) -> None:
    ctx = context(yes(Use.VERBATIM, Use.NAMED, name="M"))
    assert isinstance(release(sealed(part=part), Use.VERBATIM, ctx), Decision)
    assert isinstance(release(sealed(part=part), Use.NAMED, ctx), Cleared)
    assert isinstance(release(sealed(part=part), Use.READ, context()), Cleared)


def test_reading_is_inside_the_team() -> None:
    ctx = context(yes(Use.READ, Use.VERBATIM, audience=TEAM))
    assert isinstance(release(sealed(), Use.READ, ctx), Cleared)
    assert isinstance(release(sealed(), Use.VERBATIM, ctx), Decision)
    assert isinstance(release(sealed(), Use.VERBATIM, replace(ctx, audience=TEAM)), Cleared)


# --- counts ---------------------------------------------------------------------------------


def crowd(how_many: int, label: str = "en") -> list[tuple[str, str, int]]:
    return [(label, f"a{number}", 2) for number in range(how_many)]


def test_counts_leave_when_ten_voices_stand_behind_each() -> None:
    answer = release_count(crowd(12), names_ladder("language"), context())
    assert answer.rows == (("en", 24, 10),)
    assert answer.clearance.use is Use.COUNT
    assert release_count(crowd(9), names_ladder("language"), context()).rows == ()


def test_a_campaign_may_ask_for_smaller_cells_but_never_under_five() -> None:
    small = replace(context(), policy=Policy(cell=1))
    assert release_count(crowd(FLOOR - 1), whole_ladder(), small).rows == ()
    assert release_count(crowd(FLOOR), whole_ladder(), small).rows == (("all", 10, 5),)


def test_accounts_of_one_voice_count_once() -> None:
    voice = Voice(id="v", accounts=("a0", "a1", "a2"))
    assert release_count(crowd(11), whole_ladder(), context(voices=[voice])).rows == ()


def test_who_withdrew_or_refused_is_not_counted() -> None:
    ctx = context(no(Use.COUNT, account="a1"), hidden=frozenset({"a0"}))
    assert release_count(crowd(11), whole_ladder(), ctx).rows == ()
    assert release_count(crowd(12), whole_ladder(), ctx).rows == (("all", 20, 10),)


def test_who_wants_one_post_out_of_the_numbers_is_not_counted() -> None:
    refused = no(Use.COUNT, account="a0", scope=Scope.POSTS, posts=("p7",))
    other = no(Use.VERBATIM, account="a1", scope=Scope.POSTS, posts=("p8",))
    assert release_count(crowd(10), whole_ladder(), context(other)).rows == (("all", 20, 10),)
    assert release_count(crowd(10), whole_ladder(), context(refused)).rows == ()
    assert release_count(crowd(11), whole_ladder(), context(refused)).rows == (("all", 20, 10),)


def test_tables_of_one_edition_know_of_each_other() -> None:
    ctx = context()
    assert release_count(crowd(30), whole_ladder(), ctx).rows == (("all", 60, 30),)
    assert release_count(crowd(25), whole_ladder(), ctx).rows == ()
    assert release_count(crowd(25), whole_ladder(), context()).rows == (("all", 50, 20),)


# --- the register ---------------------------------------------------------------------------


def allowed(ctx: Context, account: str, use: Use = Use.VERBATIM) -> bool:
    return explain(account, "p", ctx)[use].allowed


def test_a_yes_by_an_account_is_for_that_account_and_a_no_for_the_whole_voice() -> None:
    voice = Voice(id="v", name="Maren", accounts=("a", "b"))
    ctx = context(yes(Use.VERBATIM, account="a"), voices=[voice])
    assert (allowed(ctx, "a"), allowed(ctx, "b")) == (True, False)
    ctx = context(
        Statement(answer=Answer.YES, uses=(Use.VERBATIM,), voice="Maren"),
        no(Use.VERBATIM, account="a"),
        voices=[voice],
    )
    assert (allowed(ctx, "a"), allowed(ctx, "b")) == (False, False)


def test_handles_and_names_mean_accounts() -> None:
    accounts = [Account("a", "x", "Maren_Low"), Account("b", "x", "other")]
    assert allowed(context(yes(Use.VERBATIM, account="@maren_low"), accounts=accounts), "a")
    voice = Voice(id="v", name="Maren", accounts=("@maren_low",))
    by_name = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), voice="MAREN ")
    assert allowed(context(by_name, voices=[voice], accounts=accounts), "a")


def test_what_reaches_nobody_is_shown() -> None:
    lost = yes(Use.VERBATIM, account="@nobody")
    assert [one.account for one in context(lost).register.unresolved] == ["@nobody"]


def test_a_name_that_two_voices_share_gives_no_yes_and_takes_every_no() -> None:
    voices = [Voice(id=f"v{n}", name="Ana", accounts=(f"a{n}",)) for n in (1, 2)]
    organisations = [
        Voice(
            id=f"v{n}",
            name="Ana",
            accounts=(f"a{n}",),
            kind=VoiceKind.ORGANISATION,
            reason="r",
            decided_by=("x",),
        )
        for n in (1, 2)
    ]
    granting = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), voice="Ana")
    refusing = Statement(answer=Answer.NO, uses=(Use.VERBATIM,), voice="Ana")
    assert not allowed(context(granting, voices=voices), "a1")
    ctx = context(refusing, voices=organisations)
    assert (allowed(ctx, "a1"), allowed(ctx, "a2")) == (False, False)


def test_the_register_reads_the_desk() -> None:
    class Blocks:
        posts = frozenset({"blocked"})
        accounts = frozenset({"b"})

    class Desk:
        def statements(self) -> list[Statement]:
            return [yes(Use.VERBATIM, account=name) for name in ("a", "b", "c", "d")]

        def wishes(self) -> list[Wish]:
            return []

        def voices(self) -> list[Voice]:
            return []

        def hidden(self) -> frozenset[str]:
            return frozenset({"c"})

        def blocks(self) -> Blocks:
            return Blocks()

        def departures(self) -> dict[str, State]:
            return {"d": State.DELETED}

    ctx = Context(Register(Known.read(Desk())), at=0)
    assert [name for name in "abcd" if allowed(ctx, name)] == ["a"]
    assert explain("a", "blocked", ctx)[Use.VERBATIM].rule is Rule.BLOCKED


@pytest.mark.parametrize(
    "told",
    [
        {"wishes": [Wish(WishKind.QUOTE_NOBODY, "a", "p")]},
        {"blocked_posts": frozenset({"p"})},
        {"departures": {"p": State.DELETED}},
        {"statements": [no(Use.NAMED, scope=Scope.POSTS, posts=("p",))]},
        {"statements": [no(Use.NAMED, scope=Scope.POSTS, posts=("p@2",))]},
    ],
    ids=["wish", "block", "deleted", "no", "no to a version"],
)
@pytest.mark.parametrize("order", [("p", "q", "p"), ("q", "p", "q")])
def test_a_post_that_is_told_apart_is_judged_apart(told: dict, order: tuple[str, ...]) -> None:
    """However many posts of the account were judged before it, and after it."""
    role = {"kind": VoiceKind.ORGANISATION, "reason": "its own name", "decided_by": ("Kim",)}
    known = {"voices": [Voice(id="v", name="Harbour Board", accounts=("a",), **role)], **told}
    asked = context(*known.pop("statements", ()), **known)
    for post in order:
        answer = release(Sealed(WORDS, Subject(post, "a", version="2")), Use.NAMED, asked)
        assert isinstance(answer, Cleared) == (post == "q")


def test_another_moment_story_or_audience_is_judged_anew() -> None:
    first = context(yes(Use.VERBATIM, ends=200), yes(Use.NAMED, scope=Scope.STORY, story="one"))
    said = sealed()
    for asked, allowed in (
        (first, True),
        (replace(first, at=200), False),
        (replace(first, at=150), True),
    ):
        assert isinstance(release(said, Use.VERBATIM, asked), Cleared) == allowed
    for story in ("one", "other", "one"):
        decided = explain("a", "p", replace(first, story=story))[Use.NAMED]
        assert decided.allowed == (story == "one")
