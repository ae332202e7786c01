"""The steward's step: kept copies under sources/ and articles/ in which somebody still stands.

The proof says which they are, so that nothing is cut that it does not find. A file of text is
redacted; one that is none, or in which something is left after that, is quarantined. Both are
recorded in ``quarantine/record.json``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from ownwords.archive import copies
from ownwords.archive.copies import Done
from ownwords.archive.erasing_work import Work
from ownwords.flows.clock import now
from ownwords.flows.proof.needles import Needles
from ownwords.flows.proof.proving import Hit, find_in, needles_for
from ownwords.flows.standing import iso
from ownwords.flows.withdraw import key_of
from ownwords.workspace import Workspace

How = Literal["redact", "quarantine"]


class Settled(msgspec.Struct, frozen=True):
    """Files of which something was cut, and files that were sealed away."""

    redacted: tuple[str, ...] = ()
    quarantined: tuple[str, ...] = ()


def kept(hits: Sequence[Hit]) -> list[str]:
    """The kept copies among what the proof found, each once."""
    return sorted({hit.path for hit in hits if hit.path.startswith(copies.PLACES)})


def settle(workspace: Workspace, works: Sequence[Work], hits: Sequence[Hit], how: How) -> Settled:
    """Take these people out of the kept copies that the proof named; it can be done again."""
    needles = needles_for(workspace.folder.root, works)
    redacted, quarantined = [], []
    for name in kept(hits):
        if how == "redact" and _redacted(workspace, name, works, needles):
            redacted.append(name)
        else:
            _quarantine(workspace, name)
            quarantined.append(name)
    day = iso(now())[:10]
    done = [Done(name, "redacted", day) for name in redacted]
    done += [Done(name, "quarantined", day) for name in quarantined]
    if done:
        copies.note(workspace.folder, done, works)
    return Settled(tuple(redacted), tuple(quarantined))


def _redacted(workspace: Workspace, name: str, works: Sequence[Work], needles: Needles) -> bool:
    """Whether cutting was enough."""
    path = workspace.folder.root / name
    if not copies.is_text(path):
        return False
    copies.redact(path, works)
    return not find_in(path, workspace.folder.root, needles)


def _quarantine(workspace: Workspace, name: str) -> None:
    key_of(workspace)  # says what to do where the keys are not here
    if workspace.vault.keys is not None:
        copies.quarantine(workspace.folder, workspace.folder.root / name, workspace.vault.keys)
