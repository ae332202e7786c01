"""Round numbers for an axis."""

from __future__ import annotations

from math import floor, log10


def ticks(top: float, want: int = 3) -> tuple[int, ...]:
    """About ``want`` round whole numbers above 0 and up to ``top``, evenly spaced.

    Steps are 1, 2, 2.5 or 5 times a power of ten, after P. Heckbert, Nice numbers for graph
    labels, in Graphics Gems (1990) 61-63; whole numbers only, because posts are. Empty when
    ``top`` is below 1.
    """
    if top < 1:
        return ()
    step = _step(top / max(1, want))
    return tuple(range(step, floor(top) + 1, step))


def _step(rough: float) -> int:
    """The smallest round whole step that makes at most a third more ticks than were asked for."""
    least = max(1.0, rough * 0.75)
    power: int = 10 ** floor(log10(least))
    steps = [power, 2 * power, 5 * power, 10 * power]
    if power > 1:
        steps.insert(2, power // 2 * 5)
    return next(step for step in steps if step >= least)


def compact(number: int) -> str:
    """A count in few characters for an axis: ``950``, ``1.2k``, ``35k``, ``4.1M``."""
    for size, suffix in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if number >= size:
            value = number / size
            short = f"{floor(value * 10) / 10:.1f}".removesuffix(".0") if value < 100 else ""
            return (short or str(floor(value))) + suffix
    return str(number)
