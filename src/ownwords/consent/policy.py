"""The decision order of the design: may this be done with these words, now, before these people?

Pure: no clock, no storage, no words. The rules stand in :data:`ORDER`; the first that has an
opinion decides. What each rule covers is in tables (rungs.py, wishes.py), what it says is in
reasons.py, and all of it is printed in docs/reference/decision-order.md.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ownwords.consent.reasons import DECISIONS, Cause
from ownwords.consent.rungs import ABOVE_COUNT, BELOW_WORDS, BIT, bits, no_covers, yes_covers
from ownwords.consent.wishes import ACCOUNT_REFUSES, POST_REFUSES
from ownwords.records.consent import (
    Answer,
    Decision,
    GivenBy,
    Scope,
    Statement,
    Use,
    Voice,
    VoiceKind,
    WishKind,
)
from ownwords.records.text import alike, seen

POLICY_VERSION = "7"
"""Grows whenever a rule or a table changes what is allowed. Every clearance carries it."""

EVERYONE = "everyone"

_RANK = {scope: rank for rank, scope in enumerate(Scope)}
_PARAPHRASE = BIT[Use.PARAPHRASE]
_MEDIA = BIT[Use.MEDIA]
_BELOW = bits(BELOW_WORDS)
_SHOWN = BIT[Use.VERBATIM] | BIT[Use.NAMED]


class Said(msgspec.Struct, frozen=True, gc=False):
    """A statement made ready for deciding.

    ``yes``, ``implied`` and ``no`` are bits of uses (rungs.py). ``rank`` is the scope, higher is
    more specific. ``own`` marks a steward's own yes, which counts in rule 10 alone. ``speaker`` is
    ``SELF`` for everything that is the voice's own word: said by the voice, passed on with
    evidence, or their silence when they were asked, which their answer ends. ``unproved`` and
    ``outdated`` are bits to which it would say yes with evidence, and did to an earlier wording.
    """

    statement: Statement
    speaker: GivenBy
    rank: int
    yes: int = 0
    implied: int = 0
    no: int = 0
    posts: frozenset[str] = frozenset()
    own: bool = False
    unproved: int = 0
    outdated: int = 0


def weigh(statement: Statement) -> Said:
    """Work out once what a statement covers and whose word it is."""
    proved = statement.given_by is GivenBy.SELF or bool(seen(statement.evidence))
    own_word = proved or statement.answer is Answer.ASKED
    said = Said(
        statement,
        GivenBy.SELF if own_word else statement.given_by,
        _RANK[statement.scope],
        posts=frozenset(statement.posts),
    )
    if statement.answer is not Answer.YES:
        return msgspec.structs.replace(said, no=no_covers(statement.uses))
    refused = _MEDIA if statement.no_media else 0
    named, implied = yes_covers(statement.uses)
    named &= ~refused
    if proved:
        return msgspec.structs.replace(said, yes=named, implied=implied, no=refused)
    own = statement.given_by is GivenBy.STEWARD
    yes = named & _PARAPHRASE if own else 0
    unproved = named & ABOVE_COUNT & ~yes
    return msgspec.structs.replace(said, yes=yes, no=refused, own=own, unproved=unproved)


def outdated(said: Said) -> Said:
    """The same said of words that stood there before; what it refuses, it goes on refusing."""
    return msgspec.structs.replace(said, yes=0, implied=0, outdated=said.yes)


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the decision order may look at for one post before one audience.

    ``said`` holds the statements that reach this post, ``bounds`` each yes that names no use above
    ``count`` and is of the account, under whichever id. ``departed`` is the author's own act
    (deleted, made private, deactivated), never the platform's. ``findability_passed`` is None
    while nobody has tested a retelling.
    """

    said: tuple[Said, ...] = ()
    bounds: tuple[Said, ...] = ()
    withdrawn: bool = False
    blocked: bool = False
    departed: bool = False
    post_wishes: frozenset[WishKind] = frozenset()
    account_wishes: frozenset[WishKind] = frozenset()
    voice: Voice | None = None
    audience: str = EVERYONE
    findability_passed: bool | None = None


