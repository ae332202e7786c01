"""The one door out: words leave as Cleared, counts as ClearedCount, or not at all.

Nothing else in the house makes either (a test holds it). The gate asks for everybody who speaks
in the words: the author and whoever is embedded. It shows words cut to the span and to nothing
around it.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from ownwords.consent.policy import (
    EVERYONE,
    POLICY_VERSION,
    Facts,
    Said,
    decide,
    deciding_word,
)
from ownwords.consent.reasons import DECISIONS, Cause
from ownwords.consent.register import Register, Wording
from ownwords.counting.cells import Ladder, Member, Published, Table, Tally
from ownwords.counting.editions import NOTHING_EARLIER, Earlier, may_replace
from ownwords.records.campaign import FLOOR, Policy
from ownwords.records.cleared import Cleared, ClearedCount
from ownwords.records.consent import Clearance, Decision, Rule, Use, VoiceKind
from ownwords.records.errors import AskedWrongly, SealBroken
from ownwords.records.sealed import Sealed, unseal
from ownwords.records.text import seen

TEAM = "team"

_NAMING_PARTS = frozenset({"handle", "name", "id", "url"})
_NAMED_OR_INSIDE = frozenset({Use.NAMED, Use.READ})
_WORDLESS = frozenset({Use.HOLD, Use.COUNT})
_POLICY = Policy()


class _Judged(NamedTuple):
    """What is known about an author's own words, what follows from it, and what they said of it."""

    facts: Facts
    decision: Decision
    word: Said | None


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks the gate, for what, and when.

    ``at`` is in microseconds UTC. ``edition`` and ``story`` are empty outside of them.
    ``signature`` is the sealed handle or name of the author, printed when a yes to ``named`` says
    no other name. ``findability_passed`` is the result of testing a retelling. ``published``
    remembers the tables of one edition: give every question of an edition the same one. ``judged``
    and ``counted`` hold what was decided with this very context: nothing in it changes.
    """

    register: Register
    at: int
    edition: str = ""
    story: str = ""
    audience: str = EVERYONE
    policy: Policy = _POLICY
    signature: Sealed | None = None
    findability_passed: bool | None = None
    published: Published = field(default_factory=Published)
    judged: dict[tuple[str, Use], _Judged] = field(default_factory=dict, init=False, repr=False)
    counted: dict[str, str] = field(default_factory=dict, init=False, repr=False)


def release(
    sealed: Sealed, use: Use, context: Context, span: tuple[int, int] | None = None
) -> Cleared | Decision:
    """Words cleared for ``use``, or the decision that refuses them.

    ``span`` counts code points, end exclusive; AskedWrongly when it does not fit. For
    ``paraphrase`` the words stay inside: the Cleared is empty and carries the clearance for the
    teller's own sentence (:func:`retell` puts that in). SealBroken for ``hold`` and ``count``,
    which show no words.
    """
    if use in _WORDLESS:
        raise SealBroken(
            "Words were asked for a use that shows none.", do="Use release_count, or another use."
        )
    own = _judged(sealed, use, context)
    decision = _decision(sealed, use, context, own.decision)
    if not decision.allowed:
        return decision
    credit = _credit(sealed, own, context) if use is Use.NAMED else ""
    if credit is None:
        return DECISIONS[Cause.NO_NAME][use]
    words = "" if use is Use.PARAPHRASE else _cut(unseal(sealed), span)
    clearance = _clearance(use, decision.rule, context)
    return Cleared(words, clearance, credit=credit, language=sealed.language)


def retell(words: str, sealed: Sealed, context: Context) -> Cleared | Decision:
    """The teller's own sentence about somebody's words, cleared for ``paraphrase``."""
    answer = release(sealed, Use.PARAPHRASE, context)
    if isinstance(answer, Decision):
        return answer
    return Cleared(words, answer.clearance)


def release_count(
    members: Iterable[Member], ladder: Ladder, context: Context, earlier: Earlier = NOTHING_EARLIER
) -> ClearedCount:
    """A table of counts that singles nobody out, alone or beside the tables before it.

    ``members`` are (label, account, posts). Accounts become voices, withdrawn and refused ones are
    left out. The table is coarsened until every cell stands for at least ``policy.cell`` voices;
    voices are rounded down to a multiple of it. Rows are empty only when all of them together are
    too few. ``context.published`` learns the table. Where a subtraction from a table of an
    ``earlier`` edition would leave too few voices, the last one is told again with its day.
    """
    tally = _tally(members, context)
    table = context.published.admit(tally, ladder)
    as_of = ""
    if not _may_follow(table, ladder, context, earlier):
        table, as_of, _ = earlier.told[-1]
    return ClearedCount(
        table.rows,
        _clearance(Use.COUNT, Rule.DEFAULT, context),
        coarsened=table.level,
        suppressed=table.folded,
        as_of=as_of,
    )


def _tally(members: Iterable[Member], context: Context) -> Tally:
    tally = Tally(max(FLOOR, context.policy.cell))
    voices = context.counted
    for label, account, posts in members:
        if account not in voices:
            voices[account] = _counted_as(account, context)
        if voices[account]:
            tally.add(label, voices[account], posts)
    return tally


def _may_follow(table: Table, ladder: Ladder, context: Context, earlier: Earlier) -> bool:
    """Whether a table may stand beside every one that was told before."""
    for one in earlier.told:
        came = _tally(earlier.since(one.mark), context)
        if not may_replace(one.table, table, ladder, came.counts, came.k):
            return False
    return True


def explain(account: str, post: str, context: Context) -> dict[Use, Decision]:
    """Every use: is it allowed, which rule says so, why, and what would make it a yes."""
    return {
        use: decide(_facts_of(account, Wording(post), use, context), use, context.at) for use in Use
    }


def rule_for(account: str, use: Use, context: Context) -> Rule:
    """The rule that decides about one use of an account's words in general."""
    return decide(_facts_of(account, Wording(""), use, context), use, context.at).rule


