"""Erasing somebody, step by step. Every step can be done again; a crash leaves hidden or erased.

1  Their names and words are sealed into erasing.sealed: from here on there is no way back.
2  They stand on the keep-out list.
3  New files of posts/ without them, and one transaction of the desk that names these files and
   holds nothing of them.
4  Caches, stories, editions; kept copies, when the steward says how.
5  A new edition in place of the old ones, unless the tellers' own words repeat the person.
6  They are no longer hidden, for nothing is left to hide; the desk is written anew.
7  The proof (flows/proof) decodes everything. Only when it finds nothing, erasing.sealed goes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import msgspec

from ownwords.archive import files
from ownwords.archive.erasing import Erased, erase_posts
from ownwords.archive.erasing_caches import erase_caches
from ownwords.archive.erasing_desk import erase_rows, unhide_for_good
from ownwords.archive.erasing_work import Work, forget_work, read_work, update_work
from ownwords.archive.lock import alone
from ownwords.flows import kept_copies, recall, replacing
from ownwords.flows.proof.proving import Traces
from ownwords.flows.recalled import Recalled
from ownwords.flows.withdraw import collected, keep_out, key_of, work_for
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace

_WRITTEN_BY_US = ("stories", "claims", "articles", "sources", "quarantine", "editions")

Step = Callable[[str], None]
"""Is told which part is at work: ``erasing``, ``editions``, ``proving``."""


class Outcome(msgspec.Struct, kw_only=True):
    """What an erasure did. ``inside_others`` are posts of others that were redacted."""

    traces: Traces
    rows: int = 0
    inside_others: int = 0
    seconds: float = 0.0
    recalled: Recalled = msgspec.field(default_factory=Recalled)
    settled: kept_copies.Settled = kept_copies.Settled()


def begin(workspace: Workspace, accounts: tuple[str, ...]) -> None:
    """Remember durably that these accounts are to be erased; nothing is cut yet."""
    key = key_of(workspace)
    known = {name for work in read_work(workspace.folder, key) for name in work.accounts}
    if not set(accounts) <= known:
        work = replacing.with_places(workspace, work_for(workspace, accounts))
        update_work(workspace.folder, key, [work])


def unfinished(workspace: Workspace) -> list[Work]:
    """Erasures that were begun and are not proved yet."""
    return read_work(workspace.folder, key_of(workspace))


def erase(workspace: Workspace, step: Step, copies: kept_copies.How | None = None) -> Outcome:
    """Do, or do again, everything that is left of the erasures that were begun.

    ``copies`` says what becomes of kept copies that hold them; None: they stay as they are.
    """
    if not workspace.folder.erasing.exists():
        return Outcome(traces=Traces(workspace.folder.root, ()))
    step("erasing")
    began = time.perf_counter()
    with _alone(workspace):
        works = _caught_up(workspace)
        outcome = Outcome(traces=Traces(workspace.folder.root, works))
        for work in works:
            keep_out(workspace, work)
            _one(workspace, work, outcome)
        workspace.vault.desk.compact()
    outcome.seconds = time.perf_counter() - began
    step("editions")
    for work in works:
        recall.cut_stories(workspace, work, outcome.recalled)
    _editions(workspace, outcome, copies)
    _end(workspace, works)
    return outcome


def _caught_up(workspace: Workspace) -> list[Work]:
    """What is not finished, with what came in since it began: a gather may have been at work."""
    known, came = unfinished(workspace), len(workspace.vault.desk.accessions())
    works = [
        _with_stories(workspace, work if work.accessions == came else collected(workspace, work))
        for work in known
    ]
    if works != known:
        update_work(workspace.folder, key_of(workspace), works)
    return works


def _with_stories(workspace: Workspace, work: Work) -> Work:
    """The work with the stories that tell of them, before a passage is cut there."""
    told = {*work.told, *recall.telling(workspace, work.posts)}
    return msgspec.structs.replace(work, told=tuple(sorted(told)))


def _editions(workspace: Workspace, outcome: Outcome, copies: kept_copies.How | None) -> None:
    """Remove those that hold them; build the next one when what it is made from is without them."""
    traces, recalled = outcome.traces, outcome.recalled
    works = replacing.take_back(workspace, traces, recalled)
    kept_copies.unname(workspace, traces)
    if copies is not None:
        outcome.settled = kept_copies.settle(workspace, traces, copies)
    replacing.replace(workspace, works, traces, recalled)


def finish(workspace: Workspace, works: Sequence[Work]) -> None:
    """The proof found nothing: forget whom it was about, and nobody who asked meanwhile."""
    forget_work(workspace.folder, key_of(workspace), works)


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    """No gather runs meanwhile, no edition is built; what an interrupted gather left goes, and what
    a crash left of writing a story, a copy or an edition.

    Pages of one that came to its end are no such thing: they are kept copies like any other.
    """
    folder = workspace.folder
    with (
        alone(folder.publishing, _later("An edition is being built")),
        alone(folder.gathering, _later("A gather is taking in posts")),
    ):
        workspace.vault.end_takings()
        for place in sorted(folder.staging.iterdir()):
            if place.is_dir():
                files.remove(place)
        for name in _WRITTEN_BY_US:
            files.remove_left(folder.root / name)
        yield


def _later(why: str) -> AskedWrongly:
    return AskedWrongly(
        f"{why}, so nobody can be erased now.",
        kept="They are hidden.",
        do="When it is done: ownwords withdraw --resume.",
    )


def _one(workspace: Workspace, work: Work, outcome: Outcome) -> None:
    vault = workspace.vault
    before = vault.desk.manifest()
    erased = erase_posts(vault.folder, before, work.who)
    erased.posts |= set(work.posts)
    files.sync_folder(vault.folder.posts)
    recall.remember(workspace, work)
    with vault.desk.change() as connection:
        erase_rows(connection, work.leaving, erased)
    _remove_old(workspace, erased)
    erase_caches(vault, before, erased)
    outcome.rows += erased.rows
    outcome.inside_others += erased.inside


def _remove_old(workspace: Workspace, erased: Erased) -> None:
    named = {entry.path.rpartition("/")[2] for entry in erased.entries}
    for path in workspace.folder.posts.iterdir():
        if path.is_file() and path.name not in named:
            files.remove(path)
    files.sync_folder(workspace.folder.posts)


def _end(workspace: Workspace, works: list[Work]) -> None:
    desk = workspace.vault.desk
    accounts = frozenset(account for work in works for account in work.accounts)
    if not desk.hidden().isdisjoint(accounts):
        with desk.change() as connection:
            unhide_for_good(connection, accounts)
    desk.compact()
