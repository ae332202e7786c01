"""Looking through everything for somebody who was erased."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from ownwords.archive.erasing_work import Work
from ownwords.archive.folder import Folder
from ownwords.archive.settings import read_settings
from ownwords.consent.leaks import fixed_in_template
from ownwords.edition.templating import sources
from ownwords.flows.proof.decoding import Decoder, of_name
from ownwords.flows.proof.needles import Needles
from ownwords.flows.proof.others import excuse_others
from ownwords.flows.proof.processes import of_each
from ownwords.flows.proof.walking import everything
from ownwords.flows.proof.within import excuse_profiles
from ownwords.flows.recalled import Recalled
from ownwords.locales.tongue import tongue_of
from ownwords.workspace import Workspace

SHUT = "something inside cannot be opened"
"""The kind of a finding of which nobody knows what it is."""
_SEALED = frozenset({"keep-out.sealed", "erasing.sealed"})
_LOCKS = "-shm"
"""The index of a database's log: numbers of pages. Whoever reads it and closes it takes the locks
of an open desk away, and another program could then throw away what was decided since."""


class Hit(NamedTuple):
    """A trace: in which file, of which kind, how it was decoded. Never the words.

    Or a file that may hold one, for something in it cannot be opened.
    """

    path: str
    kind: str
    how: str

    @property
    def is_trace(self) -> bool:
        """Whether something of theirs was found."""
        return self.kind != SHUT


class Proof(msgspec.Struct, kw_only=True):
    """What was looked through and what was found.

    ``people`` were taken out together. ``editions`` were removed, ``places`` are where they had
    been put, ``replaced`` is what stands instead. ``sealed_away`` are kept copies, of anybody, that
    only the steward key opens, ``kept_lines`` lines of the tellers with a name that is said to be
    another one's.
    """

    people: int = 1
    files: int = 0
    bytes: int = 0
    needles: int = 0
    decoders: tuple[str, ...] = ()
    hits: list[Hit] = msgspec.field(default_factory=list)
    editions: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    replaced: str = ""
    sealed_away: int = 0
    kept_lines: int = 0


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
    _excuse_profiles(workspace.folder.root, traces.needles, proof)
    named = {(hit.path, hit.kind) for hit in proof.hits}
    also = {(place.file, place.kind) for place in recalled.repeated} - named
    proof.hits += (Hit(file, kind, "text") for file, kind in sorted(also))
    proof.people = sum(not work.single for work in traces.works)
    proof.editions, proof.places = tuple(recalled.editions), tuple(recalled.places)
    proof.kept_lines = len({line for work in traces.works for line in work.kept_lines})
    proof.sealed_away = sum(1 for _ in workspace.folder.quarantine.glob("*.age"))
    proof.replaced = recalled.replacement.name if recalled.replacement else ""
    return proof


def needles_for(root: Path, works: Sequence[Work]) -> Needles:
    """What to look for; runs of words that somebody else holds by themselves are left out."""
    needles = Needles(works)
    excuse_others(needles, root)
    return _settled(needles, root)


def suspicions(root: Path, works: Sequence[Work]) -> Needles:
    """The same with what others hold as well: to look that up, all posts would have to be read."""
    return _settled(Needles(works), root)


def _settled(needles: Needles, root: Path) -> Needles:
    for words in _of_the_campaign(root):
        needles.forgive(words)
        needles.forgive_words(words)
    needles.settle()
    return needles


def _of_the_campaign(root: Path) -> Iterator[str]:
    """What is nobody's alone: the campaign's name, tags and moments, the site's own sentences."""
    folder = Folder(root)
    campaign = read_settings(folder) if folder.settings_file.is_file() else None
    if campaign is not None:
        yield from (campaign.name, campaign.told_by, *campaign.hashtags)
        yield from (moment.name for moment in campaign.moments)
    for source in sources(tongue_of(campaign.languages[0] if campaign else "en")):
        yield from fixed_in_template(source)


def search(root: Path, needles: Needles, workers: int | None = None) -> Proof:
    """Every trace in every file below a folder, each (file, kind) once.

    Large folders are searched by several processes, each with memory for one piece of a file.
    """
    files = sorted(one for one in everything(root) if one.is_file())
    wanted = [one for one in files if not _is_left_out(one, root)]
    proof = Proof(files=len(files), needles=needles.count, hits=list(_empty(root, needles)))
    used: set[str] = set()
    for looked in of_each(_look, wanted, (root, needles), workers):
        proof.hits += looked.hits
        proof.bytes += looked.bytes
        used |= looked.used
    proof.hits.sort(key=lambda hit: hit.path)
    proof.decoders = tuple(sorted(used))
    return proof


def _is_left_out(path: Path, root: Path) -> bool:
    if path.name in _SEALED:
        return path.parent == root
    database = path.parent / path.name.removesuffix(_LOCKS)
    return path != database and database.is_file()


def _empty(root: Path, needles: Needles) -> Iterator[Hit]:
    """Traces in names below which there is no file, and in where links lead, to nowhere as well."""
    for path in everything(root):
        name = path.relative_to(root).as_posix()
        empty = not path.is_file() and not (path.is_dir() and any(path.iterdir()))
        leads = [path.readlink().as_posix()] if path.is_symlink() else []
        for shown in map(of_name, [*([name] if empty else []), *leads]):
            yield from (Hit(name, kind, shown.how) for kind in sorted(needles.found(shown.text)))


def in_posts(root: Path, proof: Proof) -> list[Path]:
    """The files of posts in which something was found."""
    return [root / name for name in sorted({hit.path for hit in proof.hits}) if _is_posts(name)]


def _is_posts(name: str) -> bool:
    return name.startswith("posts/")


def _excuse_profiles(root: Path, needles: Needles, proof: Proof) -> None:
    """Look again where something was found, without what others say of themselves."""
    if excuse_profiles(needles, in_posts(root, proof)):
        named = (root / name for name in sorted({hit.path for hit in proof.hits}))
        files = [path for path in named if path.is_file()]
        again = of_each(_look, files, (root, needles))
        proof.hits = [*_empty(root, needles), *(hit for looked in again for hit in looked.hits)]
        proof.needles = needles.count


class _Looked(NamedTuple):
    """What came of one file."""

    hits: list[Hit]
    bytes: int
    used: set[str]


def _look(path: Path, given: tuple[Path, Needles]) -> _Looked:
    return _look_into(path, *given)


def find_in(path: Path, root: Path, needles: Needles) -> list[Hit]:
    """Every trace in one file."""
    return _look_into(path, root, needles).hits


def _look_into(path: Path, root: Path, needles: Needles) -> _Looked:
    decoder = Decoder()
    name = path.relative_to(root).as_posix()
    found: dict[str, str] = {}
    for shown in decoder.file(path, name):
        if shown.terms:
            kinds = needles.found_terms(shown.text.split("\n"))
        elif shown.chance:
            kinds = needles.found_by_chance(shown.text)
        else:
            kinds = needles.found(shown.text)
        for kind in kinds:
            found.setdefault(kind, shown.how)
    hits = [Hit(name, kind, found[kind]) for kind in sorted(found)]
    if decoder.missed:
        hits.append(Hit(name, SHUT, "unpacked"))
    return _Looked(hits, decoder.bytes, decoder.used)
