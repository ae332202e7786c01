"""How far a search through large files is: bytes, rate and remaining time, in one line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ownwords.flows.dump_search import Progress

LIVE, PLAIN = 0.2, 30.0
"""Seconds between two lines on a terminal, and where lines stay."""

_UNITS = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"))
_STEPS = ((86_400, "d"), (3_600, "h"), (60, "min"))


class Meter:
    """Says now and then how far it is, and once of each file that its process ended."""

    def __init__(self, *, live: bool) -> None:
        self._every = LIVE if live else PLAIN
        self._said_at = time.monotonic()
        self._again: set[str] = set()

    def line(self, progress: Progress) -> str:
        """The line to show now, or an empty text when the last is new enough."""
        now = time.monotonic()
        if now - self._said_at < self._every:
            return ""
        self._said_at = now
        return in_words(progress)

    def notices(self, progress: Progress) -> list[str]:
        """What to say of files that were not spoken of before."""
        new = [name for name in progress.again if name not in self._again]
        self._again.update(new)
        return [f"{name}: the process that searched it ended; another goes on." for name in new]


def in_words(progress: Progress) -> str:
    """``2 of 40 files, 12.3 of 80.1 GB, 210 MB/s unpacked, 5 min left``."""
    seconds = max(progress.seconds, 0.001)
    words = [
        f"{progress.files:,} of {progress.all_files:,} files",
        f"{size_in_words(progress.stored)} of {size_in_words(progress.all_stored)}",
        f"{size_in_words(progress.unpacked / seconds)}/s unpacked",
    ]
    if progress.stored:
        left = seconds * (progress.all_stored - progress.stored) / progress.stored
        words.append(f"{time_in_words(left)} left")
    return ", ".join(words)


def size_in_words(size: float) -> str:
    """``1.5 GB``; below a million in kB."""
    for unit, name in _UNITS:
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size / 1e3:.0f} kB"


def time_in_words(seconds: float) -> str:
    """``3 min``, rounded up; below a minute in seconds."""
    for unit, name in _STEPS:
        if seconds >= unit:
            return f"{-(-int(seconds) // unit)} {name}"
    return f"{int(seconds)} s"
