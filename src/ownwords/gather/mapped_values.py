"""Values of mapped columns: ids that a spreadsheet rounded, times, lists in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from ownwords.gather.x_dialect import micros_of_words
from ownwords.records.times import PartialDate, to_micros

_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_EXACT_DIGITS = 15
"""A spreadsheet keeps this many digits of a number and writes zeros for the rest."""
_LONG = 20
"""Digits of which no number is exact, whatever they are."""
_STATUS = re.compile(r"/status(?:es)?/(\d+)")
_LONGEST_DATE = len("2014-01-11")
_TIME_OF_DAY = frozenset("HIcX")
_COARSER = {"day": frozenset("djxaAwu"), "month": frozenset("bBm")}
"""What Python's strptime calls the parts of a time, a day and a month."""
_SPLIT = re.compile(r"[,;\s]+")


def text_of(value: Any) -> str:
    """A value as text; a list is no text."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, list | dict):
        return ""
    return str(value)


def is_rounded(native: str, *, sound: bool) -> bool:
    """Whether an id shows the marks of a spreadsheet: ``3.8E+17``, or zeros after 15 digits.

    One id in a thousand ends that way by chance. ``sound`` says that the other ids of the source
    do not; then only six zeros or more are refused.
    """
    if _SCIENTIFIC.fullmatch(native):
        return True
    if not native.isdecimal() or len(native) <= _EXACT_DIGITS:
        return False
    if len(native) < _LONG and int(native) <= 1 << 53:
        return False
    zeros = len(native) - len(native.rstrip("0"))
    return zeros >= (6 if sound else max(len(native) - _EXACT_DIGITS, 2))


def is_sound(natives: Iterable[str]) -> bool:
    """Whether at least ten long ids were seen and hardly one shows the marks of rounding."""
    long = [n for n in natives if (n.isdecimal() and len(n) > _EXACT_DIGITS) or "E+" in n.upper()]
    rounded = sum(is_rounded(native, sound=False) for native in long)
    return len(long) >= 10 and rounded * 20 <= len(long)


def id_in_url(url: str) -> str:
    """The native id in the address of a post; the address itself when it holds none."""
    found = _STATUS.search(url)
    return found.group(1) if found else url.strip()


@lru_cache(maxsize=4096)
def moment_of(said: str, form: str, zone: str) -> tuple[int, str]:
    """Microseconds UTC and the precision of a time; ValueError when it cannot be read.

    Without a form: ISO 8601 of any precision, seconds or milliseconds since 1970, or the
    platform's ``Sat Jan 11 05:12:00 +0000 2014``.
    """
    if form:
        precision = _precision_of(form)
        said_in = "UTC" if precision else zone  # a day is the same day everywhere
        return _in_zone(datetime.strptime(said, form), said_in), precision  # noqa: DTZ007
    if said.isdecimal() and said.isascii() and len(said) in {10, 13, 16}:
        return int(said) * 10 ** (16 - len(said)), ""
    if said[:1].isalpha():
        return micros_of_words(said), ""
    if len(said) <= _LONGEST_DATE:
        date = PartialDate.parse(said)
        return date.start, date.precision
    return _in_zone(datetime.fromisoformat(said), zone), ""


@lru_cache(maxsize=16)
def _precision_of(form: str) -> str:
    """How exact a time of this form is: a day without an hour is no midnight."""
    parts = frozenset(re.findall(r"%(.)", form))
    if parts & _TIME_OF_DAY:
        return ""
    return next((name for name, signs in _COARSER.items() if parts & signs), "year")


def _in_zone(moment: datetime, zone: str) -> int:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC if zone == "UTC" else ZoneInfo(zone))
    return to_micros(moment)


def list_of(value: Any) -> tuple[str, ...]:
    """A list, or a cell that holds one: JSON, or words between commas or spaces; no ``#``."""
    if isinstance(value, str):
        value = _list_in(value)
    if not isinstance(value, list):
        return ()
    return tuple([one.lstrip("#＃") for one in value if isinstance(one, str) and one])


def _list_in(cell: str) -> list[Any]:
    if cell[:1] not in {"{", "["}:
        return _SPLIT.split(cell) if cell else []
    try:
        found = orjson.loads(cell)
    except orjson.JSONDecodeError:
        return []
    if isinstance(found, dict):
        found = found.get("hashtags", [])
        found = [tag.get("text") for tag in found if isinstance(tag, dict)]
    return found if isinstance(found, list) else []
