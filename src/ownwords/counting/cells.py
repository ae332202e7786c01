"""Tables of counts that single nobody out, alone or by subtraction from one another.

A cell may be published when it stands for at least ``k`` distinct voices. A table that has a
smaller cell is coarsened: hours to days, weeks, months; then neighbouring periods are joined; names
(languages, networks) are folded into "other", with the smallest standing name beside them when they
are too few for a row of their own. At the end stands one row for everything.

Tables of one edition are judged together (:class:`Published`). Two tables over one dimension are
only published when their cells nest (a week inside a month is cut by it, so never both) and when
what remains after subtracting one from the other is nothing or at least ``k`` voices. Voices are
rounded down to a multiple of ``k``, since somebody who posts on two days is in two cells: exact
numbers of voices would give, by subtraction, how many posted on one day only.

Complementary suppression as such goes back to Cox (1980), "Suppression methodology and statistical
disclosure control"; joining cells instead of blanking them keeps every post in the picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from ownwords.counting.periods import PERIODS, Period, end_of, label_of, span_of, start_of

Member = tuple[str, str, int]
"""Label of the cell, account or voice, number of posts."""

Counts = Mapping[str, int]
"""Posts by voice."""

Extent = frozenset[str] | tuple[int, int] | None
"""What a cell covers: names, a span of time in microseconds, or everything."""

WHOLE = "whole"
SPANS = "spans"
WITHHELD = "withheld"
OTHER = "other"
ALL = "all"
TIME = "time"


class Cell(NamedTuple):
    """One row to be: its label, what it covers, and who posted how much."""

    label: str
    extent: Extent
    counts: Counts


class Table(NamedTuple):
    """Rows of (label, posts, voices). ``level`` is empty when the rows are as asked for.

    ``folded`` counts the labels that were joined into larger rows.
    """

    rows: tuple[tuple[str, int, int], ...]
    level: str
    folded: int


class Tally:
    """Posts by label and voice; ``k`` is the smallest number of voices a cell may stand for."""

    def __init__(self, k: int, members: Iterable[Member] = ()) -> None:
        self.k = k
        self.counts: dict[str, dict[str, int]] = defaultdict(dict)
        for label, voice, posts in members:
            self.add(label, voice, posts)

    def add(self, label: str, voice: str, posts: int) -> None:
        """Count posts of a voice under a label; the same pair adds up."""
        if posts > 0:
            cell = self.counts[label]
            cell[voice] = cell.get(voice, 0) + posts

    def stands(self, counts: Counts) -> bool:
        """Whether a cell is large enough to be shown."""
        return len(counts) >= self.k


def added(parts: Iterable[Counts]) -> dict[str, int]:
    """Posts by voice over several cells."""
    total: dict[str, int] = {}
    for part in parts:
        for voice, posts in part.items():
            total[voice] = total.get(voice, 0) + posts
    return total


class Ladder(NamedTuple):
    """How the cells of one dimension become coarser: candidates from fine to coarse.

    Each candidate is the name of its level and its cells; only those whose cells all stand are
    offered. ``dimension`` says which tables have comparable labels. With ``voices_only`` posts are
    not published at all (their column repeats the rounded voices): nothing can be subtracted.
    """

    dimension: str
    asked: str
    candidates: Callable[[Tally], Iterator[tuple[str, list[Cell]]]]
    voices_only: bool = False


def time_ladder(by: Period) -> Ladder:
    """Hours, days, weeks or months. Labels are those of ``periods.label_of``, any finer period."""
    return Ladder(TIME, by, lambda tally: _times(tally, by))


def names_ladder(dimension: str) -> Ladder:
    """Labels without an order, for example languages."""
    return Ladder(dimension, dimension, _names)


def voices_ladder(dimension: str) -> Ladder:
    """Labels without an order, of which only the number of voices is told."""
    return Ladder(dimension, dimension, _names, voices_only=True)


def whole_ladder() -> Ladder:
    """One row for everything, for totals."""
    return Ladder(ALL, WHOLE, lambda tally: _whole(tally, ALL))


# --- candidates -----------------------------------------------------------------------------


def _standing(tally: Tally, level: str, cells: list[Cell]) -> Iterator[tuple[str, list[Cell]]]:
    if cells and all(tally.stands(cell.counts) for cell in cells):
        yield level, cells


def _whole(tally: Tally, label: str) -> Iterator[tuple[str, list[Cell]]]:
    yield from _standing(tally, WHOLE, [Cell(label, None, added(tally.counts.values()))])


def _times(tally: Tally, by: Period) -> Iterator[tuple[str, list[Cell]]]:
    if not tally.counts:
        return
    for level, cells in sorted(_time_tables(tally, by), key=_plainness, reverse=True):
        if len(cells) > 1:
            yield from _standing(tally, level, cells)
    spans = [span_of(label) for label in tally.counts]
    first, last = min(spans)[0], max(end for _, end in spans) - 1
    months = sorted({label_of(first, "month"), label_of(last, "month")})
    yield from _whole(tally, "/".join(months))


def _time_tables(tally: Tally, by: Period) -> Iterator[tuple[str, list[Cell]]]:
    for level in _coarser(tally, by):
        cells = _periods(tally, level)
        yield level, cells
        yield SPANS, _to_months(tally, level, cells, _joined(tally, cells))


def _plainness(table: tuple[str, list[Cell]]) -> float:
    """More rows say more; even periods are easier to read than spans of different length."""
    level, cells = table
    return len(cells) * (1.0 if level == SPANS else 1.5)


def _coarser(tally: Tally, by: Period) -> Iterator[Period]:
    """The levels from ``by`` on that no label crosses (a week is no part of one month)."""
    spans = [span_of(label) for label in tally.counts]
    for level in PERIODS[PERIODS.index(by) :]:
        if all(label_of(start, level) == label_of(end - 1, level) for start, end in spans):
            yield level


def _periods(tally: Tally, level: Period) -> list[Cell]:
    groups: dict[str, list[Counts]] = defaultdict(list)
    for label, counts in tally.counts.items():
        groups[label_of(span_of(label)[0], level)].append(counts)
    cells = [Cell(label, span_of(label), added(parts)) for label, parts in groups.items()]
    return sorted(cells, key=lambda cell: span_of(cell.label))


def _joined(tally: Tally, cells: list[Cell]) -> list[Cell]:
    """Small neighbours joined until they stand; what remains joins the cell before or after."""
    found: list[Cell] = []
    waiting: list[Cell] = []
    for cell in cells:
        if not waiting and tally.stands(cell.counts):
            found.append(cell)
            continue
        waiting.append(cell)
        if tally.stands(added(one.counts for one in waiting)):
            found.append(_join(waiting))
            waiting = []
    if waiting:
        found[-1:] = [_join([*found[-1:], *waiting])]
    return found


def _join(cells: list[Cell]) -> Cell:
    first, last = cells[0].label.split("/")[0], cells[-1].label.split("/")[-1]
    return _from_to(first, last, added(cell.counts for cell in cells))


def _from_to(first: str, last: str, counts: Counts) -> Cell:
    label = first if first == last else f"{first}/{last}"
    return Cell(label, span_of(label), counts)


def _to_months(tally: Tally, level: Period, cells: list[Cell], joined: list[Cell]) -> list[Cell]:
    """The outermost stretches reach to the ends of their months where few stand at the edge.

    Else the first label would be the day of one person's post: who used a tag first is not told.
    """
    first, last = cells[0], cells[-1]
    if not tally.stands(first.counts):
        begin = label_of(start_of(span_of(first.label)[0], "month"), level)
        joined[0] = _from_to(begin, joined[0].label.split("/")[-1], joined[0].counts)
    if not tally.stands(last.counts):
        end = label_of(end_of(span_of(last.label)[1] - 1, "month") - 1, level)
        joined[-1] = _from_to(joined[-1].label.split("/")[0], end, joined[-1].counts)
    return joined


def _names(tally: Tally) -> Iterator[tuple[str, list[Cell]]]:
    """Names that stand, the rest as "other"; then more and more of them in "other".

    Their order, and which of them go, follow the voices as they are printed: exact numbers would
    tell who has more of two rows that say the same.
    """
    cells = [Cell(label, frozenset({label}), counts) for label, counts in tally.counts.items()]
    cells.sort(key=lambda cell: (cell.label == OTHER, -(len(cell.counts) // tally.k), cell.label))
    standing = sum(tally.stands(cell.counts) for cell in cells if cell.label != OTHER)
    for keep in range(standing, 0, -1):
        shown, rest = cells[:keep], cells[keep:]
        if rest:
            names = frozenset(cell.label for cell in rest)
            shown = [*shown, Cell(OTHER, names, added(cell.counts for cell in rest))]
        yield from _standing(tally, "" if keep == standing else OTHER, shown)
    yield from _whole(tally, ALL)


# --- tables of one edition together ---------------------------------------------------------


class Published:
    """The tables of one edition so far. Memory: their voices by cell."""

    def __init__(self) -> None:
        self._tables: list[tuple[str, list[Cell], int]] = []

    def admit(self, tally: Tally, ladder: Ladder) -> Table:
        """The finest table that goes with those already published; remembers it."""
        for level, cells in ladder.candidates(tally):
            asked = "" if level == ladder.asked else level
            rows = tuple(_row(cell, tally.k) for cell in cells)
            if ladder.voices_only:
                told = tuple((label, voices, voices) for label, _, voices in rows)
                return Table(told, asked, _folded(tally, level, cells))
            if all(self._goes_with(ladder.dimension, cells, one, tally.k) for one in self._tables):
                self._tables.append((ladder.dimension, cells, tally.k))
                return Table(rows, asked, _folded(tally, level, cells))
        return Table((), WITHHELD if tally.counts else "", len(tally.counts))

    @staticmethod
    def _goes_with(
        dimension: str, cells: list[Cell], other: tuple[str, list[Cell], int], k: int
    ) -> bool:
        other_dimension, theirs, other_k = other
        k = max(k, other_k)
        if dimension != other_dimension:
            return _difference_stands(_total(cells), _total(theirs), k)
        return _nested_differences_stand(cells, theirs, k) and _difference_stands(
            _total(cells), _total(theirs), k
        )


def _row(cell: Cell, k: int) -> tuple[str, int, int]:
    voices = len(cell.counts)
    return cell.label, sum(cell.counts.values()), voices - voices % k


def _folded(tally: Tally, level: str, cells: list[Cell]) -> int:
    if level in PERIODS:
        return 0
    return max(0, len(tally.counts) - len(cells) + any(cell.label == OTHER for cell in cells))


def _total(cells: list[Cell]) -> Counts:
    return added(cell.counts for cell in cells)


def _difference_stands(one: Counts, other: Counts, k: int) -> bool:
    """Whether subtracting one cell from the other leaves nothing or at least ``k`` voices.

    Only a cell whose posts contain the other's can be subtracted from.
    """
    larger, smaller = (one, other) if sum(one.values()) >= sum(other.values()) else (other, one)
    if any(posts > larger.get(voice, 0) for voice, posts in smaller.items()):
        return True
    rest = sum(posts > smaller.get(voice, 0) for voice, posts in larger.items())
    return rest == 0 or rest >= k


def _nested_differences_stand(cells: list[Cell], theirs: list[Cell], k: int) -> bool:
    """No cell cuts through another, and every coarser cell minus the finer ones in it stands."""
    inside: dict[Hashable, list[Counts]] = defaultdict(list)
    around: dict[Hashable, Counts] = {}
    for mine in cells:
        for other in theirs:
            small, large = _in_order(mine.extent, other.extent)
            if not _apart(mine.extent, other.extent) and not _within(small, large):
                return False
            if _within(small, large):
                coarse, fine = (mine, other) if large is mine.extent else (other, mine)
                around[id(coarse.counts)] = coarse.counts
                inside[id(coarse.counts)].append(fine.counts)
    return all(
        _difference_stands(around[place], added(parts), k) for place, parts in inside.items()
    )


def _in_order(one: Extent, other: Extent) -> tuple[Extent, Extent]:
    return (one, other) if _within(one, other) else (other, one)


def _within(small: Extent, large: Extent) -> bool:
    if large is None or small is None:
        return large is None
    if isinstance(small, tuple) and isinstance(large, tuple):
        return large[0] <= small[0] and small[1] <= large[1]
    if isinstance(small, frozenset) and isinstance(large, frozenset):
        return small <= large
    return False


def _apart(one: Extent, other: Extent) -> bool:
    if one is None or other is None:
        return False
    if isinstance(one, tuple) and isinstance(other, tuple):
        return one[1] <= other[0] or other[1] <= one[0]
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return not one & other
    return True
