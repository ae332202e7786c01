"""An independent reading of docs/reference/decision-order.md, for comparing with the policy.

Shares no code with the policy: it imports records alone. It is written the slow way, as rows of
the tables in the document, and asks each row in turn.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from unicodedata import category

from ownwords.records.consent import Statement, Use, Voice, Wish
from ownwords.records.post import State

LADDER = ["hold", "read", "count", "paraphrase", "verbatim", "named"]
SIDE = ["media", "research-export", "machine-learning"]
BROADEST_FIRST = ["all", "campaign", "story", "posts"]

# The document's second table: a yes to the left one brings the right ones.
BRINGS = {
    "hold": "",
    "read": "hold",
    "count": "hold read",
    "paraphrase": "hold read count",
    "verbatim": "hold read count",
    "named": "hold read count",
    "media": "hold read count",
    "research-export": "hold read count",
    "machine-learning": "hold read count",
}

# The document's fourth table: a wish on an account and what it refuses.
ACCOUNT_WISH = {
    "quote-nobody": "paraphrase verbatim named media",
    "quote-followers": "paraphrase verbatim named media",
    "quote-detached": "paraphrase verbatim named media",
    "not-public": "paraphrase verbatim named media research-export machine-learning",
    "no-unauthenticated": "paraphrase verbatim named media research-export machine-learning",
    "not-indexable": "verbatim named media research-export",
    "no-archive": "paraphrase verbatim named media research-export machine-learning",
    "no-bulk": "research-export machine-learning",
    "no-generative": "machine-learning",
    "taken-down": "",
}
GONE = {"deleted", "went-private", "deactivated"}


@dataclass
class Case:
    """A small world and one question about it."""

    use: Use
    at: int
    account: str
    post: str
    story: str = ""
    audience: str = "everyone"
    findability: bool | None = None
    updated: int | None = None
    statements: list[Statement] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    blocked_posts: set[str] = field(default_factory=set)
    blocked_accounts: set[str] = field(default_factory=set)
    departures: dict[str, State] = field(default_factory=dict)
    other_ids: dict[str, set[str]] = field(default_factory=dict)
    same_words: set[str] = field(default_factory=set)


def answer(case: Case) -> tuple[bool, str]:  # noqa: C901, PLR0911, PLR0912  (the table, row by row)
    """Allowed or not, and the number of the rule."""
    use = case.use.value
    above_count = use not in ("hold", "read", "count")
    voice = owner(case.account, case)
    heard = [s for s in case.statements if meant(s, case) and in_scope(s, case)]
    word = spoken(heard, use, case)

    if case.hidden & everybody_of(case.account, case):
        return False, "1"
    if case.post in case.blocked_posts or case.blocked_accounts & every_id(case):
        return False, "2"
    over = above_count and bounded(case)
    if word and word[0] == "yes" and (over or not open_now(word[1], case)):
        return False, "3"
    if word and word[0] == "no":
        return False, "4"
    if above_count and left(case) and not (word and word[1].also_if_deleted):
        return False, "5"
    if word:
        return True, "6"
    kinds_on_post = {w.kind.value for w in case.wishes if w.post == case.post}
    if above_count and kinds_on_post - GONE - {"taken-down"}:
        return False, "7"
    of_account = [w for w in case.wishes if not w.post and w.account in every_id(case)]
    if any(use in ACCOUNT_WISH.get(w.kind.value, "").split() for w in of_account):
        return False, "8"
    if use in ("verbatim", "named") and voice and not_private(voice, case.at):
        return (False, "3") if over else (True, "9")
    if use == "paraphrase" and stewards_own_yes(heard, case):
        if over:
            return False, "3"
        return case.findability is True, "10"
    if not above_count and bounded(case, use):
        return False, "3"
    return not above_count, "11"


def bounded(case: Case, *rungs: str) -> bool:
    """Whether it is too early, or over, by what they said of being kept, read or counted alone."""
    for rung in rungs or ("hold", "read", "count"):
        told = [
            s
            for s in case.statements
            if s.answer.value == "yes"
            and {u.value for u in s.uses} <= {"hold", "read", "count"}
            and rung in [u.value for u in s.uses]
            and whose(s) == "voice"
            and any(about(s, replace(case, account=one)) for one in every_id(case))
            and (s.scope.value in ("campaign", "all") or names_whole_post(s, case))
        ]
        told.sort(key=lambda s: s.sequence)
        if told and not open_now(told[-1], replace(case, audience=told[-1].audience)):
            return True
    return False


def names_whole_post(statement: Statement, case: Case) -> bool:
    return statement.scope.value == "posts" and case.post in statement.posts


def every_id(case: Case) -> set[str]:
    """The account that is asked about, and the others by which exports name it."""
    others = {one for one, named in case.other_ids.items() if case.account in named}
    return {case.account, *others}


def owner(account: str, case: Case) -> Voice | None:
    return next((v for v in case.voices if account in v.accounts), None)


def joined_to(voice: Voice, case: Case) -> Voice | None:
    return next((v for v in case.voices if v.id == voice.into), None)


def everybody_of(account: str, case: Case) -> set[str]:
    """Every account and voice that is the same person as this account."""
    mine = owner(account, case)
    if mine is None:
        return {account}
    voices = [mine] + [v for v in case.voices if joined_to(v, case) is mine]
    return {name for v in voices for name in (v.id, *v.accounts)}


def had(voice: Voice, moment: int) -> set[str]:
    """The accounts of a voice as they were at a moment."""
    later = [change for change in voice.earlier if change.until > moment]
    first = min(later, key=lambda change: change.until, default=None)
    return set(first.accounts if first else voice.accounts)


def meant(statement: Statement, case: Case) -> bool:
    """Whether the statement is about this account, or one that is held with the very same words."""
    asked = {case.account, *(case.same_words if case.account in case.same_words else ())}
    return any(about(statement, replace(case, account=one)) for one in asked)


def about(statement: Statement, case: Case) -> bool:
    """Whether the statement is about this account."""
    if statement.answer.value != "yes":
        return refused_to(statement, case)
    if statement.account:
        return statement.account == case.account
    called = [v for v in case.voices if v.name == statement.voice]
    if len(called) > 1:
        called = [v for v in called if had(v, statement.given_at)]
    if len(called) != 1:
        return False
    speaker = called[0]
    heir = joined_to(speaker, case)
    asked_about = had(speaker, statement.given_at)
    if not asked_about and heir:
        asked_about = had(heir, statement.given_at)
    mine = owner(case.account, case)
    same_person = mine is not None and (mine is speaker or mine is heir)
    return case.account in asked_about and same_person


def refused_to(statement: Statement, case: Case) -> bool:
    """A no is for every account of whoever said it, and stays with those it was said for."""
    told = {statement.account} if statement.account else set()
    for voice in case.voices:
        if voice.name == statement.voice:
            told |= set(voice.accounts) | had(voice, statement.given_at)
    named = told.union(*(case.other_ids.get(one, set()) for one in told))
    theirs = named.union(*(everybody_of(one, case) for one in named))
    return bool(theirs & every_id(case))


def in_scope(statement: Statement, case: Case) -> bool:
    match statement.scope.value:
        case "posts":
            return bool({case.post, f"{case.post}@2"} & set(statement.posts))
        case "story":
            return case.story != "" and statement.story == case.story
    return True


def other_words(statement: Statement, case: Case) -> bool:
    """Whether it names the post and was said before the wording that is asked about was there."""
    if statement.scope.value != "posts" or f"{case.post}@2" in statement.posts:
        return False
    return case.updated is not None and case.updated > statement.given_at


def open_now(statement: Statement, case: Case) -> bool:
    begun = statement.starts is None or statement.starts <= case.at
    ended = statement.ends is not None and statement.ends <= case.at
    return begun and not ended and statement.audience in ("everyone", case.audience)


def without_invisible(text: str) -> str:
    return "".join(one for one in text if category(one) not in ("Cc", "Cf")).strip()


def whose(statement: Statement) -> str:
    if statement.answer.value == "asked" or statement.given_by.value == "self":
        return "voice"
    if without_invisible(statement.evidence):
        return "voice"
    return statement.given_by.value


def tells(statement: Statement, use: str, case: Case) -> str | None:
    """What this statement says about the use: yes, no, or nothing."""
    listed = [u.value for u in statement.uses]
    if statement.answer.value != "yes":
        return "no" if refuses(listed, use) else None
    if use == "media" and statement.no_media:
        return "no"
    if other_words(statement, case):
        return None
    speaker = whose(statement)
    if speaker == "representative":
        return None
    if speaker == "steward":
        return "yes" if use == "paraphrase" and use in listed else None
    if use in listed:
        return "yes"
    brought = any(use in BRINGS[one].split() for one in listed)
    return "yes" if brought and open_now(statement, case) else None


def refuses(listed: list[str], use: str) -> bool:
    if not listed:
        return use not in ("hold", "read", "count")
    for one in listed:
        if one == use:
            return True
        if one in LADDER and use in LADDER and LADDER.index(use) > LADDER.index(one):
            return True
        if one in ("hold", "read", "count") and use in SIDE:
            return True
    return False


def spoken(heard: list[Statement], use: str, case: Case) -> tuple[str, Statement] | None:
    """The word that decides: ('yes' or 'no', statement)."""
    by_speaker = {}
    for speaker in ("voice", "representative", "steward"):
        told = [
            (BROADEST_FIRST.index(s.scope.value), s.sequence, tells(s, use, case) == "no", s)
            for s in heard
            if whose(s) == speaker and tells(s, use, case)
        ]
        told.sort(key=lambda row: row[:3])
        if told:
            by_speaker[speaker] = told[-1]
    # A steward's own yes is no word of the voice: it waits for rule 10.
    if "steward" in by_speaker and not by_speaker["steward"][2]:
        del by_speaker["steward"]
    if not by_speaker:
        return None
    narrowest = max(row[0] for row in by_speaker.values())
    level = [row for row in by_speaker.values() if row[0] == narrowest]
    for row in level:
        if row[2]:
            return "no", row[3]
    return "yes", level[0][3]


def left(case: Case) -> bool:
    for target in {case.post, *every_id(case)}:
        if case.departures.get(target) in (State.DELETED, State.PRIVATE):
            return True
    return any(
        w.kind.value in GONE
        for w in case.wishes
        if w.post == case.post or (not w.post and w.account in every_id(case))
    )


def not_private(voice: Voice, at: int) -> bool:
    names = {without_invisible(name).casefold() for name in voice.decided_by} - {""}
    if not without_invisible(voice.reason):
        return False
    if voice.kind.value == "organisation":
        return len(names) >= 1 and (voice.review is None or at < voice.review)
    if voice.kind.value == "public-office":
        return len(names) >= 2 and voice.review is not None and at < voice.review
    return False


def stewards_own_yes(heard: list[Statement], case: Case) -> bool:
    told = [s for s in heard if whose(s) == "steward" and tells(s, "paraphrase", case)]
    told.sort(
        key=lambda s: (
            BROADEST_FIRST.index(s.scope.value),
            s.sequence,
            tells(s, "paraphrase", case) == "no",
        )
    )
    return bool(told) and tells(told[-1], "paraphrase", case) == "yes" and open_now(told[-1], case)
