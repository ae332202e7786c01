"""In which languages it was said: the platform's label beside our own reading of the words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from ownwords.archive.language import UNDETERMINED, compare
from ownwords.archive.manifest import read_again
from ownwords.charts.bars import BarRow, Bars
from ownwords.counting.shares import percent

if TYPE_CHECKING:
    from ownwords.archive.vault import Vault


class Language(msgspec.Struct, frozen=True):
    """Posts and distinct accounts of one language (ISO 639), as labelled and as we read it.

    ``und`` gathers posts without a label, and posts of which we cannot say.
    """

    language: str
    labelled_posts: int
    labelled_accounts: int
    detected_posts: int
    detected_accounts: int


class Languages(msgspec.Struct, frozen=True):
    """All languages, the most frequent first, and how far the platform and we agree.

    ``both`` counts posts for which both name a language, ``agreeing`` those with the same one.
    Neither is the truth: labels and readings are both guesses by machines, and both know small
    languages badly.
    """

    rows: tuple[Language, ...]
    both: int
    agreeing: int


def languages(vault: Vault, tag: str = "") -> Languages:
    """The languages of everything, or of one tag.

    The first question reads every post once (about 15,000 a second); the answer is kept in
    cache/ and later questions read only what came in since.
    """
    found = read_again(lambda: compare(vault, tag))
    labelled = {count.language: count for count in found.labelled}
    detected = {count.language: count for count in found.detected}
    rows = []
    for name in labelled.keys() | detected.keys():
        label, ours = labelled.get(name), detected.get(name)
        rows.append(
            Language(
                name,
                label.posts if label else 0,
                label.accounts if label else 0,
                ours.posts if ours else 0,
                ours.accounts if ours else 0,
            )
        )
    rows.sort(key=_order)
    return Languages(tuple(rows), found.both, found.agreeing)


def _order(row: Language) -> tuple[bool, int, str]:
    return (
        row.language == UNDETERMINED,
        -max(row.labelled_posts, row.detected_posts),
        row.language,
    )


def picture(found: Languages, name: Callable[[str], str] = str, most: int = 12) -> Bars:
    """The chart of the ``most`` frequent languages and ``und``; ``name`` writes a code out."""
    known = [row for row in found.rows if row.language != UNDETERMINED][:most]
    unknown = [row for row in found.rows if row.language == UNDETERMINED]
    shown = [
        BarRow(name(row.language), (row.labelled_posts, row.detected_posts))
        for row in [*known, *unknown]
    ]
    return Bars(
        id="languages",
        title="Languages",
        rows=tuple(shown),
        panels=("Platform says", "We read"),
    )


def agreement(found: Languages) -> str:
    """One sentence on how far the platform and we agree."""
    if not found.both:
        return "No post has both a label of its platform and a language that we can name."
    return (
        f"Of {found.both:,} posts that both name a language for, "
        f"{percent(found.agreeing / found.both)} have the same one."
    )
