"""One voice: their accounts, their role, what they told us, what may be done with their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ownwords.archive.blocks import Blocks
from ownwords.archive.deciders import deciders
from ownwords.consent.gate import explain
from ownwords.flows.blocked import blocks_about
from ownwords.flows.consenting import accounts_of
from ownwords.flows.deciding import Signed, decide, let_decide
from ownwords.flows.people import Joined, joined, link, said_by, unlink
from ownwords.records.consent import Statement, Use, Voice, VoiceKind
from ownwords.records.errors import AskedWrongly, OwnwordsError
from ownwords.records.times import PartialDate
from ownwords.workbench.asked import Answer, Asked, Go, Page, Shown
from ownwords.workbench.bench import Bench
from ownwords.workbench.blocking import EMPTY, decided, rule, written

_USES = (
    Use.COUNT,
    Use.PARAPHRASE,
    Use.VERBATIM,
    Use.NAMED,
    Use.MEDIA,
    Use.RESEARCH_EXPORT,
    Use.MACHINE_LEARNING,
)


_FIELDS = ("kind", "name", "reason", "by", "review", "other")


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as a row of their history."""

    answer: str
    uses: tuple[str, ...]
    scope: str
    posts: int
    story: str
    name: str
    at: int
    starts: int
    ends: int
    evidence: str
    given_by: str


@dataclass(frozen=True, slots=True)
class May:
    """One use and whether it is allowed for a post of theirs about which nothing else was said."""

    use: str
    allowed: bool
    why: str


@dataclass(frozen=True, slots=True)
class Alone:
    """A yes that goes on holding for these accounts (by name), and must be asked for those."""

    told: Told
    holds_for: tuple[str, ...]
    ask_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joining:
    """What somebody reads before two people become one; whether a no spreads."""

    other: str
    alone: tuple[Alone, ...]
    refusals: bool


def show(asked: Asked) -> Answer:
    """The page of one account and the voice that owns it."""
    return _page(asked.bench, asked.query("account"), None)


def _page(
    bench: Bench,
    account: str,
    problem: OwnwordsError | None,
    *,
    joining: Joining | None = None,
    filled: Mapping[str, str] | None = None,
) -> Shown:
    register, engine = bench.register(), bench.workspace.vault.engine
    voice = register.voice_of(account)
    accounts = _shown(bench, account)
    owned = bench.people(engine.speakers(accounts))
    if not owned:
        raise _nobody()
    uses = explain(account, "", bench.public())
    values = {
        "account": account,
        "voice": voice,
        "owned": tuple(owned),
        "shown": accounts,
        "name": next((one.name for one in owned if one.account == account), account),
        "told": tuple(_told(one) for one in said_by(bench.workspace, register, account)),
        "may": tuple(May(use.value, uses[use].allowed, uses[use].why) for use in _USES),
        "blocks": decided(blocks_about(bench.workspace, accounts), "account"),
        "deciders": deciders(bench.workspace.vault.desk),
        "problem": problem,
        "joining": joining,
        "filled": filled or _filled(""),
    }
    return Shown("voice.html", values, status=422 if problem else 200)


def _shown(bench: Bench, account: str) -> tuple[str, ...]:
    """The accounts of whoever owns this one, with it."""
    register = bench.register()
    return tuple(sorted({account, *register.accounts_of(register.voice_of(account))} - {""}))


def _must_be_as_shown(asked: Asked) -> None:
    """Whom the form is about is here, with the accounts that the page showed; else AskedWrongly."""
    bench, account = asked.bench, asked.text("account")
    if not bench.people(bench.workspace.vault.engine.speakers([account])):
        raise _nobody()
    asked.must_be_as_shown(_shown(bench, account))


def _nobody() -> AskedWrongly:
    return AskedWrongly(
        "Nothing of that account may be read here.", do="It may be hidden or erased."
    )


def _filled(form: str, asked: Asked | None = None) -> dict[str, str]:
    """Which form of the page was sent and refused, and what was written in it; no passphrases."""
    sent = {name: asked.text(name) if asked else "" for name in _FIELDS}
    return {"form": form, **sent, **EMPTY}


