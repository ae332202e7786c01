"""The words that charts add of their own, and how they write dates and numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from ownwords.counting.periods import Bar
from ownwords.records.times import DAY, HOUR, from_micros

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def with_commas(value: int) -> str:
    """A count with its thousands set apart as in English."""
    return f"{value:,}"


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """Words of one interface language; the default is English.

    ``day`` and ``month`` are patterns with {day}, {month} and {year}; ``peak`` has {posts} and
    {when}; ``total`` has {posts} and {when}, the whole span.
    """

    months: tuple[str, ...] = _MONTHS
    number: Callable[[int], str] = with_commas
    day: str = "{day} {month}"
    month: str = "{month} {year}"
    week: str = "week of {day}"
    total: str = "{posts} posts, {when}."
    peak: str = "Most on {when}: {posts}."
    nothing: str = "Nothing counted yet."
    column: str = "One column joins {bars} bars."
    joined: str = "Where bars join several days, their height is the mean."


ENGLISH = Wording()


def day_of(at: int, wording: Wording, *, year: bool = True) -> str:
    """A day as written: ``11 Jan 2014``."""
    moment = from_micros(at)
    day = wording.day.format(day=moment.day, month=wording.months[moment.month - 1])
    return f"{day} {moment.year}" if year else day


def axis_label(bar: Bar, wording: Wording, *, year: bool) -> str:
    """The short name of a bar under the axis."""
    length = bar.end - bar.start
    if length <= HOUR:
        return f"{day_of(bar.start, wording, year=year)} {_clock(from_micros(bar.start))}"
    if _is_month(bar):
        return _month(bar.start, wording)
    if length <= DAY or _is_week(bar):
        return day_of(bar.start, wording, year=year)
    return span_label(bar.start, bar.end, wording, year=year)


def full_label(bar: Bar, wording: Wording) -> str:
    """The whole name of a bar, in tables and descriptions."""
    length = bar.end - bar.start
    if length <= HOUR:
        return f"{day_of(bar.start, wording)}, {_clock(from_micros(bar.start))}"
    if length <= DAY:
        return day_of(bar.start, wording)
    if _is_week(bar):
        return wording.week.format(day=day_of(bar.start, wording))
    if _is_month(bar):
        return _month(bar.start, wording)
    return span_label(bar.start, bar.end, wording)


def span_label(start: int, end: int, wording: Wording, *, year: bool = True) -> str:
    """From one day through another, the last day included."""
    last_moment = max(start, end - 1)
    both = from_micros(start).year != from_micros(last_moment).year
    first = day_of(start, wording, year=year and both)
    last = day_of(last_moment, wording, year=year)
    return last if last == day_of(start, wording, year=year) else f"{first} – {last}"


def _is_week(bar: Bar) -> bool:
    return bar.end - bar.start == 7 * DAY and from_micros(bar.start).isoweekday() == 1


def _is_month(bar: Bar) -> bool:
    whole = from_micros(bar.start).day == from_micros(bar.end).day == 1
    return whole and 28 * DAY <= bar.end - bar.start <= 31 * DAY


def _month(at: int, wording: Wording) -> str:
    moment = from_micros(at)
    return wording.month.format(month=wording.months[moment.month - 1], year=moment.year)


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"
