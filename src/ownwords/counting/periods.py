"""Hours, days, weeks and months in UTC, and counts that fill them without a gap.

A week starts on Monday and is numbered as in ISO 8601. Moments are microseconds since 1970 UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, Protocol, get_args

import msgspec

from ownwords.records.times import DAY, HOUR, from_micros, midnight, to_micros

Period = Literal["hour", "day", "week", "month"]
PERIODS: tuple[Period, ...] = get_args(Period)

WEEK = 7 * DAY
_FIXED = {"hour": HOUR, "day": DAY, "week": WEEK}
_EPOCH_MONDAY = 4 * DAY  # 1970-01-05


class Bar(msgspec.Struct, frozen=True):
    """What was counted from ``start`` until ``end`` (exclusive).

    ``accounts`` counts distinct accounts, so accounts of neighbouring bars never add up; it is
    None where it is not known.
    """

    start: int
    end: int
    posts: int
    accounts: int | None = None


class Binned(Protocol):
    """A count of one period, as the archive's engine answers."""

    @property
    def start(self) -> int: ...
    @property
    def posts(self) -> int: ...
    @property
    def accounts(self) -> int: ...


def start_of(at: int, by: Period) -> int:
    """The first microsecond of the period that holds ``at``."""
    if by == "month":
        return to_micros(from_micros(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0))
    offset = _EPOCH_MONDAY if by == "week" else 0
    return at - (at - offset) % _FIXED[by]


def end_of(at: int, by: Period) -> int:
    """The first microsecond after the period that holds ``at``."""
    start = start_of(at, by)
    if by != "month":
        return start + _FIXED[by]
    first = from_micros(start)
    return to_micros(first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1))


def fill(bins: Iterable[Binned], by: Period) -> Iterator[Bar]:
    """Every period from the first count to the last, with zeros where nothing was counted.

    ``bins`` stand in order of time, one a period. Raises ValueError when they do not.
    """
    wanted: int | None = None
    for found in bins:
        start = start_of(found.start, by)
        if wanted is not None and start < wanted:
            raise ValueError("Counts over time must stand in order, one for each period.")
        while wanted is not None and wanted < start:
            after = end_of(wanted, by)
            yield Bar(wanted, after, 0, 0)
            wanted = after
        wanted = end_of(start, by)
        yield Bar(start, wanted, found.posts, found.accounts)


def bars_of(rows: Iterable[tuple[str, int, int]]) -> tuple[Bar, ...]:
    """Rows of (name of a period, posts, voices), as the gate clears them, in order of time.

    Raises ValueError for a name that is no period.
    """
    bars = (Bar(*span_of(label), posts, voices) for label, posts, voices in rows)
    return tuple(sorted(bars, key=lambda bar: (bar.start, bar.end)))


def label_of(at: int, by: Period) -> str:
    """The ISO 8601 name: ``2014-01-11T05``, ``2014-01-11``, ``2014-W02`` or ``2014-01``."""
    moment = from_micros(start_of(at, by))
    if by == "week":
        year, week, _ = moment.isocalendar()
        return f"{year:04d}-W{week:02d}"
    length = {"hour": 13, "day": 10, "month": 7}[by]
    return moment.isoformat()[:length]


_LABEL = re.compile(
    r"(?P<year>\d{4})-(?:W(?P<week>\d\d)|(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<hour>\d\d)"
    r"(?::00(?::00)?Z?)?)?)?)",
    re.ASCII,
)


def span_of(label: str) -> tuple[int, int]:
    """Start and end (exclusive) of a period that :func:`label_of` named.

    Two names joined by ``/`` span from the first through the second. Raises ValueError for
    anything else.
    """
    first, slash, last = label.partition("/")
    start, end = _one_span(first)
    if slash:
        end = _one_span(last)[1]
    if end <= start:
        raise ValueError("A span of time ends before it starts.")
    return start, end


def _one_span(label: str) -> tuple[int, int]:
    found = _LABEL.fullmatch(label)
    if found is None:
        raise ValueError("Not the name of an hour, day, week or month.")
    year = int(found["year"])
    if found["week"]:
        at, by = midnight(date.fromisocalendar(year, int(found["week"]), 1)), "week"
    elif not found["day"]:
        at, by = midnight(date(year, int(found["month"]), 1)), "month"
    else:
        at, by = midnight(date(year, int(found["month"]), int(found["day"]))), "day"
    if found["hour"]:
        hour = int(found["hour"])
        if hour > 23:
            raise ValueError("A day has no such hour.")
        at, by = at + hour * HOUR, "hour"
    return at, end_of(at, by)  # type: ignore[arg-type]
