"""A sentence in English that remembers what it was made of, so that it can be said again.

For sentences with places that are made in one room and shown in another, in the language of who
reads there. Everybody else takes it for the English text that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from ownwords.locales.tongue import Tongue


class Sentence(str):
    """English text; ``parts`` are its messages with what fills their ``%(name)s``."""

    __slots__ = ("parts",)

    parts: tuple[tuple[str, Mapping[str, str]], ...]

    @classmethod
    def of(cls, parts: Iterable[tuple[str, Mapping[str, str]]]) -> Self:
        """Several messages after each other, as one text."""
        whole = tuple(parts)
        made = cls(" ".join(message % places if places else message for message, places in whole))
        made.parts = whole
        return made

    def said_in(self, tongue: Tongue) -> str:
        """The same for readers of another language."""
        return " ".join(tongue.gettext(message, **places) for message, places in self.parts)


def told(message: str, **places: str) -> Sentence:
    """One message whose ``%(name)s`` are filled by ``places``."""
    return Sentence.of([(message, places)])
