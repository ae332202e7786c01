"""What came in: one act of taking in (a PREMIS event)."""

from __future__ import annotations

import msgspec


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to the records of one accession.

    ``read`` is the sum of those after it, but for ``filled``: the posts among ``kept`` that links
    had asked for before, and ``not_taken``: records of a sort that is never taken in, such as
    posts that are not public. ``faults`` counts records that could not be read, ``withdrawals``
    deletion and compliance lines, ``asked`` links whose post is not here yet, ``pages`` those of
    web archives that were kept as sources; one that could not be looked through is a fault too.
    """

    read: int = 0
    kept: int = 0
    known: int = 0
    not_matching: int = 0
    held_back: int = 0
    withdrawals: int = 0
    faults: int = 0
    asked: int = 0
    filled: int = 0
    pages: int = 0
    not_taken: int = 0


class Accession(msgspec.Struct, frozen=True, kw_only=True):
    """One act of taking in. ``started`` and ``ended`` are microseconds UTC."""

    id: int
    source: str
    connector: str
    tool: str
    started: int
    ended: int | None = None
    counts: Counts = Counts()


class Receipt(msgspec.Struct, frozen=True):
    """What a search through one file came to.

    ``bytes`` (unpacked) and ``lines`` were searched; ``hits`` lines were read, and in ``faults``
    cases something could not be. When the file is cut, both counts end there.
    """

    file: str
    bytes: int
    lines: int
    hits: int
    faults: int
