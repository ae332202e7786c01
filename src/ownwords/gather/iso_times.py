"""Times as ISO 8601 writes them, which most networks do."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ownwords.records.times import EPOCH

_LEAP = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:)60", re.ASCII)


def micros_of_iso(text: str) -> int:
    """Microseconds UTC of ``2014-01-11T05:12:00.000Z``; without a zone UTC is meant.

    A leap second is the one after it, as computers count. ValueError for anything else.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        leap = _LEAP.match(text)
        if leap is None:
            raise
        return micros_of_iso(f"{leap[1]}59{text[leap.end() :]}") + 1_000_000
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def micros_if_iso(said: object) -> int | None:
    """The same of what stands in a record; None when that is no text, or no time."""
    try:
        return micros_of_iso(said) if isinstance(said, str) else None
    except ValueError:
        return None