def explain_words(sealed: Sealed, context: Context) -> dict[Use, Decision]:
    """The same for words as they stand, everybody who speaks in them asked."""
    return {
        use: _decision(sealed, use, context, _judged(sealed, use, context).decision) for use in Use
    }


def may_sign(name: Sealed, printed: str, context: Context) -> bool:
    """Whether a handle or name of an account is the one that is printed, and may be."""
    same = _folded(printed)
    if not same or _folded(unseal(name)) != same:
        return False
    return isinstance(release(name, Use.NAMED, context), Cleared)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()).removeprefix("@")


def _counted_as(account: str, context: Context) -> str:
    """The voice as which somebody may be in a number; empty when they may not.

    Who wants one post out of it is left out of it whole: a number is not made of single posts any
    more. Who is held under several ids is one.
    """
    facts = context.register.facts_for_embedded(account, "", "", context.story, context.audience)
    allowed = decide(facts, Use.COUNT, context.at).allowed
    return context.register.counted_as(account) if allowed else ""


def _judged(sealed: Sealed, use: Use, context: Context) -> _Judged:
    """What is decided from the facts about the author alone.

    Posts of an account of which none is told apart have the same facts: they are judged once.
    """
    if context.register.tells_apart(sealed.account, sealed.post):
        return _judge(sealed, use, context)
    asked = sealed.account, use
    if asked not in context.judged:
        context.judged[asked] = _judge(sealed, use, context)
    return context.judged[asked]


def _judge(sealed: Sealed, use: Use, context: Context) -> _Judged:
    wording = Wording(sealed.post, sealed.version, sealed.updated)
    facts = _facts_of(sealed.account, wording, use, context)
    at = context.at
    return _Judged(facts, decide(facts, use, at), deciding_word(facts, use, at))


def _decision(sealed: Sealed, use: Use, context: Context, own: Decision) -> Decision:
    """What is decided about the author, and from the facts about everybody who speaks inside.

    The first no counts; without one it is the author's yes.
    """
    if sealed.part in _NAMING_PARTS and use not in _NAMED_OR_INSIDE:
        return DECISIONS[Cause.NO_NAME][use]
    if own.allowed:
        for inside in _inside(sealed, use, context):
            decision = decide(inside, use, context.at)
            if not decision.allowed:
                return decision
    return own


def _inside(sealed: Sealed, use: Use, context: Context) -> Iterator[Facts]:
    """The facts about everybody but the author who speaks in words."""
    audience = _audience(use, context)
    posts = sealed.other_posts
    for place, other in enumerate(sealed.others):
        own = posts[place] if place < len(posts) else ""
        yield context.register.facts_for_embedded(other, own, sealed.post, context.story, audience)


def _facts_of(account: str, wording: Wording, use: Use, context: Context) -> Facts:
    audience = _audience(use, context)
    facts = context.register.facts_for(account, wording, context.story, audience)
    if context.findability_passed is None:
        return facts
    return msgspec.structs.replace(facts, findability_passed=context.findability_passed)


def _audience(use: Use, context: Context) -> str:
    """Reading is always inside the team."""
    return TEAM if use is Use.READ else context.audience


def _cut(words: str, span: tuple[int, int] | None) -> str:
    if span is None:
        return words
    start, end = span
    if not 0 <= start < end <= len(words):
        raise AskedWrongly(
            f"The span {start}-{end} does not fit a text of {len(words)} code points.",
            do="Read the post again and paste a new quote block.",
        )
    return words[start:end]


def _credit(sealed: Sealed, own: _Judged, context: Context) -> str | None:
    """The name to print for ``named``; None when there is none that anybody agreed to.

    First the name of the statement that says yes, then the handle or name handed over in
    ``context.signature``, then, for an organisation or a public office, the name on record. A
    person's name on record was written by a steward and is never printed.
    """
    if own.word is not None and seen(own.word.statement.name):
        return seen(own.word.statement.name)
    signature = context.signature
    if signature is not None:
        if signature.account != sealed.account or signature.part not in _NAMING_PARTS:
            raise SealBroken("The signature is not that of the one who speaks.")
        if seen(unseal(signature)):
            return seen(unseal(signature))
    voice = own.facts.voice
    if voice is not None and voice.kind is not VoiceKind.PERSON and seen(voice.name):
        return seen(voice.name)
    return None


def _clearance(use: Use, rule: Rule, context: Context) -> Clearance:
    """A random id: it says nothing about whom or what it cleared. Never print it on a page."""
    return Clearance(
        id=secrets.token_hex(8),
        use=use,
        rule=rule,
        policy_version=POLICY_VERSION,
        edition=context.edition,
    )
