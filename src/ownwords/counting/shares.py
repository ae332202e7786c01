"""Shares that say how sure they are."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import msgspec


class Share(msgspec.Struct, frozen=True):
    """``part`` of ``whole`` as a fraction, with the interval that chance alone would explain.

    ``value``, ``low`` and ``high`` lie between 0 and 1 and ``low <= value <= high``. A whole of 0
    tells nothing: value 0, interval 0 to 1.
    """

    part: int
    whole: int
    value: float
    low: float
    high: float


def share(part: int, whole: int, confidence: float = 0.95) -> Share:
    """The share of a sample, with the Wilson score interval.

    Right for a simple random sample. A complete count has no sampling error: show it without
    the interval. Raises ValueError unless 0 <= part <= whole and 0 < confidence < 1.

    Method: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    J. Am. Stat. Assoc. 22 (1927) 209-212; recommended for small samples by Brown, Cai and
    DasGupta, Stat. Sci. 16 (2001) 101-133.
    """
    if not 0 <= part <= whole:
        raise ValueError("A share needs 0 <= part <= whole.")
    if not 0 < confidence < 1:
        raise ValueError("Confidence lies between 0 and 1, both excluded.")
    if whole == 0:
        return Share(0, 0, 0.0, 0.0, 1.0)
    value = part / whole
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    stretch = 1 + z * z / whole
    middle = (value + z * z / (2 * whole)) / stretch
    reach = z * sqrt(value * (1 - value) / whole + z * z / (4 * whole * whole)) / stretch
    # Rounding may push a bound past the share itself at 0 and at 1.
    low = 0.0 if part == 0 else min(value, max(0.0, middle - reach))
    high = 1.0 if part == whole else max(value, min(1.0, middle + reach))
    return Share(part, whole, value, low, high)


def percent(value: float) -> str:
    """A fraction as people read it: one decimal below 10%, none above; never a false 0 or 100.

    >>> [percent(x) for x in (0, 0.0004, 0.0312, 0.5, 0.9996, 1)]
    ['0%', '<0.1%', '3.1%', '50%', '>99%', '100%']
    """
    if value <= 0:
        return "0%"
    if value >= 1:
        return "100%"
    if value < 0.001:
        return "<0.1%"
    if value > 0.99:
        return ">99%"
    hundred = value * 100
    return f"{hundred:.1f}%" if hundred < 9.95 else f"{hundred:.0f}%"
