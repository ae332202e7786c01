"""Who was taken out stays out of tables too, and of a yes for an export: as gather holds them back.

Nobody who is held is asked for: somebody else may have that handle elsewhere, or that name. A
handle alone may mean either; then a no is recorded, for it hurts nobody, and a yes is not. The list
can be asked with the campaign key alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import msgspec

from ownwords.archive import keep_out_twice
from ownwords.archive.keep_out import KeepOut, missing_key
from ownwords.archive.other_ids import spelled_out
from ownwords.archive.redacted_text import ANY, authority
from ownwords.consent.vocabularies import voice_id
from ownwords.flows.pasted import meant
from ownwords.flows.registers import read_register
from ownwords.records.consent import Answer, Statement, Voice
from ownwords.workspace import Workspace


class KeptOut:
    """Asks the keep-out list for people as tables name them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _listed(self) -> KeepOut:
        vault = self._workspace.vault
        if vault.keys is None:
            raise missing_key()
        return keep_out_twice.read(vault.folder, vault.desk, vault.keys.derive("keep-out"))

    @cached_property
    def _held(self) -> set[str]:
        return self._workspace.vault.engine.accounts()

    def statements(self, said: Sequence[Statement]) -> list[Statement]:
        """Those that may be recorded."""
        register = read_register(self._workspace)
        had = self._handles(said)
        return [
            one
            for one in said
            if not self._held.isdisjoint(register.reached(one))
            or (one.answer is not Answer.YES and _bare(one.account) in had)
            or not (self.account(one.account) or self._voice(one.voice))
        ]

    def _handles(self, said: Sequence[Statement]) -> set[str]:
        """Those by which statements name somebody who is held."""
        named = sorted({_bare(one.account) for one in said if one.account})
        accounts = self._workspace.vault.engine.accounts_named(named) if named else []
        return {_bare(one.handle) for one in accounts}

    def voices(self, voices: Sequence[Voice]) -> list[Voice]:
        """The voices without accounts that are on the list; not one that had no other."""
        left = [self._without(one) for one in voices]
        pairs = zip(voices, left, strict=True)
        return [
            one for had, one in pairs if one.accounts or not (had.accounts or self._voice(one.id))
        ]

    def _without(self, voice: Voice) -> Voice:
        free = tuple(one for one in voice.accounts if one in self._held or not self.account(one))
        return msgspec.structs.replace(voice, accounts=free)

    def account(self, name: str) -> bool:
        """Whether an account is on the list, by its id, a handle or the address of its profile."""
        if not name or self._listed.is_empty:
            return False
        spelled = {name, meant(self._workspace, name)}
        ids = (*spelled, spelled_out(name))
        return any(map(self._listed.account, ids)) or any(map(self._handle, spelled))

    def _handle(self, name: str) -> bool:
        handle, _, server = name.removeprefix("@").partition("@")
        network = authority(f"https://{server}") if server else ANY
        return self._listed.handle(network, handle)

    def _voice(self, name: str) -> bool:
        return any(map(self._listed.account, {name, voice_id(name)} if name else ()))


def _bare(handle: str) -> str:
    return handle.lstrip("@").lower()
