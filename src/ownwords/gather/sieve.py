"""Finds the lines of a raw dump that may belong to the campaign, without reading the others.

A line is given on when its bytes hold one of the tags in any spelling, or a sign that its format
names (deletions, notices: what must be read whatever its words), or when it is not ``{...}`` from
end to end. What is given on is read by the connector as ever; every line that it would take from
is among them. A line that is passed over is known to begin with ``{`` and to end with ``}``, and
nothing else is known of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from itertools import accumulate
from operator import itemgetter
from typing import Any

import msgspec

from ownwords.gather import spellings
from ownwords.gather.gaps import Gap
from ownwords.gather.hashtags import extract_tags
from ownwords.gather.lines import LIMIT, Line, LineSplitter, Part
from ownwords.records.text import fold_tag

_OPEN, _SHUT = b"{}"


class Sieve(msgspec.Struct, frozen=True):
    """What is searched for: ``sure`` expressions, and ``odd`` ones that call for a closer look.

    Expressions are over bytes and hold no line break; the odd ones match letters of either case.
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
        begins = _begins(chunk)
        if not begins:
            return self._splitter.decode(chunk)
        first = self._splitter.decode(chunk[: begins[0]])
        found = [line for line in first if self._is_wanted(line)]
        if len(begins) > 1:
            found += self._sift(chunk, begins)
        self._splitter.decode(chunk[begins[-1] :])
        return found

    def flush(self) -> list[Line]:
        """The last line when the stream does not end with a line break."""
        return [line for line in self._splitter.flush() if self._is_wanted(line)]

    def cut(self, what: str) -> Part:
        """Go over a gap of the stream."""
        return self._splitter.cut(what)

    def _is_wanted(self, line: Line) -> bool:
        if line.too_long or not _looks_whole(line.data):
            return True
        sure, odd = self._search.ends_in(line.data)
        return bool(sure) or (bool(odd) and spellings.names(line.data, self._sieve.tags))

    def _sift(self, chunk: bytes, begins: list[int]) -> list[Line]:
        """The lines to be read among those that begin and end within a chunk."""
        first, end = begins[0], begins[-1]
        sure, odd = self._search.ends_in(memoryview(chunk)[first:end])

        def lines_at(found: list[int]) -> set[int]:
            return {bisect_left(begins, first + end) for end in found}

        def data_of(line: int) -> bytes:
            return chunk[begins[line - 1] : begins[line] - 1]

        wanted = lines_at(sure)
        unlike = _other_lines(chunk, begins) - wanted
        wanted |= {at for at in unlike if not _looks_whole(data_of(at))}
        names, tags = spellings.names, self._sieve.tags
        wanted |= {at for at in lines_at(odd) - wanted if names(data_of(at), tags)}
        number, offset = self.line - 1, self.offset - first
        self._splitter.line += len(begins) - 1
        self._splitter.offset += end - first
        return [Line(number + at, offset + begins[at - 1], data_of(at)) for at in sorted(wanted)]


def _begins(chunk: bytes) -> list[int]:
    """Where a line begins behind each line that ends in the chunk.

    As fast as numpy, and a process that only searches need not begin with taking that in.
    """
    begins = list(accumulate(map(len, BytesIO(chunk))))
    if not chunk.endswith(b"\n"):
        begins.pop()
    return begins


def _other_lines(chunk: bytes, begins: list[int]) -> set[int]:
    """Which lines between the first and the last break begin or end as no object does.

    The first and last bytes are asked for together: a third of the time that one after another
    takes, and half of what they take of a view, which costs more than a copy to look behind.
    """
    first = itemgetter(0, *begins[:-1])(chunk)[1:]
    last = itemgetter(*begins)(b"\n\n" + chunk)[1:]
    if first.count(_OPEN) == last.count(_SHUT) == len(begins) - 1:
        return set()
    both = enumerate(zip(first, last, strict=True), start=1)
    return {line for line, ends in both if ends != (_OPEN, _SHUT)}


def _looks_whole(line: bytes) -> bool:
    """Whether a line is blank, or an object from end to end as far as its ends can tell."""
    bare = line.strip()
    return not bare or (bare[0] == _OPEN and bare[-1] == _SHUT)


class _Search:
    """The compiled expressions of a sieve."""

    def __init__(self, sieve: Sieve) -> None:
        self._sure = len(sieve.sure)
        self._database = _database(sieve.sure, sieve.odd)

    def ends_in(self, data: bytes | memoryview) -> tuple[list[int], list[int]]:
        """Where something sure ends in the data, and where an odd character does."""
        sure: list[int] = []
        odd: list[int] = []
        last = self._sure

        def take(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            (sure if number < last else odd).append(end)

        self._database.scan(data, match_event_handler=take)
        return sure, odd


@lru_cache(maxsize=8)
def _database(sure: tuple[bytes, ...], odd: tuple[bytes, ...]) -> Any:
    import hyperscan

    database = hyperscan.Database()
    count = len(sure) + len(odd)
    flags = [0] * len(sure) + [hyperscan.HS_FLAG_CASELESS] * len(odd)
    database.compile(expressions=[*sure, *odd], ids=list(range(count)), elements=count, flags=flags)
    return database


@lru_cache(maxsize=8)
def _compiled(sieve: Sieve) -> _Search:
    return _Search(sieve)


def sift(
    chunks: Iterable[bytes | Gap], sieve: Sieve, line: int = 1, offset: int = 0
) -> Iterator[Part]:
    """The lines to be read of a stream that is given from ``offset`` on, chunk by chunk."""
    sifter = Sifter(sieve, line, offset)
    for chunk in chunks:
        if isinstance(chunk, Gap):
            yield sifter.cut(chunk.what)
        else:
            yield Part(sifter.decode(chunk), sifter.line, sifter.offset)
    yield Part(sifter.flush(), sifter.line, sifter.offset)
