"""Pieces of the last edition that stand in the next one as they are: lists, rows of the search.

Remembered is where a piece lies in the last edition and a keyed digest of its bytes, under a
question about everything that it is made of: each value that is printed in it, the templates and
sentences of the tongue, the code. Words get here cleared: whose yes has ended is in no question.
What lies at the place is used where it still has that digest. Where a file is gone, or was changed
by whomever, the piece is made anew. Finished files are searched whatever they were made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from ownwords.edition.templating import sources
from ownwords.flows.prepared import Prepared
from ownwords.locales.tongue import tongue_of
from ownwords.workspace import Workspace

_BEGINNING = 100
"""Bytes of a piece that are looked for first."""


class _Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a piece lies: the folder of an edition, a file in it, bytes of that; their digest."""

    edition: str
    path: str
    start: int
    end: int
    digest: bytes


class LastEdition:
    """Gives ``edition.build`` pieces of the last edition, and notes where they lie in this one."""

    def __init__(self, workspace: Workspace, prepared: Prepared) -> None:
        tongue = tongue_of(prepared.site.masthead.language)
        ours = (text.encode() for text in sources(tongue))
        self._known = prepared.remembered.about(b"pieces", tongue.tag.encode(), *ours)
        self._editions, self._name = workspace.folder.editions, prepared.name
        self._open: tuple[str, bytes] = "", b""
        self._waiting: list[tuple[bytes, bytes, bytes]] = []

    def piece(self, path: str, made_of: bytes, make: Callable[[], str]) -> str:
        """The piece as it stands in the last edition; made, where it cannot be had there."""
        question = self._known.question(path.encode(), made_of)
        taken = self._taken(question)
        if taken is None:
            made = make()
            data = made.encode("utf-8", "replace")
            self._waiting.append((question, data, self._digest(data)))
            return made
        data, digest = taken
        self._waiting.append((question, data, digest))
        return data.decode()

    def noted(self, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """The same files; where pieces lie in them is remembered."""
        for path, data in files:
            end = 0
            for question, piece, digest in self._waiting:
                start = _place_of(piece, data, end)
                if start >= 0:
                    end = start + len(piece)
                    place = _Place(self._name, path, start, end, digest)
                    self._known.note(question, msgspec.msgpack.encode(place))
            self._waiting.clear()
            yield path, data

    def _taken(self, question: bytes) -> tuple[bytes, bytes] | None:
        """A piece as it lies in the last edition, and its digest."""
        answer = self._known.found(question)
        if answer is None:
            return None
        place = msgspec.msgpack.decode(answer, type=_Place)
        data = self._file(f"{place.edition}/{place.path}")[place.start : place.end]
        digest = self._digest(data)
        return (data, digest) if digest == place.digest else None

    def _file(self, path: str) -> bytes:
        """A file of some edition, empty where it cannot be read; the last one stays open."""
        if self._open[0] != path:
            try:
                self._open = path, (self._editions / path).read_bytes()
            except OSError:
                self._open = path, b""
        return self._open[1]

    def _digest(self, piece: bytes) -> bytes:
        return self._known.question(b"bytes", piece)


def _place_of(piece: bytes, data: bytes, since: int) -> int:
    """Where a piece lies, -1 where it does not; its beginning is quickly found."""
    start = data.find(piece[:_BEGINNING], since)
    return start if data.startswith(piece, start) else data.find(piece, since)
