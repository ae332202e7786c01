"""Who used a tag first: for the team alone, an edition never says it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from ownwords.archive.answers import FirstUse
from ownwords.consent.gate import release
from ownwords.flows.people import name_of
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Use
from ownwords.workbench.asked import Answer, Asked, Page, Shown
from ownwords.workspace import Workspace

SHOWN = 20


@dataclass(frozen=True, slots=True)
class First:
    """Somebody's first post with the tag."""

    id: str
    words: Cleared
    who: str
    published: int


def show(asked: Asked) -> Answer:
    """The first post with a tag of each account, the earliest first."""
    bench = asked.bench
    tags = bench.workspace.campaign.hashtags
    tag = asked.query("tag").strip().lstrip("#") or tags[0]
    uses = bench.known(f"first {tag}", partial(_uses, tag))
    engine, team = bench.workspace.vault.engine, bench.team()
    ids = [one.id for one in uses]
    heads, words = engine.heads(ids), engine.words(ids)
    rows = []
    for one in uses:
        cleared = release(words[one.id], Use.READ, team) if one.id in words else None
        if isinstance(cleared, Cleared):
            rows.append(
                First(one.id, cleared, name_of(heads[one.id], team, bench.tongue), one.published)
            )
    return Shown("first.html", {"tag": tag, "tags": tags, "rows": tuple(rows)})


def _uses(tag: str, workspace: Workspace) -> list[FirstUse]:
    return workspace.vault.engine.first_users(tag, SHOWN)


PAGES = (Page("GET", "/first", show),)