class Question(msgspec.Struct, frozen=True, gc=False):
    """One use at one moment, with the statement that speaks to it (None when none does)."""

    use: Use
    bit: int
    at: int
    word: Said | None


def _outside(statement: Statement, at: int, audience: str) -> Cause | None:
    if statement.starts is not None and at < statement.starts:
        return Cause.TOO_EARLY
    if statement.ends is not None and at >= statement.ends:
        return Cause.TOO_LATE
    if statement.audience not in (EVERYONE, audience):
        return Cause.OTHER_AUDIENCE
    return None


def _covers(said: Said, bit: int, facts: Facts, at: int) -> bool:
    """Whether a statement speaks to a use. What it merely implies lapses outside its window."""
    if bit & (said.yes | said.no):
        return True
    return bool(bit & said.implied) and _outside(said.statement, at, facts.audience) is None


def _weight(said: Said, bit: int) -> tuple[int, int, bool]:
    return said.rank, said.statement.sequence, bool(bit & said.no)


def deciding_word(facts: Facts, use: Use, at: int) -> Said | None:
    """The statement that speaks to a use.

    Each speaker's most specific, then latest statement is that speaker's word; among speakers the
    most specific decides, and at equal scope a no beats a yes. Among statements of equal sequence a
    no counts before a yes, then the one filed later. A steward's own yes stands apart.
    """
    if not facts.said:
        return None
    bit = BIT[use]
    words: dict[GivenBy, Said] = {}
    for said in facts.said:
        if _covers(said, bit, facts, at):
            best = words.get(said.speaker)
            if best is None or _weight(said, bit) >= _weight(best, bit):
                words[said.speaker] = said
    voices = [word for word in words.values() if not (word.own and not bit & word.no)]
    return max(voices, key=lambda word: (word.rank, bool(bit & word.no)), default=None)


def _steward_word(facts: Facts, at: int) -> Said | None:
    """A steward's own yes to retelling that holds now."""
    words = [
        said
        for said in facts.said
        if said.speaker is GivenBy.STEWARD and _PARAPHRASE & (said.yes | said.no)
    ]
    found = max(reversed(words), key=lambda said: _weight(said, _PARAPHRASE), default=None)
    if found is None or not found.own or _outside(found.statement, at, facts.audience):
        return None
    return found


def _bounded(facts: Facts, question: Question) -> Cause | None:
    """Whether what they said of being kept, read or counted has not begun yet or is over.

    Who is not to be counted any more is not to be shown either, whatever else they said.
    """
    if not question.bit & ABOVE_COUNT:
        return None
    causes = (_over(facts, BIT[use], question.at) for use in BELOW_WORDS)
    return next(filter(None, causes), None)


def _over(facts: Facts, bit: int, at: int) -> Cause | None:
    """The same of one of these uses, of which their latest word counts."""
    words = [said for said in facts.bounds if said.yes & bit]
    last = max(reversed(words), key=lambda said: said.statement.sequence, default=None)
    told = last.statement if last is not None else None
    return _outside(told, at, told.audience) if told is not None else None


# --- the rules ------------------------------------------------------------------------------

_Rule = Callable[[Facts, Question], Cause | None]


def withdrawn(facts: Facts, _: Question) -> Cause | None:
    return Cause.WITHDRAWN if facts.withdrawn else None


def blocked(facts: Facts, _: Question) -> Cause | None:
    return Cause.BLOCKED if facts.blocked else None


def outside(facts: Facts, question: Question) -> Cause | None:
    word = question.word
    if word is None or question.bit & word.no:
        return None
    return _outside(word.statement, question.at, facts.audience) or _bounded(facts, question)


def explicit_no(facts: Facts, question: Question) -> Cause | None:
    word = question.word
    if word is None or not question.bit & word.no:
        return None
    asked = word.statement.answer is Answer.ASKED
    return _after_asking(facts, question.bit, word) if asked else Cause.SAID_NO


