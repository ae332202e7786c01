"""The people of a campaign, for the team: who speaks, what they said, which accounts are theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from ownwords.archive.answers import Head, Speaker
from ownwords.consent.gate import Context, release
from ownwords.consent.register import Register
from ownwords.flows.deciding import new_voice_id
from ownwords.flows.withdraw import find
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Answer, Statement, Use, Voice
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace

Standing = Literal["yes", "no", "asked", "silent"]
"""What somebody said last: yes to something, no, nothing yet though asked, nothing."""

_DAY = 86_400_000_000

_STANDINGS: dict[Answer, Standing] = {
    Answer.YES: "yes",
    Answer.NO: "no",
    Answer.ASKED: "asked",
}


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One account in a list, with the voice that owns it."""

    account: str
    name: str
    posts: int
    voice: Voice
    standing: Standing
    siblings: int = 0
    """Other accounts of the same voice."""


def name_of(head: Head, team: Context) -> str:
    """The handle or name that an account had, for the team; its id when it had none."""
    for name in head.names:
        answer = release(name, Use.READ, team)
        if isinstance(answer, Cleared) and answer.text.strip():
            return f"@{answer.text}" if name.part == "handle" else answer.text
    return head.account


def people(workspace: Workspace, team: Context, speakers: Sequence[Speaker]) -> list[Person]:
    """Accounts with their names, voices and what they said; hidden ones are not among them."""
    heads = workspace.vault.engine.heads([one.newest for one in speakers])
    said = standings(workspace, team.register)
    found = []
    for one in speakers:
        head = heads.get(one.newest)
        if head is not None:
            voice = team.register.voice_of(one.account)
            found.append(
                Person(
                    account=one.account,
                    name=name_of(head, team),
                    posts=one.posts,
                    voice=voice,
                    standing=said.get(one.account, "silent"),
                    siblings=max(0, len(team.register.accounts_of(voice)) - 1),
                )
            )
    return found


def standings(workspace: Workspace, register: Register) -> dict[str, Standing]:
    """What every account that was asked or spoke said last."""
    found: dict[str, Standing] = {}
    for statement in workspace.vault.desk.statements():
        standing = _STANDINGS[statement.answer]
        for account in register.reached(statement):
            if standing != "asked" or account not in found:
                found[account] = standing
    return found


def said_by(workspace: Workspace, register: Register, account: str) -> list[Statement]:
    """Every statement that reaches an account, the newest first."""
    said = workspace.vault.desk.statements()
    return [one for one in reversed(said) if account in register.reached(one)]


def link(workspace: Workspace, register: Register, account: str, other: str) -> Voice:
    """Say that two accounts are one person's. The link is known inside the team alone.

    Every no that was said in the name of a voice that is given up is said again in the name of the
    one that stays; a yes is not, since it would reach accounts that it was not given for.
    Raises AskedWrongly when ``other`` names nobody, or when both belong to voices with different
    roles: what was decided for an organisation does not pass to a person.
    """
    others = find(workspace, other)
    one, two = register.voice_of(account), register.voice_of(others[0])
    if one.kind is not two.kind:
        raise AskedWrongly(
            "One of them is an organisation or holds an office, the other does not.",
            kept="Nothing was changed.",
            do="Change the role first, then link them.",
        )
    owned = _accounts(register, one, account) | _accounts(register, two, *others)
    known = one if one.name or one.id != account else two
    voice_id = known.id if known.id not in owned else new_voice_id()
    voice = Voice(
        id=voice_id,
        name=known.name,
        kind=known.kind,
        accounts=tuple(sorted(owned)),
        reason=known.reason,
        decided_by=known.decided_by,
        review=known.review,
    )
    given_up = {one.id, two.id} - {voice.id}
    refused = [_in_the_name_of(voice, said) for said in _refusals(workspace, given_up)]
    workspace.vault.desk.put_voice(voice)
    if refused:
        workspace.vault.desk.add_statements(refused)
    for gone in given_up:
        _let_go(workspace, gone)
    return voice


def _refusals(workspace: Workspace, voices: set[str]) -> list[Statement]:
    said = workspace.vault.desk.statements()
    return [one for one in said if one.voice in voices and one.answer is not Answer.YES]


def _in_the_name_of(voice: Voice, said: Statement) -> Statement:
    return msgspec.structs.replace(said, voice=voice.id, sequence=0)


def unlink(workspace: Workspace, register: Register, account: str) -> None:
    """Say that an account is a person of its own again."""
    voice = register.voice_of(account)
    left = _accounts(register, voice) - {account}
    workspace.vault.desk.put_voice(msgspec.structs.replace(voice, accounts=tuple(sorted(left))))


def _accounts(register: Register, voice: Voice, *more: str) -> set[str]:
    return {*voice.accounts, *register.accounts_of(voice), *more}


def _let_go(workspace: Workspace, voice_id: str) -> None:
    for voice in workspace.vault.desk.voices():
        if voice.id == voice_id:
            workspace.vault.desk.put_voice(msgspec.structs.replace(voice, accounts=()))
