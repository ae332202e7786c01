"""Times as ISO 8601 writes them, which most networks do."""

from __future__ import annotations

from datetime import UTC, datetime

from ownwords.records.times import EPOCH


def micros_of_iso(text: str) -> int:
    """Microseconds UTC of ``2014-01-11T05:12:00.000Z``; without a zone UTC is meant.

    ValueError for anything else.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
