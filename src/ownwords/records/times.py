"""Times: UTC, microseconds, and people's partial dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR = 3_600_000_000
DAY = 24 * HOUR
"""Microseconds. Days are of UTC, where each has as many hours."""
_MICROSECOND = timedelta(microseconds=1)
_DAY_WRITTEN, _SECOND_WRITTEN = len("2014-01-11"), len("2014-01-11T05:12:30")


def to_micros(moment: datetime) -> int:
    """Microseconds since 1970 UTC, exact for every aware datetime."""
    return (moment - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The inverse of :func:`to_micros`."""
    return EPOCH + timedelta(microseconds=micros)


def iso(micros: int | None) -> str:
    """Microseconds UTC as ISO 8601 with a Z, seconds precise; empty for None."""
    return "" if micros is None else f"{from_micros(micros).isoformat()[:_SECOND_WRITTEN]}Z"


def iso_day(micros: int | None) -> str:
    """The ISO day, UTC, that a moment belongs to; empty for None."""
    return "" if micros is None else from_micros(micros).isoformat()[:_DAY_WRITTEN]


class PartialDate(msgspec.Struct, frozen=True):
    """A date as people give it: ``2014``, ``2014-01``, ``2014-01-09`` or a full time.

    ``text`` is what was said; ``start`` and ``end`` (exclusive) bound it in microseconds UTC;
    ``precision`` is ``year``, ``month`` or ``day``, empty for a time. Nothing finer than what was
    said is ever invented.
    """

    text: str
    start: int
    end: int
    precision: str = ""

    @staticmethod
    def parse(text: str) -> PartialDate:
        """Read ISO 8601 of any precision; raises ValueError for anything else.

        A week is refused: no page says one, and its Monday is finer than what was said.
        """
        try:
            return PartialDate._parsed(text.strip())
        except OverflowError as error:
            raise ValueError("The date lies beyond the calendar.") from error

    @staticmethod
    def _parsed(said: str) -> PartialDate:
        parts = said.split("-")
        if "W" in said:
            raise ValueError("A week is no date.")
        if len(said) == 4 and said.isascii() and said.isdigit():
            precision, first, after = "year", date(int(said), 1, 1), date(int(said) + 1, 1, 1)
        elif len(said) == 7 and len(parts) == 2:
            precision, first = "month", date(int(parts[0]), int(parts[1]), 1)
            after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        elif len(said) <= _DAY_WRITTEN:
            precision, first = "day", date.fromisoformat(said)
            after = first + timedelta(days=1)
        else:
            moment = datetime.fromisoformat(said)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            micros = to_micros(moment)
            return PartialDate(said, micros, micros + 1)
        return PartialDate(said, midnight(first), midnight(after), precision)


def midnight(day: date) -> int:
    """When a day begins, UTC."""
    return to_micros(datetime(day.year, day.month, day.day, tzinfo=UTC))
