"""Who is meant by an account id, a handle, a voice id or a voice's name, and by a statement.

An account's yes is for that account alone: somebody may lend one account and keep another to
themselves. A yes in the name of a voice is for the accounts that the voice had when it was said,
as far as they still are the same person's: it never reaches further than what they were asked
about. A no, by whomever, reaches every account that is now theirs, under each id by which exports
name it; said in the name of a voice it stays with the accounts that the voice had then. A block, a
departure and a wish reach their account under each id, and no other one of its voice. A handle
stands for the accounts that had it. Where several voices share a name a no reaches all of them and
a yes none; so it is with the accounts that had one handle, for which no role is decided either.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from ownwords.records.consent import Answer, Statement, Voice, VoiceKind
from ownwords.records.post import Account

Found = frozenset[str]


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().lstrip("@").casefold()


class Names:
    """Voices and handles looked up by name. ``voice_of`` maps an account's id to its voice.

    ``other_ids`` are those of another kind under which exports name an account.
    """

    def __init__(
        self,
        voices: Sequence[Voice],
        accounts: Sequence[Account],
        other_ids: Mapping[str, Found] | None = None,
    ) -> None:
        self._other_ids = other_ids or {}
        self.voice_of = {account: voice for voice in voices for account in voice.accounts}
        self._by_id = {voice.id: voice for voice in voices}
        self._voices: dict[str, set[str]] = defaultdict(set)
        self._owners: dict[str, set[str]] = defaultdict(set)
        self._handles: dict[str, set[str]] = defaultdict(set)
        self._owned: dict[str, set[str]] = {voice.id: set() for voice in voices}
        by_handle = {_fold(name): v for name, v in self.voice_of.items() if name.startswith("@")}
        for one in accounts:
            self._learn_handle(one)
        for handle in sorted(by_handle.keys() & self._handles.keys()):
            self._give_to(by_handle[handle], self._handles[handle])
        for account, voice in self.voice_of.items():
            self._owned[voice.id].add(account)
        for voice in voices:
            for name in filter(None, (voice.id, voice.name)):
                self._voices[_fold(name)].add(voice.id)
            for name in voice.accounts:
                if name.startswith("@"):
                    self._owners[_fold(name)].add(voice.id)

    def _learn_handle(self, account: Account) -> None:
        handle = _fold(account.handle)
        if handle:
            self._handles[handle].add(account.id)

    def _give_to(self, voice: Voice, accounts: set[str]) -> None:
        """What a no or a withdrawal reaches; no role, where several had the handle of the voice."""
        several = len(accounts) > 1
        owner = msgspec.structs.replace(voice, kind=VoiceKind.PERSON) if several else voice
        for account in accounts:
            self.voice_of.setdefault(account, owner)

    def reach(self, statement: Statement) -> Found:
        """The account ids that a statement is about."""
        named = [name for name in (statement.account, statement.voice) if name.strip()]
        if statement.answer is Answer.YES:
            if not statement.account.strip() and not self._is_voice(statement.voice):
                return frozenset()
            return self._granted(named[0], statement.given_at) if named else frozenset()
        found = frozenset[str]().union(*(self._all(name, statement.given_at) for name in named))
        found = self.with_other_ids(found)
        return self.with_other_ids(found.union(*map(self._siblings, found)))

    def _is_voice(self, name: str) -> bool:
        """Whether it is a voice on record, or by its signs an account: a bare name is no handle.

        Somebody whom nobody listed may be called like the handle of a stranger.
        """
        return name.startswith("@") or ":" in name or bool(self._voices.get(_fold(name)))

    def with_other_ids(self, accounts: Iterable[str]) -> Found:
        """These accounts under every id: whatever lowers what is allowed reaches all of them."""
        named = frozenset(accounts)
        return named.union(*(self._other_ids.get(account, ()) for account in named))

    def under_any_id(self, account: str) -> Found:
        """The account under every id that may be its own, also by way of another one's."""
        found, new = frozenset[str](), frozenset({account})
        while new:
            found |= new
            new = self.with_other_ids(new) - found
        return found

    def accounts_of(self, voice: str) -> set[str]:
        """The ids of a voice's accounts, those known by handle included."""
        return {name for name in self._owned.get(voice, ()) if not name.startswith("@")}

    def spelled(self, account: str) -> Found:
        """How the voice that owns an account names it: its id, a handle, or both."""
        owner = self.voice_of.get(account)
        return frozenset(
            name
            for name in (owner.accounts if owner else ())
            if name == account or (name.startswith("@") and account in self._resolved([name]))
        )

    def people(self, named: Iterable[str]) -> Found:
        """Ids of the voices that own these accounts or are these voices, after all joining."""
        found = set()
        for name in named:
            owner = self.voice_of.get(name) or self._by_id.get(name)
            if owner is not None:
                found.add([owner, *self._heirs(owner)][-1].id)
        return frozenset(found)

    def current(self, name: str) -> list[Voice]:
        """The voices that a voice's id or name stands for now, after all joining."""
        people = self.people(sorted(self._voices.get(_fold(name), ())))
        return [self._by_id[one] for one in sorted(people)]

    def _siblings(self, account: str) -> set[str]:
        owner = self.voice_of.get(account)
        return self._owned[owner.id] if owner else set()

    def _resolved(self, names: Iterable[str]) -> set[str]:
        """Ids and handles as they were written down, with the ids behind the handles."""
        found = set(names)
        for name in list(found):
            if name.startswith("@"):
                found |= self._handles.get(_fold(name), set())
        return found

    def _surely(self, names: Iterable[str]) -> set[str]:
        """The same without handles that several accounts had: a yes is none of theirs."""
        one_each = (name for name in names if not self._is_of_several(name))
        return self._resolved(one_each)

    def _is_of_several(self, name: str) -> bool:
        return name.startswith("@") and len(self._handles.get(_fold(name), ())) > 1

    def _all(self, name: str, at: int) -> Found:
        if name in self.voice_of and not name.startswith("@"):
            return frozenset({name})
        folded = _fold(name)
        found = set(self._handles.get(folded, ()))
        for voice in self._voices.get(folded, set()) | self._owners.get(folded, set()):
            found |= self._owned[voice] or {voice}
        for voice in self._voices.get(folded, ()):
            found |= self._resolved(self._by_id[voice].accounts_at(at))
        return frozenset(found if found or name.startswith("@") else {name})

    def _granted(self, name: str, at: int) -> Found:
        if name in self.voice_of and not name.startswith("@"):
            return frozenset({name})
        folded = _fold(name)
        voices = [] if name.startswith("@") else sorted(self._voices.get(folded, ()))
        if voices:
            return self._said_by_one([self._by_id[voice] for voice in voices], at)
        handles = self._handles.get(folded, set()) or {name} - {f"@{name.lstrip('@')}"}
        return frozenset(handles) if len(handles) == 1 else frozenset()

    def _said_by_one(self, voices: list[Voice], at: int) -> Found:
        """The accounts that one of these had at a moment and that still are the same person's."""
        speaking = [voice for voice in voices if voice.accounts_at(at)]
        if len(voices) > 1 and len(speaking) != 1:
            return frozenset()
        voice = (speaking or voices)[0]
        person = [voice, *self._heirs(voice)]
        had = next(filter(None, (self._surely(one.accounts_at(at)) for one in person)), set())
        ids = {one.id for one in person}
        owners = {name: self.voice_of.get(name) for name in had}
        still = frozenset(name for name, owner in owners.items() if owner and owner.id in ids)
        return still if had else frozenset({voice.id})

    def _heirs(self, voice: Voice) -> Iterator[Voice]:
        """The voice that this one was joined to, the one which that was joined to, and so on."""
        met = {voice.id}
        while voice.into in self._by_id and voice.into not in met:
            met.add(voice.into)
            voice = self._by_id[voice.into]
            yield voice
