"""When it was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ownwords.charts.timeline import Timeline
from ownwords.charts.wording import ENGLISH, Wording
from ownwords.counting.periods import Bar, fill
from ownwords.records.campaign import Moment

if TYPE_CHECKING:
    from ownwords.archive.engine import Engine, Step

_TITLES = {"hour": "Posts an hour", "day": "Posts a day", "week": "Posts a week"}


def timeline(engine: Engine, by: Step, tag: str = "") -> tuple[Bar, ...]:
    """Posts and accounts of every hour, day or week (UTC) from the first post to the last.

    Hours without a post are there with zeros. Posts whose date is coarser than the step are left
    out. For the team: what an edition shows goes through the gate.
    """
    return tuple(fill(engine.bins(by, tag), by))


def picture(
    bars: Sequence[Bar],
    by: Step,
    moments: Sequence[Moment] = (),
    *,
    tag: str = "",
    wording: Wording = ENGLISH,
) -> Timeline:
    """The chart of a timeline with the campaign's moments, for a page or a terminal."""
    title = f"{_TITLES[by]}, #{tag.lstrip('#')}" if tag else _TITLES[by]
    return Timeline(
        id="timeline", title=title, bars=tuple(bars), moments=tuple(moments), wording=wording
    )
