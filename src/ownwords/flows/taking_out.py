"""Going on with a withdrawal until nothing of it is left: erase, prove, and forget whom."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from msgspec.structs import replace

from ownwords.archive.erasing_work import Work, change_work, read_work, with_lines
from ownwords.flows import erasure, recall, single_posts
from ownwords.flows.erasure import Outcome, Step
from ownwords.flows.kept_copies import How
from ownwords.flows.proof import proving, repeated
from ownwords.flows.proof.named import Line, named, waiting_for
from ownwords.flows.proof.proving import Hit, Proof
from ownwords.flows.proof.within import posts_with_traces
from ownwords.flows.recalled import Place
from ownwords.flows.replacing import besides, what_stops
from ownwords.flows.withdraw import key_of, work_for
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace

_MADE = ("editions/", "cache/")


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What was done and what the proof found."""

    outcome: Outcome
    proof: Proof
    of_others: tuple[str, ...] = ()
    """Posts of others in which words of theirs stand without a sign of whose they are."""

    @property
    def finished(self) -> bool:
        """Whether nothing is left to be done: else somebody mends what is named and goes on."""
        return not self.proof.hits and not self.outcome.recalled.stopped

    @property
    def left(self) -> list[Hit]:
        """What is found beside the tellers' own lines, and is no mere copy of something found."""
        others = self._others
        derived = (*_MADE, "posts/") if self.of_others else _MADE
        causes = [hit for hit in others if not hit.path.startswith(derived)]
        named = self.outcome.recalled.repeated or self.of_others
        return causes if causes or named else others

    @property
    def copies(self) -> int:
        """Files made from what is named: they are mended with it."""
        made = {hit.path for hit in self._others if hit.path.startswith(_MADE)}
        return len(made - {hit.path for hit in self.left})

    @property
    def _others(self) -> list[Hit]:
        named = {place.file for place in self.outcome.recalled.repeated}
        return [hit for hit in self.proof.hits if hit.path not in named]


def foreseen(workspace: Workspace, accounts: tuple[str, ...]) -> list[Place]:
    """Where the tellers' own words may repeat somebody who is not taken out yet.

    Whether somebody else says the same is looked up later: it may be nobody's alone.
    """
    return to_mend(workspace, work_for(workspace, accounts))


def to_mend(workspace: Workspace, work: Work) -> list[Place]:
    """The same, where what is theirs is known: the tellers may have mended a line since."""
    root = workspace.folder.root
    cut = partial(recall.blanked, posts=frozenset(work.posts))
    told = tuple(recall.telling(workspace, work.posts))
    places = repeated.foreseen(root, proving.suspicions(root, [work]), cut)
    names = named(root, [replace(work, told=told)], cut)
    return places + besides(sorted([*names.waiting, *names.shown]), places)


def lines_that_wait(workspace: Workspace) -> dict[str, str]:
    """Every line with a name that waits for somebody's word, ``FILE:LINE``, and its digest."""
    root, works = workspace.folder.root, read_work(workspace.folder, key_of(workspace))
    waiting = (line for work in works for line in waiting_for(root, work))
    return {f"{one.file}:{one.number}": _digest(one) for one in waiting}


def _digest(line: Line) -> str:
    return hashlib.sha256(line.kept_as.encode("utf-8", "surrogatepass")).hexdigest()


def keep_lines(
    workspace: Workspace, lines: Collection[str], read: Mapping[str, str] | None = None
) -> None:
    """Note that names in these lines are somebody else's: ``FILE:LINE``, or a file with all of its.

    ``read`` are digests of lines as somebody read them: another line that stands there by now is
    none that waits for their word.

    It is noted with the erasure until its end, and nowhere else: a record that a name is not that
    of who left would tell who left. AskedWrongly for a line that waits for nobody's word.
    """
    key, root = key_of(workspace), workspace.folder.root
    works = read_work(workspace.folder, key)
    waiting = {line for work in works for line in waiting_for(root, work)}
    there = {f"{line.file}:{line.number}": _digest(line) for line in waiting}
    read = there if read is None else read
    asked = {one for one in there if read.get(one) == there[one]} | {line.file for line in waiting}
    unknown = sorted(set(lines) - asked)
    if unknown:
        raise AskedWrongly(
            "No name waits for your word there: %(lines)s.",
            kept="Nothing was noted.",
            do="Take the lines from what `ownwords withdraw --resume` lists.",
            lines=", ".join(unknown),
        )
    kept = {one.kept_as for one in waiting if {one.file, f"{one.file}:{one.number}"} & set(lines)}
    asked_of = {work.token for work in works}

    def noted(held: list[Work]) -> list[Work]:
        return [with_lines(work, kept if work.token in asked_of else ()) for work in held]

    change_work(workspace.folder, key, noted)


def carry_on(workspace: Workspace, step: Step, copies: How | None = None) -> TakenOut:
    """Do what is left of the withdrawals that were begun.

    ``step`` is told what is at work. While the proof finds something, nothing is forgotten.
    """
    outcome = erasure.erase(workspace, step, copies)
    step("proving")
    proof = proving.prove(workspace, outcome.traces, outcome.recalled)
    shown = named(workspace.folder.root, outcome.traces.works).shown
    outcome.recalled.named = besides(shown, outcome.recalled.repeated)
    if not proof.hits:
        erasure.finish(workspace, outcome.traces.works)
        return TakenOut(outcome, proof)
    root, needles = workspace.folder.root, outcome.traces.needles
    if not (outcome.recalled.editions and outcome.recalled.repeated):
        outcome.recalled.repeated = what_stops(workspace, outcome.traces)
    of_others = posts_with_traces(needles, proving.in_posts(root, proof))
    return TakenOut(outcome, proof, tuple(of_others))


def carry_on_without_others(
    workspace: Workspace,
    step: Step,
    copies: How | None = None,
    read: Collection[str] | None = None,
) -> TakenOut:
    """The same, and take the posts of others out as well in which words of theirs are left.

    For who has read these posts: nothing in them says whose words they are. ``read`` are the ids
    of those that somebody has read, and no other goes; None says that all may go.
    """
    done = carry_on(workspace, step, copies)
    others = frozenset(done.of_others if read is None else set(done.of_others).intersection(read))
    if not others:
        return done
    single_posts.begin(workspace, others)
    return carry_on(workspace, step, copies)
