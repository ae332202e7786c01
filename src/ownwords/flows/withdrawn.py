"""The feed of withdrawn quotations: editions/withdrawn.json, which mirrors of an edition follow.

It only grows. Nobody can make it again, since the desk forgets the public names of what was taken
out; so desk.sqlite holds its bytes too (archive/twice.py), and where file and desk differ, both
count. It holds public names alone, which stood on pages: no post, no account, no words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ownwords.archive import twice
from ownwords.archive.finding import Finding
from ownwords.archive.noting import noting
from ownwords.records.errors import FolderBroken
from ownwords.workspace import Workspace

FEED = "withdrawn.json"
_DO = (
    "Nothing is lost: desk.sqlite holds the list as it was last written, and the next edition, "
    "packet or withdrawal puts it here again."
)


def feed(workspace: Workspace) -> list[str]:
    """Public names of quotations that were withdrawn, sorted.

    FolderBroken when the file cannot be read and nothing was noted of it.
    """
    place, desk = _place(workspace), workspace.vault.desk
    if not twice.differs(place, desk):
        return _names(place.read_bytes()) if place.is_file() else []
    known = set(_names(twice.noted(place, desk)))
    with suppress(OSError, FolderBroken):  # gone or changed: nothing is on it that is not noted
        known.update(_names(place.read_bytes()))
    return sorted(known)


def add(workspace: Workspace, names: Iterable[str]) -> None:
    """Note more of them in both places."""
    with noting(workspace.folder):
        known = feed(workspace)
        if set(names) - set(known):
            _write(workspace, sorted({*names, *known}))


def put_right(workspace: Workspace) -> None:
    """Make one list of two that differ, and note that of an earlier version as it is; one that
    cannot be read is not noted, for a whole one may be put back.
    """
    place, desk = _place(workspace), workspace.vault.desk
    with noting(workspace.folder):
        try:
            names = feed(workspace)
        except FolderBroken:
            return
        if twice.differs(place, desk):
            _write(workspace, names)
        elif names and not twice.noted(place, desk):
            twice.note(place, desk, place.read_bytes())


def findings(workspace: Workspace) -> Iterator[Finding]:
    """What verify says where the file is not the list that was last written, or none at all."""
    try:
        feed(workspace)
    except FolderBroken as error:
        yield Finding(f"editions/{FEED}", "", error.what, error.do)
        return
    if twice.differs(_place(workspace), workspace.vault.desk):
        yield Finding(f"editions/{FEED}", "", twice.OTHER, _DO)


def _write(workspace: Workspace, names: list[str]) -> None:
    data = json.dumps({"withdrawn": names}, indent=1).encode() + b"\n"
    twice.write(_place(workspace), workspace.vault.desk, data)


def _place(workspace: Workspace) -> Path:
    return workspace.folder.editions / FEED


def _names(data: bytes) -> list[str]:
    try:
        return [str(name) for name in json.loads(data)["withdrawn"]]
    except (ValueError, LookupError, TypeError) as error:
        raise FolderBroken(
            f"editions/{FEED} cannot be read.",
            kept="Nothing was changed.",
            do="Put it back from a backup, or from the zip of an edition, which holds it too.",
        ) from error
