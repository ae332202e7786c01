"""What every format of X has in common: addresses, escapes, times, and the clock inside an id."""

from __future__ import annotations

from ownwords.gather.iso_times import micros_of_iso

NETWORK = "x"
_FIRST_TIMED_ID = 29_700_859_247
"""Ids from November 2010 on carry their time (the platform's snowflake scheme)."""
_ID_EPOCH_MS = 1_288_834_974_657
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_STATUS = "https://x.com/i/status/"
_ACCOUNT = "https://x.com/i/user/"


def status_uri(native: str) -> str:
    """The address of a post that holds whatever its author is called; empty for no id."""
    return _STATUS + native if native else ""


def account_uri(native: str) -> str:
    """The address of an account that holds through changes of its handle; empty for no id."""
    return _ACCOUNT + native if native else ""


def page_of(handle: str, native: str) -> str:
    """Where a reader would look at the post."""
    return f"https://x.com/{handle}/status/{native}" if handle else _STATUS + native


def unescape(text: str) -> str:
    """Undo the platform's escaping, which touches ``& < >`` and nothing else."""
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def micros_of_words(text: str) -> int:
    """Microseconds UTC of ``Sat Jan 11 05:12:00 +0000 2014`` or ISO 8601; ValueError else."""
    if text[:4].isdigit():
        return micros_of_iso(text.replace(" +", "+"))
    _, month, day, clock, zone, year = text.split(" ")
    return micros_of_iso(f"{int(year):04}-{_MONTHS.get(month, 0):02}-{day}T{clock}{zone}")


def micros_of_id(native: str) -> int | None:
    """The time inside an id, exact to the millisecond; None for ids that carry none."""
    if not native.isdecimal() or not native.isascii() or len(native) > 20:
        return None
    number = int(native)
    if number < _FIRST_TIMED_ID:
        return None
    return ((number >> 22) + _ID_EPOCH_MS) * 1000
