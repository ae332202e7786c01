"""Cuts a stream of bytes into lines, with the number and the byte offset of each.

Lines end at ``\\n``. A line longer than the limit is dropped as it comes and reported once, so
that one endless line costs no memory and the rest of the stream is still read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ownwords.gather.cursor import Cursor
from ownwords.gather.gaps import Gap
from ownwords.gather.sources import Source
from ownwords.gather.streams import StreamBroken
from ownwords.locales import marked
from ownwords.records.captured import Fault, Place

LIMIT = 64 << 20
_BOM = b"\xef\xbb\xbf"
PERHAPS = marked("what could be read of them before this place, if the damage did not change it")


class Line(NamedTuple):
    """One line without its ``\\n``; a byte order mark at the start of the stream is cut off.

    ``number`` counts from 1, ``offset`` from 0. ``too_long`` lines carry no data.
    """

    number: int
    offset: int
    data: bytes
    too_long: bool = False


class Missing(NamedTuple):
    """A line in which a gap of the stream begins, and what is missing there.

    What was read of the line is not given. The gap counts as its line break.
    """

    number: int
    offset: int
    what: str


class Part(NamedTuple):
    """Some lines of a stream, and where the stream goes on behind what was read for them.

    ``missing`` stands behind these lines and before the next ones.
    """

    lines: list[Line]
    line: int
    offset: int
    missing: Missing | None = None


def _long(number: int, offset: int) -> Line:
    return Line(number, offset, b"", too_long=True)


class LineSplitter:
    """Takes chunks cut anywhere, gives whole lines: ``decode`` each chunk, then ``flush``."""

    def __init__(self, line: int = 1, offset: int = 0, limit: int = LIMIT) -> None:
        self.line = line
        self.offset = offset
        self._limit = limit
        self._held: list[bytes] = []
        self._held_size = 0

    def decode(self, chunk: bytes) -> list[Line]:
        """The lines that end within ``chunk``."""
        first, *others = chunk.split(b"\n")
        self._hold(first)
        if not others:
            return []
        lines = [self._release()]
        number, offset = self.line, self.offset
        last = others.pop()
        limit = self._limit
        for data in others:
            size = len(data)
            lines.append(Line(number, offset, data) if size <= limit else _long(number, offset))
            number += 1
            offset += size + 1
        self.line, self.offset = number, offset
        self._hold(last)
        return lines

    def flush(self) -> list[Line]:
        """The last line when the stream does not end with ``\\n``."""
        return [self._release()] if self._held_size else []

    def cut(self, what: str) -> Part:
        """Go over a gap: the line before it is not whole, and none begins before it."""
        cut = self._release()
        missing = Missing(cut.number, cut.offset, what)
        return Part([], self.line, self.offset, missing)

    def _hold(self, data: bytes) -> None:
        self._held_size += len(data)
        if self._held_size <= self._limit:
            self._held.append(data)
        else:
            self._held.clear()

    def _release(self) -> Line:
        data = b"".join(self._held)
        if self.offset == 0 and data.startswith(_BOM):
            data = data[len(_BOM) :]
        made = Line(self.line, self.offset, data, too_long=self._held_size > self._limit)
        self.line += 1
        self.offset += self._held_size + 1
        self._held.clear()
        self._held_size = 0
        return made


def lines_of(
    source: Source, cursor: Cursor, limit: int = LIMIT, *, blank: bool = False
) -> Iterator[Line | Fault]:
    """The lines of a source from where the cursor stands; what cannot be read is a fault.

    Blank lines are left out unless ``blank`` asks for them. After a stream that breaks, the line
    that was cut is not given: nobody knows whether it is whole.
    """
    line, offset = cursor.line, cursor.offset
    parts = source.parts or _parts_of(source, limit)
    try:
        for part in parts(line, offset):
            yield from _wanted(part.lines, source, limit, blank=blank)
            line, offset = part.line, part.offset
            if part.missing:
                cut = part.missing
                yield Fault(Place(source.label, cut.number, cut.offset), cut.what, PERHAPS)
    except StreamBroken as broken:
        place = Place(source.label, line, offset)
        yield Fault(place, broken.what, marked("everything before this place"))


def _parts_of(source: Source, limit: int) -> Callable[[int, int], Iterator[Part]]:
    def parts(line: int, offset: int) -> Iterator[Part]:
        splitter = LineSplitter(line, offset, limit)
        for chunk in source.over_gaps(offset):
            if isinstance(chunk, Gap):
                yield splitter.cut(chunk.what)
            else:
                yield Part(splitter.decode(chunk), splitter.line, splitter.offset)
        yield Part(splitter.flush(), splitter.line, splitter.offset)

    return parts


def _wanted(
    lines: list[Line], source: Source, limit: int, *, blank: bool
) -> Iterator[Line | Fault]:
    for line in lines:
        if line.too_long:
            place = Place(source.label, line.number, line.offset)
            yield Fault(place, f"The line is longer than {limit >> 20} MB.")
        elif blank or (line.data and not line.data.isspace()):
            yield line
