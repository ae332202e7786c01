"""What one process of a search does: it gets errands, and hands back the lines to be read.

It reads files and nothing else: no connector, no campaign, no network, nothing written.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ownwords.egress import refuse_network
from ownwords.gather.lines import Part
from ownwords.gather.sieve import Sieve, sift
from ownwords.gather.sources import chunks_of
from ownwords.gather.streams import UNREADABLE, StreamBroken

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SILENT = 64
"""Chunks without a line to be read before a word is sent on how far the search is."""


class Errand(NamedTuple):
    """A file to be searched from a place on; ``number`` tells its answers from others'."""

    number: int
    path: str
    line: int = 1
    offset: int = 0


class Found(NamedTuple):
    """Lines to be read. ``stored`` is how far the file itself has been read.

    The last answer to an errand says so; ``broken`` says what kept it from the end of the file.
    """

    number: int
    part: Part
    stored: int
    last: bool = False
    broken: str = ""


def search(errand: Errand, sieve: Sieve) -> Iterator[Found]:
    """Search one file; never raises for what it holds."""
    part, stored, silent = Part([], errand.line, errand.offset), 0, 0
    broken = ""
    try:
        with Path(errand.path).open("rb") as raw:
            chunks = chunks_of(raw, errand.offset)
            for part in sift(chunks, sieve, errand.line, errand.offset):
                silent += 1
                if part.lines or part.missing or silent == SILENT:
                    stored, silent = raw.tell(), 0
                    yield Found(errand.number, part, stored)
    except StreamBroken as problem:
        broken = problem.what
    except OSError:
        broken = UNREADABLE
    end = Part([], part.line, part.offset)
    yield Found(errand.number, end, stored, last=True, broken=broken)


def work(asked: Connection, sieve: Sieve) -> None:
    """Run errands until whoever sends them is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    refuse_network()
    with contextlib.suppress(EOFError, OSError):
        while True:
            for found in search(Errand(*asked.recv()), sieve):
                asked.send(found)
