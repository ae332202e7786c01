"""Looking through everything for somebody who was erased."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ownwords.archive.erasing_work import Work
from ownwords.archive.folder import SETTINGS_FILE
from ownwords.archive.settings import parse_settings
from ownwords.consent.leaks import fixed_in_template
from ownwords.edition.templating import sources
from ownwords.egress import refuse_network
from ownwords.flows.proof.decoding import Decoder
from ownwords.flows.proof.escapes import undone
from ownwords.flows.proof.needles import Needles
from ownwords.flows.recalled import Recalled
from ownwords.locales.tongue import tongue_of
from ownwords.workspace import Workspace

_SEALED = frozenset({"keep-out.sealed", "erasing.sealed"})
_LOCKS = "-shm"
"""The index of a database's log: numbers of pages. Whoever reads it and closes it takes the locks
of an open desk away, and another program could then throw away what was decided since."""
_LARGE = 64 << 20
_COLUMNS = ("content", "summary", "name", "redacted", "type", "handle", "attributed_to", "network")
_WITHOUT_HANDLES = frozenset({"given", "storify.com"})
"""Where a handle is one of some other network."""
_IDS = ("native_id", "version_id")


class Hit(NamedTuple):
    """A trace: in which file, of which kind, how it was decoded. Never the words."""

    path: str
    kind: str
    how: str


class Proof(msgspec.Struct, kw_only=True):
    """What was looked through and what was found.

    ``editions`` were removed, ``places`` are where they had been put, ``replaced`` is what stands
    instead. ``sealed_away`` are kept copies, of anybody, that only the steward key opens.
    """

    files: int = 0
    bytes: int = 0
    needles: int = 0
    decoders: tuple[str, ...] = ()
    hits: list[Hit] = msgspec.field(default_factory=list)
    editions: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    replaced: str = ""
    sealed_away: int = 0


class Traces:
    """What to look for of these people, worked out when it is first needed."""

    def __init__(self, root: Path, works: Sequence[Work]) -> None:
        self.works = works
        self._root = root

    @cached_property
    def needles(self) -> Needles:
        """What no file of the campaign may hold any more."""
        return needles_for(self._root, self.works)


def prove(workspace: Workspace, traces: Traces, recalled: Recalled) -> Proof:
    """Decode every file of the folder and search it for everything that these people left."""
    proof = search(workspace.folder.root, traces.needles)
    named = {(hit.path, hit.kind) for hit in proof.hits}
    also = {(place.file, place.kind) for place in recalled.repeated} - named
    proof.hits += (Hit(file, kind, "text") for file, kind in sorted(also))
    proof.editions, proof.places = tuple(recalled.editions), tuple(recalled.places)
    proof.sealed_away = sum(1 for _ in workspace.folder.quarantine.glob("*.age"))
    proof.replaced = recalled.replacement.name if recalled.replacement else ""
    return proof


def needles_for(root: Path, works: Sequence[Work]) -> Needles:
    """What to look for; runs of words that somebody else holds by themselves are left out."""
    needles = Needles(works)
    for rows in _held_by_others(root):
        needles.forgive_words("\n".join(row.words for row in rows))
        alone = [row for row in rows if _is_by_themselves(row, needles)]
        for name in {row.name for row in alone}:
            needles.forgive_name(name)
        for row in alone:
            for text in _readings(row.words):
                needles.forgive(text)
                needles.forgive_handles(row.network, f"{text}\n@{row.handle}")
    for names in _ids_of_others(root):
        needles.forgive_ids(names)
    for words in _of_the_campaign(root):
        needles.forgive(words)
    needles.settle()
    return needles


def _of_the_campaign(root: Path) -> Iterator[str]:
    """What is nobody's alone: the campaign's name, tags and moments, the site's own sentences."""
    settings = root / SETTINGS_FILE
    campaign = parse_settings(settings.read_text(encoding="utf-8")) if settings.is_file() else None
    if campaign is not None:
        yield from (campaign.name, campaign.told_by, *campaign.hashtags)
        yield from (moment.name for moment in campaign.moments)
    for source in sources(tongue_of(campaign.languages[0] if campaign else "en")):
        yield from fixed_in_template(source)


class _Row(NamedTuple):
    words: str
    name: str
    redacted: bool
    passed_on: bool
    handle: str
    network: str


