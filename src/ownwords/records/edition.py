"""Editions: a dated, numbered, hashed publication."""

from __future__ import annotations

import msgspec


class EditionFile(msgspec.Struct, frozen=True):
    """One file of an edition: path with forward slashes, size in bytes, SHA-256 in hex."""

    path: str
    bytes: int
    sha256: str


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """A publication; ``number`` counts from 1, ``date`` is an ISO day.

    ``places`` are where copies were put; an edition that was recalled lists no files.
    """

    number: int
    date: str
    files: tuple[EditionFile, ...] = ()
    places: tuple[str, ...] = ()
