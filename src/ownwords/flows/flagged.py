"""Which posts hold what could give somebody away: screened as they come in, for the team's eyes.

Kinds are kept a post in cache/flags/, never words: a small taking is screened at once, a large one
by ``ownwords rebuild``, since screening a million posts takes most of a minute. What is shown to
others is screened anew in any case (screened.py, teller.py, finished_screen.py).
"""

from __future__ import annotations

from collections import Counter

import msgspec

from ownwords.archive.row_readings import (
    Reading,
    answers,
    behind,
    bring_up_to_date,
    entries,
    forget,
    is_read,
)
from ownwords.consent.screening import RULES_VERSION, screen
from ownwords.workspace import Workspace

AT_ONCE = 20_000
"""Posts that a gather screens before it returns: less than a second."""

_FOLDER = "flags"


class Flagged(msgspec.Struct, frozen=True):
    """Posts by kind of what they hold, and how many posts nobody has screened yet."""

    kinds: dict[str, int]
    unread: int


def screen_what_came_in(workspace: Workspace, most: int | None = AT_ONCE) -> int:
    """Screen what is not screened yet, unless it is more than ``most``; says how many that were."""
    reading = _reading(workspace)
    if most is not None and behind(workspace.vault, reading) > most:
        return 0
    return bring_up_to_date(workspace.vault, reading)


def screen_again(workspace: Workspace) -> int:
    """Screen every post anew."""
    forget(workspace.vault, _FOLDER)
    return screen_what_came_in(workspace, None)


def flagged(workspace: Workspace) -> Flagged:
    """What is known; hidden accounts are left out. Reads no words."""
    from ownwords.archive.chunks import read_columns

    vault, reading = workspace.vault, _reading(workspace)
    hidden = vault.desk.hidden()
    kinds: Counter[str] = Counter()
    unread = 0
    for entry in entries(vault):
        if not is_read(vault, reading, entry):
            unread += entry.rows
            continue
        [accounts] = read_columns(vault.folder, entry, ("attributed_to",))
        found, again = answers(vault, reading, entry), vault.engine.standing_elsewhere(entry)
        for place, (account, said) in enumerate(zip(accounts, found, strict=True)):
            if said and account not in hidden and place not in again:
                kinds.update(said.split())
    return Flagged(dict(kinds.most_common()), unread)


def _reading(workspace: Workspace) -> Reading:
    regions = workspace.campaign.policy.regions
    rules = f"screening {RULES_VERSION}, regions {' '.join(sorted(regions))}"

    def kinds(words: str) -> str:
        found = dict.fromkeys(flag.kind.value for flag in screen(words, regions=regions))
        return " ".join(found)

    return Reading(_FOLDER, "kinds", rules, kinds)
