"""What the making of an edition remembers: questions, and what was found in texts.

A question is a keyed digest over everything that its answer depends on: the text, what is held, the
rules, the code itself. So an answer cannot grow stale: where anything is other than it was, the
question is another one and is not known. Mostly nothing was found, and the question is all there
is; where personal data was found, its kinds and places stand beside it, and beside a question about
a piece of a page where that lies in the last edition. The file is sealed: without the campaign's
key nobody can read it or write an answer. It holds no words and may go at any time: without it
everything is looked at anew, with the same end. An erasure throws it away (erasing_caches.py).
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from importlib.metadata import requires, version
from pathlib import Path
from struct import Struct

import msgspec

from ownwords.archive.sealed_file import read_sealed, write_sealed
from ownwords.archive.vault import Vault
from ownwords.records.errors import FolderBroken

FILE = "remembered"
PURPOSE = "remembered"
_SIZE = 16

Question = bytes
"""A keyed digest: 16 bytes."""


class _Kept(msgspec.Struct, frozen=True):
    """The file: questions behind each other to which the answer was "nothing", and the others."""

    nothing: bytes = b""
    found: dict[bytes, bytes] = {}


class Remembered:
    """The questions of the last edition, and those of this one."""

    def __init__(self, path: Path | None, key: bytes) -> None:
        self._path, self._key = path, key
        self._nothing: set[Question] = set()
        self._found: dict[Question, bytes] = {}

    @staticmethod
    def none() -> Remembered:
        """For who remembers nothing: no file is read or written."""
        return Remembered(None, b"")

    @staticmethod
    def of(vault: Vault) -> Remembered:
        """What the campaign remembers; nothing where its key is not on this computer."""
        if vault.keys is None:
            return Remembered.none()
        return Remembered(vault.folder.cache / FILE, vault.keys.derive(PURPOSE))

    @cached_property
    def _before(self) -> tuple[frozenset[Question], dict[Question, bytes]]:
        if self._path is None:
            return frozenset(), {}
        refusal = FolderBroken("Nothing is remembered, or by another key.")
        try:
            data = read_sealed(self._path, self._key, PURPOSE.encode(), refusal)
        except FolderBroken:
            return frozenset(), {}
        kept = msgspec.msgpack.decode(data, type=_Kept)
        places = range(0, len(kept.nothing), _SIZE)
        return frozenset(kept.nothing[at : at + _SIZE] for at in places), kept.found

    def about(self, *circumstances: bytes) -> Questions:
        """Questions under these circumstances and this version of the code."""
        return Questions(self, self._key, (_code(), *circumstances))

    def knows(self, question: Question) -> bool:
        """Whether nothing was found; who asks for a known one keeps it for the next edition."""
        known = question in self._before[0] or question in self._nothing
        if known:
            self._nothing.add(question)
        return known

    def add(self, question: Question) -> None:
        """Nothing was found."""
        self._nothing.add(question)

    def found(self, question: Question) -> bytes | None:
        """What was found, None where that is not known; it is kept for the next edition too."""
        answer = self._found.get(question) or self._before[1].get(question)
        if answer is not None:
            self._found[question] = answer
        return answer

    def note(self, question: Question, answer: bytes) -> None:
        """Something was found: kinds, places and digests, never words."""
        self._found[question] = answer

    def keep(self) -> None:
        """Write down what was asked for this edition, and forget the rest."""
        nothing, found = self._before
        if self._path is None or (self._nothing == nothing and self._found == found):
            return
        self._path.parent.mkdir(exist_ok=True)
        kept = _Kept(b"".join(sorted(self._nothing)), self._found)
        write_sealed(self._path, self._key, PURPOSE.encode(), msgspec.msgpack.encode(kept))


class Questions:
    """Questions that share their circumstances."""

    def __init__(self, remembered: Remembered, key: bytes, circumstances: Iterable[bytes]) -> None:
        self._remembered = remembered
        self._begun = hashlib.blake2b(digest_size=_SIZE, key=key)
        _take(self._begun, circumstances)

    def question(self, *parts: bytes) -> Question:
        """One question: the same parts, the same digest."""
        begun = self._begun.copy()
        _take(begun, parts)
        return begun.digest()

    def knows(self, question: Question) -> bool:
        return self._remembered.knows(question)

    def add(self, question: Question) -> None:
        self._remembered.add(question)

    def found(self, question: Question) -> bytes | None:
        return self._remembered.found(question)

    def note(self, question: Question, answer: bytes) -> None:
        self._remembered.note(question, answer)


def _take(digest: hashlib.blake2b, parts: Iterable[bytes]) -> None:
    """All parts behind their number and lengths, so that none can pass for two or another one."""
    taken = tuple(parts)
    digest.update(b"".join((_lengths(len(taken))(len(taken), *map(len, taken)), *taken)))


@cache
def _lengths(parts: int) -> Callable[..., bytes]:
    return Struct(f">{parts + 1}Q").pack


@cache
def _code() -> bytes:
    """A digest of the code that gives the answers, of its libraries and the Python that runs it."""
    root = Path(__file__).parent.parent
    whole = hashlib.blake2b(sys.version.encode(), digest_size=_SIZE)
    _take(whole, _libraries())
    for path in sorted(root.rglob("*.py")):
        _take(whole, (path.relative_to(root).as_posix().encode(), path.read_bytes()))
    return whole.digest()


def _libraries() -> list[bytes]:
    """Names and versions: a newer library may see personal data that an older one passed over."""
    needed = [one for one in requires("ownwords") or () if ";" not in one]
    names = sorted(re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in needed)
    return [f"{name} {version(name)}".encode() for name in names]
