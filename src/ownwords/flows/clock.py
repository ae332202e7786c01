"""The one clock of the flows, so that a build can be repeated."""

from __future__ import annotations

import os
import time


def now() -> int:
    """Microseconds since 1970 UTC.

    ``SOURCE_DATE_EPOCH`` (seconds) stands in for the clock, so that builds can be repeated.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(fixed) * 1_000_000 if fixed.isdigit() else time.time_ns() // 1000
