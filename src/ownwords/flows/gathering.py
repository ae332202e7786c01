"""A post comes in: connector, matching, keep-out, one accession.

Every source that was named is one accession, a folder with a thousand files as well. Memory does
not grow with the input. An interrupted gather goes on where its last checkpoint stands when the
same is asked again: with other tags it begins anew, and where a file has changed since, or links
were noted, or somebody may be gathered again, all are read again beside what is staged.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

import msgspec

from ownwords.archive.accession import Taking
from ownwords.archive.wanted import Waiting
from ownwords.flows.clock import now
from ownwords.flows.collection import rare_collection
from ownwords.flows.dump_search import (
    SEARCH_FROM,
    Aim,
    Files,
    Searched,
    Searching,
    Stand,
    begin_search,
)
from ownwords.gather.connector import SAY_FORMAT, Connector, Options, asked_for, detect
from ownwords.gather.mapping import find_mapping
from ownwords.gather.matching import TagMatcher, with_written_tags
from ownwords.gather.sources import Source, find_sources, in_utf8, marks_of
from ownwords.locales import marked
from ownwords.records.accession import Accession
from ownwords.records.captured import Captured, Fault, LeftOut, Page, Place, Read
from ownwords.records.errors import AskedWrongly, BadMapping, OwnwordsError, UnknownFormat
from ownwords.records.post import GIVEN, Post
from ownwords.workspace import Workspace

BATCH = 1_000
PAGE_BYTES = 8 << 20
"""A batch ends behind the page with which its pages are larger."""

CHECKPOINT_EVERY = 100
"""Batches between two durable checkpoints."""

OFTEN = 2.0
"""Seconds at least between two checkpoints after searched files."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

LOOKED_AT = 50
"""Files of a folder that are looked at to name its format."""

_UNREAD = marked("This page is a PDF, and what it says is not read: look yourself whom it names.")


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What to take in. ``tags`` replace the campaign's; ``everything`` keeps posts without them."""

    sources: tuple[str, ...]
    format: str = ""
    mapping: str = ""
    tags: tuple[str, ...] = ()
    everything: bool = False
    searchable: bool = True
    """Whether the search index is brought up to date at once; else the first search does it."""
    search_from: float = SEARCH_FROM
    """Bytes of a source from which on it is searched for the tags; math.inf reads every line."""
    jobs: int = 0
    """Processes of a search; 0 for as many as can work at once."""


class Watch(Protocol):
    """Who wants to see a gather go on."""

    def progress(self, source: str, read: int, kept: int) -> None:
        """Called once a batch with the records read and taken so far."""

    def fault(self, fault: Fault) -> None:
        """Called for each thing that could not be read."""

    def left_out(self, what: LeftOut) -> None:
        """Called for what a format never takes in, such as posts that are not public."""


def gather(workspace: Workspace, request: Request, watch: Watch) -> Iterator[Accession]:
    """Take in each source; yields one accession a source, when it is kept and searchable.

    Raises UnknownFormat when a single named file is of no known format or the one that was asked
    for is unknown, BadMapping when the mapping is wrong or does not fit that file, and KeyMissing
    when the campaign key is not on this computer.
    """
    if request.format:
        asked_for(request.format)
    options = Options(mapping=find_mapping(request.mapping) if request.mapping else None)
    matcher = TagMatcher(request.tags or workspace.campaign.hashtags)
    for name in request.sources:
        yield take_in(name, workspace, _Reading(request, options, matcher), watch)


