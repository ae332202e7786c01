"""Large dumps: which files of a source are searched for the tags instead of being read whole.

The result is the same (decision 14), the counts say what was passed over. A searched file leaves a
receipt. Where a search cannot be had, or would not pay, nothing here does anything.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol, runtime_checkable

import msgspec

from ownwords.gather.connector import Connector, Searchable, asked_for, connectors
from ownwords.gather.cursor import Cursor, cursor_after
from ownwords.gather.lines import Part
from ownwords.gather.scan import Scan
from ownwords.gather.scan_worker import Errand, Found
from ownwords.gather.sieve import Sieve
from ownwords.gather.sources import Source
from ownwords.records.accession import Receipt
from ownwords.records.captured import Fault, Read
from ownwords.records.errors import UnknownFormat

SEARCH_FROM = 256 << 20
"""Bytes of a source, as stored, from which on it is searched instead of being read whole."""

MOST_ASKED = 1_000
"""Posts that are asked for by their links and can be searched for beside the tags."""


class Progress(NamedTuple):
    """How far a search is: files and bytes as stored, bytes unpacked, seconds, of this run.

    ``again`` are the files whose process ended and that are searched on by another.
    """

    files: int
    all_files: int
    stored: int
    all_stored: int
    unpacked: int
    seconds: float
    again: tuple[str, ...] = ()


@runtime_checkable
class SearchWatch(Protocol):
    """Who also wants to see a search go on."""

    def searching(self, progress: Progress) -> None:
        """Called whenever more of a file has been searched."""


class Stand(msgspec.Struct, frozen=True):
    """Where a gather stands: the number of the file, the connector's cursor in it, and how many
    lines of the file were read and could not be read so far. ``mark`` is that of the files up to
    here (:func:`ownwords.gather.sources.marks_of`).
    """

    file: int = 0
    cursor: str = ""
    hits: int = 0
    faults: int = 0
    mark: int = 0

    @staticmethod
    def parse(text: str) -> Stand:
        """The inverse of :meth:`text`; the empty text is the beginning."""
        if not text:
            return Stand()
        counts, _, cursor = text.partition("|")
        file, hits, faults, *mark = map(int, counts.split(":"))
        return Stand(file, cursor, hits, faults, *mark)

    def text(self) -> str:
        """The counts and the cursor."""
        return f"{self.file}:{self.hits}:{self.faults}:{self.mark}|{self.cursor}"

    def marked(self, marks: Sequence[int]) -> Stand:
        """The same, told from the same place in other files."""
        begun = self.file + bool(self.cursor)
        mark = marks[begun] if begun < len(marks) else -1
        return msgspec.structs.replace(self, mark=mark)

    @property
    def line(self) -> int:
        """The last line of which something was read; 0 at the beginning."""
        return Cursor.parse(self.cursor).line if self.cursor else 0

    def after(self, taken: Sequence[Read]) -> Stand:
        """Behind these records, with the same counts."""
        return Stand(self.file, cursor_after(taken, self.cursor), self.hits, self.faults)


class Searched:
    """One file that is searched: its lines, how many hit, and how many were passed over."""

    def __init__(self, source: Source, scan: Scan, start: Stand) -> None:
        self._given = source
        self._scan = scan
        self._number = start.file
        self._behind = Part([], 1, 0)
        self._passed = max(0, start.line - start.hits)

    @property
    def source(self) -> Source:
        """The file, which gives a connector only the lines to be read."""
        return msgspec.structs.replace(self._given, parts=self._parts)

    def _parts(self, line: int, offset: int) -> Iterator[Part]:
        self._behind = Part([], line, offset)
        path = str(self._given.path)
        for part in self._scan.parts(Errand(self._number, path, line, offset)):
            self._behind = part
            yield part

    def after(self, stand: Stand, taken: Sequence[Read]) -> Stand:
        """Behind these records; what is said of the place where a file is cut is of no line."""
        lines = [one.place.line for one in taken if one.place.line < self._behind.line]
        hits = sum(before != line for before, line in pairwise([stand.line, *lines]))
        faults = sum(type(one) is Fault for one in taken)
        cursor = cursor_after(taken, stand.cursor)
        return Stand(stand.file, cursor, stand.hits + hits, stand.faults + faults)

    def count(self, stand: Stand) -> int:
        """Lines that were passed over up to here and not counted before."""
        return self._count(min(stand.line, self._behind.line - 1), stand)

    def end(self, stand: Stand) -> tuple[int, Receipt]:
        """The same at the end of the file, and the receipt."""
        _, line, offset, _ = self._behind
        receipt = Receipt(self._given.label, offset, line - 1, stand.hits, stand.faults)
        return self._count(line - 1, stand), receipt

    def _count(self, lines: int, stand: Stand) -> int:
        before, self._passed = self._passed, max(self._passed, lines - stand.hits)
        return self._passed - before


class Aim(NamedTuple):
    """What is searched for, and by how many processes (0: as many as can work at once).

    ``numbers`` are those of posts that are wanted whatever their tags. ``format`` is what the files
    were said to be; unless it is said, the signs of every format are minded.
    """

    tags: Collection[str]
    numbers: Collection[str]
    jobs: int = 0
    format: str = ""

    def sieve(self) -> Sieve | None:
        """None when every line must be read to find it."""
        numbers = self.numbers
        if len(numbers) > MOST_ASKED or not all(n.isascii() and n.isalnum() for n in numbers):
            return None
        every = [asked_for(self.format)] if self.format else connectors().values()
        known = [one for one in every if isinstance(one, Searchable)]
        signs = {sign for one in known for sign in one.signs}
        return Sieve.of(self.tags, sorted({*signs, *(number.encode() for number in numbers)}))


class Files:
    """The files of a source from ``first`` on, and which of them can be searched."""

    def __init__(
        self,
        sources: Sequence[Source | Fault],
        first: int,
        connector_of: Callable[[Source], Connector],
    ) -> None:
        self._connector_of = connector_of
        self._sources = sources
        self._first = first
        self._known: dict[int, Source | None] = {}
        sizes = [one.size for one in sources[first:] if isinstance(one, Source)]
        self.count, self.size = len(sizes), sum(sizes)

    def searchable(self, number: int) -> Source | None:
        """The file of this number if its lines can be told apart by their bytes."""
        if number not in self._known:
            source = self._sources[number]
            fits = isinstance(source, Source) and self._fits(source)
            self._known[number] = source if isinstance(source, Source) and fits else None
        return self._known[number]

    def _fits(self, source: Source) -> bool:
        if source.path is None or not source.path.is_file():
            return False
        try:
            connector = self._connector_of(source)
        except UnknownFormat:
            return False
        lines = source.head().start.lstrip()
        return isinstance(connector, Searchable) and lines.startswith(b"{")

    def errands(self) -> Iterator[Errand]:
        """One for each file that can be searched, in order."""
        for number in range(self._first, len(self._sources)):
            source = self.searchable(number)
            if source:
                yield Errand(number, str(source.path))


class Searching:
    """The search through one source; :meth:`close` ends its processes."""

    def __init__(self, files: Files, sieve: Sieve, jobs: int, watch: object) -> None:
        self._files = files
        self._watch = watch if isinstance(watch, SearchWatch) else None
        self._began = time.monotonic()
        self._under_way: dict[int, Found] = {}
        self._stored = self._unpacked = self._ended = 0
        self._scan = Scan(sieve, jobs, files.errands(), self._heard)

    def open(self, start: Stand) -> Searched | None:
        """The file that is at hand, when it is one that is searched."""
        source = self._files.searchable(start.file)
        return Searched(source, self._scan, start) if source else None

    def close(self) -> None:
        """End the processes."""
        self._scan.close()

    def _heard(self, found: Found) -> None:
        self._under_way[found.number] = found
        if found.last:
            del self._under_way[found.number]
            source = self._files.searchable(found.number)
            self._stored += source.size if source else 0
            self._unpacked += found.part.offset
            self._ended += 1
        if self._watch:
            self._watch.searching(self._progress())

    def _progress(self) -> Progress:
        now = self._under_way.values()
        again = [self._files.searchable(number) for number in sorted(self._scan.again)]
        return Progress(
            files=self._ended,
            all_files=self._files.count,
            stored=self._stored + sum(found.stored for found in now),
            all_stored=self._files.size,
            unpacked=self._unpacked + sum(found.part.offset for found in now),
            seconds=time.monotonic() - self._began,
            again=tuple(source.label for source in again if source),
        )


def begin_search(files: Files, aim: Aim, watch: object) -> Searching | None:
    """Begin to search these files; None when every line must be read."""
    try:
        import hyperscan  # noqa: F401
    except ImportError:  # not made for every system
        return None
    sieve = aim.sieve()
    return Searching(files, sieve, aim.jobs or cores(), watch) if sieve else None


def cores() -> int:
    """How many processes can work at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
