"""Who owns an account: one voice at a time, and every voice remembers which accounts it had.

A yes in the name of a voice is for the accounts that the voice had when it was said, so the desk
must be able to tell which those were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from ownwords.records.consent import Earlier, Voice


def changed(known: Iterable[Voice], new: Iterable[Voice], at: int) -> list[Voice]:
    """The voices that are others once the ``new`` ones stand, those that give accounts up as well.

    A voice that gives up all its accounts is joined to who takes the last of them: they are one
    person. The accounts that a voice first has count as those that it always had.
    """
    voices = {voice.id: voice for voice in known}
    owners = {account: voice.id for voice in voices.values() for account in voice.accounts}
    others: dict[str, None] = {}
    for voice in new:
        before = voices.get(voice.id, Voice(id=voice.id))
        into = "" if voice.accounts else before.into
        earlier = _remembered(before, voice.accounts, at)
        for account in before.accounts:
            owners.pop(account, None)
        losing = {owners.get(account, voice.id) for account in voice.accounts} - {voice.id}
        for one in sorted(losing):
            voices[one] = _giving_up(voices[one], voice, at)
        voices[voice.id] = replace(voice, earlier=earlier, into=into)
        owners.update(dict.fromkeys(voice.accounts, voice.id))
        others |= dict.fromkeys([*sorted(losing), voice.id])
    return [voices[one] for one in others]


def _giving_up(voice: Voice, taker: Voice, at: int) -> Voice:
    left = tuple(name for name in voice.accounts if name not in taker.accounts)
    earlier = _remembered(voice, left, at)
    return replace(voice, accounts=left, earlier=earlier, into="" if left else taker.id)


def _remembered(voice: Voice, accounts: tuple[str, ...], at: int) -> tuple[Earlier, ...]:
    if not voice.accounts or set(voice.accounts) == set(accounts):
        return voice.earlier
    return (*voice.earlier, Earlier(at, voice.accounts))


def without(voice: Voice, gone: Callable[[str], bool], voices: frozenset[str]) -> Voice:
    """A voice as if it had never had the accounts that are ``gone`` nor met these ``voices``."""
    accounts = tuple(name for name in voice.accounts if not gone(name))
    earlier: list[Earlier] = []
    for one in voice.earlier:
        had = tuple(name for name in one.accounts if not gone(name))
        if earlier and set(earlier[-1].accounts) == set(had):
            earlier.pop()
        if had:
            earlier.append(Earlier(one.until, had))
    if earlier and set(earlier[-1].accounts) == set(accounts):
        earlier.pop()
    into = "" if voice.into in voices else voice.into
    return replace(voice, accounts=accounts, earlier=tuple(earlier), into=into)
