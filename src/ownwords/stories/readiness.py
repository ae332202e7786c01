"""A whole story through the gate: what is ready, what waits, and one sentence about both."""

from __future__ import annotations

import msgspec

from ownwords.locales.tongue import Tongue, tongue_of
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


class Composed(msgspec.Struct, frozen=True):
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
        """How far the story is, in English."""
        return self.summary_in(tongue_of("en"))

    def summary_in(self, tongue: Tongue) -> str:
        """How far the story is: "3 of 9 have a yes, send 6 asks."."""
        waiting = self.waiting
        spoken = sum(isinstance(block, (Spoken, Retelling)) for block in self.blocks)
        total = spoken + len(waiting)
        if not waiting:
            return _complete(tongue, total)
        said = tongue.ngettext(
            "%(spoken)s of %(count)s has a yes",
            "%(spoken)s of %(count)s have a yes",
            total,
            spoken=tongue.number(spoken),
        )
        asks = len({block.account for block in waiting if block.ask})
        if asks:
            said += ", " + tongue.ngettext("send %(count)s ask", "send %(count)s asks", asks)
        rest = sum(not block.ask for block in waiting)
        if rest:
            said += ", " + tongue.ngettext(
                "%(count)s waits for an answer or was refused",
                "%(count)s wait for an answer or were refused",
                rest,
            )
        return f"{said}."


def _complete(tongue: Tongue, total: int) -> str:
    if not total:
        return tongue.gettext("No quotation yet.")
    return tongue.ngettext(
        "The one quotation has a yes.", "All %(count)s quotations have a yes.", total
    )


def compose(story: Story, door: Door) -> Composed:
    """Resolve every reference of a story."""
    return Composed(story, tuple(_resolve(block, door) for block in story.blocks))


def _resolve(block: Block, door: Door) -> Resolved:
    if isinstance(block, Quote):
        return resolve(block, door)
    if isinstance(block, Paraphrase):
        return resolve_paraphrase(block, door)
    return block
