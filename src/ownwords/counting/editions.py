"""Tables of counts over several editions: no subtraction of two of them leaves a few voices.

Whoever holds two editions can take the cells of one from those of the other: 120 posts on a day and
then 121 are one person's, and 120 and then 113 are the seven of somebody who left. So a published
table is told again, with the date of its edition, until it may be replaced: wherever the old and
the new one differ, at least ``k`` voices must have said something since. What leaves then leaves
among the many that came.

Two tables are compared part by part. Cells that overlap belong together, and so do those that
overlap these, until the old cells of a part cover what its new cells cover: that is the finest
subtraction that is exact. Every table that was ever published counts, not the last one alone:
edition 1 in days, edition 2 in weeks and edition 3 in days again would give edition 1's days away.

A table that tells voices alone, rounded down, needs no knowledge of who came: it is replaced when
every part that differs does so by two steps or more, which no single voice can make.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from ownwords.counting.cells import ALL, OTHER, TIME, Counts, Ladder, Member, Table
from ownwords.counting.periods import span_of

Row = tuple[str, int, int]
Cover = frozenset[str] | tuple[int, int]
_REST = frozenset({"\0"})
"""Stands for every name that has no row in either table."""


class Told(NamedTuple):
    """A table as the edition of a day published it. ``mark`` says what had come in by then."""

    table: Table
    date: str
    mark: int


class Earlier(msgspec.Struct, frozen=True):
    """What earlier editions told about one question, oldest first.

    ``since(mark)`` gives the members of what came in after a mark, labelled as for the new table.
    """

    told: Sequence[Told]
    since: Callable[[int], Iterable[Member]]


NOTHING_EARLIER = Earlier((), lambda _: ())
"""For a first edition, and for questions that no edition tells."""


class _Part(NamedTuple):
    """Old and new rows that cover the same, as far as rows can, and what they cover."""

    old: list[Row]
    new: list[Row]
    extents: list[Cover]

    def joined(self, other: _Part) -> _Part:
        """Both parts as one."""
        extents = self.extents + other.extents
        return _Part(self.old + other.old, self.new + other.new, extents)

    def differs(self) -> bool:
        """Whether a reader of both sees a difference; what is only new has nothing to differ from.

        Voices of several cells do not add up, so they are compared where one cell faces one.
        """
        if len(self.old) == len(self.new) == 1:
            return self.old[0][1:] != self.new[0][1:]
        return bool(self.old) and _posts(self.old) != _posts(self.new)

    def is_cut_anew(self) -> bool:
        """Whether its rows stand under other labels, which tell where somebody stopped or began."""
        return bool(self.old) and {row[0] for row in self.old} != {row[0] for row in self.new}

    def folds(self) -> bool:
        """Whether it has the rows that joined others."""
        return any(row[0] == OTHER for row in self.new)


def may_replace(old: Table, new: Table, ladder: Ladder, came: Mapping[str, Counts], k: int) -> bool:
    """Whether ``new`` may follow ``old``; ``came`` is posts by label and voice since then.

    Where as many posts left as came, the numbers are the same and yet a label that begins later, or
    one folded row less, tells of a single voice. Without anybody who came it tells of none.
    """
    for part in _every_part(old.rows, new.rows, ladder, came):
        folded = part.folds() and old.folded != new.folded
        if ladder.voices_only:
            change = abs(_posts(part.old) - _posts(part.new))
            if (part.differs() or folded) and change < 2 * k:
                return False
        elif part.differs() or folded or part.is_cut_anew():
            voices = len(_came_to(part, ladder, came))
            if voices < k and (voices or part.differs()):
                return False
    return True


def _posts(rows: Iterable[Row]) -> int:
    return sum(posts for _, posts, _ in rows)


def _came_to(part: _Part, ladder: Ladder, came: Mapping[str, Counts]) -> set[str]:
    """Voices of what came in that counts in this part."""
    return {
        voice
        for label, voices in came.items()
        if any(_meet(_named(label, ladder), extent) for extent in part.extents)
        for voice in voices
    }


def _every_part(
    old: Sequence[Row], new: Sequence[Row], ladder: Ladder, came: Iterable[str]
) -> Iterator[_Part]:
    """The parts for who does not know every name, and for who guesses that there are no others.

    How many names a row joined is told: "other" of two is what two rows said before.
    """
    known = frozenset({row[0] for row in (*old, *new)}.union(came)) - {OTHER}
    yield from _parts(old, new, ladder, known | {OTHER} | _REST)
    joins = any(row[0] == OTHER for row in (*old, *new))
    if joins and all(_cover(OTHER, rows, ladder, known) for rows in (old, new)):
        yield from _parts(old, new, ladder, known)


def _parts(
    old: Sequence[Row], new: Sequence[Row], ladder: Ladder, names: frozenset[str]
) -> Iterator[_Part]:
    """The rows of two tables, those that overlap, also by way of others, together."""
    left = [_Part([row], [], [_cover(row[0], old, ladder, names)]) for row in old]
    left += [_Part([], [row], [_cover(row[0], new, ladder, names)]) for row in new]
    while left:
        part = left.pop()
        grown = True
        while grown:
            joined = [one for one in left if _touch(part, one)]
            left = [one for one in left if not _touch(part, one)]
            for one in joined:
                part = part.joined(one)
            grown = bool(joined)
        yield part


def _touch(one: _Part, other: _Part) -> bool:
    return any(_meet(mine, theirs) for mine in one.extents for theirs in other.extents)


def _cover(label: str, rows: Sequence[Row], ladder: Ladder, names: frozenset[str]) -> Cover:
    """What a row covers: a span of time, or names, where "other" is all that have no row."""
    if ladder.dimension == TIME:
        return span_of(label)
    if label == ALL:
        return names
    if label == OTHER:
        return names - {name for name, _, _ in rows if name != OTHER}
    return frozenset({label})


def _named(label: str, ladder: Ladder) -> Cover:
    return span_of(label) if ladder.dimension == TIME else frozenset({label})


def _meet(one: Cover, other: Cover) -> bool:
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return not one.isdisjoint(other)
    return one[0] < other[1] and other[0] < one[1]  # type: ignore[index]
