"""Statements: recorded, taken in from files, explained."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ownwords.consent import gate, vocabularies
from ownwords.consent.gate import Context
from ownwords.flows.clock import now
from ownwords.flows.registers import read_register
from ownwords.records.captured import Fault
from ownwords.records.consent import Answer, Decision, GivenBy, Statement
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace


class Entry(msgspec.Struct, frozen=True):
    """One use and whether it is allowed."""

    allowed: bool
    rule: str
    why: str
    what_would_make_it_yes: str


class Explained(msgspec.Struct, frozen=True):
    """What may be done with somebody's words."""

    account: str
    voice: str
    uses: dict[str, Entry]


class Imported(msgspec.Struct, frozen=True):
    """What a file of statements brought."""

    recorded: int
    faults: tuple[Fault, ...]


def accounts_of(workspace: Workspace, who: str) -> tuple[str, ...]:
    """The account ids that ``who`` names: an account id, a @handle, a voice id or name, a post id.

    Raises AskedWrongly when nobody held here is meant.
    """
    desk = workspace.vault.desk
    for voice in desk.voices():
        if who in (voice.id, voice.name) or who in voice.accounts:
            return voice.accounts or (who,)
    engine = workspace.vault.engine
    head = engine.heads([who]).get(who)
    if head is not None:
        return (head.account,)
    accounts = [account.id for account in engine.accounts_named([who])]
    accounts = accounts or ([who] if engine.held_by([who]) else [])
    if not accounts:
        raise AskedWrongly(
            "Nobody by that account, handle or name is held in this campaign.",
            do="'ownwords search' and 'ownwords first-uses' print account ids.",
        )
    return tuple(accounts)


def explain(workspace: Workspace, who: str) -> Explained:
    """Every use of somebody's words, or of one post when ``who`` is its id."""
    account = accounts_of(workspace, who)[0]
    register = read_register(workspace)
    context = Context(register=register, at=now(), policy=workspace.campaign.policy)
    post = who if who in workspace.vault.engine.heads([who]) else ""
    decided = gate.explain(account, post, context)
    voice = register.voice_of(account)
    return Explained(
        account=account,
        voice=voice.name or voice.id,
        uses={use.value: _entry(decision) for use, decision in decided.items()},
    )


def _entry(decision: Decision) -> Entry:
    return Entry(
        allowed=decision.allowed,
        rule=decision.rule.value,
        why=decision.why,
        what_would_make_it_yes=decision.what_would_make_it_yes,
    )


def record(workspace: Workspace, who: str, said: Statement) -> None:
    """Write a statement down for one account, or for a voice with all its accounts.

    Raises AskedWrongly when a yes that somebody else passes on has no evidence.
    """
    if said.answer is Answer.YES and said.given_by is not GivenBy.SELF and not said.evidence:
        raise AskedWrongly(
            "A yes that somebody else passes on needs its evidence.",
            kept="Nothing was recorded.",
            do="Say with --evidence where the yes can be looked up.",
        )
    voice = next((v for v in workspace.vault.desk.voices() if who in (v.id, v.name)), None)
    if voice is not None:
        whose = msgspec.structs.replace(said, voice=voice.id)
    else:
        whose = msgspec.structs.replace(said, account=accounts_of(workspace, who)[0])
    at = said.given_at or now()
    workspace.vault.desk.add_statements([msgspec.structs.replace(whose, given_at=at)])


def import_file(workspace: Workspace, path: Path, vocabulary: str) -> Imported:
    """Take in a CSV file of statements, Social Humans labels or voices; bad rows are named."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise AskedWrongly(
            f"{path.name} is not UTF-8 at byte {error.start}.",
            kept="Nothing was recorded.",
            do="Save it as UTF-8 (in a spreadsheet: CSV UTF-8).",
        ) from None
    desk = workspace.vault.desk
    if vocabulary == "voices":
        voices, faults = vocabularies.read_voices_csv(text, path.name)
        for voice in voices:
            desk.put_voice(voice)
        return Imported(len(voices), tuple(faults))
    labels = vocabulary == "social-humans"
    read = vocabularies.read_labels_csv if labels else vocabularies.read_statements_csv
    statements, faults = read(text, path.name, at=now())
    if statements:
        desk.add_statements(statements)
    return Imported(len(statements), tuple(faults))
