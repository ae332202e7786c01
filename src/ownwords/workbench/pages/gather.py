"""What came in, and taking more in: drop a file, watch, see what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ownwords.flows import deletions, gathering, interrupted, mine
from ownwords.flows.deletions import Settled
from ownwords.flows.gathering import Request
from ownwords.gather.connector import caveats_of
from ownwords.records.accession import Accession
from ownwords.records.errors import AskedWrongly, OwnwordsError
from ownwords.workbench.asked import NO_SUCH_PLACE, Answer, Asked, Go, Page, Shown, written_path
from ownwords.workbench.bench import Bench
from ownwords.workbench.jobs import Job
from ownwords.workbench.upload import in_inbox, inbox_of, throw_away
from ownwords.workspace import Workspace

FAULTS_SHOWN = 500
LINKS_SHOWN = 100
IN_RECORDS = frozenset({"bluesky_car", "warc"})
"""Formats that have no lines: the desk keeps the number of a record without saying so."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file in the inbox. ``mine`` is what addresses call an export of somebody's own that came
    in and waits for their choice, empty for a file that waits to be taken in.
    """

    key: str
    name: str
    bytes: int
    mine: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in, and what was erased because its author deleted it."""

    accession: Accession
    settled: Settled


def show(asked: Asked) -> Answer:
    """The place to drop a file; what is in the inbox; what came in before."""
    return _page(asked, None)


def _page(asked: Asked, problem: AskedWrongly | None) -> Shown:
    workspace = asked.bench.workspace
    accessions = workspace.vault.desk.accessions()
    values = {
        "dropped": _dropped(asked.bench, accessions),
        "interrupted": interrupted.interrupted(workspace),
        "chosen": asked.query("file"),
        "tags": workspace.campaign.hashtags,
        "came_in": tuple(reversed(accessions)),
        "names": {one.id: Path(one.source).name for one in accessions},
        "caveats": caveats_of(one.connector for one in accessions),
        "wanted": asked.bench.known("wanted", _wanted),
        "most": LINKS_SHOWN,
        "problem": problem,
        "path": asked.text("path"),
        "which": asked.text("which"),
    }
    return Shown("gather.html", values, status=422 if problem else 200)


def _wanted(workspace: Workspace) -> tuple[str, ...]:
    return tuple(one.url for one in workspace.vault.desk.wanted())


def _dropped(bench: Bench, accessions: Sequence[Accession]) -> tuple[Dropped, ...]:
    brought = {one.source for one in accessions if one.counts.kept or one.counts.known}
    return tuple(
        Dropped(
            f"{path.parent.name}/{path.name}",
            path.name,
            path.stat().st_size,
            bench.remember_export(path) if str(path) in brought else "",
        )
        for path in sorted(inbox_of(bench.workspace.folder.root).glob("*/*"))
    )


def begin(asked: Asked) -> Answer:
    """Take a dropped file in, or a file or folder that is named."""
    workspace = asked.bench.workspace
    dropped, named = asked.text("file"), asked.text("path")
    try:
        source = _source(workspace.folder.root, dropped, named)
    except AskedWrongly as problem:
        return _page(asked, problem)
    mapping = asked.text("mapping")
    request = Request(
        sources=(str(source),), mapping=mapping, everything=asked.text("which") == "all"
    )
    keeps = asked.ticked("mine")

    def work(own: Workspace, job: Job) -> Taken:
        with _by_its_name(source):
            taken = list(gathering.gather(own, request, job))[-1]
        if dropped and not keeps:
            throw_away(source)
        return Taken(taken, deletions.settle_wholly(own))

    job = Job("gather", source.name)
    asked.bench.jobs.begin(job, workspace.folder.root, work)
    mine_later = asked.bench.remember_export(source) if keeps else ""
    return Go("/gather/progress", {"mine": mine_later})


@contextmanager
def _by_its_name(source: Path) -> Iterator[None]:
    """Errors call a file as its owner does, not by its place in the inbox."""
    try:
        yield
    except OwnwordsError as error:
        what, kept, do = (one.replace(str(source), source.name) for one in error.sentences)
        places = {**error.places, "source": source.name}
        raise OwnwordsError(what, kept=kept, do=do, **places) from None


def _source(root: Path, dropped: str, named: str) -> Path:
    if dropped:
        return in_inbox(root, dropped)
    if not named:
        raise AskedWrongly("No file was chosen.", do="Drop one, or write where it lies.")
    path = written_path(named)
    if not path.exists():
        raise AskedWrongly(NO_SUCH_PLACE, do="Look where it lies.")
    return path


