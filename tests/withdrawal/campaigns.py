"""Two folders with the same keys: what withdrawing leaves, and what never gathering leaves."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import apsw

from ownwords.archive.settings import write_settings_text
from ownwords.archive.vault import Vault
from ownwords.flows import erasure, gathering, taking_out
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.gathering import Request
from ownwords.flows.proof.proving import Proof
from ownwords.flows.taking_out import TakenOut
from ownwords.records.campaign import Campaign
from ownwords.workspace import Workspace, open_workspace

SETTINGS = write_settings_text(
    Campaign(name="We keep the light", hashtags=("WeKeepTheLight",), contact="a@b.example")
)
MAREN, MAREN_SAID = (
    "Maren of the Low Cut",
    "The paper rang the lock at noon. Is there anyone in charge of you?",
)
"""What somebody calls herself (the handle: ``maren_low_cut``), and what she said."""
_COUNTED = ("kept", "known", "held_back", "withdrawals", "asked")
_VOLATILE = {
    "token",
    "started",
    "ended",
    "kept",
    "known",
    "held_back",
    "withdrawals",
    "asked",
    "filled",
    "link",
    "source",
}


class Quiet:
    """Watches nothing."""

    def progress(self, source: str, read: int, kept: int) -> None: ...

    def fault(self, fault: object) -> None: ...

    def left_out(self, what: object) -> None: ...


def base(root: Path) -> Path:
    """An empty campaign to be copied, so that copies share their keys."""
    Vault.create(root, SETTINGS).close()
    return root


def copy(root: Path, to: Path) -> Workspace:
    shutil.copytree(root, to)
    return open_workspace(to)


def take(workspace: Workspace, path: Path, *, searchable: bool = False) -> None:
    """Gather a file, whatever tags it has."""
    request = Request(sources=(str(path),), everything=True, searchable=searchable)
    list(gathering.gather(workspace, request, Quiet()))


def begin(workspace: Workspace, who: str) -> None:
    """Hide, and note that they are to be erased."""
    planned = withdrawing.plan(workspace, who)
    withdrawing.hide(workspace, planned)
    erasure.begin(workspace, planned.accounts)


def take_out(workspace: Workspace, who: str) -> TakenOut:
    """Hide, erase, prove and finish; what comes of it is in the answer."""
    begin(workspace, who)
    return taking_out.carry_on(workspace, lambda _: None)


def withdraw(workspace: Workspace, who: str) -> Proof:
    """The same; what was found is in the answer."""
    return take_out(workspace, who).proof


def carry_on(workspace: Workspace) -> Proof:
    """What --resume does."""
    return taking_out.carry_on(workspace, lambda _: None).proof


def posts(root: Path) -> dict[str, str]:
    """Name and SHA-256 of every file of posts/."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "posts").iterdir())
        if path.is_file()
    }


def desk(root: Path) -> dict[str, Any]:
    """What the desk says, without clocks, random names and how the counts fell apart."""
    connection = apsw.Connection(str(root / "desk.sqlite"), flags=apsw.SQLITE_OPEN_READONLY)
    found: dict[str, Any] = {}
    sql = "select name from sqlite_master where type = 'table' and name != 'meta'"
    for table in [str(name) for (name,) in connection.execute(sql)]:
        cursor = connection.execute(f"select * from {table} order by id")
        rows = cursor.fetchall()
        names = [str(column[1]) for column in connection.execute(f"pragma table_info({table})")]
        dicts = [dict(zip(names, row, strict=True)) for row in rows]
        found[table] = [
            {name: value for name, value in row.items() if name not in _VOLATILE} for row in dicts
        ]
        if table == "accessions":
            found["sums"] = [sum(row[name] for name in _COUNTED) for row in dicts]
    connection.close()
    return found
