"""Single posts that are erased while their authors stay."""

from __future__ import annotations

from ownwords.archive.erasing_work import Work, update_work
from ownwords.flows.clock import now
from ownwords.flows.replacing import with_places
from ownwords.flows.withdraw import collected, key_of
from ownwords.workspace import Workspace


def begin(workspace: Workspace, ids: frozenset[str]) -> None:
    """Remember durably which posts go; nothing is cut yet."""
    key = key_of(workspace)
    authors = workspace.vault.desk.authors_of_departed(ids)
    work = Work.new(now(), posts=tuple(sorted(ids)), single=True, authors=authors)
    work = collected(workspace, work)
    update_work(workspace.folder, key, [with_places(workspace, work)])
