"""Personal data in words that are about to be shown: held until a person decides.

A flag never changes words. In a story the editor decides, in the quotation's block: ``keep:`` names
the kinds that stay, ``note:`` says why. Lists of whole posts leave flagged posts out.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from ownwords.consent.register import Register
from ownwords.consent.screening import Flag, Kind, screen
from ownwords.records.consent import VoiceKind
from ownwords.workspace import Workspace


class Screen:
    """Looks at words that the gate cleared; ``held`` counts, by kind, what lists left out."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self._regions = workspace.campaign.policy.regions
        contact = workspace.campaign.contact
        flags = screen(contact, regions=self._regions)
        self._contact = frozenset(contact[flag.start : flag.end] for flag in flags)
        self._engine = workspace.vault.engine
        self._register = register
        self._is_public = lru_cache(maxsize=4096)(self._look_up)
        self.held: Counter[str] = Counter()

    def flags(self, text: str) -> tuple[Flag, ...]:
        """What could give somebody away.

        Handles of organisations and public offices may stand, and the campaign's own contact.
        """
        return tuple(
            flag for flag in screen(text, regions=self._regions) if self._counts(flag, text)
        )

    def holds(self, text: str) -> bool:
        """Whether a list leaves these words out; counted."""
        kinds = {flag.kind.value for flag in self.flags(text)}
        self.held.update(kinds)
        return bool(kinds)

    def _counts(self, flag: Flag, text: str) -> bool:
        said = text[flag.start : flag.end]
        if said in self._contact:
            return False
        return flag.kind is not Kind.HANDLE or not self._is_public(said)

    def _look_up(self, handle: str) -> bool:
        accounts = self._engine.accounts_named([handle])
        kinds = {self._register.voice_of(account.id).kind for account in accounts}
        return bool(kinds) and VoiceKind.PERSON not in kinds
