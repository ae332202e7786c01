"""Statements: recorded and explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from ownwords.archive.blocks import Block
from ownwords.consent import gate
from ownwords.consent.gate import Context
from ownwords.consent.vocabularies import complaint_about, is_tomorrow, lacks_name
from ownwords.flows.blocked import blocks_about, blocks_in, under_every_id
from ownwords.flows.clock import now
from ownwords.flows.pasted import meant, not_held, posts_meant
from ownwords.flows.quoting import Quoter
from ownwords.flows.registers import read_register
from ownwords.flows.taking_back import LaterNo
from ownwords.records.consent import Answer, Decision, Scope, Statement, Use, Voice
from ownwords.records.errors import AskedWrongly
from ownwords.records.text import seen
from ownwords.records.times import iso_day
from ownwords.workspace import Workspace

_SHOWN = 5


class Entry(msgspec.Struct, frozen=True):
    """One use and whether it is allowed."""

    allowed: bool
    rule: str
    why: str
    what_would_make_it_yes: str


class Heard(msgspec.Struct, frozen=True):
    """A statement as it was recorded: the answer, how far it reaches, name and evidence."""

    answer: str
    to: tuple[str, ...]
    scope: str
    name: str
    starts: str
    ends: str
    given_by: str
    date: str
    evidence: str


class Held(msgspec.Struct, frozen=True):
    """A block as it was decided: ``until`` is empty while it stands."""

    target: str
    what: str
    reason: str
    by: str
    since: str
    until: str
    lifted_by: str
    lifted_for: str


class Explained(msgspec.Struct, frozen=True):
    """What may be done with somebody's words.

    ``statements`` is what was recorded of them, oldest first; ``flags`` are the kinds of personal
    data in the post that was asked about; ``blocks`` were decided about it, about the account or
    about a post of theirs.
    """

    account: str
    voice: str
    uses: dict[str, Entry]
    statements: tuple[Heard, ...] = ()
    flags: tuple[str, ...] = ()
    blocks: tuple[Held, ...] = ()


def accounts_of(workspace: Workspace, who: str) -> tuple[str, ...]:
    """All account ids of whom ``who`` names: an account id, @handle, voice id or name, or post id.

    The address of a post or a profile does as well, as networks write it. Accounts of one voice
    belong together, so one of them stands for all. A voice of whose accounts nothing is held
    stands for itself. Raises AskedWrongly when nobody held here is meant.
    """
    register = read_register(workspace)
    voice = voice_named(workspace, who)
    if voice is not None:
        return tuple(sorted(register.accounts_of(voice))) or (voice.id,)
    named = accounts_named(workspace, who)
    siblings = (register.accounts_of(register.voice_of(account)) for account in named)
    return tuple(sorted(set(named).union(*siblings)))


def voice_named(workspace: Workspace, who: str) -> Voice | None:
    """The voice of that id or name, or the one that it was joined to."""
    if not who or all(who not in (one.id, one.name) for one in workspace.vault.desk.voices()):
        return None
    voices = read_register(workspace).voices_called(who)
    if len(voices) > 1:
        raise AskedWrongly(
            "%(count)s voices have that name.",
            kept="Nothing was changed.",
            do="Name an account of the one that is meant.",
            count=len(voices),
        )
    return voices[0]


def accounts_named(workspace: Workspace, who: str) -> tuple[str, ...]:
    """The accounts that an account id, a post id or a @handle names, without their siblings.

    Nothing names nobody: not those who have no handle.
    """
    engine, who = workspace.vault.engine, meant(workspace, who)
    head = engine.heads([who]).get(who)
    if head is not None:
        return (head.account,)
    if engine.held_by([who]):
        return (who,)
    if not who.strip("@"):
        raise nobody()
    accounts = dict.fromkeys(account.id for account in engine.accounts_named([who]))
    accounts = accounts or dict.fromkeys(_who_chose(workspace, who))
    if not accounts:
        raise nobody()
    return tuple(accounts)


def nobody() -> AskedWrongly:
    """Also of who is hidden: nobody may read who that is."""
    return AskedWrongly(
        "Nobody by that account, handle or name is held in this campaign.",
        do="Give the id of a post of theirs, as 'ownwords search' prints it; "
        "'ownwords first-uses' prints ids of accounts.",
    )


def _who_chose(workspace: Workspace, name: str) -> Iterator[str]:
    """Accounts for which somebody chose this name to be printed: people write with that name."""
    register = read_register(workspace)
    for account in sorted(chose_to_be_called(workspace, name)):
        if not register.is_hidden(account):
            yield account


def chose_to_be_called(workspace: Workspace, name: str) -> set[str]:
    """The accounts of who chose this name, also while they are hidden: to take them out."""
    register = read_register(workspace)
    said = [one for one in workspace.vault.desk.statements() if one.name == name]
    return {account for one in said for account in register.reached(one)}


def the_account(workspace: Workspace, who: str) -> str:
    """The one account that an account id, a post id or a @handle names; else AskedWrongly.

    Of one that exports name by several ids, the first of these.
    """
    accounts = accounts_named(workspace, who)
    if not under_every_id(workspace, accounts[:1]).issuperset(accounts):
        raise several(accounts)
    return accounts[0]


def several(accounts: Sequence[str]) -> AskedWrongly:
    """One account is meant, and these had the handle."""
    return AskedWrongly(
        "%(count)s accounts had this handle.",
        do="Name the account that is meant: %(accounts)s.",
        count=len(accounts),
        accounts=", ".join(accounts[:_SHOWN]),
    )


def explain(workspace: Workspace, who: str) -> list[Explained]:
    """Every use of somebody's words, account by account, or of one post when ``who`` is its id."""
    register = read_register(workspace)
    context = Context(register=register, at=now(), policy=workspace.campaign.policy)
    who = meant(workspace, who)
    post = who if who in workspace.vault.engine.heads([who]) else ""
    named = voice_named(workspace, who) is not None
    accounts = accounts_of(workspace, who) if named else accounts_named(workspace, who)
    if all(map(register.is_hidden, accounts)):
        raise nobody()
    words = workspace.vault.engine.words([post]).get(post) if post else None
    said = workspace.vault.desk.statements()
    if words is not None:
        decided = gate.explain_words(words, context)
        one = _explained(words.account, decided, context, said)
        from ownwords.consent.screening import kinds_in  # publishing does not need its patterns

        flags = kinds_in(words, context.policy.regions)
        return [_with_blocks(one, blocks_in(workspace, words), flags)]
    explained = (
        _explained(one, gate.explain(one, post, context), context, said) for one in accounts
    )
    return [_with_blocks(one, blocks_about(workspace, (one.account,))) for one in explained]


