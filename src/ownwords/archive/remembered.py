"""What the making of an edition remembers: questions to which the answer was "nothing found".

A question is a keyed digest over everything that its answer depends on: the text, what is held, the
rules, the code itself. So an answer cannot grow stale: where anything is other than it was, the
question is another one and is not known. Nobody without the campaign's key can write an answer or
tell from the file what was asked. The file holds no words and may go at any time: without it
everything is looked at anew, with the same end. An erasure throws it away (erasing_caches.py).
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

from ownwords.archive import files
from ownwords.archive.vault import Vault

FILE = "remembered"
PURPOSE = "remembered"
_SIZE = 16

Question = bytes
"""A keyed digest: 16 bytes."""


class Remembered:
    """The questions of the last edition, and those of this one."""

    def __init__(self, path: Path | None, key: bytes) -> None:
        self._path, self._key = path, key
        self._asked: set[Question] = set()

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
    def _before(self) -> frozenset[Question]:
        try:
            data = self._path.read_bytes() if self._path is not None else b""
        except OSError:
            return frozenset()
        return frozenset(data[at : at + _SIZE] for at in range(0, len(data), _SIZE))

    def about(self, *circumstances: bytes) -> Questions:
        """Questions under these circumstances and this version of the code."""
        return Questions(self, self._key, (_code(), *circumstances))

    def knows(self, question: Question) -> bool:
        """Whether nothing was found; who asks for a known one keeps it for the next edition."""
        known = question in self._before or question in self._asked
        if known:
            self._asked.add(question)
        return known

    def add(self, question: Question) -> None:
        """Nothing was found."""
        self._asked.add(question)

    def keep(self) -> None:
        """Write down what was asked for this edition, and forget the rest."""
        if self._path is None or self._asked == self._before:
            return
        self._path.parent.mkdir(exist_ok=True)
        files.write_bytes(self._path, b"".join(sorted(self._asked)))


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


def _take(digest: hashlib.blake2b, parts: Iterable[bytes]) -> None:
    """All parts, each with its length: none can pass for two, nor a part for a circumstance."""
    taken = tuple(parts)
    digest.update(len(taken).to_bytes(8, "big"))
    for part in taken:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)


@cache
def _code() -> bytes:
    """A digest of the code that gives the answers, and of the Python that runs it."""
    root = Path(__file__).parent.parent
    whole = hashlib.blake2b(sys.version.encode(), digest_size=_SIZE)
    for path in sorted(root.rglob("*.py")):
        _take(whole, (path.relative_to(root).as_posix().encode(), path.read_bytes()))
    return whole.digest()
