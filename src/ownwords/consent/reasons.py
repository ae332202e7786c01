"""Why a decision fell as it did and what would change it, in plain words.

Every sentence here is fixed text: no name, no handle and no word of a person can stand in it. The
table in docs/reference/decision-order.md is compared with this file by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

import msgspec

from ownwords.locales import marked
from ownwords.locales.sentence import Sentence
from ownwords.locales.tongue import Tongue
from ownwords.records.consent import Decision, Rule, Use

DOING: Mapping[Use, str] = {
    Use.HOLD: marked("keeping these words safe"),
    Use.READ: marked("reading these words in the team"),
    Use.COUNT: marked("counting these words"),
    Use.PARAPHRASE: marked("retelling these words"),
    Use.VERBATIM: marked("showing these exact words without a name"),
    Use.NAMED: marked("showing these words with a name"),
    Use.MEDIA: marked("showing these pictures"),
    Use.RESEARCH_EXPORT: marked("handing these words to researchers"),
    Use.MACHINE_LEARNING: marked("using these words for machine learning"),
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
    CHOSE_OTHER = "chose-other"
    ASKED_OTHER_WORDING = "asked-other-wording"
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
    OTHER_WORDING = "other-wording"
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


_ASK = marked("Ask the voice; a yes to this use makes it possible.")
_OTHER_WORDING = (
    marked("The yes to {doing} was to this post before its author changed it."),
    marked("Ask the voice about the words as they stand now."),
)

REASONS: Mapping[Cause, Reason] = {
    Cause.WITHDRAWN: _no(
        Rule.WITHDRAWN,
        marked("This voice has been taken out of the campaign."),
        marked("Nothing here. Only the voice can come back, by saying so."),
    ),
    Cause.BLOCKED: _no(
        Rule.BLOCKED,
        marked("A steward or the law blocks this post or account."),
        marked("Ask the steward who decided the block."),
    ),
    Cause.TOO_EARLY: _no(
        Rule.OUTSIDE,
        marked("The yes to {doing} has not begun yet."),
        marked("Wait until the day the voice has set, or ask for an earlier one."),
    ),
    Cause.TOO_LATE: _no(
        Rule.OUTSIDE,
        marked("The yes to {doing} has ended."),
        marked("Ask the voice again."),
    ),
    Cause.OTHER_AUDIENCE: _no(
        Rule.OUTSIDE,
        marked("The yes to {doing} is for another audience."),
        marked("Ask the voice about this audience."),
    ),
    Cause.SAID_NO: _no(
        Rule.EXPLICIT_NO,
        marked("The answer to {doing} is no."),
        marked("Nothing, unless the one who said no says yes later."),
    ),
    Cause.NOT_ANSWERED: _no(
        Rule.EXPLICIT_NO,
        marked("The voice was asked about {doing} and has not answered."),
        marked("Wait for the answer. Silence is not a yes."),
    ),
    Cause.CHOSE_OTHER: _no(
        Rule.EXPLICIT_NO,
        marked("The voice was asked about {doing} and gave another answer."),
        marked("Keep to that answer, unless the voice says yes to this later."),
    ),
    Cause.ASKED_OTHER_WORDING: _no(Rule.EXPLICIT_NO, *_OTHER_WORDING),
    Cause.GONE: _no(
        Rule.AUTHOR_DELETED,
        marked("The author deleted this or made it private."),
        marked("A yes of the voice that says it also holds after deletion."),
    ),
    Cause.SAID_YES: _yes(Rule.EXPLICIT_YES, marked("The voice said yes to {doing}.")),
    Cause.POST_WISH: _no(
        Rule.POST_WISH,
        marked("The author set this post so that others may not quote it or pass it on."),
        _ASK,
    ),
    Cause.ACCOUNT_WISH: _no(
        Rule.ACCOUNT_WISH,
        marked("A setting of the author’s account speaks against {doing}."),
        _ASK,
    ),
    Cause.ORGANISATION: _yes(
        Rule.PUBLIC_ROLE,
        marked("This is an organisation speaking; who decided so, and why, is on record."),
    ),
    Cause.PUBLIC_OFFICE: _yes(
        Rule.PUBLIC_ROLE,
        marked(
            "This person speaks in a public office; two people decided so, their reason is on "
            "record and its review is not due."
        ),
    ),
    Cause.STEWARD: _yes(
        Rule.STEWARD_YES,
        marked("A steward allowed retelling, and the original cannot be found by it."),
    ),
    Cause.UNTESTED: _no(
        Rule.STEWARD_YES,
        marked(
            "A steward allowed retelling, but nobody has tested whether the original can be found "
            "by it."
        ),
        marked("Test the retelling for findability, or ask the voice."),
    ),
    Cause.FINDABLE: _no(
        Rule.STEWARD_YES,
        marked("A steward allowed retelling, but the original can be found by it."),
        marked("Retell it in words that are further from the original, or ask the voice."),
    ),
    Cause.COMMON_YES: _yes(
        Rule.DEFAULT,
        marked("Nobody said no, and {doing} shows no words to the outside."),
    ),
    Cause.NOTHING_SAID: _no(
        Rule.DEFAULT,
        marked("The voice has said nothing about {doing}. Without a yes it is no."),
        _ASK,
    ),
    Cause.REVIEW_DUE: _no(
        Rule.DEFAULT,
        marked(
            "The decision that this is no private person is incomplete, or its review is due. "
            "Without it and without a yes it is no."
        ),
        marked("Complete the decision (reason, who decided, review day), or ask the voice."),
    ),
    Cause.NO_EVIDENCE: _no(
        Rule.DEFAULT,
        marked("Somebody passed on a yes to {doing} without evidence. That is no yes."),
        marked("Record the evidence of the yes, or ask the voice."),
    ),
    Cause.OTHER_WORDING: _no(Rule.DEFAULT, *_OTHER_WORDING),
    Cause.NO_NAME: _no(
        Rule.DEFAULT,
        marked("There is a yes to showing a name, but none that says which."),
        marked("Ask the voice which name to print."),
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


def in_tongue(tongue: Tongue, sentence: str) -> str:
    """A sentence of a decision, or another that is marked, for readers of the tongue."""
    if isinstance(sentence, Sentence):
        return sentence.said_in(tongue)
    return _sentences(tongue).get(sentence) or tongue.gettext(sentence)


@cache
def _sentences(tongue: Tongue) -> Mapping[str, str]:
    """What decisions say, by the English sentence that is kept with them."""
    return {
        text.replace("{doing}", doing): tongue.gettext(text).replace(
            "{doing}", tongue.gettext(doing)
        )
        for reason in REASONS.values()
        for text in (reason.why, reason.remedy)
        for doing in DOING.values()
        if text
    }