def discard(asked: Asked) -> Answer:
    """Throw a dropped file away without taking it in, with what a gather of it left."""
    workspace = asked.bench.workspace
    path = in_inbox(workspace.folder.root, asked.text("file"))
    interrupted.let_go(workspace, str(path))
    throw_away(path)
    return Go("/gather")


def let_go(asked: Asked) -> Answer:
    """Drop what an interrupted gather left."""
    interrupted.let_go(asked.bench.workspace, asked.text("source"))
    return Go("/gather")


def progress(asked: Asked) -> Answer:
    """How far the gather is, and what it brought when it is done."""
    job = asked.bench.job("gather")
    if job is None:
        return Go("/gather")
    taken = job.result
    values = {
        "work": job,
        "mine": asked.query("mine"),
        "seconds": _seconds(job),
        "caveats": caveats_of([taken.accession.connector]) if isinstance(taken, Taken) else (),
    }
    return Shown("progress.html", values)


def _seconds(job: Job) -> int:
    return max(1, round(job.seconds))


def cancel(asked: Asked) -> Answer:
    """Stop at the next safe place. Taking the same file in again goes on from there."""
    job = asked.bench.job("gather")
    if job is not None:
        job.cancel()
        asked.bench.jobs.wait(10)
    return Go("/gather/progress")


def faults(asked: Asked) -> Answer:
    """What could not be read, with its place."""
    desk = asked.bench.workspace.vault.desk
    counted = {one.id for one in desk.accessions() if one.connector in IN_RECORDS}
    faults = desk.faults()
    found = tuple((fault, number in counted) for number, fault in islice(faults, FAULTS_SHOWN))
    return Shown("faults.html", {"faults": found, "more": sum(1 for _ in faults)})


def whose(asked: Asked) -> Answer:
    """One screen: this export is mine, and this may be done with it."""
    source = asked.query("source")
    return _whose(asked, source, None)


def _whose(asked: Asked, source: str, problem: OwnwordsError | None) -> Shown:
    workspace = asked.bench.workspace
    try:
        owner = mine.owner_of((str(asked.bench.export(source)),))
        held = mine.held(workspace, owner)
    except OwnwordsError as error:
        return Shown("problem.html", {"problem": error}, status=409)
    values = {
        "source": source,
        "handle": owner.handle,
        "filled": _chosen(asked) if problem else {**_UNCHOSEN, "name": owner.name or owner.handle},
        "held": held,
        "problem": problem,
    }
    return Shown("mine.html", values, status=422 if problem else 200)


_UNCHOSEN = {"posts": "tagged", "words": "", "credit": "none", "also_if_deleted": ""}
"""The one screen before anything is chosen."""


def _chosen(asked: Asked) -> dict[str, str]:
    return {name: asked.text(name) for name in (*_UNCHOSEN, "name")}


_NAMELESS = AskedWrongly(
    "No name was written.",
    kept="Nothing was recorded.",
    do="Write the name that is printed with your words, or choose no name.",
)
_NOT_SAID = AskedWrongly(
    "It was not chosen how your words may be shown.",
    kept="Nothing was recorded.",
    do="Choose your exact words, or retold.",
)


def say_yes(asked: Asked) -> Answer:
    """Record the yes, and let go of the export."""
    source, words = asked.text("source"), asked.text("words")
    if words not in {"exact", "retold"} or asked.text("posts") not in {"tagged", "all"}:
        return _whose(asked, source, _NOT_SAID)
    if words == "exact" and asked.text("credit") == "name" and not asked.text("name"):
        return _whose(asked, source, _NAMELESS)
    choice = mine.Choice(
        posts=asked.text("posts"),
        words=words,
        name=asked.text("name") if asked.text("credit") == "name" else "",
        also_if_deleted=asked.ticked("also_if_deleted"),
    )
    workspace, path = asked.bench.workspace, asked.bench.export(source)
    owner = mine.owner_of((str(path),))
    mine.record(workspace, owner, choice, (str(path),))
    _let_go(workspace, path)
    asked.bench.say("Recorded. %(choice)s", choice=mine.in_words(choice, asked.bench.tongue))
    return Go("/")


def _let_go(workspace: Workspace, path: Path) -> None:
    if path.parent.parent == inbox_of(workspace.folder.root):
        throw_away(path)


PAGES = (
    Page("GET", "/gather", show),
    Page("POST", "/gather/begin", begin),
    Page("POST", "/gather/discard", discard),
    Page("POST", "/gather/let-go", let_go),
    Page("GET", "/gather/progress", progress),
    Page("POST", "/gather/cancel", cancel),
    Page("GET", "/gather/faults", faults),
    Page("GET", "/gather/mine", whose),
    Page("POST", "/gather/mine", say_yes),
)
