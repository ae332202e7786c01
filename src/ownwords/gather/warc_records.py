"""Cuts a WARC (ISO 28500) into records: headers and block, with the place of each.

A record whose length is wrong is named, and the next one is looked for; a block that nobody asks
for, or that is longer than the limit, is passed over as it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ownwords.gather.gaps import Gap
from ownwords.gather.streams import StreamBroken

LIMIT = 64 << 20
_HEADER = 1 << 16
_GAP = 64
_LINE_ENDS = b"\r\n"
BEGINS = b"WARC/"
_END = b"\r\n\r\n"
_CUT = "The file is cut within this record."
_NO_LENGTH = "The record does not say how long it is."
_WRONG_LENGTH = "The record is not as long as it says."
_NO_RECORD = "No record begins where one should."

Headers = dict[str, str]


class Record(NamedTuple):
    """One record: its number from 1, byte offset, headers in lower case, and block.

    ``block`` is empty when nobody asked for it; ``problem`` says why it is not whole, with a block
    only where no more than the mark behind it is missing.
    """

    number: int
    offset: int
    headers: Headers
    block: bytes = b""
    problem: str = ""


class _Stream:
    """Bytes of the unpacked file, forwards, with a look ahead; ``at`` is the next byte.

    A stream that breaks ends there, and ``broken`` says why: what came before is whole. It ends
    at a ``gap`` too, until it is told to go on.
    """

    def __init__(self, pieces: Iterator[bytes | Gap]) -> None:
        self._pieces = pieces
        self._held = bytearray()
        self._done = 0
        self.at = 0
        self.broken = ""
        self.gap: Gap | None = None

    def _more(self) -> bytes:
        if self.gap:
            return b""
        try:
            piece = next(self._pieces, b"")
        except StreamBroken as broken:
            self.broken = broken.what
            self._pieces = iter(())
            return b""
        if isinstance(piece, Gap):
            self.gap = piece
            return b""
        return piece

    def holds(self, size: int) -> bool:
        """Whether that many bytes follow; they are read for it."""
        while len(self._held) - self._done < size:
            piece = self._more()
            if not piece:
                return False
            if self._done > len(self._held) // 2:
                del self._held[: self._done]
                self._done = 0
            self._held += piece
        return True

    def ahead(self, size: int) -> bytes:
        """The next bytes without taking them; fewer at the end."""
        self.holds(size)
        with memoryview(self._held) as held:
            return bytes(held[self._done : self._done + size])

    def header(self) -> bytes | None:
        """Take all up to an empty line, which is taken too; None when none is near."""
        looked = 0
        while True:
            start = self._done + max(0, looked - len(_END) + 1)
            end = self._held.find(_END, start, self._done + _HEADER)
            if end >= 0:
                head = self.ahead(end - self._done)
                self.skip(len(head) + len(_END))
                return head
            looked = len(self._held) - self._done
            if looked >= _HEADER or not self.holds(looked + 1):
                return None

    def ends_with(self, mark: bytes, size: int) -> bool:
        """Whether the next bytes, ``size`` of them, end with a mark."""
        there = self.holds(size)
        return there and self._held.endswith(mark, self._done, self._done + size)

    def behind(self, size: int) -> bytes:
        """What stands behind the next bytes, ``size`` of them: a few bytes, none at the end."""
        return self.ahead(size + _GAP)[size:]

    def skip_empty_lines(self) -> None:
        """Go over ends of lines."""
        while held := self.ahead(_GAP):
            bare = held.lstrip(_LINE_ENDS)
            self.skip(len(held) - len(bare))
            if bare:
                return

    def skip(self, size: int) -> int:
        """Go over the next bytes; how many there were."""
        left = size
        while left and self.holds(1):
            passed = min(left, len(self._held) - self._done)
            self._done += passed
            left -= passed
        self.at += size - left
        return size - left

    def find_record(self) -> bool:
        """Go to the next line that begins a record; False at the end."""
        while len(held := self.ahead(_HEADER)) > len(BEGINS):
            found = held.find(b"\n" + BEGINS)
            if found >= 0:
                self.skip(found + 1)
                return True
            self.skip(len(held) - len(BEGINS))
        self.skip(len(held))
        return False


def records(pieces: Iterator[bytes | Gap], wanted: Callable[[Headers], bool]) -> Iterator[Record]:
    """Every record; of those that are ``wanted`` with its block. Never raises.

    What a gap cut, and what its member gave of a single record, counts with it as one problem.
    """
    stream = _Stream(pieces)
    number = 0
    while stream.holds(1) or stream.gap:
        number += 1
        record = _next(stream, number, wanted)
        if stream.gap and not stream.holds(1):
            if not record.problem and record.offset < stream.gap.at:
                yield record
                number += 1
                record = Record(number, stream.at, {})
            yield Record(record.number, record.offset, {}, problem=stream.gap.what)
            stream.gap = None
            continue
        if record.problem == _CUT and stream.broken:
            yield record._replace(problem=stream.broken)
            return
        yield record
    if stream.broken:
        yield Record(number + 1, stream.at, {}, problem=stream.broken)


def _next(stream: _Stream, number: int, wanted: Callable[[Headers], bool]) -> Record:
    offset = stream.at
    begins = stream.ahead(len(BEGINS)) == BEGINS
    head = stream.header() if begins else None
    if head is None:
        cut = begins and not stream.holds(_HEADER)
        stream.find_record()
        return Record(number, offset, {}, problem=_CUT if cut else _NO_RECORD)
    headers = headers_of(head)
    said = headers.get("content-length", "")
    if not said.isascii() or not said.isdecimal() or len(said) > 15:
        stream.find_record()
        return Record(number, offset, headers, problem=_NO_LENGTH)
    return _with_block(stream, Record(number, offset, headers), int(said), wanted)


def _with_block(
    stream: _Stream, record: Record, length: int, wanted: Callable[[Headers], bool]
) -> Record:
    if length > LIMIT:
        return _too_long(stream, record, length, wanted)
    all_there = stream.ends_with(_END, length + len(_END)) or _ends_loosely(stream, length)
    ends = not all_there and stream.holds(length) and not stream.behind(length).strip(_LINE_ENDS)
    if all_there or ends:
        block = stream.ahead(length) if wanted(record.headers) else b""
        stream.skip(length)
        stream.skip_empty_lines()
        return record._replace(block=block, problem=_CUT if ends else "")
    cut = not stream.holds(length + len(_END))
    found = stream.find_record()
    return record._replace(problem=_CUT if cut and not found else _WRONG_LENGTH)


def _ends_loosely(stream: _Stream, length: int) -> bool:
    """Whether behind a block stand ends of lines, fewer or more than there should, and no more."""
    behind = stream.behind(length)
    bare = behind.lstrip(_LINE_ENDS)
    if bare:
        return len(bare) < len(behind) and bare.startswith(BEGINS)
    return b"\n" in behind


def _too_long(
    stream: _Stream, record: Record, length: int, wanted: Callable[[Headers], bool]
) -> Record:
    """Pass over a block that is not held in memory; only one that was asked for is missed."""
    there = stream.skip(length)
    end = stream.ahead(len(_END))
    if end == _END:
        stream.skip(len(_END))
        too_long = f"The record is longer than {LIMIT >> 20} MB." if wanted(record.headers) else ""
        return record._replace(problem=too_long)
    stream.find_record()
    return record._replace(
        problem=_CUT if there < length or len(end) < len(_END) else _WRONG_LENGTH
    )


def headers_of(data: bytes) -> Headers:
    """Header lines after the first, by name in lower case; a continued line belongs to the last."""
    found: Headers = {}
    name = ""
    for line in data.decode("utf-8", "replace").split("\n")[1:]:
        if line[:1] in {" ", "\t"} and name:
            found[name] += " " + line.strip()
            continue
        key, colon, value = line.partition(":")
        if colon:
            name = key.strip().lower()
            found[name] = value.strip()
    return found
