"""Pieces of files that may be taken from the last edition, where what they are made of is the same.

A piece is the items of one list, or some rows of the search. Here is said what a piece is made of;
whoever has an edition built says where an earlier one lies (``Pieces``), or that there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from ownwords.edition.addresses import Places
from ownwords.edition.parts import Quotation
from ownwords.edition.sandbox import printed


class Pieces(Protocol):
    """Where pieces come from."""

    def piece(self, path: str, made_of: bytes, make: Callable[[], str]) -> str:
        """A piece of the file at ``path``: with one tongue, one code, the same of the same."""


class MadeAnew:
    """Every piece is made."""

    def piece(self, path: str, made_of: bytes, make: Callable[[], str]) -> str:
        return make()


class Pieced:
    """The pieces of one edition."""

    def __init__(self, places: Places, pieces: Pieces | None = None) -> None:
        self.places = places
        self._pieces = pieces or MadeAnew()
        self._spelled: dict[str, bytes] = {}

    def __call__(
        self, path: str, what: str, quotations: Sequence[Quotation], make: Callable[[], str]
    ) -> str:
        """A piece with these quotations. ``what`` names the kind of piece."""
        known = self._spelled
        spelled = [known.get(one.id) or self._spell(one) for one in quotations]
        return self._pieces.piece(path, b"\n".join([what.encode(), *spelled]), make)

    def _spell(self, one: Quotation) -> bytes:
        """All values that lists and search print of a quotation: other values, other bytes."""
        words, places = one.words, self.places
        where = places.quotation(one.id), one.id in places.quoted
        said = one.id, printed(words), words.credit, words.language, one.said, one.standing, where
        self._spelled[one.id] = repr(said).encode()
        return self._spelled[one.id]
