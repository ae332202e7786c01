"""What became of stories and editions when somebody, or a post, was taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ownwords.cli import show

if TYPE_CHECKING:
    from ownwords.flows.recalled import Recalled


def say_recalled(recalled: Recalled) -> None:
    """Say what was cut and removed, where copies stand, and what there is in their place."""
    for name in recalled.stories:
        show.say(f"A quotation was cut from stories/{name}: read the passage again.")
    for number in recalled.editions:
        show.say(f"Edition {number} held them and is removed.")
    new = ", and put the new one there" if recalled.in_place else ""
    for place in recalled.places:
        show.say(f"Take it away yourself{new}: {place}")
    if recalled.replacement:
        show.say(f"Replacement: {recalled.replacement}\n  as one file: {recalled.packed}")
    for name in recalled.left_out:
        show.say(
            f"Finished, and not in it: stories/{name}. It was not in the edition before; when "
            "readers may have it: ownwords publish"
        )
    if recalled.stopped:
        show.say(f"No replacement yet: {recalled.stopped}")


def summary_of(passes: Sequence[Recalled]) -> dict[str, object]:
    """The fields of ``--json``: of one pass over everything, or of several in their order."""
    last = passes[::-1]
    return {
        "editions": sorted({number for one in passes for number in one.editions}),
        "places": list(dict.fromkeys(place for one in passes for place in one.places)),
        "replacement": next((str(one.replacement) for one in last if one.replacement), ""),
        "stories_left_out": next((one.left_out for one in last if one.left_out), []),
        "stopped": next((one.stopped for one in last if one.stopped), ""),
    }
