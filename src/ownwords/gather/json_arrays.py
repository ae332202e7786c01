"""Reads the objects of one long JSON array from a stream, one at a time.

Archives put a whole life into one array behind a line of JavaScript. Exports of one platform put
the same bytes between all objects, so the end of an object is guessed from what stood between the
first two and proved by parsing; where the guess fails, brackets and strings are counted.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import NamedTuple

import msgspec

from ownwords.gather.json_slices import element_end
from ownwords.gather.reasons import MALFORMED
from ownwords.gather.streams import StreamBroken
from ownwords.locales import marked

LIMIT = 64 << 20
_NO_OBJECT = "This is no object."
_BEHIND = "Something that is no array stands behind the array."
_PREFIX = 4096
_PREFIX_WITH_KEY = 1 << 20
"""How far the array may be from the beginning."""
_GAP = re.compile(rb"[ \t\r\n,]*+")
_ARRAY = re.compile(rb"\s*+\[\s*+(?:[{\]]|$)")
_PROOF = msgspec.json.Decoder(msgspec.Raw)


class Element(NamedTuple):
    """One object: line from 1 and byte offset where it begins, its bytes, or why there are none."""

    line: int
    offset: int
    data: bytes
    problem: str = ""

    @property
    def kept(self) -> str:
        """What a problem leaves: what is no object is passed, all else ends the array."""
        passed = self.problem == _NO_OBJECT
        return marked("the posts beside it") if passed else marked("the posts before this place")


def is_array(start: bytes) -> bool:
    """Whether a file that begins so is one JSON array of objects."""
    return _ARRAY.match(start) is not None


class _Window:
    """A moving window over a stream; ``at`` is the place within ``data``."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.data = b""
        self.at = 0
        self.line = 1
        self.offset = 0
        self.broken = ""

    def more(self) -> bool:
        """Drop what is behind, at least double what is ahead; False at the end."""
        ahead = [self.data[self.at :]]
        size = wanted = max(len(ahead[0]), 1)
        try:
            for piece in self._pieces:
                ahead.append(piece)
                size += len(piece)
                if size >= 2 * wanted:
                    break
        except StreamBroken as broken:
            self.broken = broken.what
            self._pieces = iter(())
        self.data, self.at = b"".join(ahead), 0
        return len(ahead) > 1

    def advance(self, to: int) -> None:
        """Move to ``to``, counting lines and bytes."""
        self.line += self.data.count(b"\n", self.at, to)
        self.offset += to - self.at
        self.at = to

    def drain(self) -> None:
        """Go to the end, so that size and checksum of the stream are looked at."""
        self.advance(len(self.data))
        while self.more():
            self.advance(len(self.data))

    def go_to_object(self) -> bool:
        """Move to where the next object begins; False when there is none."""
        while (at := self.data.find(b"{", self.at)) < 0:
            self.advance(len(self.data))
            if not self.more():
                return False
        self.advance(at)
        return True

    def skip_gap(self) -> bytes:
        """Move over space and commas; the next byte, empty at the end."""
        while True:
            gap = _GAP.match(self.data, self.at)
            self.advance(gap.end() if gap else self.at)
            if self.at < len(self.data):
                return self.data[self.at : self.at + 1]
            if not self.more():
                return b""


def array_elements(pieces: Iterator[bytes], key: bytes = b"") -> Iterator[Element]:
    """The objects of the first array in the stream, or of the first under ``key``.

    What is no object is named; the last element tells of a cut or a break.
    """
    window = _Window(pieces)
    if not _go_to_array(window, key):
        yield Element(1, 0, b"", window.broken or "There is no JSON array here.")
    elif (yield from _elements(window)):
        yield from _end(window)


def elements_of_arrays(pieces: Iterator[bytes]) -> Iterator[Element]:
    """The same for a stream that is an array, or several, one behind the other.

    What else stands behind them is named.
    """
    window = _Window(pieces)
    if not _go_to_array(window, b""):
        yield Element(1, 0, b"", window.broken or "There is no JSON array here.")
        return
    while (yield from _elements(window)):
        window.advance(min(window.at + 1, len(window.data)))
        behind = window.skip_gap()
        if behind != b"[":
            if behind:
                yield Element(window.line, window.offset, b"", _BEHIND)
            yield from _end(window)
            return
        window.advance(window.at + 1)


def _elements(window: _Window) -> Generator[Element, None, bool]:
    """The objects of the array at the window's place; whether its end was met."""
    reader = _Reader(window)
    while (first := window.skip_gap()) not in {b"]", b""}:
        if first == b"{":
            yield reader.next()
            if reader.lost:
                return False
            continue
        yield Element(window.line, window.offset, b"", _NO_OBJECT)
        if not window.go_to_object():
            return True
    if not first:
        yield Element(window.line, window.offset, b"", window.broken or "The file is cut here.")
    return bool(first)


def _end(window: _Window) -> Iterator[Element]:
    """Read to the end of the stream, which may tell that it is broken."""
    window.drain()
    if window.broken:
        yield Element(window.line, window.offset, b"", window.broken)


def _go_to_array(window: _Window, key: bytes) -> bool:
    start = re.compile(rb'"%b"\s*+:\s*+\[' % re.escape(key) if key else rb"\[")
    while (found := start.search(window.data)) is None:
        if len(window.data) > (_PREFIX_WITH_KEY if key else _PREFIX) or not window.more():
            return False
    window.advance(found.end())
    return True


class _Reader:
    def __init__(self, window: _Window) -> None:
        self._window = window
        self._between = b""
        self.lost = False

    def next(self) -> Element:
        """The object at the window's place; ``lost`` when nothing behind it can be found."""
        window = self._window
        line, offset = window.line, window.offset
        guess = self._guess()
        end = guess if guess > 0 and _is_whole(window.data[window.at : guess]) else self._count()
        if end < 0:
            end = self._guess()
        if end < 0:
            self.lost = True
            reason = window.broken or "The file is cut here."
            return Element(line, offset, b"", self._too_long() or reason)
        data = window.data[window.at : end]
        window.advance(end)
        self._learn()
        return Element(line, offset, data)

    def _guess(self) -> int:
        """Where the object ends if it ends like those before; -1 when that is not in sight."""
        if not self._between:
            return -1
        found = self._window.data.find(self._between, self._window.at)
        return found + 1 if found >= 0 else -1

    def _count(self) -> int:
        """Where brackets and strings say that it ends."""
        window = self._window
        while (end := element_end(window.data, window.at)) < 0:
            if self._too_long() or not window.more():
                return -1
            guess = self._guess()
            if guess > 0 and _is_whole(window.data[window.at : guess]):
                return guess
        guess = self._guess()
        if 0 < guess < end and not _is_whole(window.data[window.at : end]):
            return guess
        return end

    def _too_long(self) -> str:
        ahead = len(self._window.data) - self._window.at
        return f"The object is longer than {LIMIT >> 20} MB." if ahead > LIMIT else ""

    def _learn(self) -> None:
        """Remember what stands between two objects, if it holds a line break."""
        if self._between:
            return
        window = self._window
        comma = window.data[window.at : window.at + 64]
        gap = comma[: len(comma) - len(comma.lstrip(b" \t\r\n,"))]
        if b"\n" in gap and comma[len(gap) : len(gap) + 1] == b"{":
            self._between = b"}" + gap + b"{"


def _is_whole(data: bytes) -> bool:
    try:
        _PROOF.decode(data)
    except MALFORMED:
        return False
    return True
