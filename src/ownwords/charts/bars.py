"""Amounts side by side: one row a thing, one panel a way of counting, all on one scale.

Used for languages (the platform's label beside our own detection) and for shares with intervals.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ownwords.charts.labels import NARROW, cut, pixels
from ownwords.charts.markup import Attributes, across, element, isolated, one_line, picture
from ownwords.charts.markup import text as text_element
from ownwords.charts.wording import ENGLISH, Wording
from ownwords.counting.shares import percent

_ROW, _BAR, _HEAD, _FOOT = 24, 14, 24, 4
_NAMES = 0.29  # share of the width for the names, where they stand beside the bars
_NAME_ROW = 18  # height of a name that has a line of its own, over its bars
_GUTTER = 0.02
_FULL = 0.62  # the longest bar's share of its panel; the rest is for its number

Interval = tuple[float, float]


class BarRow(msgspec.Struct, frozen=True):
    """One thing: its name, a value for each panel (None where nobody counted), intervals."""

    name: str
    values: tuple[float | None, ...]
    intervals: tuple[Interval | None, ...] = ()
    lit: bool = False


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """What the picture shows; ``panels`` names the ways of counting, one to three.

    ``shares`` says that values are fractions to be written as percentages. ``id`` prefixes the
    ids inside.
    """

    id: str
    title: str
    rows: tuple[BarRow, ...]
    panels: tuple[str, ...]
    description: str = ""
    shares: bool = False
    rtl: bool = False
    wording: Wording = ENGLISH


def written(chart: Bars, value: float | None) -> str:
    """A value as the chart writes it: a count, a percentage, or a dash where nobody counted."""
    if value is None:
        return "–"
    return percent(value) if chart.shares else chart.wording.number(round(value))


def longest(chart: Bars) -> float:
    """The highest value or bound of an interval, at least 1 for counts."""
    values = [value for row in chart.rows for value in row.values if value is not None]
    values += [bounds[1] for row in chart.rows for bounds in row.intervals if bounds]
    return max(values, default=0) or 1.0


def describe(chart: Bars) -> str:
    """The picture in words: the first three of each panel."""
    if chart.description:
        return chart.description
    said = []
    for index, panel in enumerate(chart.panels):
        values = [(row.values[index] or 0, row) for row in chart.rows]
        values.sort(key=lambda pair: -pair[0])
        first = [
            f"{isolated(one_line(row.name))} {written(chart, row.values[index])}"
            for _, row in values[:3]
        ]
        said.append(f"{panel}: {', '.join(first)}.")
    return " ".join(said)


def svg(chart: Bars) -> str:
    """The picture as one svg element that scales to the width it is given.

    Raises ValueError for an id that cannot stand on a page or for rows that do not fit the panels.
    """
    if not chart.panels or any(len(row.values) != len(chart.panels) for row in chart.rows):
        raise ValueError("Each row of a chart needs one value for each panel.")
    height = _top(chart) + _pitch(chart) * len(chart.rows) + _FOOT
    told = chart.title, describe(chart)
    return picture(chart.id, "amounts", height, told, *_headings(chart), *_rows(chart))


def _beside(chart: Bars) -> bool:
    """Whether every name has room beside its bars, on a phone too; else they stand above."""
    return all(pixels(one_line(row.name)) <= _NAMES * NARROW - 6 for row in chart.rows)


def _top(chart: Bars) -> int:
    """Height of the headings. One way of counting is named by the title already."""
    return _HEAD if len(chart.panels) > 1 else 0


def _pitch(chart: Bars) -> int:
    """Height of one row."""
    return _ROW if _beside(chart) else _ROW + _NAME_ROW


def _panel(chart: Bars, index: int) -> tuple[float, float]:
    """Start and width of a panel as fractions, before mirroring."""
    names = _NAMES if _beside(chart) else 0
    width = (1 - names) / len(chart.panels)
    return names + index * width, width - _GUTTER


def _place(chart: Bars, at: float) -> str:
    return across(1 - at if chart.rtl else at)


def _text(chart: Bars, words: str, at: float, attributes: Attributes) -> str:
    given: Attributes = {
        "x": _place(chart, at),
        "text-anchor": "end" if chart.rtl else "start",
        **attributes,
    }
    return text_element(isolated(words), given)


def _headings(chart: Bars) -> Iterator[str]:
    if not _top(chart):
        return
    for index, panel in enumerate(chart.panels):
        start, width = _panel(chart, index)
        yield _text(chart, cut(panel, width * NARROW), start, {"class": "panel", "y": 14})


def _rows(chart: Bars) -> Iterator[str]:
    most = longest(chart)
    above = 0 if _beside(chart) else _NAME_ROW
    for place, row in enumerate(chart.rows):
        y = _top(chart) + _pitch(chart) * place
        name = cut(one_line(row.name), NARROW)
        yield _text(chart, name, 0, {"class": "name", "y": y + 16})
        for index, value in enumerate(row.values):
            yield from _bar(chart, (row, index), y + above, (value or 0) / most)


def _bar(chart: Bars, cell: tuple[BarRow, int], y: int, share: float) -> Iterator[str]:
    row, index = cell
    start, width = _panel(chart, index)
    length = share * width * _FULL
    kind = "hi" if row.lit else ("bar" if index == 0 else "bar second")
    if share > 0:
        yield element(
            "rect",
            {
                "class": kind,
                "x": _place(chart, start + length if chart.rtl else start),
                "y": y + (_ROW - _BAR) / 2,
                "width": across(length),
                "height": _BAR,
                "fill-opacity": 1 if row.lit else 0.5,
            },
        )
    bounds = _bounds(row, index)
    ends = [start + bound / longest(chart) * width * _FULL for bound in bounds or ()]
    if ends:
        yield element(
            "line",
            {
                "class": "interval",
                "x1": _place(chart, ends[0]),
                "x2": _place(chart, ends[1]),
                "y1": y + _ROW / 2,
                "y2": y + _ROW / 2,
                "stroke": "currentColor",
                "stroke-width": 2,
            },
        )
    after = max([start + length, *ends])
    attributes: Attributes = {"class": "value", "y": y + 16, "dx": -5 if chart.rtl else 5}
    yield _text(chart, written(chart, row.values[index]), after, attributes)


def _bounds(row: BarRow, index: int) -> Interval | None:
    return row.intervals[index] if index < len(row.intervals) else None