def _told(one: Statement) -> Told:
    return Told(
        answer=one.answer.value,
        uses=tuple(use.value for use in one.uses),
        scope=one.scope.value,
        posts=len(one.posts),
        story=one.story,
        name=one.name,
        at=one.given_at,
        starts=one.starts or 0,
        ends=one.ends or 0,
        evidence=one.evidence,
        given_by=one.given_by.value,
    )


def join(asked: Asked) -> Answer:
    """Another account is theirs as well; what that changes is said first."""
    bench, account, other = asked.bench, asked.text("account"), asked.text("other")
    try:
        _must_be_as_shown(asked)
        if set(accounts_of(bench.workspace, other)) <= set(_shown(bench, account)):
            raise AskedWrongly("That account is theirs already.", do="Name another one of theirs.")
        change = joined(bench.workspace, bench.register(), account, other)
        if (change.stays or change.spreads) and not asked.text("sure"):
            return _page(bench, account, None, joining=_joining(bench, other, change))
        link(bench.workspace, bench.register(), account, other)
    except OwnwordsError as problem:
        return _page(bench, account, problem, filled=_filled("join", asked))
    return Go("/voice", {"account": account})


def _joining(bench: Bench, other: str, change: Joined) -> Joining:
    speakers = bench.workspace.vault.engine.speakers(change.voice.accounts)
    names = {one.account: one.name for one in bench.people(speakers)}
    alone = (
        Alone(
            _told(one.said),
            tuple(names.get(account, account) for account in one.holds_for),
            tuple(names.get(account, account) for account in one.not_for),
        )
        for one in change.stays
    )
    return Joining(other, tuple(alone), bool(change.spreads))


def part(asked: Asked) -> Answer:
    """One of the accounts is not theirs. The page stays that of whoever it was taken from."""
    bench, account, other = asked.bench, asked.text("account"), asked.text("other")
    _must_be_as_shown(asked)
    left = bench.register().voice_of(account).accounts
    unlink(bench.workspace, bench.register(), other)
    if account == other:
        account = next((one for one in left if one != other), account)
    return Go("/voice", {"account": account})


def role(asked: Asked) -> Answer:
    """They are an organisation, hold a public office, or are a person after all."""
    bench, account = asked.bench, asked.text("account")
    voice = bench.register().voice_of(account)
    kind = asked.text("kind")
    try:
        _must_be_as_shown(asked)
        decision = Voice(
            id=voice.id,
            name=asked.text("name"),
            kind=VoiceKind(kind) if kind in set(VoiceKind) else VoiceKind.PERSON,
            reason=asked.text("reason"),
            decided_by=tuple(filter(None, [asked.text("by")])),
            review=_day(asked.text("review")),
        )
        signed = [Signed(asked.text(f"who{n}"), asked.text(f"pass{n}")) for n in (1, 2)]
        decide(bench.workspace, voice, decision, signed)
    except OwnwordsError as problem:
        return _page(bench, account, problem, filled=_filled("role", asked))
    return Go("/voice", {"account": account})


def keep_back(asked: Asked) -> Answer:
    """Keep all posts of the accounts on the page from being shown, or let go of that."""
    bench, account = asked.bench, asked.text("account")
    try:
        _must_be_as_shown(asked)
        rule(asked, Blocks(accounts=frozenset(_shown(bench, account))))
    except OwnwordsError as problem:
        return _page(bench, account, problem, filled={**_filled("block"), **written(asked)})
    return Go("/voice", {"account": account})


def _day(text: str) -> int | None:
    if not text:
        return None
    try:
        return PartialDate.parse(text).start
    except ValueError:
        raise AskedWrongly("The day cannot be read.", do="Write it as 2027-05-31.") from None


def add_decider(asked: Asked) -> Answer:
    """Somebody more may decide on public offices."""
    bench, account = asked.bench, asked.text("account")
    vouches = Signed(asked.text("vouches"), asked.text("vouches_pass"))
    try:
        let_decide(bench.workspace, Signed(asked.text("new"), asked.text("new_pass")), vouches)
    except OwnwordsError as problem:
        return _page(bench, account, problem, filled=_filled("decider"))
    return Go("/voice", {"account": account})


PAGES = (
    Page("GET", "/voice", show),
    Page("POST", "/voice/join", join),
    Page("POST", "/voice/part", part),
    Page("POST", "/voice/role", role),
    Page("POST", "/voice/decider", add_decider),
    Page("POST", "/voice/block", keep_back),
)