def _readings(words: str) -> Iterator[str]:
    """A text as it is, and without markup: so it is compared where it is found."""
    yield words
    if "<" in words or "&" in words:
        yield from (more for how, more in undone(words) if how == "HTML")


def _is_by_themselves(row: _Row, needles: Needles) -> bool:
    """A post from which somebody was taken out, or a repost of their words, excuses no run."""
    return not row.redacted and not (row.passed_on and needles.is_theirs(row.words))


def _held_by_others(root: Path) -> Iterator[list[_Row]]:
    """Text and name of every post, whether somebody was taken out of it, whether it is a repost."""
    for batch in _batches(root, _COLUMNS):
        rows = zip(*(batch.column(name).to_pylist() for name in _COLUMNS), strict=True)
        yield [
            _Row(
                f"{content}\n{summary}",
                name,
                redacted,
                kind == "Announce",
                handle,
                _names_of(network, account),
            )
            for content, summary, name, redacted, kind, handle, account, network in rows
        ]


def _names_of(network: str, account: str) -> str:
    """The network whose handles a post means; ``*`` for those of any."""
    if network in _WITHOUT_HANDLES:
        return "*"
    head, mark, rest = account.lower().partition("://")
    host = rest.partition("/")[0] if mark else head.partition(":")[0]
    return "x.com" if host.endswith("twitter.com") else host


def _ids_of_others(root: Path) -> Iterator[set[str]]:
    """What posts that are held are called on their networks."""
    for batch in _batches(root, _IDS):
        yield {name for column in batch.columns for name in column.unique().to_pylist()}


def _batches(root: Path, columns: Sequence[str]) -> Iterator[Any]:
    """Some columns of every file of posts that has them all."""
    import pyarrow.parquet as pq

    for path in sorted((root / "posts").glob("*.parquet")):
        with pq.ParquetFile(str(path), memory_map=False) as file:
            if set(columns) <= set(file.schema_arrow.names):
                yield from file.iter_batches(batch_size=1024, columns=list(columns))


def search(root: Path, needles: Needles, workers: int | None = None) -> Proof:
    """Every trace in every file below a folder, each (file, kind) once.

    Large folders are searched by several processes, each with memory for one piece of a file.
    """
    files = sorted(one for one in root.rglob("*") if one.is_file())
    wanted = [one for one in files if one.name not in _SEALED and not one.name.endswith(_LOCKS)]
    if workers is None:
        large = sum(one.stat().st_size for one in wanted) >= _LARGE
        workers = os.cpu_count() or 1 if large else 1
    proof = Proof(files=len(files), needles=needles.count)
    used: set[str] = set()
    for looked in _look_through(root, wanted, needles, workers):
        proof.hits += looked.hits
        proof.bytes += looked.bytes
        used |= looked.used
    proof.hits.sort(key=lambda hit: hit.path)
    proof.decoders = tuple(sorted(used))
    return proof


class _Looked(NamedTuple):
    """What came of one file."""

    hits: list[Hit]
    bytes: int
    used: set[str]


def _look_through(
    root: Path, paths: Sequence[Path], needles: Needles, workers: int
) -> Iterator[_Looked]:
    if workers < 2:
        yield from (_look_into(path, root, needles) for path in paths)
        return
    largest = sorted(paths, key=lambda path: -path.stat().st_size)
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (root, needles)) as pool:
        yield from pool.map(_look, largest)


_given: list[tuple[Path, Needles]] = []


def _begin(root: Path, needles: Needles) -> None:
    """A process that only looks: no network either."""
    refuse_network()
    _given.append((root, needles))


def _look(path: Path) -> _Looked:
    root, needles = _given[0]
    return _look_into(path, root, needles)


def find_in(path: Path, root: Path, needles: Needles) -> list[Hit]:
    """Every trace in one file."""
    return _look_into(path, root, needles).hits


def _look_into(path: Path, root: Path, needles: Needles) -> _Looked:
    decoder = Decoder()
    name = path.relative_to(root).as_posix()
    found: dict[str, str] = {}
    for shown in decoder.file(path):
        if shown.terms:
            kinds = needles.found_terms(shown.text.split("\n"))
        else:
            kinds = needles.found(shown.text)
        for kind in kinds:
            found.setdefault(kind, shown.how)
    hits = [Hit(name, kind, found[kind]) for kind in sorted(found)]
    if decoder.missed:
        hits.append(Hit(name, "more packed inside than can be looked through", "unpacked"))
    return _Looked(hits, decoder.bytes, decoder.used)
