"""A word goes out: stories and counts through the gate, then every byte of the edition is searched.

What stands in the edition when this returns was let through by the gate, word by word, and the
leak scanner, which shares no code with the gate, found nothing else.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from ownwords.archive import files
from ownwords.archive.lock import alone
from ownwords.archive.manifest import Replaced, read_again
from ownwords.edition.build import build, missing
from ownwords.edition.manifest import listed as listed_file
from ownwords.edition.pages import Masthead, Preview
from ownwords.edition.preview import build_preview
from ownwords.flows import withdrawn
from ownwords.flows.collection import AN_EDITION, rare_collection
from ownwords.flows.finished_search import FinishedSearch, stop_at_leaks, stop_at_page_flags
from ownwords.flows.handing_over import hand_over, refuse_other_folders
from ownwords.flows.lapsed import Ending, first_to_end, refused
from ownwords.flows.last_edition import LastEdition
from ownwords.flows.links import without_copy
from ownwords.flows.prepared import Prepared, next_head, prepare, quoted, through_the_gate
from ownwords.flows.signing import sign_edition
from ownwords.flows.silence import counted
from ownwords.flows.teller import stop_at_flags
from ownwords.flows.telling import Told, fill_in
from ownwords.records.edition import Edition, EditionFile
from ownwords.records.errors import PublishStopped
from ownwords.records.times import iso
from ownwords.workspace import Workspace

Step = Callable[[str, int], None]
"""Is told which part is at work (``reading``, ``building``, ``searching``, ``keeping``) and through
how many files it is. Raise from it to stop: until ``keeping`` nothing of the new edition stays.
"""


class Replacing(msgspec.Struct, frozen=True):
    """What is asked of an edition in the place of one that goes with somebody who is taken out.

    ``look`` is given the folder of the finished files before they are kept and raises
    PublishStopped. ``only`` are the slugs of stories that were published: nobody asked for more.
    """

    look: Callable[[Path], None]
    only: tuple[str, ...]


class WaitingStory(msgspec.Struct, frozen=True):
    """A story that is not in the edition because words in it wait for a yes."""

    title: str
    summary: str
    path: Path


class Published(msgspec.Struct, frozen=True):
    """A finished edition and what to say about it."""

    edition: int
    path: Path
    files: int
    bytes: int
    quotes: int
    voices_quoted: int
    voices_not_quoted: dict[str, int]
    screened: dict[str, int]
    links_without_copy: tuple[str, ...]
    waiting: tuple[WaitingStory, ...]
    left_out: tuple[str, ...] = ()
    """Slugs of stories that are ready and were not asked for."""
    ending: Ending = Ending()

    def summary(self) -> dict[str, object]:
        """The promised fields of ``publish --json``."""
        return {
            "edition": self.edition,
            "path": str(self.path),
            "files": self.files,
            "bytes": self.bytes,
            "quotes": self.quotes,
            "voices_quoted": self.voices_quoted,
            "voices_not_quoted": self.voices_not_quoted,
            "screened": self.screened,
            "leaks": 0,
            "ends": iso(self.ending.at),
            "ending": self.ending.quotes,
            "links_without_copy": list(self.links_without_copy),
            "waiting": [
                {"title": one.title, "summary": one.summary, "path": str(one.path)}
                for one in self.waiting
            ],
        }


def unwatched(_: str, __: int) -> None:
    """For who does not watch."""


def publish(
    workspace: Workspace,
    out: Path | None = None,
    put_at: Sequence[str] = (),
    step: Step = unwatched,
    *,
    replaces: Replacing | None = None,
) -> Published:
    """Build the next edition; ``put_at`` are places where copies of it will stand.

    The places are remembered (``out`` is one), so that a copy can be called back from there.
    Raises PublishStopped when a contact is missing, when somebody is still being taken out (only
    that withdrawal itself, which looks for them in what ``replaces`` the old edition, may publish
    then), when another edition is being built, or when a word without clearance is found in the
    finished files; then nothing of the new edition stays. A gather that comes to its end meanwhile
    is in the edition with all that it brought, or with nothing.
    """
    if workspace.folder.erasing.exists() and replaces is None:
        raise PublishStopped(
            "Somebody is being taken out, and traces of them are left.",
            kept="The edition was not built.",
            do="Finish it first: ownwords withdraw --resume names the files.",
        )
    busy = PublishStopped(
        "An edition of this campaign is being built already, in another window or terminal.",
        kept="That one goes on; this one was not begun.",
        do="Wait until it is done. Then publish again if something has changed.",
    )
    with alone(workspace.folder.publishing, busy):
        for left in workspace.folder.editions.glob(".[0-9]*"):
            files.remove(left)  # of a build that was killed: nobody searched it
        return _publish(workspace, out, put_at, step, replaces)


class _Made(msgspec.Struct, frozen=True):
    """A finished edition that is not kept yet, made of the desk as it was when it ``began``."""

    prepared: Prepared
    edition: Edition
    search: FinishedSearch
    place: Path
    began: int


@rare_collection(AN_EDITION)
def _publish(
    workspace: Workspace,
    out: Path | None,
    put_at: Sequence[str],
    step: Step,
    replaces: Replacing | None,
) -> Published:
    step("reading", 0)
    head = next_head(workspace)
    lacks = missing(head)
    if lacks:
        raise PublishStopped("The edition lacks something.", do=" ".join(lacks))
    if out is not None:
        refuse_other_folders(out)
    places = (*put_at, *([str(out.resolve())] if out is not None else []))
    made = read_again(lambda: _make(workspace, head, places, step, replaces))
    prepared = made.prepared
    final = _keep(workspace, made)
    if out is not None:
        hand_over(final, out)
    waiting = _preview(workspace, head, prepared.told)
    if workspace.vault.desk.changes()[0] != made.began:  # who was hidden meanwhile is not in it
        told = read_again(lambda: through_the_gate(workspace, "")[1])
        waiting = _preview(workspace, head, told)
    return _report(workspace, final if out is None else out, made.edition, prepared, waiting)


def _make(
    workspace: Workspace,
    head: Masthead,
    places: tuple[str, ...],
    step: Step,
    replaces: Replacing | None,
) -> _Made:
    """Everything up to the point where it is kept. Replaced when posts came in meanwhile."""
    began, _ = workspace.vault.desk.changes()
    prepared = _prepared(workspace, head, None if replaces is None else replaces.only)
    stop_at_flags(prepared.passages, prepared.screen)
    place = workspace.folder.editions / f".{prepared.name}"
    try:
        last = LastEdition(workspace, prepared)
        made = last.noted(build(prepared.site, last))
        listed = _write(place, _watched(made, step))
        step("searching", 0)
        with ThreadPoolExecutor(max_workers=1) as beside:
            lasting = beside.submit(_make_last, place, listed)
            search = _search(workspace, prepared, _read(place, listed, step))
            lasting.result()
        if replaces is not None:
            replaces.look(place)
        step("keeping", 0)
        edition = _edition(prepared, listed, places)
        _stop_at_second_thoughts(workspace, edition, began)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return _Made(prepared, edition, search, place, began)


def _prepared(workspace: Workspace, head: Masthead, only: Sequence[str] | None) -> Prepared:
    """All of it from one state of posts/, so that nothing holds half of what a gather brought."""
    held = workspace.vault.desk.generation()
    prepared = prepare(workspace, head, only)
    if workspace.vault.desk.generation() != held:
        raise Replaced
    return prepared


def _write(place: Path, made: Iterable[tuple[str, bytes]]) -> list[EditionFile]:
    """Put the files where nobody looks yet; they are not forced to the disk."""
    if place.exists():
        shutil.rmtree(place)
    listed = []
    for path, data in made:
        target = place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        files.write_loosely(target, data)
        listed.append(listed_file(path, data))
    return listed


def _make_last(place: Path, listed: list[EditionFile]) -> None:
    """Force the files and their names to the disk: a disk waits while the processor searches."""
    files.sync_files(place)
    for folder in {(place / one.path).parent for one in listed}:
        files.sync_folder(folder)


def _watched(made: Iterable[tuple[str, bytes]], step: Step) -> Iterator[tuple[str, bytes]]:
    for done, one in enumerate(made):
        step("building", done)
        yield one


def _read(place: Path, listed: list[EditionFile], step: Step) -> Iterator[tuple[str, bytes]]:
    """The files as they stand on the disk."""
    for done, one in enumerate(listed):
        step("searching", done)
        yield one.path, (place / one.path).read_bytes()


def _search(
    workspace: Workspace, prepared: Prepared, finished: Iterable[tuple[str, bytes]]
) -> FinishedSearch:
    """Every byte once more. Raises PublishStopped."""
    search = FinishedSearch(workspace, prepared)
    for path, data in finished:
        search(path, data)
    stop_at_leaks(search.leaks)
    stop_at_page_flags([f"{path} ({kind})" for path, kind in search.flags])
    return search


def _edition(prepared: Prepared, listed: list[EditionFile], places: tuple[str, ...]) -> Edition:
    head = prepared.site.masthead
    return Edition(
        number=head.number,
        date=head.date,
        files=tuple(listed),
        places=places,
        tables=tuple(prepared.content.numbers.fresh),
        quotes=tuple(quoted(prepared)),
    )


def _stop_at_second_thoughts(workspace: Workspace, edition: Edition, began: int) -> None:
    """Ask the gate once more where others wrote to the desk since ``began``.

    Building takes minutes; whoever was hidden or said no meanwhile must not stand in its end.
    """
    if workspace.vault.desk.changes()[0] == began:
        return
    back = refused(workspace, edition.quotes)
    if back:
        raise PublishStopped(
            "%(count)s quotations may not be shown any more: somebody was hidden or said no while "
            "the edition was built.",
            kept="The edition was not kept; the last one is untouched.",
            do="Publish again.",
            count=len(back),
        )


def _keep(workspace: Workspace, made: _Made) -> Path:
    """Sign it, put it where editions stand, and remember it; its folder."""
    prepared = made.prepared
    fill_in(workspace, prepared.told)
    withdrawn.put_right(workspace)
    final = workspace.folder.editions / prepared.name
    sign_edition(workspace, made.place)
    files.swap_folder(made.place, final)
    workspace.vault.desk.add_edition(made.edition, prepared.content.quoter.clearances)
    prepared.remembered.keep()
    made.search.keep()
    return final


def _report(
    workspace: Workspace,
    path: Path,
    edition: Edition,
    prepared: Prepared,
    waiting: tuple[WaitingStory, ...],
) -> Published:
    content = prepared.content
    register = content.context.register
    voices = {register.voice_of(account).id for account in content.quoter.accounts}
    return Published(
        edition=edition.number,
        path=path,
        files=len(edition.files),
        bytes=sum(one.bytes for one in edition.files),
        quotes=prepared.quotes,
        voices_quoted=len(voices),
        voices_not_quoted=counted(content.silent, content.context),
        screened=dict(content.quoter.screen.held.most_common()),
        links_without_copy=without_copy(prepared.site.stories, prepared.site.kept),
        waiting=waiting,
        left_out=prepared.told.left_out,
        ending=first_to_end(workspace, edition.quotes),
    )


def _preview(workspace: Workspace, head: Masthead, told: Told) -> tuple[WaitingStory, ...]:
    """The team's preview of stories that wait, in cache/preview; never part of an edition."""
    place = workspace.folder.cache / "preview"
    if place.exists():
        shutil.rmtree(place)
    if not told.waiting:
        return ()
    _write(place, build_preview(Preview(masthead=head, stories=told.waiting)))
    return tuple(
        WaitingStory(
            title=one.story.title,
            summary=one.summary,
            path=place / "stories" / f"{one.story.slug}.html",
        )
        for one in told.waiting
    )
