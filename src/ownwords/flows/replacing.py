"""Editions that hold somebody who leaves: removed, and one built in their place.

What is removed is noted with the unfinished erasure before anything of it goes: so the letter tells
of all of it, however often somebody had to begin again, and one replacement is built, as soon as
nothing that the tellers wrote repeats the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from ownwords.archive.erasing_work import Work, update_work
from ownwords.flows import editions, recall
from ownwords.flows.proof.named import named
from ownwords.flows.proof.proving import Traces
from ownwords.flows.proof.repeated import repeated
from ownwords.flows.publish import publish
from ownwords.flows.recalled import Place, Recalled
from ownwords.flows.withdraw import key_of
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
    known = {one.number for one in workspace.vault.desk.editions()}
    if not numbers & known:
        return works
    after = [
        msgspec.structs.replace(
            work,
            removed=tuple(sorted({*work.removed, *numbers & known})),
            newest=work.newest or max(known),
        )
        for work in works
    ]
    update_work(workspace.folder, key_of(workspace), after)
    return after


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
    newest = max(work.newest for work in works)
    later = [one for one in workspace.vault.desk.editions() if one.files and one.number > newest]
    if later:
        _stands(workspace, editions.folder_of(workspace, later[-1]), recalled)
    elif not recalled.repeated:
        _publish(workspace, traces, recalled)


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


def _publish(workspace: Workspace, traces: Traces, recalled: Recalled) -> None:
    def look(place: Path) -> None:
        """So that nothing is published which would have to be removed again."""
        found = [
            hit for one in recall.inside(place) for hit in recall.traces_in(one, place, traces)
        ]
        recalled.repeated = [Place(f"{_NEXT}, {hit.path}", 0, hit.kind) for hit in found]
        if found:
            raise PublishStopped("The new edition would repeat who is taken out.")

    try:
        made = publish(workspace, replaces=look)
    except OwnwordsError as error:  # a story that is half written, say: nothing else waits for it
        recalled.stopped = "" if recalled.repeated else f"{error.what} {error.do}"
    else:
        _stands(workspace, made.path, recalled)
