"""The register as it stands now, with handles looked up among what is held."""

from __future__ import annotations

from collections.abc import Sequence

from ownwords.consent.register import Register
from ownwords.records.consent import Answer, Statement, Voice
from ownwords.workspace import Workspace


def read_register(workspace: Workspace) -> Register:
    """What voices told us. A statement by handle finds its account even if that came in later."""
    desk, engine = workspace.vault.desk, workspace.vault.engine
    statements, voices = desk.statements(), desk.voices()
    named = [name for one in statements for name in (one.account, one.voice)]
    for voice in voices:
        named += [*voice.accounts, *(name for one in voice.earlier for name in one.accounts)]
    bare = {one.account for one in statements if one.account and ":" not in one.account}
    handles = sorted(bare.union(name for name in named if name.startswith("@")))
    accounts = engine.accounts_named(handles) if handles else []
    refusing = _refusing(statements, voices)
    return Register.read(desk, accounts, engine.other_ids(refusing) if refusing else None)


def _refusing(statements: Sequence[Statement], voices: Sequence[Voice]) -> set[str]:
    """Ids of accounts that a no may be about: it reaches them under every id."""
    said = [one for one in statements if one.answer is not Answer.YES]
    named = {one.account for one in said}.union(*(voice.accounts for voice in voices if said))
    return {name for name in named if ":" in name}
