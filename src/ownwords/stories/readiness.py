"""A whole story through the gate: what is ready, what waits, and one sentence about both."""

from __future__ import annotations

from dataclasses import dataclass

from ownwords.records.story import Block, Chart, Correction, Number, Paraphrase, Prose, Quote, Story
from ownwords.stories.quotation import (
    Door,
    Retelling,
    Spoken,
    Waiting,
    resolve,
    resolve_paraphrase,
)

Resolved = Prose | Chart | Number | Correction | Spoken | Retelling | Waiting


@dataclass(frozen=True, slots=True)
class Composed:
    """A story whose references were resolved, in order."""

    story: Story
    blocks: tuple[Resolved, ...]

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """What may not be shown yet."""
        return tuple(block for block in self.blocks if isinstance(block, Waiting))

    @property
    def digests(self) -> dict[int, str]:
        """Digests that the file lacks, by line, for ``fill_digests``."""
        return {
            block.quote.line: block.digest
            for block in self.blocks
            if isinstance(block, Spoken) and not block.quote.digest
        }

    @property
    def summary(self) -> str:
        """How far the story is: "3 of 9 have a yes, send 6 asks"."""
        waiting = self.waiting
        spoken = sum(isinstance(block, (Spoken, Retelling)) for block in self.blocks)
        total = spoken + len(waiting)
        if not waiting:
            return f"All {total} quotations have a yes." if total else "No quotation yet."
        parts = [f"{spoken} of {total} have a yes"]
        asks = len({block.account for block in waiting if block.ask})
        if asks:
            parts.append(f"send {asks} ask{'s' if asks > 1 else ''}")
        rest = sum(not block.ask for block in waiting)
        if rest:
            parts.append(f"{rest} wait for an answer or were refused")
        return ", ".join(parts) + "."


def compose(story: Story, door: Door) -> Composed:
    """Resolve every reference of a story."""
    return Composed(story, tuple(_resolve(block, door) for block in story.blocks))


def _resolve(block: Block, door: Door) -> Resolved:
    if isinstance(block, Quote):
        return resolve(block, door)
    if isinstance(block, Paraphrase):
        return resolve_paraphrase(block, door)
    return block