def _after_asking(facts: Facts, bit: int, ask: Said) -> Cause:
    """Whether an ask still waits: who chose one of its offers has answered about all of them."""
    since = [
        said
        for said in facts.said
        if said.statement.answer is not Answer.ASKED
        and said.speaker is GivenBy.SELF
        and said.rank >= ask.rank
        and said.statement.sequence > ask.statement.sequence
    ]
    if any(bit & said.outdated for said in since):
        return Cause.ASKED_OTHER_WORDING
    answered = any(ask.no & (said.yes | said.no | said.outdated) for said in since)
    return Cause.CHOSE_OTHER if answered else Cause.NOT_ANSWERED


def author_deleted(facts: Facts, question: Question) -> Cause | None:
    if not facts.departed or not question.bit & ABOVE_COUNT:
        return None
    word = question.word
    return None if word is not None and word.statement.also_if_deleted else Cause.GONE


def explicit_yes(_: Facts, question: Question) -> Cause | None:
    return Cause.SAID_YES if question.word is not None else None


def post_wish(facts: Facts, question: Question) -> Cause | None:
    against = any(question.bit & POST_REFUSES[wish] for wish in facts.post_wishes)
    return Cause.POST_WISH if against else None


def account_wish(facts: Facts, question: Question) -> Cause | None:
    against = any(question.bit & ACCOUNT_REFUSES[wish] for wish in facts.account_wishes)
    return Cause.ACCOUNT_WISH if against else None


def public_role(facts: Facts, question: Question) -> Cause | None:
    voice = facts.voice
    if voice is None or not question.bit & _SHOWN or not role_stands(voice, question.at):
        return None
    if over := _bounded(facts, question):
        return over
    organisation = voice.kind is VoiceKind.ORGANISATION
    return Cause.ORGANISATION if organisation else Cause.PUBLIC_OFFICE


def steward_yes(facts: Facts, question: Question) -> Cause | None:
    if question.bit != _PARAPHRASE or _steward_word(facts, question.at) is None:
        return None
    if over := _bounded(facts, question):
        return over
    if facts.findability_passed is None:
        return Cause.UNTESTED
    return Cause.STEWARD if facts.findability_passed else Cause.FINDABLE


def default(facts: Facts, question: Question) -> Cause:
    if question.bit & _BELOW:
        return _over(facts, question.bit, question.at) or Cause.COMMON_YES
    if any(question.bit & said.unproved for said in facts.said):
        return Cause.NO_EVIDENCE
    if any(question.bit & said.outdated for said in facts.said):
        return Cause.OTHER_WORDING
    voice = facts.voice
    if voice is not None and voice.kind is not VoiceKind.PERSON and question.bit & _SHOWN:
        return Cause.REVIEW_DUE
    return Cause.NOTHING_SAID


ORDER: tuple[_Rule, ...] = (
    withdrawn,
    blocked,
    outside,
    explicit_no,
    author_deleted,
    explicit_yes,
    post_wish,
    account_wish,
    public_role,
    steward_yes,
    default,
)
_BEFORE_DEFAULT = ORDER[:-1]


_DECIDERS_NEEDED = {VoiceKind.ORGANISATION: 1, VoiceKind.PUBLIC_OFFICE: 2}


def role_stands(voice: Voice, at: int) -> bool:
    """Whether the decision that this is no private person is complete and not due for review."""
    needed = _DECIDERS_NEEDED.get(voice.kind)
    if needed is None or not seen(voice.reason):
        return False
    if voice.review is None and voice.kind is VoiceKind.PUBLIC_OFFICE:
        return False
    if voice.review is not None and at >= voice.review:
        return False
    deciders = {alike(name) for name in voice.decided_by if seen(name)}
    return len(deciders) >= needed


def decide_cause(facts: Facts, use: Use, at: int) -> Cause:
    """Like :func:`decide`, as a word for programs."""
    question = Question(use, BIT[use], at, deciding_word(facts, use, at))
    for rule in _BEFORE_DEFAULT:
        cause = rule(facts, question)
        if cause is not None:
            return cause
    return default(facts, question)


def decide(facts: Facts, use: Use, at: int) -> Decision:
    """May ``use`` be made of these words at the moment ``at`` (microseconds UTC)?"""
    return DECISIONS[decide_cause(facts, use, at)][use]
