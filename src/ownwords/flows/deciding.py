"""Deciding what a voice is: an organisation, a person in public office, or a person.

An organisation needs one person and a reason. A public office needs two people, each known by
their own passphrase, a reason and the day on which it is looked at again: a mistake here would
quote somebody who never said yes.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import msgspec

from ownwords.archive.deciders import add_decider, deciders, is_decider
from ownwords.flows.clock import now
from ownwords.locales import marked
from ownwords.records.consent import Voice, VoiceKind
from ownwords.records.errors import AskedWrongly
from ownwords.records.text import seen
from ownwords.workspace import Workspace

OFFICE_NEEDS = 2

_NAME = marked("This role needs the name that it is known by.")
_REASON = marked("This role needs a reason, which stands on the page.")
_DECIDER = marked("This role needs the name of who decides.")
_REVIEW = marked("This role needs a day in the future on which it is looked at again.")


class Signed(msgspec.Struct, frozen=True):
    """Somebody's name under a decision, with the passphrase that shows it is them."""

    name: str
    passphrase: str


def decide(
    workspace: Workspace, voice: Voice, decided: Voice, signed: Sequence[Signed] = ()
) -> Voice:
    """Record what a voice is, with who decided and why; returns what was recorded.

    Raises AskedWrongly when something that the role needs is lacking.
    """
    if decided.kind is not VoiceKind.PERSON:
        _must_have(_NAME, there=bool(seen(decided.name)))
        _must_have(_REASON, there=bool(seen(decided.reason)))
    if decided.kind is VoiceKind.ORGANISATION:
        _must_have(_DECIDER, there=any(map(seen, decided.decided_by)))
    if decided.kind is VoiceKind.PUBLIC_OFFICE:
        decided = _by_two(workspace, decided, signed)
    owns_itself = voice.id in voice.accounts
    made = msgspec.structs.replace(
        decided, id=new_voice_id() if owns_itself else voice.id, accounts=voice.accounts
    )
    workspace.vault.desk.put_voices([made], now())
    return made


def _by_two(workspace: Workspace, decided: Voice, signed: Sequence[Signed]) -> Voice:
    soon = decided.review is not None and decided.review > now()
    _must_have(_REVIEW, there=soon)
    desk = workspace.vault.desk
    known = {one.name.strip() for one in signed if is_decider(desk, one.name, one.passphrase)}
    if len(known) < OFFICE_NEEDS:
        raise AskedWrongly(
            "%(count)s of the two who must agree are known by their passphrase.",
            kept="Nothing was changed.",
            do="Two different deciders sign, each with their own passphrase.",
            count=len(known),
        )
    return msgspec.structs.replace(decided, decided_by=tuple(sorted(known)))


def _must_have(lack: str, *, there: bool) -> None:
    if not there:
        raise AskedWrongly(lack, kept="Nothing was changed.", do="Fill it in, then decide.")


def let_decide(workspace: Workspace, new: Signed, vouches: Signed | None = None) -> None:
    """Let somebody decide on public offices.

    The first two are named by who sets the campaign up; from then on one of them must vouch for
    everybody new, so that nobody becomes two people at the laptop of others.
    """
    desk = workspace.vault.desk
    known = deciders(desk)
    vouched = vouches is not None and is_decider(desk, vouches.name, vouches.passphrase)
    if len(known) >= OFFICE_NEEDS and not vouched:
        raise AskedWrongly(
            "Nobody who decides already vouches for them.",
            kept="Nothing was changed.",
            do="One of the deciders signs with their passphrase.",
        )
    add_decider(desk, new.name, new.passphrase, now())


def new_voice_id() -> str:
    """A name for a voice that says nothing about who it is."""
    return f"voice:{secrets.token_hex(8)}"
