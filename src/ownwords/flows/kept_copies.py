"""The steward's step: kept copies under sources/ and articles/ in which somebody still stands.

The proof says which they are, so that nothing is cut that it does not find. A file of text is
redacted; one that is none, or in which something is left after that, is quarantined. Both are
recorded in ``quarantine/record.json``, before they are done: after a crash nothing may be found
any more where something was cut. What nobody can look into stays with the rest of somebody's
sources, and the proof goes on naming it, unless the steward has everything sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from ownwords.archive import copies
from ownwords.archive.copies import Done
from ownwords.archive.noting import noting
from ownwords.flows.clock import now
from ownwords.flows.proof.proving import Hit, Traces, find_in
from ownwords.flows.proof.walking import everything
from ownwords.flows.withdraw import the_keys
from ownwords.records.times import iso_day
from ownwords.workspace import Workspace

How = Literal["redact", "quarantine"]


class Settled(msgspec.Struct, frozen=True):
    """Files of which something was cut, files that were sealed away, and files that were sealed
    for nobody can look into them: nothing of the person was found there.
    """

    redacted: tuple[str, ...] = ()
    quarantined: tuple[str, ...] = ()
    shut: tuple[str, ...] = ()


def kept(hits: Iterable[Hit]) -> list[str]:
    """The kept copies among what the proof found, each once."""
    return sorted({hit.path for hit in hits if hit.path.startswith(copies.PLACES)})


def are_there(workspace: Workspace) -> bool:
    """Whether the campaign keeps copies at all."""
    return any(_files(workspace))


def settle(workspace: Workspace, traces: Traces, how: How) -> Settled:
    """Take these people out of the kept copies in which they are found; it can be done again."""
    found = _found(workspace, traces)
    redacted, quarantined = [], []
    named = kept(hit for hit in found if hit.is_trace)
    for name in named:
        if how == "redact" and _redacted(workspace, name, traces):
            redacted.append(name)
        else:
            _quarantine(workspace, name, "quarantined", traces)
            quarantined.append(name)
    shut = sorted(set(kept(found)) - set(named)) if how == "quarantine" else []
    for name in shut:
        _quarantine(workspace, name, "shut", traces)
    return Settled(tuple(redacted), tuple(quarantined), tuple(shut))


def unname(workspace: Workspace, traces: Traces) -> None:
    """Take out of the record the names of files that are called like these people."""
    with noting(workspace.folder):
        copies.note(workspace.folder, (), traces.works)


def _files(workspace: Workspace) -> Iterator[Path]:
    for place in copies.PLACES:
        yield from (one for one in everything(workspace.folder.root / place) if one.is_file())


def _found(workspace: Workspace, traces: Traces) -> list[Hit]:
    root = workspace.folder.root
    return [hit for one in _files(workspace) for hit in find_in(one, root, traces.needles)]


def _redacted(workspace: Workspace, name: str, traces: Traces) -> bool:
    """Whether cutting was enough."""
    path = workspace.folder.root / name
    if not copies.is_text(path):
        return False
    data = copies.cut(path, traces.works)
    if data != path.read_bytes():
        _note(workspace, name, "redacted", traces)
        copies.replace(path, data)
    return not any(one.is_trace for one in find_in(path, workspace.folder.root, traces.needles))


def _quarantine(workspace: Workspace, name: str, what: str, traces: Traces) -> None:
    keys = the_keys(workspace)
    _note(workspace, name, what, traces)
    with noting(workspace.folder):
        copies.quarantine(workspace.folder, workspace.folder.root / name, keys)


def _note(workspace: Workspace, name: str, what: str, traces: Traces) -> None:
    with noting(workspace.folder):
        copies.note(workspace.folder, [Done(name, what, iso_day(now()))], traces.works)