def _with_blocks(one: Explained, blocks: Sequence[Block], flags: tuple[str, ...] = ()) -> Explained:
    return msgspec.structs.replace(one, blocks=tuple(map(_held, blocks)), flags=flags)


def _explained(
    account: str, decided: dict[Use, Decision], context: Context, said: Sequence[Statement]
) -> Explained:
    register = context.register
    voice = register.voice_of(account)
    return Explained(
        account=account,
        voice=voice.name or voice.id,
        uses={use.value: _entry(decision) for use, decision in decided.items()},
        statements=tuple(_heard(one) for one in said if account in register.reached(one)),
    )


def _heard(said: Statement) -> Heard:
    return Heard(
        answer=said.answer.value,
        to=tuple(use.value for use in said.uses),
        scope=said.story or said.scope.value,
        name=said.name,
        starts=iso_day(said.starts),
        ends=iso_day(said.ends),
        given_by=said.given_by.value,
        date=iso_day(said.given_at) if said.given_at else "",
        evidence=said.evidence,
    )


def _held(block: Block) -> Held:
    lifted = block.lifted
    return Held(
        target=block.target,
        what=block.what,
        reason=block.ruling.reason,
        by=block.ruling.by,
        since=iso_day(block.ruling.at),
        until=iso_day(lifted.at) if lifted else "",
        lifted_by=lifted.by if lifted else "",
        lifted_for=lifted.reason if lifted else "",
    )


def _entry(decision: Decision) -> Entry:
    return Entry(
        allowed=decision.allowed,
        rule=decision.rule.value,
        why=decision.why,
        what_would_make_it_yes=decision.what_would_make_it_yes,
    )


def record(
    workspace: Workspace, who: str, said: Statement, *, scope_was_said: bool = True
) -> Statement:
    """Write a statement down for one account, or for a voice with all its accounts.

    A post's id or link as ``who`` means its author, and this post alone unless a scope was said.
    Returns what was written. Raises AskedWrongly when a yes has no evidence, when one to ``named``
    has no name, when a yes names a handle that several accounts had, when it names a post that is
    not held, when they said no on a later day, or when the statement cannot mean what it says.
    """
    if said.answer is Answer.YES and not seen(said.evidence):
        raise AskedWrongly(
            "A yes needs its evidence: whoever types it here passes it on.",
            kept="Nothing was recorded.",
            do="Say with --evidence where the yes can be looked up.",
        )
    if lacks_name(said):
        raise AskedWrongly(
            "A yes to named needs the name that is printed.",
            kept="Nothing was recorded.",
            do='Add --name "The name they chose"; for words without a name say --use verbatim.',
        )
    bounded = said if scope_was_said else _of_one_post(workspace, who, said)
    bounded = msgspec.structs.replace(
        bounded, posts=tuple(posts_meant(workspace, bounded.posts).values())
    )
    _must_be_held(workspace, bounded.posts)
    whose = _whose(workspace, who, bounded)
    complaint = complaint_about(whose)
    if complaint:
        raise AskedWrongly(complaint, kept="Nothing was recorded.", do="Say it again.")
    if is_tomorrow(said.given_at, now()):
        raise AskedWrongly(
            "That day lies in the future: nobody has said it yet.",
            kept="Nothing was recorded.",
            do="Say with --date when they said it; with --from from when on it holds.",
        )
    written = msgspec.structs.replace(whose, given_at=min(said.given_at or now(), now()))
    if LaterNo(workspace).ends(written):
        raise AskedWrongly(
            "They said no on a later day.",
            kept="Nothing was recorded.",
            do="If they have said yes again since, give the day of that with --date.",
        )
    workspace.vault.desk.add_statements([written])
    return written


