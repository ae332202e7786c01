"""Editions that hold somebody who leaves: removed, and one built in their place.

What is removed is noted with the unfinished erasure before anything of it goes: so the letter tells
of all of it, however often somebody had to begin again, and one replacement is built, as soon as
nothing that the tellers wrote repeats the person. It tells no story that was not published: the
tellers alone say when one is. Where nothing is removed but what was recalled before, none is built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from ownwords.archive.erasing_work import Work, update_work
from ownwords.flows import editions, recall
from ownwords.flows.difference import newest, slug_of
from ownwords.flows.prepared import through_the_gate
from ownwords.flows.proof.named import named
from ownwords.flows.proof.proving import Traces
from ownwords.flows.proof.repeated import repeated
from ownwords.flows.publish import Replacing, publish
from ownwords.flows.recalled import Place, Recalled
from ownwords.flows.withdraw import key_of
from ownwords.records.edition import Edition
from ownwords.records.errors import OwnwordsError, PublishStopped
from ownwords.workspace import Workspace

_NEXT = "the new edition"


def with_places(workspace: Workspace, work: Work) -> Work:
    """The work with the editions so far: where copies stand, before a name in a place is cut."""
    known = workspace.vault.desk.editions()
    put = {one.number: one.places for one in known if one.places}
    newest = max((one.number for one in known), default=0)
    return msgspec.structs.replace(work, put_at=put, newest=newest)


def take_back(workspace: Workspace, traces: Traces, recalled: Recalled) -> Sequence[Work]:
    """Remove every edition that holds them, and the zip of it; the works, with this noted."""
    holding = recall.holding(workspace, traces)
    numbers = {editions.number_of(path) for path in holding} | recall.quoting(workspace)
    works = _noted(workspace, traces.works, numbers)
    for path in holding:
        recall.discard(path)
    recalled.editions = sorted({number for work in works for number in work.removed})
    recalled.places = list(dict.fromkeys(_places(workspace, works, recalled.editions)))
    for number in recalled.editions:
        recall.remove(workspace, number)
    return works


def _noted(workspace: Workspace, works: Sequence[Work], numbers: set[int]) -> Sequence[Work]:
    """The works with these editions among those that are removed, durably."""
    known = workspace.vault.desk.editions()
    gone = numbers & {one.number for one in known}
    if not gone:
        return works
    tells = _tells(works)
    tells = _published(known, gone) if tells is None else tells
    after = [
        msgspec.structs.replace(
            work,
            removed=tuple(sorted({*work.removed, *gone})),
            newest=work.newest or max(one.number for one in known),
            tells=tells,
        )
        for work in works
    ]
    update_work(workspace.folder, key_of(workspace), after)
    return after


def _tells(works: Sequence[Work]) -> tuple[str, ...] | None:
    """What was noted when the first edition was removed: by now nothing else says it."""
    return next((work.tells for work in works if work.tells is not None), None)


def _published(known: list[Edition], gone: set[int]) -> tuple[str, ...] | None:
    """The stories of the newest edition that stands; None where none that stands is removed.

    What an older one told and the newest does not was taken back, or waited.
    """
    last = newest(known)
    if last is None or not any(one.files for one in known if one.number in gone):
        return None
    slugs = (slug_of(file.path) for file in last.files)
    return tuple(sorted(slug for slug in slugs if slug))


def _places(workspace: Workspace, works: Sequence[Work], removed: Sequence[int]) -> Iterator[str]:
    """Where these editions were put, as it was noted when this began, and since."""
    known = {one.number: one.places for one in workspace.vault.desk.editions()}
    for number in removed:
        noted = [work.put_at[number] for work in works if number in work.put_at]
        for places in noted or [known.get(number, ())]:
            yield from places


def replace(
    workspace: Workspace, works: Sequence[Work], traces: Traces, recalled: Recalled
) -> None:
    """Publish one edition without them, where some were removed and none stands in their place."""
    if not recalled.editions:
        recalled.repeated = named(workspace.folder.root, works).waiting
        return
    recalled.repeated = what_stops(workspace, traces)
    before, tells = max(work.newest for work in works), _tells(works)
    recalled.in_place = tells is not None
    last = newest(workspace.vault.desk.editions())
    if last is not None and last.number > before:
        _stands(workspace, editions.folder_of(workspace, last), recalled)
        recalled.left_out = _left_out(workspace, tells)
    elif not recalled.repeated and tells is not None:
        _publish(workspace, Replacing(_look(traces, recalled), tells), recalled)


def what_stops(workspace: Workspace, traces: Traces) -> list[Place]:
    """Where the tellers repeat them, and on other lines name them without anybody's word."""
    root = workspace.folder.root
    places = repeated(root, traces.needles)
    return places + besides(named(root, traces.works).waiting, places)


def besides(names: Sequence[Place], places: Sequence[Place]) -> list[Place]:
    """Those on whose lines nothing else of theirs was found."""
    known = {(place.file, place.line) for place in places}
    return [place for place in names if (place.file, place.line) not in known]


def _stands(workspace: Workspace, replacement: Path, recalled: Recalled) -> None:
    packed = replacement.with_suffix(".zip")
    recalled.replacement = replacement
    recalled.packed = packed if packed.is_file() else recall.pack(workspace, replacement)


def _left_out(workspace: Workspace, tells: tuple[str, ...] | None) -> list[str]:
    """The files of stories that are ready and not among these."""
    there = {path.stem for path in workspace.folder.stories.glob("*.md")}
    if tells is None or there.issubset(tells):
        return []
    try:
        _, told = through_the_gate(workspace, "", tells)
    except OwnwordsError:  # publishing says what is wrong with a story
        return []
    return _files(told.left_out)


def _files(slugs: Sequence[str]) -> list[str]:
    return [f"{slug}.md" for slug in slugs]


def _look(traces: Traces, recalled: Recalled) -> Callable[[Path], None]:
    def look(place: Path) -> None:
        """So that nothing is published which would have to be removed again."""
        found = [
            hit for one in recall.inside(place) for hit in recall.traces_in(one, place, traces)
        ]
        recalled.repeated = [Place(f"{_NEXT}, {hit.path}", 0, hit.kind) for hit in found]
        if found:
            raise PublishStopped("The new edition would repeat who is taken out.")

    return look


def _publish(workspace: Workspace, replaces: Replacing, recalled: Recalled) -> None:
    try:
        made = publish(workspace, replaces=replaces)
    except OwnwordsError as error:  # a story that is half written, say: nothing else waits for it
        recalled.stopped = "" if recalled.repeated else f"{error.what} {error.do}"
    else:
        recalled.left_out = _files(made.left_out)
        _stands(workspace, made.path, recalled)
