"""Personal data in words that are about to be shown: held until a person decides.

A flag never changes words. In a story the editor decides, in the quotation's block: ``keep:`` names
the kinds that stay, ``note:`` says why. Lists of whole posts leave flagged posts out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

import msgspec

from ownwords.archive.remembered import Remembered
from ownwords.consent.register import Register
from ownwords.consent.screening_flags import Flag, Kind
from ownwords.flows.names_given import NamesGiven
from ownwords.records.consent import VoiceKind
from ownwords.workspace import Workspace


class Screen:
    """Looks at words that the gate cleared; ``held`` counts, by kind, what lists left out.

    What was found is remembered: it depends on the words, the regions and the rules. Whether it may
    stand is asked every time.
    """

    def __init__(
        self, workspace: Workspace, register: Register, remembered: Remembered | None = None
    ) -> None:
        self._workspace = workspace
        self._regions = workspace.campaign.policy.regions
        self._engine = workspace.vault.engine
        self._register = register
        self._known = (remembered or Remembered.none()).about(
            b"screening", repr(self._regions).encode()
        )
        self._public: dict[str, bool] = {}
        self._found: dict[str, tuple[Flag, ...]] = {}
        self.held: Counter[str] = Counter()
        contact = workspace.campaign.contact
        self._contact = frozenset(contact[one.start : one.end] for one in self._read(contact))

    def flags(self, text: str) -> tuple[Flag, ...]:
        """What could give somebody away.

        Handles of organisations and public offices may stand, and the campaign's own contact.
        """
        if text not in self._found:
            self.expect([text])
        return tuple(flag for flag in self._found[text] if self._counts(flag, text))

    def flags_of_tellers(self, text: str) -> tuple[Flag, ...]:
        """The same in words of the tellers, and names that nobody lets be printed any more."""
        return (*self.flags(text), *self._names_given.flags(text))

    @cached_property
    def _names_given(self) -> NamesGiven:
        return NamesGiven(self._workspace, self._register)

    def expect(self, texts: Iterable[str]) -> None:
        """Read texts, and look up at once whoever they name."""
        new = [text for text in dict.fromkeys(texts) if text not in self._found]
        found = {text: self._read(text) for text in new}
        self._found |= found
        named = {
            _bare(text[flag.start : flag.end])
            for text, flags in found.items()
            for flag in flags
            if flag.kind is Kind.HANDLE
        }
        self._look_up(named.difference(self._public))

    def is_harmless(self, text: str) -> bool:
        """Whether nothing in a text could give anybody away, whoever is named in it.

        The campaign's own contact may stand.
        """
        self.expect([text])
        found = self._found[text]
        return all(text[flag.start : flag.end] in self._contact for flag in found)

    def _read(self, text: str) -> tuple[Flag, ...]:
        question = self._known.question(text.encode("utf-8", "surrogatepass"))
        if self._known.knows(question):
            return ()
        kept = self._known.found(question)
        if kept is not None:
            return msgspec.msgpack.decode(kept, type=tuple[Flag, ...])
        from ownwords.consent.screening import screen  # its patterns are not needed before

        flags = screen(text, regions=self._regions)
        if flags:
            self._known.note(question, msgspec.msgpack.encode(flags))
        else:
            self._known.add(question)
        return flags

    def holds(self, flags: Iterable[Flag]) -> bool:
        """Whether a list leaves words with these flags out; counted."""
        kinds = {flag.kind.value for flag in flags}
        self.held.update(kinds)
        return bool(kinds)

    def _counts(self, flag: Flag, text: str) -> bool:
        said = text[flag.start : flag.end]
        if said in self._contact:
            return False
        return flag.kind is not Kind.HANDLE or not self._public[_bare(said)]

    def _look_up(self, handles: set[str]) -> None:
        """Whether a handle is an organisation's or a public office's, and no person's."""
        accounts = self._engine.accounts_named(sorted(handles)) if handles else []
        kinds: dict[str, set[VoiceKind]] = defaultdict(set)
        for account in accounts:
            kinds[_bare(account.handle)].add(self._register.voice_of(account.id).kind)
        for handle in handles:
            self._public[handle] = bool(kinds[handle]) and VoiceKind.PERSON not in kinds[handle]


def _bare(handle: str) -> str:
    return handle.lstrip("@").lower()
