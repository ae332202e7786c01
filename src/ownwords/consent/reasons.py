"""Why a decision fell as it did and what would change it, in plain words.

Every sentence here is fixed text: no name, no handle and no word of a person can stand in it. The
table in docs/reference/decision-order.md is compared with this file by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from ownwords.records.consent import Decision, Rule, Use

DOING: Mapping[Use, str] = {
    Use.HOLD: "keeping these words safe",
    Use.READ: "reading these words in the team",
    Use.COUNT: "counting these words",
    Use.PARAPHRASE: "retelling these words",
    Use.VERBATIM: "showing these exact words without a name",
    Use.NAMED: "showing these words with a name",
    Use.MEDIA: "showing these pictures",
    Use.RESEARCH_EXPORT: "handing these words to researchers",
    Use.MACHINE_LEARNING: "using these words for machine learning",
}


class Cause(StrEnum):
    """What in particular made a rule decide."""

    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    OTHER_AUDIENCE = "other-audience"
    SAID_NO = "said-no"
    NOT_ANSWERED = "not-answered"
    GONE = "gone"
    SAID_YES = "said-yes"
    POST_WISH = "post-wish"
    ACCOUNT_WISH = "account-wish"
    ORGANISATION = "organisation"
    PUBLIC_OFFICE = "public-office"
    STEWARD = "steward"
    UNTESTED = "untested"
    FINDABLE = "findable"
    COMMON_YES = "common-yes"
    NOTHING_SAID = "nothing-said"
    REVIEW_DUE = "review-due"
    NO_EVIDENCE = "no-evidence"
    NO_NAME = "no-name"


class Reason(msgspec.Struct, frozen=True):
    """The rule, the answer, and both sentences; ``{doing}`` becomes the use."""

    rule: Rule
    allowed: bool
    why: str
    remedy: str = ""


def _yes(rule: Rule, why: str) -> Reason:
    return Reason(rule, allowed=True, why=why)


def _no(rule: Rule, why: str, remedy: str) -> Reason:
    return Reason(rule, allowed=False, why=why, remedy=remedy)


_ASK = "Ask the voice; a yes to this use makes it possible."

REASONS: Mapping[Cause, Reason] = {
    Cause.WITHDRAWN: _no(
        Rule.WITHDRAWN,
        "This voice has been taken out of the campaign.",
        "Nothing here. Only the voice can come back, by saying so.",
    ),
    Cause.BLOCKED: _no(
        Rule.BLOCKED,
        "A steward or the law blocks this post or account.",
        "Ask the steward who decided the block.",
    ),
    Cause.TOO_EARLY: _no(
        Rule.OUTSIDE,
        "The yes to {doing} has not begun yet.",
        "Wait until the day the voice has set, or ask for an earlier one.",
    ),
    Cause.TOO_LATE: _no(
        Rule.OUTSIDE,
        "The yes to {doing} has ended.",
        "Ask the voice again.",
    ),
    Cause.OTHER_AUDIENCE: _no(
        Rule.OUTSIDE,
        "The yes to {doing} is for another audience.",
        "Ask the voice about this audience.",
    ),
    Cause.SAID_NO: _no(
        Rule.EXPLICIT_NO,
        "The answer to {doing} is no.",
        "Nothing, unless the one who said no says yes later.",
    ),
    Cause.NOT_ANSWERED: _no(
        Rule.EXPLICIT_NO,
        "The voice was asked about {doing} and has not answered.",
        "Wait for the answer. Silence is not a yes.",
    ),
    Cause.GONE: _no(
        Rule.AUTHOR_DELETED,
        "The author deleted this or made it private.",
        "A yes of the voice that says it also holds after deletion.",
    ),
    Cause.SAID_YES: _yes(Rule.EXPLICIT_YES, "The voice said yes to {doing}."),
    Cause.POST_WISH: _no(
        Rule.POST_WISH,
        "The author set this post so that others may not quote it or pass it on.",
        _ASK,
    ),
    Cause.ACCOUNT_WISH: _no(
        Rule.ACCOUNT_WISH,
        "A setting of the author's account speaks against {doing}.",
        _ASK,
    ),
    Cause.ORGANISATION: _yes(
        Rule.PUBLIC_ROLE,
        "This is an organisation speaking; who decided so, and why, is on record.",
    ),
    Cause.PUBLIC_OFFICE: _yes(
        Rule.PUBLIC_ROLE,
        "This person speaks in a public office; two people decided so, their reason is on record "
        "and its review is not due.",
    ),
    Cause.STEWARD: _yes(
        Rule.STEWARD_YES,
        "A steward allowed retelling, and the original cannot be found by it.",
    ),
    Cause.UNTESTED: _no(
        Rule.STEWARD_YES,
        "A steward allowed retelling, but nobody has tested whether the original can be found by "
        "it.",
        "Test the retelling for findability, or ask the voice.",
    ),
    Cause.FINDABLE: _no(
        Rule.STEWARD_YES,
        "A steward allowed retelling, but the original can be found by it.",
        "Retell it in words that are further from the original, or ask the voice.",
    ),
    Cause.COMMON_YES: _yes(
        Rule.DEFAULT,
        "Nobody said no, and {doing} shows no words to the outside.",
    ),
    Cause.NOTHING_SAID: _no(
        Rule.DEFAULT,
        "The voice has said nothing about {doing}. Without a yes it is no.",
        _ASK,
    ),
    Cause.REVIEW_DUE: _no(
        Rule.DEFAULT,
        "The decision that this is no private person is incomplete, or its review is due. Without "
        "it and without a yes it is no.",
        "Complete the decision (reason, who decided, review day), or ask the voice.",
    ),
    Cause.NO_EVIDENCE: _no(
        Rule.DEFAULT,
        "Somebody passed on a yes to {doing} without evidence. That is no yes.",
        "Record the evidence of the yes, or ask the voice.",
    ),
    Cause.NO_NAME: _no(
        Rule.DEFAULT,
        "There is a yes to showing a name, but none that says which.",
        "Ask the voice which name to print.",
    ),
}


def _decision(reason: Reason, use: Use) -> Decision:
    doing = DOING[use]
    why, remedy = (text.replace("{doing}", doing) for text in (reason.why, reason.remedy))
    return Decision(
        allowed=reason.allowed, rule=reason.rule, why=why, what_would_make_it_yes=remedy
    )


DECISIONS: Mapping[Cause, Mapping[Use, Decision]] = {
    cause: {use: _decision(reason, use) for use in Use} for cause, reason in REASONS.items()
}
"""Every decision there can be, made once."""
