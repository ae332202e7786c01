"""What interrupted gathers left: it waits to be gone on with, until somebody lets go of it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ownwords.archive import files
from ownwords.archive.accession import unfinished
from ownwords.archive.lock import Lock, alone
from ownwords.archive.staging import About
from ownwords.gather.sources import in_utf8
from ownwords.records.errors import AskedWrongly
from ownwords.records.times import iso
from ownwords.workspace import Workspace


class Interrupted(msgspec.Struct, frozen=True):
    """A gather that did not come to its end: its source as it was named, when it began (ISO 8601
    UTC), and the bytes that wait. Nothing of them can be seen.
    """

    source: str
    since: str
    bytes: int
    token: str

    @property
    def place(self) -> str:
        """The folder in which it waits, from the campaign's."""
        return f"posts/.staging/{self.token}"

    @property
    def command(self) -> str:
        """What lets go of it."""
        return f"ownwords gather {shlex.quote(self.source)} --let-go"


def interrupted(workspace: Workspace) -> tuple[Interrupted, ...]:
    """All of them, the oldest first; none while a gather runs, which may be one of them."""
    lock = Lock(workspace.folder.gathering)
    if not lock.take():
        return ()
    try:
        left = sorted(_left(workspace), key=lambda about: about.started)
        return tuple(_told(workspace, about) for about in left)
    finally:
        lock.release()


def let_go(workspace: Workspace, source: str) -> int:
    """Drop what interrupted gathers of a source left; how many there were.

    Nothing of it was visible, and nothing that the campaign holds is touched.
    """
    name = in_utf8(source)
    with alone(workspace.folder.gathering, _running()):
        left = [about for about in _left(workspace) if about.source == name]
        for about in left:
            files.remove(_place(workspace, about))
        files.sync_folder(workspace.folder.staging)
    return len(left)


def _left(workspace: Workspace) -> Iterable[About]:
    finished = workspace.vault.desk.tokens()
    return (about for about in unfinished(workspace.vault) if about.token not in finished)


def _told(workspace: Workspace, about: About) -> Interrupted:
    inside = (one for one in _place(workspace, about).rglob("*") if one.is_file())
    size = sum(one.stat().st_size for one in inside)
    return Interrupted(about.source, iso(about.started), size, about.token)


def _place(workspace: Workspace, about: About) -> Path:
    return workspace.folder.staging / about.token


def _running() -> AskedWrongly:
    return AskedWrongly(
        "A gather is taking in posts.",
        kept="Nothing was changed.",
        do="Wait until it is done, or stop it, then try again.",
    )
