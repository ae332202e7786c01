"""Quotations of the newest edition that may not be shown any more: to be published again without.

A yes ends on a day, or is taken back; what was published stands until the next edition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from ownwords.consent.gate import Context, release
from ownwords.flows.clock import now
from ownwords.flows.registers import read_register
from ownwords.records.cleared import Cleared
from ownwords.records.edition import Edition, Quoted
from ownwords.records.errors import AskedWrongly, PublishStopped
from ownwords.records.sealed import Sealed
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


def refused(workspace: Workspace, quotes: Sequence[Quoted]) -> frozenset[str]:
    """Public names of those among these quotations that the gate would refuse now.

    Whether a retelling leads to its original was tested when it was published.
    """
    policy = workspace.campaign.policy
    context = Context(
        register=read_register(workspace), at=now(), policy=policy, findability_passed=True
    )
    return frozenset(
        one.id
        for start in range(0, len(quotes), _AT_ONCE)
        for one in _gone(workspace, quotes[start : start + _AT_ONCE], context)
    )


def _gone(workspace: Workspace, quotes: Sequence[Quoted], context: Context) -> Iterator[Quoted]:
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
        place, sealed = places[one.id], words.get(one.id)
        if place is None or sealed is None or not _may(one, sealed, place[2], context):
            yield one


def _may(one: Quoted, sealed: Sealed, span: tuple[int, int] | None, context: Context) -> bool:
    try:
        answer = release(sealed, one.use, replace(context, story=one.story), span)
    except AskedWrongly:
        return False
    return isinstance(answer, Cleared)
