"""One dot for each thing, where it stands in time: for few things, each of which may be shown.

Dots pile up over their day. Many days share a column and many things share a dot, so that the
picture fits a phone; both are said in its description. A thing of the second kind is a ring, so
that nobody needs the colour to tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil

import msgspec

from ownwords.charts.labels import Placed, along
from ownwords.charts.markup import Attributes, across, element, isolated, picture, text

_PITCH, _RADIUS = 14, 5
_COLUMNS, _HIGHEST = 28, 12
_FOOT = 20
_RING: Attributes = {"class": "dot ring", "fill-opacity": 0, "stroke": "currentColor"}
"""A ring is one without a style sheet too."""
_FEWEST = 7  # fewer columns than this do not fill the width


class Day(msgspec.Struct, frozen=True):
    """How many things of either kind a day has."""

    at: date
    filled: int = 0
    rings: int = 0


class Dots(msgspec.Struct, frozen=True, kw_only=True):
    """What the picture shows; ``days`` stand in order.

    ``first`` and ``last`` name the ends; ``whole`` names both, for where they have no room.
    """

    id: str
    title: str
    description: str
    days: tuple[Day, ...]
    first: str = ""
    last: str = ""
    whole: str = ""
    rtl: bool = False


class _Column(msgspec.Struct):
    filled: int = 0
    rings: int = 0


def one_dot(chart: Dots) -> int:
    """How many things one dot stands for, 1 while the highest pile has room."""
    piles = (column.filled + column.rings for column in _columns(chart))
    return max(1, ceil(max(piles, default=0) / _HIGHEST))


def svg(chart: Dots) -> str:
    """The picture as one svg element that scales to the width it is given.

    Raises ValueError for an id that cannot stand on a page.
    """
    columns, unit = _columns(chart), one_dot(chart)
    piles = [(ceil(one.filled / unit), ceil(one.rings / unit)) for one in columns]
    floor = _PITCH * max((filled + rings for filled, rings in piles), default=0) + _RADIUS
    parts = [
        *(dot for n, pile in enumerate(piles) for dot in _pile(pile, _place(chart, n), floor)),
        element("line", {"class": "axis", "x1": 0, "x2": "100%", "y1": floor, "y2": floor}),
        *(text(isolated(label.text), _end(label, floor)) for label in _ends(chart, len(columns))),
    ]
    return picture(chart.id, "dots", floor + _FOOT, (chart.title, chart.description), *parts)


def _columns(chart: Dots) -> list[_Column]:
    if not chart.days:
        return []
    start = chart.days[0].at.toordinal()
    span = chart.days[-1].at.toordinal() - start + 1
    step = ceil(span / _COLUMNS)
    columns = [_Column() for _ in range(ceil(span / step))]
    for day in chart.days:
        column = columns[(day.at.toordinal() - start) // step]
        column.filled += day.filled
        column.rings += day.rings
    return columns


def _place(chart: Dots, column: int) -> float:
    """The middle of a column as a fraction of the width."""
    count = len(_columns(chart))
    at = (column + 0.5 + max(0, _FEWEST - count) / 2) / max(count, _FEWEST)
    return 1 - at if chart.rtl else at


def _pile(pile: tuple[int, int], at: float, floor: int) -> Iterator[str]:
    filled, rings = pile
    for row in range(filled + rings):
        look = {"class": "dot"} if row < filled else _RING
        y = floor - _PITCH * (row + 0.5) - 1
        yield element("circle", {**look, "cx": across(at), "cy": y, "r": _RADIUS})


def _ends(chart: Dots, columns: int) -> list[Placed]:
    if not columns:
        return []
    ends = (_place(chart, 0), _place(chart, columns - 1))
    named = along(list(zip(ends, (chart.first, chart.last), strict=True)))
    return named if len(named) == len(ends) else along([(sum(ends) / 2, chart.whole)])


def _end(label: Placed, floor: int) -> Attributes:
    return {
        "class": "date",
        "x": across(label.at),
        "y": floor + 16,
        "text-anchor": label.anchor,
    }
