"""Consent: uses, statements, wishes, decisions, clearances."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Use(StrEnum):
    """What may be done with words.

    The first six are a ladder; a yes to one is no yes to the next.
    """

    HOLD = "hold"
    READ = "read"
    COUNT = "count"
    PARAPHRASE = "paraphrase"
    VERBATIM = "verbatim"
    NAMED = "named"
    MEDIA = "media"
    RESEARCH_EXPORT = "research-export"
    MACHINE_LEARNING = "machine-learning"


LADDER: tuple[Use, ...] = (
    Use.HOLD,
    Use.READ,
    Use.COUNT,
    Use.PARAPHRASE,
    Use.VERBATIM,
    Use.NAMED,
)


class Answer(StrEnum):
    """What a voice said. ``ASKED`` means asked and not answered, which counts as no."""

    YES = "yes"
    NO = "no"
    ASKED = "asked"


class Scope(StrEnum):
    """How far a statement reaches; later members are more specific and beat earlier ones."""

    ALL = "all"
    CAMPAIGN = "campaign"
    STORY = "story"
    POSTS = "posts"


class GivenBy(StrEnum):
    """Who made a statement."""

    SELF = "self"
    REPRESENTATIVE = "representative"
    STEWARD = "steward"


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A voice's yes or no to uses of their words. Append-only; the latest of equal scope counts.

    ``account`` or ``voice`` says who spoke. ``starts`` and ``ends`` (microseconds UTC, end
    exclusive) bound when a yes holds: an embargo and an expiry. ``posts`` and ``story`` fill the
    scope. A yes passed on by somebody else needs ``evidence``.
    """

    answer: Answer
    uses: tuple[Use, ...]
    account: str = ""
    voice: str = ""
    scope: Scope = Scope.CAMPAIGN
    posts: tuple[str, ...] = ()
    story: str = ""
    name: str = ""
    starts: int | None = None
    ends: int | None = None
    audience: str = "everyone"
    also_if_deleted: bool = False
    no_location: bool = False
    no_media: bool = False
    no_network: bool = False
    evidence: str = ""
    given_by: GivenBy = GivenBy.SELF
    given_at: int = 0
    sequence: int = 0
    """Position in the register; later beats earlier within the same speaker and scope."""


def refusing(said: Statement, uses: tuple[Use, ...]) -> Statement:
    """A no to some uses by whoever said this, where and when they did; without its conditions."""
    return Statement(
        answer=Answer.NO,
        uses=uses,
        account=said.account,
        voice=said.voice,
        scope=said.scope,
        posts=said.posts,
        story=said.story,
        evidence=said.evidence,
        given_by=said.given_by,
        given_at=said.given_at,
    )


class WishKind(StrEnum):
    """What a platform carries of an author's wishes. A wish only lowers what is allowed."""

    QUOTE_NOBODY = "quote-nobody"
    QUOTE_FOLLOWERS = "quote-followers"
    QUOTE_DETACHED = "quote-detached"
    NOT_PUBLIC = "not-public"
    NO_UNAUTHENTICATED = "no-unauthenticated"
    NOT_INDEXABLE = "not-indexable"
    NO_ARCHIVE = "no-archive"
    NO_BULK = "no-bulk"
    NO_GENERATIVE = "no-generative"
    DELETED = "deleted"
    WENT_PRIVATE = "went-private"
    DEACTIVATED = "deactivated"
    TAKEN_DOWN = "taken-down"


class Wish(msgspec.Struct, frozen=True):
    """One wish, on a post (``post`` set) or on an account, with when it was seen."""

    kind: WishKind
    account: str = ""
    post: str = ""
    seen_at: int | None = None


class VoiceKind(StrEnum):
    """What sort of speaker a voice is. Unknown counts as a person."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PUBLIC_OFFICE = "public-office"


class Earlier(msgspec.Struct, frozen=True):
    """Which accounts a voice had until a moment (microseconds UTC, exclusive)."""

    until: int
    accounts: tuple[str, ...]


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """The person or organisation who speaks, with the accounts they own.

    ``decided_by`` names who decided that this is an organisation (one) or a public office (two);
    ``review`` (microseconds UTC) is when that decision must be looked at again. ``earlier`` (oldest
    first) and ``into``, the voice that all their accounts were joined to, are kept by the desk.
    """

    id: str
    name: str = ""
    kind: VoiceKind = VoiceKind.PERSON
    accounts: tuple[str, ...] = ()
    reason: str = ""
    decided_by: tuple[str, ...] = ()
    review: int | None = None
    earlier: tuple[Earlier, ...] = ()
    into: str = ""

    def accounts_at(self, moment: int) -> tuple[str, ...]:
        """The accounts that were theirs then; the first that became known count from the start."""
        for one in self.earlier:
            if moment < one.until:
                return one.accounts
        return self.accounts


class Rule(StrEnum):
    """The rules of the decision order, numbered as in the design; the first that decides wins."""

    WITHDRAWN = "1-withdrawn"
    BLOCKED = "2-blocked"
    OUTSIDE = "3-outside"
    EXPLICIT_NO = "4-explicit-no"
    AUTHOR_DELETED = "5-author-deleted"
    EXPLICIT_YES = "6-explicit-yes"
    POST_WISH = "7-post-wish"
    ACCOUNT_WISH = "8-account-wish"
    PUBLIC_ROLE = "9-public-role"
    STEWARD_YES = "10-steward-yes"
    DEFAULT = "11-default"


class Decision(msgspec.Struct, frozen=True):
    """May this be done, which rule said so, why, and what would make it a yes."""

    allowed: bool
    rule: Rule
    why: str
    what_would_make_it_yes: str = ""


class Clearance(msgspec.Struct, frozen=True, kw_only=True):
    """Why something may be shown. Holds no words and no handle."""

    id: str
    use: Use
    rule: Rule
    policy_version: str
    edition: str = ""