class _Reading(msgspec.Struct, frozen=True):
    """How sources are read in one gather."""

    request: Request
    options: Options
    matcher: TagMatcher

    def connector(self, source: Source) -> Connector:
        return detect(source, self.format)

    @property
    def format(self) -> str:
        """What the sources were said to be; empty when that is to be seen from each."""
        return self.request.format or ("mapped" if self.options.mapping else "")

    def asked(self, name: str) -> str:
        """What tells this gather from others of the same name: where it lies, what is wanted."""
        place = name if name == "-" else in_utf8(str(Path(name).resolve()))
        request, tags = self.request, sorted(self.matcher.tags)
        words = [place, tags, request.everything, request.format, self.options.mapping]
        return hashlib.sha256(msgspec.json.encode(words)).hexdigest()

    def wanted(self, item: Read, waiting: Waiting) -> Read | None:
        """The item if it belongs to the campaign, with the tags that its words name."""
        if type(item) is not Captured:
            return item
        post = item.post
        if not self._belongs(post) and not waiting.keys_asked(post):
            return None
        tagged = with_written_tags(post)
        if tagged is post and not item.statements:
            return item
        said = tuple(msgspec.structs.replace(one, given_at=now()) for one in item.statements)
        return msgspec.structs.replace(item, post=tagged, statements=said)

    def _belongs(self, post: Post) -> bool:
        """Whether a post carries one of the tags; words given to the campaign need none."""
        return self.request.everything or post.network == GIVEN or self.matcher.matches(post)


