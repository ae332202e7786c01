"""Quotations of the newest edition that may not be shown any more: to be published again without.

A yes ends on a day, is taken back, or comes to hold without the network; what was published stands
until the next edition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hmac import compare_digest
from typing import NamedTuple

import msgspec

from ownwords.consent.gate import Context, release
from ownwords.flows.clock import now
from ownwords.flows.registers import read_register
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Answer
from ownwords.records.edition import Edition, Quoted
from ownwords.records.errors import AskedWrongly, PublishStopped
from ownwords.records.sealed import Sealed
from ownwords.stories.quotation import digest
from ownwords.workspace import Workspace

_AT_ONCE = 500


class Lapsed(msgspec.Struct, frozen=True):
    """How many quotations of an edition lost their yes; ``edition`` is 0 when there is none."""

    edition: int = 0
    quotes: int = 0


def lapsed(workspace: Workspace) -> Lapsed:
    """What the newest edition that stands shows and the gate would refuse now, retellings too."""
    editions = [one for one in workspace.vault.desk.editions() if one.files]
    if not editions:
        return Lapsed()
    newest = editions[-1]
    return Lapsed(newest.number, len(refused(workspace, newest.quotes)))


def stop_where_lapsed(workspace: Workspace, edition: Edition) -> None:
    """Raise PublishStopped where an edition shows somebody who is hidden or whose yes has ended."""
    if refused(workspace, edition.quotes):
        raise PublishStopped(
            "This edition shows what may not be shown any more.",
            kept="It stays as it is, on this computer.",
            do="Publish again: the next edition is without it.",
        )


class Ending(msgspec.Struct, frozen=True):
    """When the first permissions of an edition end, None for never, and for how many quotations."""

    at: int | None = None
    quotes: int = 0


def first_to_end(workspace: Workspace, quotes: Sequence[Quoted]) -> Ending:
    """Which of these quotations may not be shown some day: a yes ends, a role is to be reviewed.

    Of each quotation only the days are asked about on which something of who speaks in it ends.
    """
    context = _context(workspace)
    ends = _ends(workspace, context)
    ending: dict[int, list[Quoted]] = defaultdict(list)
    for one, said, _ in _said(workspace, quotes) if ends else ():
        speaking = (said.account, *said.others) if said is not None else ()
        ids = {name for account in speaking for name in context.register.under_every_id(account)}
        for end in {end for account in ids for end in ends.get(account, ())}:
            ending[end].append(one)
    for end in sorted(ending):
        over = refused(workspace, ending[end], replace(context, at=end))
        if over:
            return Ending(end, len(over))
    return Ending()


def _ends(workspace: Workspace, context: Context) -> Mapping[str, set[int]]:
    """When what lets words of accounts be shown ends, of what has not ended yet."""
    register, today = context.register, context.at
    ends: dict[str, set[int]] = defaultdict(set)
    for one in workspace.vault.desk.statements():
        if one.answer is Answer.YES and (one.ends or 0) > today:
            for account in register.reached(one):
                ends[account].add(one.ends or 0)
    for voice in workspace.vault.desk.voices():
        if (voice.review or 0) > today:
            for account in register.accounts_of(voice):
                ends[account].add(voice.review or 0)
    return ends


def refused(
    workspace: Workspace, quotes: Sequence[Quoted], context: Context | None = None
) -> frozenset[str]:
    """Public names of those among these quotations that the gate would refuse now.

    ``context`` is another moment. Whether a retelling leads to its original was tested when it was
    published.
    """
    gate = _Gate(context or _context(workspace), digest_key(workspace))
    return frozenset(
        one.id
        for one, said, span in _said(workspace, quotes)
        if said is None or not gate.lets(one, said, span)
    )


def _context(workspace: Workspace) -> Context:
    """What the gate is to know of this moment."""
    return Context(
        register=read_register(workspace),
        at=now(),
        policy=workspace.campaign.policy,
        findability_passed=True,
    )


def digest_key(workspace: Workspace) -> bytes:
    """What names and chosen words are digested with; empty where the campaign's key is missing."""
    keys = workspace.vault.keys
    return b"" if keys is None else keys.derive("quote-digest")


def name_digest(key: bytes, public_id: str, credit: str) -> str:
    """By what an edition remembers the name that it prints with a quotation, if any."""
    return digest(key, f"{public_id}\n{credit}") if credit else ""


class _Gate(NamedTuple):
    """The gate as it decides now, and the key by which printed names are compared."""

    context: Context
    key: bytes

    def lets(self, one: Quoted, sealed: Sealed, span: tuple[int, int] | None) -> bool:
        """Whether a quotation may still be shown, with the name and the source beside it.

        Without the key nobody knows which name that is; editions that do not tell it are older.
        """
        register = self.context.register
        if one.sourced and register.wants_no_network(sealed.account, sealed.post, sealed.others):
            return False
        try:
            answer = release(sealed, one.use, replace(self.context, story=one.story), span)
        except AskedWrongly:
            return False
        if not isinstance(answer, Cleared):
            return False
        return not (one.name and self.key) or compare_digest(
            one.name, name_digest(self.key, one.id, answer.credit)
        )


_Span = tuple[int, int] | None


def _said(
    workspace: Workspace, quotes: Sequence[Quoted]
) -> Iterator[tuple[Quoted, Sealed | None, _Span]]:
    """Each quotation with its words, None where they are hidden or gone, and the span of them."""
    for start in range(0, len(quotes), _AT_ONCE):
        yield from _said_at_once(workspace, quotes[start : start + _AT_ONCE])


def _said_at_once(
    workspace: Workspace, quotes: Sequence[Quoted]
) -> Iterator[tuple[Quoted, Sealed | None, _Span]]:
    desk, engine = workspace.vault.desk, workspace.vault.engine
    places = {one.id: desk.quoted(one.id) for one in quotes}
    names: dict[str, list[str]] = defaultdict(list)
    for public, place in places.items():
        if place is not None:
            names[f"{place[0]}@{place[1]}" if place[1] else place[0]].append(public)
    words = {
        public: sealed
        for name, sealed in engine.words(list(names)).items()
        for public in names[name]
    }
    for one in quotes:
        place = places[one.id]
        yield one, words.get(one.id), None if place is None else place[2]
