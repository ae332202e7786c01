"""Single posts that are erased while their authors stay."""

from __future__ import annotations

import msgspec

from ownwords.archive.erasing_scan import own_posts, said_by_nobody_else
from ownwords.archive.erasing_work import Work, read_work, with_posts, write_work
from ownwords.archive.redaction import Names
from ownwords.flows.clock import now
from ownwords.flows.replacing import with_places
from ownwords.flows.withdraw import key_of
from ownwords.workspace import Workspace


def begin(workspace: Workspace, ids: frozenset[str]) -> None:
    """Remember durably which posts go; nothing is cut yet."""
    key = key_of(workspace)
    manifest = workspace.vault.desk.manifest()
    held = list(own_posts(workspace.folder, manifest, Names(posts=ids)))
    work = with_posts(Work(accounts=(), posts=tuple(sorted(ids)), began=now(), single=True), held)
    alone = said_by_nobody_else(workspace.folder, manifest, work.who, work.texts)
    work = with_places(workspace, msgspec.structs.replace(work, alone=tuple(alone)))
    write_work(workspace.folder, key, [*read_work(workspace.folder, key), work])