@contextlib.contextmanager
def full_disk_said() -> Iterator[None]:
    """Say what a full disk leaves, and that it can be gone on with."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise OwnwordsError(
            "There is no room left on the disk.",
            kept="What was taken in up to the last checkpoint is kept and not visible yet; "
            "what the campaign held before is as it was.",
            do="Make room and gather the same source again: it goes on from there.",
        ) from error


@full_disk_said()
@rare_collection()
def take_in(name: str, workspace: Workspace, reading: _Reading, watch: Watch) -> Accession:
    """One source into one accession, searchable when this returns."""
    sources = list(find_sources(name))
    label = _format_of(sources, reading)
    taking = Taking.begin(workspace.vault, in_utf8(name), label, reading.asked(name))
    try:
        run = _Run(taking, reading, watch, sources)
        with run.searching(sources):
            for index, source in enumerate(sources):
                if index >= run.file:
                    run.take(index, source)
        accession = taking.finish(read=run.read, not_matching=run.not_matching)
    except AskedWrongly:
        taking.abandon()
        raise
    except BaseException:
        taking.close()
        raise
    if reading.request.searchable:
        _look_through(workspace)
    return accession


def _look_through(workspace: Workspace) -> None:
    """Bring the search up to date and screen what came in; both take a while to load."""
    from ownwords.archive.search_feed import open_search
    from ownwords.flows.flagged import screen_what_came_in

    with open_search(workspace.vault):
        pass
    screen_what_came_in(workspace)


def _format_of(sources: Sequence[Source | Fault], reading: _Reading) -> str:
    """The formats of what is read, joined by commas; a single file must be of a known one."""
    files = [source for source in sources if isinstance(source, Source)]
    if len(files) == 1 and len(sources) == 1:
        return reading.connector(files[0]).name
    names = set()
    for source in files[:LOOKED_AT]:
        with contextlib.suppress(UnknownFormat):
            names.add(reading.connector(source).name)
    return ", ".join(sorted(names)) or "unknown"


def _batch(reads: Iterator[Read]) -> list[Read]:
    """The next items: few where they are pages, which may be large."""
    taken: list[Read] = []
    held = 0
    for item in islice(reads, BATCH):
        taken.append(item)
        if type(item) is Page:
            held += len(item.data)
            if held > PAGE_BYTES:
                break
    return taken


def _among_others(error: AskedWrongly) -> str:
    """Why one file of several is not read, with what helps; of all others nothing can be said."""
    if not isinstance(error, UnknownFormat):
        return error.what
    from ownwords.gather.unknown import TAKE_ALONE  # loaded where a file is not known

    return f"{error.what} {TAKE_ALONE if error.sentences[2] == SAY_FORMAT else error.do}"


class _Run:
    """The files of one source on their way into one accession."""

    def __init__(
        self, taking: Taking, reading: _Reading, watch: Watch, sources: Sequence[Source | Fault]
    ) -> None:
        self._taking = taking
        self._reading = reading
        self._watch = watch
        self._alone = len(sources) == 1
        self._marks = marks_of(sources, taking.looked_for)
        stood = Stand.parse(taking.cursor)
        self._stand = stood
        if taking.cursor and stood != stood.marked(self._marks):
            self._stand = Stand()
            taking.begin_again()
        self.file = self._stand.file
        self._search: Searching | None = None
        self._durable = time.monotonic()
        self.read = 0
        self.not_matching = 0
        self._batches = 0

    @contextlib.contextmanager
    def searching(self, sources: Sequence[Source | Fault]) -> Iterator[None]:
        """Search those of these sources that need not be read whole, while this lasts."""
        request = self._reading.request
        files = Files(sources, self.file, self._reading.connector)
        if not request.everything and files.size >= request.search_from:
            numbers, said = self._taking.waiting.numbers(), self._reading.format
            aim = Aim(self._reading.matcher.tags, numbers, request.jobs, said)
            self._search = begin_search(files, aim, self._watch)
        try:
            yield
        finally:
            if self._search:
                self._search.close()

    def take(self, index: int, source: Source | Fault) -> None:
        """One file, from where an earlier run stopped in it."""
        stand = self._stand if index == self.file else Stand(index)
        if isinstance(source, Fault):
            self._add([source])
            return
        try:
            self._read(source, stand)
        except (UnknownFormat, BadMapping) as error:
            if self._alone:
                raise
            self._add([Fault(Place(source.label), _among_others(error))])

    def _read(self, source: Source, stand: Stand) -> None:
        connector = self._reading.connector(source)
        searched = self._search.open(stand) if self._search else None
        source = searched.source if searched else source
        reads = connector.read(source, self._reading.options, stand.cursor)
        while chunk := _batch(reads):
            self._add(chunk)
            if searched:
                stand = searched.after(stand, chunk)
                self._pass_over(searched.count(stand))
            else:
                stand = stand.after(chunk)
            self._batches += 1
            self._watch.progress(source.label, self.read, self.read - self.not_matching)
            if self._batches % CHECKPOINT_EVERY == 0:
                self._checkpoint(stand)
        if searched:
            self._end(searched, stand)

    def _end(self, searched: Searched, stand: Stand) -> None:
        """Note what a searched file came to, durably unless that was done a moment ago."""
        passed, receipt = searched.end(stand)
        self._pass_over(passed)
        self._taking.note_searched(receipt)
        if time.monotonic() - self._durable > OFTEN:
            self._checkpoint(Stand(stand.file + 1))

    def _checkpoint(self, stand: Stand) -> None:
        text = stand.marked(self._marks).text()
        self._taking.checkpoint(text, read=self.read, not_matching=self.not_matching)
        self._durable = time.monotonic()

    def _pass_over(self, lines: int) -> None:
        """Lines that a search found to be without the tags; each counts as one record."""
        self.read += lines
        self.not_matching += lines

    def _add(self, chunk: list[Read]) -> None:
        choose, waiting = self._reading.wanted, self._taking.waiting
        chosen = [choose(item, waiting) for item in chunk]
        wanted = [item for item in chosen if item is not None]
        left_out, unread = 0, []
        for item in wanted:
            if type(item) is Fault:
                self._watch.fault(item)
            elif type(item) is LeftOut:
                self._watch.left_out(item)
                left_out += 1
            elif type(item) is Page and item.ending == "pdf":
                unread.append(Fault(item.place, _UNREAD, marked("the page, as it came")))
                self._watch.fault(unread[-1])
        for refused in self._taking.add([*wanted, *unread]):
            self._watch.fault(refused)
        self.read += len(chunk) - left_out
        self.not_matching += len(chunk) - len(wanted)
