"""Somebody wants out: hidden at once, by one durable write."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from ownwords.flows.clock import now
from ownwords.flows.consenting import accounts_of
from ownwords.workspace import Workspace


class Plan(msgspec.Struct, frozen=True):
    """What hiding somebody will do."""

    accounts: tuple[str, ...]
    posts: int
    editions: tuple[Path, ...]


def plan(workspace: Workspace, who: str) -> Plan:
    """Look up whom ``who`` means and what of theirs is held."""
    accounts = accounts_of(workspace, who)
    posts = workspace.vault.engine.held_by(accounts)
    editions = sorted(path for path in workspace.folder.editions.glob("[0-9]*") if path.is_dir())
    return Plan(accounts, posts, tuple(editions))


def hide(workspace: Workspace, plan: Plan) -> float:
    """Hide them from every reader and the gate; returns the seconds it took."""
    began = time.perf_counter()
    workspace.vault.desk.hide(plan.accounts, now())
    return time.perf_counter() - began
