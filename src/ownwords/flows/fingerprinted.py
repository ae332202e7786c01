"""The fingerprints of everything held: made once for each state of posts/, kept sealed in cache/.

They are bound to all they are made from: the digest of every file of posts/ as it is on the disk,
the site's own words, the code, its libraries and the Python that runs it. Where any of these is
another, the file is not read but made again, with another key. Only who has the campaign's key can
read it, and can then tell whether words that they know are held; an erasure throws it away
(erasing_caches.py).
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property

from ownwords.archive.remembered import Questions, Remembered
from ownwords.archive.sealed_file import read_sealed, write_sealed
from ownwords.consent.holdings import Holdings
from ownwords.records.errors import FolderBroken
from ownwords.workspace import Workspace

FILE = "fingerprints"
PURPOSE = "fingerprints"


class Fingerprinted:
    """What is held, for the scanner of one edition.

    ``fixed`` are the site's own words, ``markup`` its own tags, ``alone`` what it prints by itself.
    """

    def __init__(
        self,
        workspace: Workspace,
        remembered: Remembered,
        fixed: Sequence[str],
        markup: Sequence[str] = (),
        alone: Sequence[str] = (),
    ) -> None:
        self._vault, self._own = workspace.vault, (fixed, markup, alone)
        self._remembered = remembered
        keys = workspace.vault.keys
        self._key = keys.derive(PURPOSE) if keys is not None else b""
        self._path = workspace.folder.cache / FILE
        self._generation = workspace.vault.desk.generation()
        self._held = tuple(self._circumstances())
        self._made: Holdings | None = None

    def about(self, *circumstances: bytes) -> Questions:
        """Questions whose answers depend on all that is held, and on these circumstances."""
        return self._remembered.about(*self._held, *circumstances)

    @cached_property
    def holdings(self) -> Holdings:
        """As they were kept, or made anew."""
        kept = self._kept()
        if kept is None:
            words = self._vault.engine.held_words()
            kept = self._made = Holdings.of(words, *self._own)
        return kept

    def _kept(self) -> Holdings | None:
        """What was kept of exactly this; None where there is nothing or no key."""
        refusal = FolderBroken("The fingerprints are not there, or are of something else.")
        try:
            return Holdings.unpacked(read_sealed(self._path, self._key, self._bound_to, refusal))
        except FolderBroken:
            return None

    def keep(self) -> None:
        """Write down what was made anew, unless posts/ changed while it was read."""
        changed = self._vault.desk.generation() != self._generation
        if self._made is not None and self._key and not changed:
            self._path.parent.mkdir(exist_ok=True)
            write_sealed(self._path, self._key, self._bound_to, self._made.packed())

    @cached_property
    def _bound_to(self) -> bytes:
        return self.about(sys.byteorder.encode()).question(b"fingerprints")

    def _circumstances(self) -> Iterator[bytes]:
        """Digests of the files that hold words, and the words that may stand anywhere."""
        for entry in self._vault.desk.manifest():
            path = self._vault.folder.root / entry.path
            yield hashlib.sha256(path.read_bytes()).digest()
        for words in self._own:
            yield from (one.encode() for one in words)
            yield b"\0"
