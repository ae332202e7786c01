"""Words that nobody can print by accident.

Storage hands out :class:`Sealed` words. Every ordinary way of looking at them (str, format, JSON,
pickle, copy, comparison) raises or shows ``<sealed>``. ``unseal`` is the one opener; a test holds
that only the gate and the scanners import it.
"""

from __future__ import annotations

from typing import NoReturn, SupportsIndex

from ownwords.records.errors import SealBroken


class Sealed:
    """Words of one or more people, and whose they are.

    ``post``, ``account`` and ``version`` say whose words and which record; ``others`` are the
    accounts of people who speak inside these words (a repost, an embedded quotation) and must be
    asked as well; ``other_posts`` are the ids of their own posts in the same order, empty where
    unknown (the gate then asks more strictly). ``part`` names what the words are: ``content``,
    ``name``, ``handle``, ``alt``, ``payload``. ``language`` is a BCP 47 tag or empty. ``updated``
    is when their author put these words in the place of earlier ones, in microseconds UTC; None
    for those that came first.
    """

    __slots__ = (
        "__words", "account", "language", "other_posts", "others", "part", "post", "updated",
        "version",
    )  # fmt: skip

    def __init__(self, words: str, subject: Subject) -> None:
        self.__words = words
        self.post = subject.post
        self.account = subject.account
        self.version = subject.version
        self.updated = subject.updated
        self.others = subject.others
        self.other_posts = subject.other_posts
        self.part = subject.part
        self.language = subject.language

    def __repr__(self) -> str:
        return "<sealed>"

    def _refuse(self, *_: object) -> NoReturn:
        raise SealBroken(
            "Sealed words were about to leave without the gate.",
            do="Ask consent.gate.release for a Cleared text.",
        )

    def __str__(self) -> str:
        self._refuse()

    def __format__(self, spec: str) -> str:
        self._refuse()

    def __bytes__(self) -> bytes:
        self._refuse()

    def __len__(self) -> int:
        self._refuse()

    def __iter__(self) -> NoReturn:
        self._refuse()

    def __eq__(self, other: object) -> bool:
        self._refuse()

    def __hash__(self) -> int:
        self._refuse()

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        self._refuse()

    def __getstate__(self) -> NoReturn:
        self._refuse()


class Subject:
    """Whose words a :class:`Sealed` holds; plain slots so that it costs little per row."""

    __slots__ = (
        "account", "language", "other_posts", "others", "part", "post", "updated", "version",
    )  # fmt: skip

    def __init__(  # noqa: PLR0913  (a record: one keyword a field)
        self,
        post: str,
        account: str,
        *,
        version: str = "",
        updated: int | None = None,
        others: tuple[str, ...] = (),
        other_posts: tuple[str, ...] = (),
        part: str = "content",
        language: str = "",
    ) -> None:
        self.post = post
        self.account = account
        self.version = version
        self.updated = updated
        self.others = others
        self.other_posts = other_posts
        self.part = part
        self.language = language


def unseal(sealed: Sealed) -> str:
    """The words. Only the gate and the scanners of consent may import this name."""
    return sealed._Sealed__words  # type: ignore[attr-defined,no-any-return]
