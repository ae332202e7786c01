"""The form that keeps something from being shown, and what was decided so far, for any page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ownwords.archive.blocks import Block, Blocks, Ruling
from ownwords.flows.blocking import block, lift
from ownwords.workbench.asked import Asked

FIELDS = ("block_reason", "block_by", "lift")
EMPTY: Mapping[str, str] = dict.fromkeys(FIELDS, "")


@dataclass(frozen=True, slots=True)
class Decided:
    """A block as a row; ``here`` when the page that shows it is the one to lift it on."""

    target: str
    what: str
    ruling: Ruling
    lifted: Ruling | None
    here: bool


def decided(blocks: Iterable[Block], what: str = "", target: str = "") -> tuple[Decided, ...]:
    """Rows for a page about a ``post`` or an ``account``; with ``target`` about that one alone."""
    return tuple(
        Decided(
            one.target,
            one.what,
            one.ruling,
            one.lifted,
            here=one.what == what and target in ("", one.target),
        )
        for one in blocks
    )


def written(asked: Asked) -> Mapping[str, str]:
    """What was written in the form, to be shown again when it is refused."""
    return {name: asked.text(name) for name in FIELDS}


def rule(asked: Asked, targets: Blocks) -> None:
    """Do what the form says: block these, or lift what stands on them. AskedWrongly if it lacks."""
    decide = lift if asked.text("lift") else block
    decide(asked.bench.workspace, targets, asked.text("block_reason"), asked.text("block_by"))
