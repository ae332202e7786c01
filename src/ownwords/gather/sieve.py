"""Finds the lines of a raw dump that may belong to the campaign, without reading the others.

A line is given on when its bytes hold one of the tags in any spelling, or a sign that its format
names (deletions, notices: what must be read whatever its words), or when it is not ``{...}`` from
end to end. What is given on is read by the connector as ever; every line that it would take from
is among them. A line that is passed over is known to begin with ``{`` and to end with ``}``, and
nothing else is known of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import msgspec

from ownwords.gather import spellings
from ownwords.gather.hashtags import extract_tags
from ownwords.gather.lines import LIMIT, Line, LineSplitter, Part
from ownwords.records.text import fold_tag

if TYPE_CHECKING:
    import numpy.typing as npt

_BREAK, _OPEN, _SHUT = b"\n{}"


class Sieve(msgspec.Struct, frozen=True):
    """What is searched for: ``sure`` expressions, and ``odd`` ones that call for a closer look.

    Expressions are over bytes and hold no line break.
    """

    tags: tuple[str, ...]
    sure: tuple[bytes, ...]
    odd: tuple[bytes, ...] = ()

    @staticmethod
    def of(tags: Iterable[str], signs: Iterable[bytes]) -> Sieve | None:
        """The sieve for these tags; None when one of them is no tag that words can hold.

        ``signs`` are bytes of lines that must be read whatever their words.
        """
        folded = tuple(sorted({fold_tag(tag) for tag in tags}))
        if not folded or any(extract_tags(f"#{tag}") != (tag,) for tag in folded):
            return None
        plain = filter(None, map(spellings.plainly, folded))
        odd = spellings.forms_near(spellings.odd_characters(folded))
        return Sieve(folded, (*plain, *map(re.escape, signs)), tuple(odd))


class Sifter:
    """In the manner of LineSplitter: takes chunks cut anywhere, gives the lines to be read."""

    def __init__(self, sieve: Sieve, line: int = 1, offset: int = 0, limit: int = LIMIT) -> None:
        self._sieve = sieve
        self._splitter = LineSplitter(line, offset, limit)
        self._search = _compiled(sieve)

    @property
    def line(self) -> int:
        """The number of the line that comes next."""
        return self._splitter.line

    @property
    def offset(self) -> int:
        """Where the line that comes next begins."""
        return self._splitter.offset

    def decode(self, chunk: bytes) -> list[Line]:
        """The lines to be read among those that end within ``chunk``."""
        first, last = chunk.find(b"\n") + 1, chunk.rfind(b"\n") + 1
        if not first:
            return self._splitter.decode(chunk)
        found = [line for line in self._splitter.decode(chunk[:first]) if self._is_wanted(line)]
        if last > first:
            found += self._sift(memoryview(chunk)[first:last])
        self._splitter.decode(chunk[last:])
        return found

    def flush(self) -> list[Line]:
        """The last line when the stream does not end with a line break."""
        return [line for line in self._splitter.flush() if self._is_wanted(line)]

    def _is_wanted(self, line: Line) -> bool:
        if line.too_long or not _looks_whole(line.data):
            return True
        sure, odd = self._search.ends_in(line.data)
        return bool(sure) or (bool(odd) and spellings.names(line.data, self._sieve.tags))

    def _sift(self, block: memoryview) -> list[Line]:
        """The lines to be read of a block of whole lines, by their places in it."""
        import numpy as np

        sure, odd = self._search.ends_in(block)
        values = np.frombuffer(block, np.uint8)
        breaks = np.flatnonzero(values == _BREAK)
        starts = np.concatenate((np.zeros(1, breaks.dtype), breaks[:-1] + 1))
        wanted = set(_lines_at(sure, breaks))
        unlike = (values[breaks - 1] != _SHUT) | (values[starts] != _OPEN)
        looked_at = {*_lines_at(odd, breaks), *np.flatnonzero(unlike).tolist()} - wanted
        for at in looked_at:
            data = bytes(block[starts[at] : breaks[at]])
            if not _looks_whole(data) or (odd and spellings.names(data, self._sieve.tags)):
                wanted.add(at)
        number, offset = self.line, self.offset
        self._splitter.line += len(breaks)
        self._splitter.offset += len(block)
        return [
            Line(number + at, offset + int(starts[at]), bytes(block[starts[at] : breaks[at]]))
            for at in sorted(wanted)
        ]


def _lines_at(ends: list[int], breaks: npt.NDArray[Any]) -> list[int]:
    """Which lines of a block hold what ends at these places."""
    if not ends:
        return []
    import numpy as np

    found: list[int] = np.unique(np.searchsorted(breaks, np.array(ends) - 1)).tolist()
    return found


def _looks_whole(line: bytes) -> bool:
    """Whether a line is blank, or an object from end to end as far as its ends can tell."""
    bare = line.strip()
    return not bare or (bare[0] == _OPEN and bare[-1] == _SHUT)


class _Search:
    """The compiled expressions of a sieve."""

    def __init__(self, sieve: Sieve) -> None:
        import hyperscan

        expressions = [*sieve.sure, *sieve.odd]
        self._sure = len(sieve.sure)
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=expressions,
            ids=list(range(len(expressions))),
            elements=len(expressions),
            flags=[0] * len(expressions),
        )

    def ends_in(self, data: bytes | memoryview) -> tuple[list[int], list[int]]:
        """Where something sure ends in the data, and where an odd character does."""
        sure: list[int] = []
        odd: list[int] = []
        last = self._sure

        def take(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            (sure if number < last else odd).append(end)

        self._database.scan(cast("bytes", data), match_event_handler=take)
        return sure, odd


@lru_cache(maxsize=8)
def _compiled(sieve: Sieve) -> _Search:
    return _Search(sieve)


def sift(chunks: Iterable[bytes], sieve: Sieve, line: int = 1, offset: int = 0) -> Iterator[Part]:
    """The lines to be read of a stream that is given from ``offset`` on, chunk by chunk."""
    sifter = Sifter(sieve, line, offset)
    for chunk in chunks:
        yield Part(sifter.decode(chunk), sifter.line, sifter.offset)
    yield Part(sifter.flush(), sifter.line, sifter.offset)
