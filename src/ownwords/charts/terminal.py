"""The same charts in a terminal: block characters, or plain ASCII where those cannot be written.

Lines are never wider than the pen; labels in wide scripts count two columns a character. Control
characters and direction marks of a label never reach the terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from math import ceil

import msgspec

from ownwords.charts.bars import Bars, longest, written
from ownwords.charts.labels import columns as width_of
from ownwords.charts.markup import one_line
from ownwords.charts.timeline import Timeline, describe_moment, heights, peak, shown_moments
from ownwords.charts.wording import axis_label, full_label
from ownwords.counting.periods import Bar
from ownwords.counting.ticks import compact

_BLOCKS = " ▁▂▃▄▅▆▇█"
_ASCII_BLOCKS = " _.:|#"
_SLICES = " ▏▎▍▌▋▊▉█"
_HIGH = 6  # rows of the plot
_LEAST, _NAME = 24, 18


class Pen(msgspec.Struct, frozen=True):
    """Where the drawing goes: how many columns wide, and whether it can show every script."""

    columns: int = 80
    unicode: bool = True


def pen_for(columns: int, encoding: str | None) -> Pen:
    """A pen for an output with this many columns and this encoding; ASCII unless it is Unicode."""
    name = (encoding or "").lower().replace("_", "-")
    return Pen(max(_LEAST, columns), name.startswith(("utf-8", "utf8", "utf-16", "utf-32")))


def draw_timeline(chart: Timeline, pen: Pen) -> list[str]:
    """Lines of a timeline: the peak in words, bars, an axis, and the moments by letter."""
    best = peak(chart)
    if best is None:
        return [fit(chart.title, pen), fit(chart.wording.nothing, pen)]
    top, levels, step = _levels(chart, pen)
    margin = len(compact(round(top))) + 1
    wide = max(1, min(3, (pen.columns - margin) // len(levels)))
    body = _plot(levels, pen, wide)
    scale = [compact(round(top)), *[""] * (_HIGH - 1)]
    peak_words = chart.wording.peak.format(
        when=full_label(best, chart.wording), posts=chart.wording.number(best.posts)
    )
    lines = [fit(chart.title, pen), fit(peak_words, pen)]
    lines += [f"{name:>{margin - 1}} {row}".rstrip() for name, row in zip(scale, body, strict=True)]
    rule = "─" if pen.unicode else "-"
    lines.append(f"{'0':>{margin - 1}} {rule * (len(levels) * wide)}")
    if step > 1:
        lines.insert(2, fit(chart.wording.column.format(bars=step), pen))
    where = _Where(chart.bars, step, wide)
    lines += [" " * margin + line for line in _feet(chart, where, pen.columns - margin)]
    lines += _key(chart, pen)
    return lines


def draw_bars(chart: Bars, pen: Pen) -> list[str]:
    """Lines of a bar chart: a row a thing, its panels below one another."""
    lines = [fit(chart.title, pen)]
    several = len(chart.panels) > 1
    panels = max(width_of(p) for p in chart.panels) if several and pen.columns >= 72 else 0
    numbers = [written(chart, value) for row in chart.rows for value in row.values]
    free = pen.columns - 2 - max(map(len, numbers), default=0) - (panels + 2 if panels else 0)
    longest_name = max((width_of(one_line(r.name)) for r in chart.rows), default=0)
    names = min(_NAME, longest_name, free - 1)
    room = free - names
    if several and not panels:
        lines.append(fit(" / ".join(chart.panels), pen))
    top = longest(chart)
    for row in chart.rows:
        for index, value in enumerate(row.values):
            name = _padded(row.name if index == 0 else "", names, pen)
            bar = _slice((value or 0) / top, max(1, room), pen)
            words = f"{name} {bar}{' ' if bar else ''}{written(chart, value)}"
            tail = f"  {chart.panels[index]}" if panels else ""
            lines.append(_plain(words + tail, pen).rstrip())
    return lines


def fit(text: str, pen: Pen) -> str:
    """One line of text that is no wider than the pen."""
    return _cut(_plain(one_line(text), pen), pen.columns, pen)


class _Where(msgspec.Struct, frozen=True):
    """From moments to columns of the plot."""

    bars: tuple[Bar, ...]
    step: int
    wide: int

    def column(self, at: int) -> int:
        index = sum(1 for bar in self.bars if bar.end <= at)
        return min(index, len(self.bars) - 1) // self.step * self.wide


def _levels(chart: Timeline, pen: Pen) -> tuple[float, list[float], int]:
    """The top of the axis, a share of it for each column, and how many bars one column joins."""
    values = heights(chart)
    room = max(1, pen.columns - 6)
    step = ceil(len(values) / room)
    joined = [sum(values[i : i + step]) for i in range(0, len(values), step)]
    top = max(joined)
    return top, [value / top for value in joined], step


def _plot(levels: Sequence[float], pen: Pen, wide: int) -> Iterator[str]:
    blocks = _BLOCKS if pen.unicode else _ASCII_BLOCKS
    steps = len(blocks) - 1
    filled = [max(1, round(level * _HIGH * steps)) if level else 0 for level in levels]
    for row in range(_HIGH - 1, -1, -1):
        cells = (blocks[min(steps, max(0, fill - row * steps))] for fill in filled)
        yield "".join(cell * max(1, wide - 1) + " " * (wide > 1) for cell in cells)


def _feet(chart: Timeline, where: _Where, room: int) -> Iterator[str]:
    """The letters of the moments, then the dates, each under its column."""
    marks = [" "] * room
    for letter, moment in zip(_letters(), shown_moments(chart), strict=False):
        column = min(where.column(moment.at), room - 1)
        marks[column] = letter if marks[column] == " " else "+"
    if "".join(marks).strip():
        yield "".join(marks).rstrip()
    dates = [" "] * room
    best = peak(chart)
    ends = [bar for bar in (best, chart.bars[0], chart.bars[-1]) if bar]
    for bar in ends:
        name = one_line(axis_label(bar, chart.wording, year=False))
        start = max(0, min(where.column(bar.start), room - width_of(name)))
        around = dates[max(0, start - 1) : start + len(name) + 1]
        if all(cell == " " for cell in around) and len(name) <= room:
            dates[start : start + len(name)] = name
    yield "".join(dates).rstrip()


def _key(chart: Timeline, pen: Pen) -> Iterator[str]:
    for letter, moment in zip(_letters(), shown_moments(chart), strict=False):
        when = describe_moment(moment, chart.wording)
        yield fit(f"{letter}  {when}  {moment.name}", pen)


def _letters() -> Iterator[str]:
    yield from "abcdefghijklmnopqrstuvwxyz"
    while True:
        yield "*"


def _slice(share: float, room: int, pen: Pen) -> str:
    if share <= 0:
        return ""
    if not pen.unicode:
        return "#" * max(1, round(share * room))
    eighths = max(1, round(share * room * 8))
    return "█" * (eighths // 8) + _SLICES[eighths % 8].strip()


def _padded(text: str, columns: int, pen: Pen) -> str:
    short = _cut(_plain(one_line(text), pen), columns, pen)
    return short + " " * (columns - width_of(short))


def _cut(text: str, columns: int, pen: Pen) -> str:
    if width_of(text) <= columns:
        return text
    mark = "…" if pen.unicode else "."
    while text and width_of(text) + 1 > columns:
        text = text[:-1]
    return text.rstrip() + mark


def _plain(text: str, pen: Pen) -> str:
    """The text itself, or its nearest ASCII with ? for what has none."""
    if pen.unicode:
        return text
    ready = text.replace("–", "-").replace("…", ".").replace("’", "'")
    bare = "".join(c for c in unicodedata.normalize("NFKD", ready) if not unicodedata.combining(c))
    return bare.encode("ascii", "replace").decode("ascii")
