"""Dates as pages print them: no finer than they were given, UTC."""

from __future__ import annotations

import re
from datetime import date

from ownwords.records.times import PartialDate, from_micros

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_RANGE = re.compile(r"(.+?)(?:/|\.\.|–)(.+)")
_WEEK = re.compile(r"\d{4}-W(0[1-9]|[1-4]\d|5[0-2])")
_HOUR = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d)(?::00)?Z?")


def _parsed(text: str) -> PartialDate | None:
    if "W" in text:
        return None  # an ISO week is no day
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def key(said: str) -> str:
    """The ISO day that a moment belongs to, or the month or year when no day was given.

    Empty when the text is no date.
    """
    given = _parsed(said)
    if given is None:
        return ""
    if len(given.text) in {4, 7}:
        return given.text
    return from_micros(given.start).strftime("%Y-%m-%d")


def machine(said: str, *, exact: bool) -> str:
    """For the ``datetime`` attribute: the day, or with ``exact`` the minute when it was given."""
    given = _parsed(said)
    if given is None or not exact or len(given.text) <= 10:
        return key(said)
    return from_micros(given.start).strftime("%Y-%m-%dT%H:%MZ")


def spoken(said: str, *, exact: bool = False) -> str:
    """For people: ``11 January 2014``, with ``exact`` also the time of day when it was given."""
    given = _parsed(said)
    if given is None:
        return ""
    moment = from_micros(given.start)
    if len(given.text) == 4:
        return given.text
    month = f"{MONTHS[moment.month - 1]} {moment.year:04d}"
    if len(given.text) == 7:
        return month
    day = f"{moment.day} {month}"
    return f"{day}, {moment:%H:%M} UTC" if exact and len(given.text) > 10 else day


def hour(said: str, *, exact: bool) -> str:
    """The time of day alone, for a list under the day; empty when not given or not ``exact``."""
    given = _parsed(said)
    if given is None or not exact or len(given.text) <= 10:
        return ""
    return f"{from_micros(given.start):%H:%M} UTC"


def between(first: str, last: str) -> str:
    """``4 to 20 January 2014``, ``4 January to 2 February 2014`` and so on."""
    one, two = spoken(first), spoken(last)
    if not one or not two or one == two:
        return one or two
    head, tail = one.split(" "), two.split(" ")
    while head and tail and head[-1] == tail[-1]:
        head.pop()
        tail.pop()
    return f"{' '.join(head)} to {two}"


def label(text: str) -> str:
    """A row label of a table over time for people; what is no date stays as it is."""
    if _WEEK.fullmatch(text):
        monday = date.fromisoformat(f"{text}-1")
        return f"week of {spoken(monday.isoformat())}"
    hour = _HOUR.fullmatch(text)
    if hour:
        return f"{spoken(hour[1])}, {hour[2]}:00 UTC"
    if spoken(text):
        return spoken(text)
    ends = _RANGE.fullmatch(text)
    if ends and spoken(ends[1]) and spoken(ends[2]):
        return between(ends[1], ends[2])
    return text
