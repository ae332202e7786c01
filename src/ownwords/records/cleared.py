"""Words that may be shown, made by the gate alone."""

from __future__ import annotations

from typing import NoReturn, SupportsIndex

from ownwords.records.consent import Clearance
from ownwords.records.errors import SealBroken


class Cleared:
    """Words with the clearance that lets them out.

    Made only in ``consent/gate.py`` (a test holds it). ``text`` is the words; ``credit`` is the
    name to print, empty when it is withheld; ``language`` is a BCP 47 tag or empty.
    """

    __slots__ = ("clearance", "credit", "language", "text")

    def __init__(
        self, text: str, clearance: Clearance, *, credit: str = "", language: str = ""
    ) -> None:
        self.text = text
        self.clearance = clearance
        self.credit = credit
        self.language = language

    def __repr__(self) -> str:
        return f"<cleared {self.clearance.id}>"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise SealBroken("Cleared words are not pickled.", do="Ask the gate again where needed.")


class ClearedCount:
    """A table of counts that passed the gate; ``rows`` are (label, posts, voices), all or none.

    ``as_of`` is the ISO day of the earlier edition whose table is told again, empty for a new one.
    """

    __slots__ = ("as_of", "clearance", "coarsened", "rows", "suppressed")

    def __init__(
        self,
        rows: tuple[tuple[str, int, int], ...],
        clearance: Clearance,
        *,
        coarsened: str = "",
        suppressed: int = 0,
        as_of: str = "",
    ) -> None:
        self.rows = rows
        self.clearance = clearance
        self.coarsened = coarsened
        self.suppressed = suppressed
        self.as_of = as_of
