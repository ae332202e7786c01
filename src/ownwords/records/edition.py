"""Editions: a dated, numbered, hashed publication."""

from __future__ import annotations

import msgspec

from ownwords.records.consent import Use


class EditionFile(msgspec.Struct, frozen=True):
    """One file of an edition: path with forward slashes, size in bytes, SHA-256 in hex."""

    path: str
    bytes: int
    sha256: str


class CountedTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table of counts as an edition published it, so that later ones can be held against it.

    ``rows`` are (label, posts, voices), each for at least the campaign's cell of voices, as on the
    pages. ``mark`` is the last accession that was counted. Holds no words, no account, no name.
    """

    name: str
    rows: tuple[tuple[str, int, int], ...]
    coarsened: str = ""
    suppressed: int = 0
    mark: int = 0


class Quoted(msgspec.Struct, frozen=True, kw_only=True):
    """A quotation of an edition by its public id; ``story`` is empty outside of one.

    With the use ``paraphrase`` it is a retelling of the post that has this id. ``name`` is the
    keyed digest of the name that is printed with it, by which another one is known; empty without.
    ``sourced`` says that a page of its own tells where the record came from.
    """

    id: str
    use: Use
    story: str = ""
    name: str = ""
    sourced: bool = False


def place_in(public_id: str) -> str:
    """The public id of the words of a place, however they are printed.

    Where they are printed in several ways, each has an id of its own: a hyphen and more behind it.
    """
    return public_id.partition("-")[0]


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """A publication; ``number`` counts from 1, ``date`` is an ISO day.

    ``places`` are where copies were put; an edition that was recalled lists no files. ``tables``
    are those that this edition was the first to tell, ``quotes`` is what it quotes and retells,
    both recalled or not. One that was removed with somebody who was taken out quotes nobody.
    """

    number: int
    date: str
    files: tuple[EditionFile, ...] = ()
    places: tuple[str, ...] = ()
    tables: tuple[CountedTable, ...] = ()
    quotes: tuple[Quoted, ...] = ()


class EditionTables(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition counted, without its files and what it quotes."""

    number: int
    date: str
    tables: tuple[CountedTable, ...] = ()
