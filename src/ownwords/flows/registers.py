"""The register as it stands now, with handles looked up among what is held."""

from __future__ import annotations

from ownwords.consent.register import Register
from ownwords.workspace import Workspace


def read_register(workspace: Workspace) -> Register:
    """What voices told us. A statement by handle finds its account even if that came in later."""
    desk = workspace.vault.desk
    statements = desk.statements()
    named = [name for one in statements for name in (one.account, one.voice)]
    for voice in desk.voices():
        named += [*voice.accounts, *(name for one in voice.earlier for name in one.accounts)]
    bare = {one.account for one in statements if one.account and ":" not in one.account}
    handles = sorted(bare.union(name for name in named if name.startswith("@")))
    accounts = workspace.vault.engine.accounts_named(handles) if handles else []
    return Register.read(desk, accounts)
