"""Small random worlds of statements, wishes and voices, all invented."""

from __future__ import annotations

import random

from msgspec.structs import replace

from ownwords.consent.register import Known, Register
from ownwords.records.consent import (
    Answer,
    Earlier,
    GivenBy,
    Scope,
    Statement,
    Use,
    Voice,
    VoiceKind,
    Wish,
    WishKind,
)
from ownwords.records.post import State
from tests.consent.oracle import Case

ACCOUNTS = ("a1", "a2", "b1")
ELSEWHERE = ("c1", "c2")
"""How other exports name some of these accounts."""
POSTS = ("p1", "p2")
WORDINGS = (*POSTS, "p1@2", "p1@1")
STORIES = ("", "s1", "s2")
AUDIENCES = ("everyone", "team")


def an_account(dice: random.Random) -> str:
    return dice.choice(ACCOUNTS if dice.random() < 0.9 else ELSEWHERE)


def a_statement(dice: random.Random, sequence: int) -> Statement:
    by_voice = dice.random() < 0.3
    return Statement(
        answer=dice.choice((Answer.YES, Answer.YES, Answer.NO, Answer.ASKED)),
        uses=tuple(dice.sample(tuple(Use), dice.choice((0, 1, 1, 2, 3)))),
        account="" if by_voice else an_account(dice),
        voice=dice.choice(("Ana", "Ana", "Bo")) if by_voice else "",
        scope=dice.choice(tuple(Scope)),
        posts=tuple(dice.sample(WORDINGS if dice.random() < 0.3 else POSTS, dice.choice((1, 2)))),
        story=dice.choice(STORIES[1:]),
        starts=dice.choice((None, None, None, 5, 10)),
        ends=dice.choice((None, None, None, 10, 15)),
        audience=dice.choice(("everyone", "everyone", "team")),
        also_if_deleted=dice.random() < 0.3,
        no_media=dice.random() < 0.2,
        evidence=dice.choice(("", "\u200b", " ", "form 3")),
        given_by=dice.choice(tuple(GivenBy)),
        given_at=dice.choice((0, 3, 6, 9)),
        sequence=sequence if dice.random() < 0.95 else 0,
    )


def a_voice(dice: random.Random) -> Voice:
    return Voice(
        id="voice-a",
        name="Ana",
        kind=dice.choice(tuple(VoiceKind)),
        accounts=ACCOUNTS[: dice.choice((1, 2))],
        reason=dice.choice(("", " ", "speaks for the union")),
        decided_by=dice.choice(((), ("x",), ("x", "X\u200b"), ("x", "y"), ("\u2060", "x"))),
        review=dice.choice((None, 10, 20)),
        earlier=an_earlier_time(dice),
    )


def an_earlier_time(dice: random.Random) -> tuple[Earlier, ...]:
    """Which accounts a voice had until which moments: mostly always the same ones."""
    moments = sorted(dice.sample((3, 5, 7), dice.choice((0, 0, 0, 1, 2))))
    return tuple(
        Earlier(moment, tuple(dice.sample(ACCOUNTS, dice.choice((1, 2))))) for moment in moments
    )


def the_voices(dice: random.Random) -> list[Voice]:
    """Nobody, one, or two of whom the second may have been joined to the first."""
    if dice.random() < 0.4:
        return []
    first = a_voice(dice)
    if dice.random() < 0.5:
        return [first]
    second = Voice(id="voice-b", name=dice.choice(("Ana", "Bo", "Bo")), accounts=("b1",))
    if dice.random() < 0.5:
        return [first, replace(second, earlier=an_earlier_time(dice))]
    gave_up = (*an_earlier_time(dice), Earlier(8, ("b1",)))
    joined = replace(second, accounts=(), earlier=gave_up, into=first.id)
    return [replace(first, accounts=(*first.accounts, "b1")), joined]


def a_wish(dice: random.Random) -> Wish:
    on_post = dice.random() < 0.5
    return Wish(
        dice.choice(tuple(WishKind)),
        account=an_account(dice),
        post=dice.choice(POSTS) if on_post else "",
    )


def named_otherwise(dice: random.Random) -> dict[str, set[str]]:
    """Who may be one account, each said of both; one handle may have been two accounts'."""
    found: dict[str, set[str]] = {}
    for _ in range(dice.choice((0, 0, 1, 2))):
        one, other = dice.choice(ACCOUNTS), dice.choice(ELSEWHERE)
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def held_again(dice: random.Random) -> set[str]:
    """Under which ids the words that are asked about are held: mostly under one."""
    return {"a1", *dice.sample((*ACCOUNTS, *ELSEWHERE), 2)} if dice.random() < 0.2 else set()


def a_likely_yes(dice: random.Random, use: Use) -> Statement:
    """A yes that may well hold, so that the later rules are reached often."""
    return Statement(
        answer=Answer.YES,
        uses=(use,),
        account="a1",
        scope=dice.choice((Scope.CAMPAIGN, Scope.POSTS)),
        posts=("p1",),
        also_if_deleted=dice.random() < 0.5,
        given_by=dice.choice((GivenBy.SELF, GivenBy.STEWARD, GivenBy.STEWARD)),
        sequence=dice.randrange(7),
    )


def a_case(dice: random.Random) -> Case:
    use = dice.choice((*Use, Use.PARAPHRASE))
    statements = [a_statement(dice, place + 1) for place in range(dice.choice((0, 1, 1, 2, 3, 5)))]
    if dice.random() < 0.25:
        statements.append(a_likely_yes(dice, use))
    dice.shuffle(statements)
    return Case(
        use=use,
        at=dice.choice((4, 5, 9, 10, 14, 15, 20)),
        account=dice.choice(("a1", "a1", "a2", "b1")),
        post="p1",
        story=dice.choice(STORIES),
        audience=dice.choice(AUDIENCES),
        findability=dice.choice((None, True, False)),
        updated=dice.choice((None, None, 0, 4, 9)),
        statements=statements,
        wishes=[a_wish(dice) for _ in range(dice.choice((0, 0, 0, 1, 2)))],
        voices=the_voices(dice),
        hidden={dice.choice((*ACCOUNTS, "voice-a", "voice-b"))} if dice.random() < 0.05 else set(),
        blocked_posts={dice.choice(POSTS)} if dice.random() < 0.05 else set(),
        blocked_accounts={an_account(dice)} if dice.random() < 0.05 else set(),
        departures={dice.choice((*ACCOUNTS, *ELSEWHERE, *POSTS)): dice.choice(tuple(State))}
        if dice.random() < 0.2
        else {},
        other_ids=named_otherwise(dice),
        same_words=held_again(dice),
    )


def register_of(case: Case) -> Register:
    return Register(
        Known(
            statements=case.statements,
            wishes=case.wishes,
            voices=case.voices,
            hidden=frozenset(case.hidden),
            blocked_posts=frozenset(case.blocked_posts),
            blocked_accounts=frozenset(case.blocked_accounts),
            departures=case.departures,
            other_ids={one: frozenset(others) for one, others in case.other_ids.items()},
            same_words={(case.post, "2"): [case.same_words]} if case.same_words else {},
        )
    )
