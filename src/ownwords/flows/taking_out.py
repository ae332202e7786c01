"""Going on with a withdrawal until nothing of it is left: erase, prove, and forget whom."""

from __future__ import annotations

from dataclasses import dataclass

from ownwords.flows import erasure
from ownwords.flows.erasure import Outcome, Step
from ownwords.flows.kept_copies import How
from ownwords.flows.proof import proving
from ownwords.flows.proof.proving import Hit, Proof
from ownwords.flows.proof.repeated import repeated
from ownwords.workspace import Workspace

_MADE = ("editions/", "cache/")


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What was done and what the proof found."""

    outcome: Outcome
    proof: Proof

    @property
    def finished(self) -> bool:
        """Whether nothing is left to be done: else somebody mends what is named and goes on."""
        return not self.proof.hits and not self.outcome.recalled.stopped

    @property
    def left(self) -> list[Hit]:
        """What is found beside the tellers' own lines, and is no mere copy of something found."""
        others = self._others
        causes = [hit for hit in others if not hit.path.startswith(_MADE)]
        return causes if causes or self.outcome.recalled.repeated else others

    @property
    def copies(self) -> int:
        """Files made from what is named: they are mended with it."""
        return len({hit.path for hit in self._others} - {hit.path for hit in self.left})

    @property
    def _others(self) -> list[Hit]:
        named = {place.file for place in self.outcome.recalled.repeated}
        return [hit for hit in self.proof.hits if hit.path not in named]


def carry_on(workspace: Workspace, step: Step, copies: How | None = None) -> TakenOut:
    """Do what is left of the withdrawals that were begun.

    ``step`` is told what is at work. While the proof finds something, nothing is forgotten.
    """
    outcome = erasure.erase(workspace, step, copies)
    step("proving")
    proof = proving.prove(workspace, outcome.traces, outcome.recalled)
    if not proof.hits:
        erasure.finish(workspace)
    elif not outcome.recalled.repeated:
        outcome.recalled.repeated = repeated(workspace.folder.root, outcome.traces.needles)
    return TakenOut(outcome, proof)
