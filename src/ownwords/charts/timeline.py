"""Posts over time: bars, the highest one lit, and the moments that people remember.

Shapes stretch with the page, letters stay 12 px: places along the width are percentages and the
bars stand in an inner picture of their own, so that a phone shows the same chart.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ownwords.charts.labels import Placed, along, hang
from ownwords.charts.markup import (
    Attributes,
    across,
    element,
    escape,
    isolated,
    one_line,
    picture,
    text,
)
from ownwords.charts.wording import (
    ENGLISH,
    Wording,
    axis_label,
    day_of,
    full_label,
    span_label,
)
from ownwords.counting.periods import Bar
from ownwords.counting.ticks import compact, ticks
from ownwords.records.campaign import Moment
from ownwords.records.times import from_micros

PLOT = 112  # height of the highest bar, pixels
_HEADROOM, _FOOT, _ROW = 20, 22, 18
_UNITS = 10_000  # width of the inner picture
_FEWEST = 7  # fewer bars than this do not fill the width


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """What the picture shows. ``bars`` stand in order of time and do not overlap.

    ``id`` prefixes the ids inside and must be the only one of its page. ``description`` replaces
    the one made from the numbers. ``rtl`` lets time run from right to left.
    """

    id: str
    title: str
    bars: tuple[Bar, ...]
    moments: tuple[Moment, ...] = ()
    description: str = ""
    rtl: bool = False
    wording: Wording = ENGLISH


def peak(chart: Timeline) -> Bar | None:
    """The highest bar, the first of equals; None without any post."""
    unit = _unit(chart.bars)
    best = max(chart.bars, key=lambda bar: _height(bar, unit), default=None)
    return best if best and best.posts else None


def describe(chart: Timeline) -> str:
    """The picture in words: the whole, the peak, the moments."""
    if chart.description:
        return chart.description
    wording = chart.wording
    best = peak(chart)
    if best is None:
        return wording.nothing
    posts = wording.number(sum(bar.posts for bar in chart.bars))
    when = span_label(chart.bars[0].start, chart.bars[-1].end, wording)
    said = [wording.total.format(posts=posts, when=when)]
    said.append(
        wording.peak.format(when=full_label(best, wording), posts=wording.number(best.posts))
    )
    if any(_spans(bar, _unit(chart.bars)) > 1 for bar in chart.bars):
        said.append(wording.joined)
    moments = shown_moments(chart)
    names = [f"{isolated(one_line(m.name))}: {describe_moment(m, wording)}." for m in moments]
    return " ".join([*said, *names])


def svg(chart: Timeline) -> str:
    """The picture as one svg element that scales to the width it is given.

    Raises ValueError for an id that cannot stand on a page.
    """
    scale = _Scale.of(chart)
    moments = shown_moments(chart)
    hung = _hung(chart, moments, scale)
    top = _HEADROOM + _ROW * (1 + max((label.row for label in hung), default=-1))
    bottom = top + (PLOT if peak(chart) else _ROW)
    parts = [
        *_spans_of_moments(moments, scale, (top, bottom)),
        *_grid(scale, bottom),
        *_rules(hung, bottom),
        _bars(chart, scale, top),
        element("line", _line(0, bottom + 0.5, "axis", ends="100%")),
        *_peak_label(chart, scale, bottom),
        *(text(isolated(label.text), _hung_text(label)) for label in hung),
        *(text(isolated(label.text), _axis_text(label, bottom)) for label in _axis(chart, scale)),
    ]
    told = chart.title, describe(chart)
    return picture(chart.id, "timeline", bottom + _FOOT, told, *parts)


class _Scale(msgspec.Struct, frozen=True):
    """From moments to places along the width and from counts to heights."""

    start: int
    end: int
    unit: int
    top: float
    rtl: bool

    @staticmethod
    def of(chart: Timeline) -> _Scale:
        bars = chart.bars
        if not bars:
            return _Scale(0, 1, 1, 1, chart.rtl)
        unit = _unit(bars)
        start, end = bars[0].start, bars[-1].end
        missing = max(0, _FEWEST * unit - (end - start)) // 2
        top = max(1.0, *(_height(bar, unit) for bar in bars))
        return _Scale(start - missing, end + missing, unit, top, chart.rtl)

    def place(self, at: float) -> float:
        share = (at - self.start) / (self.end - self.start)
        return 1 - share if self.rtl else share

    def middle(self, bar: Bar) -> float:
        return self.place((bar.start + bar.end) / 2)

    def height(self, value: float) -> float:
        return PLOT * value / self.top


def _unit(bars: tuple[Bar, ...]) -> int:
    return min((bar.end - bar.start for bar in bars), default=1)


def _spans(bar: Bar, unit: int) -> int:
    """How many of the shortest bars this one covers; months of 28 to 31 days count as one."""
    return max(1, round((bar.end - bar.start) / unit))


def _height(bar: Bar, unit: int) -> float:
    return bar.posts / _spans(bar, unit)


def heights(chart: Timeline) -> list[float]:
    """Posts of each bar, as a mean where it joins several of the shortest."""
    unit = _unit(chart.bars)
    return [_height(bar, unit) for bar in chart.bars]


def shown_moments(chart: Timeline) -> list[Moment]:
    """The moments that fall into the picture, in order of time."""
    if not chart.bars:
        return []
    start, end = chart.bars[0].start, chart.bars[-1].end
    inside = [m for m in chart.moments if m.at < end and max(m.at, (m.until or 0) - 1) >= start]
    return sorted(inside, key=lambda moment: (moment.at, moment.name))


def describe_moment(moment: Moment, wording: Wording) -> str:
    """When a moment was: a day, or from one day through another."""
    if moment.until is None:
        return day_of(moment.at, wording)
    return span_label(moment.at, moment.until, wording)


def _hung(chart: Timeline, moments: list[Moment], scale: _Scale) -> list[Placed]:
    first = chart.bars[0].start if chart.bars else 0
    marks = [(scale.place(max(first, m.at)), one_line(m.name)) for m in moments]
    return hang(sorted(marks))


def _spans_of_moments(moments: list[Moment], scale: _Scale, rows: tuple[int, int]) -> Iterator[str]:
    for moment in moments:
        if moment.until is None:
            continue
        ends = [
            scale.place(min(max(at, scale.start), scale.end)) for at in (moment.at, moment.until)
        ]
        yield element(
            "rect",
            {
                "class": "while",
                "x": across(min(ends)),
                "y": rows[0],
                "width": across(max(ends) - min(ends)),
                "height": rows[1] - rows[0],
                "fill-opacity": 0.07,
            },
        )


def _line(x: float, y: float, kind: str, *, ends: str = "", down: float = 0) -> Attributes:
    start = across(x)
    return {
        "class": kind,
        "x1": start,
        "x2": ends or start,
        "y1": y,
        "y2": down or y,
        "stroke": "currentColor",
        "stroke-opacity": 0.25,
    }


def _grid(scale: _Scale, bottom: int) -> Iterator[str]:
    for value in ticks(scale.top, 2):
        y = round(bottom - scale.height(value)) + 0.5
        if bottom - y > PLOT - 14:
            continue  # the number at the peak says it already
        yield element("line", _line(0, y, "grid", ends="100%"))
        anchor, side = ("end", "100%") if scale.rtl else ("start", "0")
        yield text(compact(value), {"class": "tick", "x": side, "y": y - 4, "text-anchor": anchor})


def _rules(hung: list[Placed], bottom: int) -> Iterator[str]:
    for label in hung:
        top = _ROW * label.row + (_ROW if label.anchor == "middle" else 3)
        yield element("line", _line(label.at, top, "moment", down=bottom))


def _hung_text(label: Placed) -> Attributes:
    return {
        "class": "moment-name",
        "x": across(label.at),
        "dx": {"start": 5, "middle": 0, "end": -5}[label.anchor],
        "y": _ROW * label.row + 14,
        "text-anchor": label.anchor,
    }


def _bars(chart: Timeline, scale: _Scale, top: int) -> str:
    lit = peak(chart)
    attributes: Attributes = {
        "class": "bars",
        "y": top,
        "width": "100%",
        "height": PLOT,
        "viewBox": f"0 0 {_UNITS} {PLOT}",
        "preserveAspectRatio": "none",
    }
    gap = 0.28 if len(chart.bars) <= 60 else 0.12
    shapes = [_bar(bar, scale, gap, chart.wording, bar is lit) for bar in chart.bars if bar.posts]
    return element("svg", attributes, *shapes) if shapes else ""


def _bar(bar: Bar, scale: _Scale, gap: float, wording: Wording, lit: bool) -> str:  # noqa: FBT001
    ends = sorted((scale.place(bar.start) * _UNITS, scale.place(bar.end) * _UNITS))
    # The gap is that of the narrowest bar, so that joined bars are not set apart further.
    margin = gap / 2 * scale.unit / (scale.end - scale.start) * _UNITS
    height = max(1.0, scale.height(_height(bar, scale.unit)))
    attributes: Attributes = {
        "class": "hi" if lit else "bar",
        "x": round(ends[0] + margin),
        "y": PLOT - height,
        "width": max(1, round(ends[1] - ends[0] - 2 * margin)),
        "height": height,
        "fill-opacity": 1 if lit else 0.5,
    }
    name = f"{full_label(bar, wording)}: {wording.number(bar.posts)}"
    return element("rect", attributes, element("title", {}, escape(name)))


def _peak_label(chart: Timeline, scale: _Scale, bottom: int) -> Iterator[str]:
    best = peak(chart)
    if best is None:
        return
    [label] = along([(scale.middle(best), chart.wording.number(best.posts))])
    y = bottom - scale.height(_height(best, scale.unit)) - 6
    yield text(
        label.text,
        {"class": "peak", "x": across(label.at), "y": y, "text-anchor": label.anchor},
    )


def _axis(chart: Timeline, scale: _Scale) -> list[Placed]:
    """Names under the axis: the peak, the two ends, and between them what has room.

    The year stands with the first name and wherever it changes.
    """
    best = peak(chart)
    if best is None:
        return [Placed(chart.wording.nothing, 0.5, "middle")]
    bars = chart.bars
    order = [best, bars[0], bars[-1], *(bars[len(bars) * part // 4] for part in (2, 1, 3))]
    first_year = from_micros(bars[0].start).year
    dated = {bar for bar in order if from_micros(bar.start).year != first_year}
    kept = _along(order, dated | {bars[0]}, chart, scale)
    if bars[0] not in kept:
        kept = _along(order, dated | {best}, chart, scale)
    return list(kept.values())


def _along(order: list[Bar], dated: set[Bar], chart: Timeline, scale: _Scale) -> dict[Bar, Placed]:
    """The bars whose names have room, those in ``dated`` with their year."""
    names = {
        scale.middle(bar): (bar, axis_label(bar, chart.wording, year=bar in dated))
        for bar in reversed(order)
    }
    candidates = [(at, names[at][1]) for at in dict.fromkeys(map(scale.middle, order))]
    return {names[label.at][0]: label for label in along(candidates)}


def _axis_text(label: Placed, bottom: int) -> Attributes:
    return {
        "class": "date",
        "x": across(label.at),
        "y": bottom + 16,
        "text-anchor": label.anchor,
    }
