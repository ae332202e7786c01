"""Dates as pages print them: no finer than they were given, UTC."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from ownwords.counting.periods import span_of
from ownwords.locales.tongue import Tongue
from ownwords.records.times import PartialDate, from_micros, iso_day

_DAY, _MINUTE = len("2014-01-11"), len("2014-01-11T05:12")


_REMEMBERED = 1 << 15
"""Moments that are remembered: each stands in three lists and in the search."""


_WRITTEN = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


@lru_cache(maxsize=_REMEMBERED)
def _is_as_we_write(said: str) -> bool:
    """Whether a moment is spelled as ``records.times.iso`` does: then its day stands in it."""
    if not _WRITTEN.fullmatch(said):
        return False
    try:
        datetime.fromisoformat(said)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=_REMEMBERED)
def _parsed(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


@lru_cache(maxsize=_REMEMBERED)
def key(said: str) -> str:
    """The ISO day that a moment belongs to, or the month or year when no day was given.

    Empty when the text is no date.
    """
    if _is_as_we_write(said):
        return said[:_DAY]
    given = _parsed(said)
    if given is None:
        return ""
    return given.text if given.precision in {"year", "month"} else iso_day(given.start)


@lru_cache(maxsize=_REMEMBERED)
def machine(said: str, *, exact: bool) -> str:
    """For the ``datetime`` attribute: the day, or with ``exact`` the minute when it was given."""
    if exact and _is_as_we_write(said):
        return f"{said[:_MINUTE]}Z"
    given = _parsed(said)
    if given is None or not exact or given.precision:
        return key(said)
    return from_micros(given.start).replace(tzinfo=None).isoformat(timespec="minutes") + "Z"


@lru_cache(maxsize=_REMEMBERED)
def spoken(tongue: Tongue, said: str, *, exact: bool = False) -> str:
    """For people: ``11 January 2014``, with ``exact`` also the time of day when it was given."""
    given = _parsed(said)
    if given is None:
        return ""
    moment = from_micros(given.start)
    if given.precision == "year":
        return given.text
    if given.precision == "month":
        return tongue.month(moment)
    day = tongue.day(moment.date())
    if not exact or given.precision:
        return day
    return tongue.gettext("%(day)s, %(time)s UTC", day=day, time=_time(moment))


def hour(tongue: Tongue, said: str, *, exact: bool) -> str:
    """The time of day alone, for a list under the day; empty when not given or not ``exact``."""
    given = _parsed(said)
    if given is None or not exact or given.precision:
        return ""
    return tongue.gettext("%(time)s UTC", time=_time(from_micros(given.start)))


def _time(moment: datetime) -> str:
    return f"{moment.hour:02}:{moment.minute:02}"


def between(tongue: Tongue, first: str, last: str, *, exact: bool = False) -> str:
    """``4–20 January 2014``, ``4 January – 2 February 2014`` and so on."""
    one, two = spoken(tongue, first, exact=exact), spoken(tongue, last, exact=exact)
    if not one or not two or one == two:
        return one or two
    head, tail = one.split(" "), two.split(" ")
    while head and tail and head[-1] == tail[-1]:
        head.pop()
        tail.pop()
    return f"{head[0]}–{two}" if len(head) == 1 else f"{' '.join(head)} – {two}"


def label(tongue: Tongue, text: str) -> str:
    """A row label of a table over time for people, also two of them joined by ``/``.

    What names no period stays as it is.
    """
    try:
        start, end = span_of(text)
    except ValueError:
        return text
    first, joined, last = text.partition("/")
    if "W" in text:
        first, last = iso_day(start), iso_day(end - 1)
        if joined:
            return between(tongue, first, last)
        return tongue.gettext("week of %(day)s", day=spoken(tongue, first))
    if len(first) > _DAY:
        one, two = (f"{iso_day(at)}T{from_micros(at):%H}:00Z" for at in (start, end))
        if joined:
            return between(tongue, one, two, exact=True)
        return spoken(tongue, one, exact=True)
    return between(tongue, first, last)
