"""The people of a campaign, for the team: who speaks, what they said, which accounts are theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import combinations
from typing import Literal

import msgspec

from ownwords.archive.answers import Head, Speaker
from ownwords.consent.gate import Context, release
from ownwords.consent.register import Register
from ownwords.edition.wording import row_label
from ownwords.flows.clock import now
from ownwords.flows.consenting import several
from ownwords.flows.deciding import new_voice_id
from ownwords.flows.withdraw import find
from ownwords.locales.tongue import Tongue
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Answer, Statement, Use, Voice
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace

Standing = Literal["yes", "no", "asked", "silent"]
"""What somebody said last: yes to something, no, nothing yet though asked, nothing."""

_SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
_SIGNS_SHOWN = 5

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


def name_of(head: Head, team: Context, tongue: Tongue) -> str:
    """The handle or name that an account had, for the team; signs of ours when it had none."""
    for name in head.names:
        answer = release(name, Use.READ, team)
        if isinstance(answer, Cleared) and answer.text.strip():
            return f"@{answer.text}" if name.part == "handle" else answer.text
    network = row_label(tongue, head.network, "network")
    return tongue.gettext(
        "no name (%(signs)s), %(network)s", signs=signs_of(head.account), network=network
    )


def signs_of(account: str) -> str:
    """Five signs by which a team tells accounts without a name apart; no word can come of them."""
    left = int.from_bytes(hashlib.blake2b(account.encode(), digest_size=8).digest(), "big")
    signs = ""
    for _ in range(_SIGNS_SHOWN):
        left, sign = divmod(left, len(_SIGNS))
        signs += _SIGNS[sign]
    return signs


def people(
    workspace: Workspace, team: Context, speakers: Sequence[Speaker], tongue: Tongue
) -> list[Person]:
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
                    name=name_of(head, team, tongue),
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


class Stays(msgspec.Struct, frozen=True):
    """A yes that does not reach all accounts of a person: for which it holds, for which not."""

    said: Statement
    holds_for: tuple[str, ...]
    not_for: tuple[str, ...]


class Joined(msgspec.Struct, frozen=True):
    """What linking makes of two people: the voice, and what changes of what they told us."""

    voice: Voice
    stays: tuple[Stays, ...]
    """Every yes that does not carry over; for the other accounts they must be asked."""
    spreads: tuple[Statement, ...]
    """Every no, and every ask without an answer, that from then on holds for more accounts."""


def joined(workspace: Workspace, register: Register, account: str, other: str) -> Joined:
    """What would be if two accounts were one person's; changes nothing.

    Raises AskedWrongly when ``other`` names nobody or several people, when one of them is being
    taken out, or when both belong to voices with different roles: what was decided for an
    organisation does not pass to a person.
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
    if any(map(register.is_hidden, owned)):
        raise AskedWrongly(
            "One of them is being taken out.",
            kept="Nothing was changed.",
            do="If they are the same person, take the other account out as well.",
        )
    if not _one_persons(workspace, register, others):
        raise several(others)
    known = one if one.name or one.id != account else two
    voice = msgspec.structs.replace(
        known,
        id=known.id if known.id not in owned else new_voice_id(),
        accounts=tuple(sorted(owned)),
    )
    ids = frozenset(name for name in owned if not name.startswith("@"))
    told = [(said, register.reached(said) & ids) for said in workspace.vault.desk.statements()]
    partly = [(said, reached) for said, reached in told if reached and reached != ids]
    return Joined(
        voice,
        stays=tuple(
            Stays(said, tuple(sorted(reached)), tuple(sorted(ids - reached)))
            for said, reached in partly
            if said.answer is Answer.YES
        ),
        spreads=tuple(said for said, _ in partly if said.answer is not Answer.YES),
    )


def link(workspace: Workspace, register: Register, account: str, other: str) -> Voice:
    """Say that two accounts are one person's. The link is known inside the team alone.

    A no reaches all their accounts from then on. A yes goes on holding for the accounts that it
    was said for, and for no other. Raises what :func:`joined` raises.
    """
    voice = joined(workspace, register, account, other).voice
    workspace.vault.desk.put_voices([voice], now())
    return voice


def unlink(workspace: Workspace, register: Register, account: str) -> None:
    """Say that an account is a person of its own again.

    It goes back to the voice that had it before, with the yes of that voice. What was said in the
    name of the voice that it leaves holds for it no more when it is a yes, and goes on holding
    when it is a no.
    """
    voice, names = register.voice_of(account), register.spelled(account)
    left = tuple(name for name in voice.accounts if name not in names)
    apart = [msgspec.structs.replace(voice, accounts=left)]
    for gone in workspace.vault.desk.voices():
        if gone.into == voice.id and not names.isdisjoint(gone.earlier[-1].accounts):
            apart.append(msgspec.structs.replace(gone, accounts=tuple(sorted(names))))
    workspace.vault.desk.put_voices(apart, now())


def _one_persons(workspace: Workspace, register: Register, accounts: Sequence[str]) -> bool:
    """Whether these are a voice's, or one account under several ids: handles are given away."""
    other_ids = workspace.vault.engine.other_ids()
    return all(
        register.voice_of(one).id == register.voice_of(other).id or other in other_ids.get(one, ())
        for one, other in combinations(accounts, 2)
    )


def _accounts(register: Register, voice: Voice, *more: str) -> set[str]:
    return {*voice.accounts, *register.accounts_of(voice), *more}
