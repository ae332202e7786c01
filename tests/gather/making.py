"""What a generator of an export says that it wrote; each has a function ``write``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from ownwords.gather.connector import Connector, Options, connectors
from ownwords.records.captured import Captured, Departed, Fault, LeftOut, Page, Read, Wanted
from tests.gather.reading import source_of


@dataclass
class Made:
    """What an export holds for a reader.

    Ids of the posts that must be read or asked for, and of posts or accounts that must be reported
    gone; planted faults; how many records are never taken in.
    """

    posts: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    faults: int = 0
    left_out: int = 0


def said(words: Sequence[str], random: Random) -> str:
    """Twelve words, each with a mark of its own, so that no two posts share five in a row."""
    return " ".join(f"{word}{random.getrandbits(40):x}" for word in random.choices(words, k=12))


def found(format_name: str, path: Path, options: Options | None = None) -> Made:
    """What a connector reads of it, in the same form."""
    connector: Connector = connectors()[format_name]
    reads = list(connector.read(source_of(path), options or Options()))
    return tally(reads)


def tally(reads: list[Read]) -> Made:
    """What records say, in the same form."""
    return Made(
        {one.post.id for one in reads if isinstance(one, Captured)}
        | {one.post for one in reads if isinstance(one, Wanted)}
        | {one.url for one in reads if isinstance(one, Page)},
        {one.post or one.account for one in reads if isinstance(one, Departed)},
        sum(isinstance(one, Fault) for one in reads),
        sum(one.count for one in reads if isinstance(one, LeftOut)),
    )