def _must_be_held(workspace: Workspace, posts: Sequence[str]) -> None:
    """What is said of a post that nobody finds is lost: a no, too."""
    if not_held(workspace, posts):
        raise AskedWrongly(
            "A post that is named is not held in this campaign.",
            kept="Nothing was recorded.",
            do="Give its link or its id: 'ownwords search' prints ids.",
        )


def _of_one_post(workspace: Workspace, who: str, said: Statement) -> Statement:
    if said.scope not in (Scope.CAMPAIGN, Scope.STORY) or said.posts:
        return said
    post = meant(workspace, who)
    if post not in workspace.vault.engine.heads([post]):
        return said
    if said.story and said.answer is Answer.YES:
        raise AskedWrongly(
            "This names a post and a story, and a yes is for one of them.",
            kept="Nothing was recorded.",
            do="For this post alone leave --story out; for all their posts in the story name the "
            "account.",
        )
    if said.story:
        return said
    return msgspec.structs.replace(said, scope=Scope.POSTS, posts=(post,))


def opening(workspace: Workspace, public_id: str) -> bytes:
    """What opens the commitment of a quotation without a name; one with a name has none."""
    told = [one for e in workspace.vault.desk.editions() for one in e.quotes if one.id == public_id]
    if told and told[-1].use is Use.NAMED:
        raise AskedWrongly(
            "This quotation has a name, so its page holds no commitment that a file could open.",
            do="Compare the digests that stand on its page.",
        )
    register = read_register(workspace)
    context = Context(register=register, at=now(), policy=workspace.campaign.policy)
    return Quoter(workspace, context).opening_of(public_id)


def also_meant(workspace: Workspace, said: Statement) -> tuple[str, ...]:
    """Other ids that a no to an account reaches: exports name who had its handle by these."""
    if said.answer is Answer.YES or not said.account:
        return ()
    return tuple(sorted(workspace.vault.engine.other_ids().get(said.account, ())))


def in_words(said: Statement) -> str:
    """A statement as one line for who has just written it down."""
    reach = {
        Scope.ALL: "everything they said",
        Scope.CAMPAIGN: "all their posts here",
        Scope.STORY: f"the story {said.story}",
        Scope.POSTS: f"{len(said.posts)} post{'' if len(said.posts) == 1 else 's'}",
    }[said.scope]
    uses = ", ".join(use.value for use in said.uses) or "every use above counting"
    answer = "asked, not answered," if said.answer is Answer.ASKED else said.answer.value
    return f"{answer} to {uses}, for {reach}, by {said.voice or said.account}."


def _whose(workspace: Workspace, who: str, said: Statement) -> Statement:
    """The statement with whom it is about; a no to a handle reaches everybody who ever had it."""
    voice = voice_named(workspace, who)
    if voice is not None:
        return msgspec.structs.replace(said, voice=voice.id)
    accounts = accounts_named(workspace, who)
    if said.answer is Answer.YES and not chose_to_be_called(workspace, who).issubset(accounts):
        raise AskedWrongly(
            "This is a handle of one and a name that somebody else chose.",
            kept="Nothing was recorded.",
            do=f"Name the account that is meant: {', '.join(accounts[:_SHOWN])} has the handle.",
        )
    if len(accounts) == 1:
        return msgspec.structs.replace(said, account=accounts[0])
    if said.answer is Answer.YES:
        raise AskedWrongly(
            f"{len(accounts)} accounts had this handle, and a yes is one account's.",
            kept="Nothing was recorded.",
            do=f"Name the account that said yes: {', '.join(accounts[:_SHOWN])}.",
        )
    return msgspec.structs.replace(said, account=f"@{meant(workspace, who).lstrip('@')}")
