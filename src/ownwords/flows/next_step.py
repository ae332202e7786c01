"""What a team would do next."""

from __future__ import annotations

import msgspec

from ownwords.flows.interrupted import interrupted
from ownwords.workspace import Workspace


class NextStep(msgspec.Struct, frozen=True):
    """Where a campaign stands and the one step that brings it on."""

    where_we_are: str
    what: str
    command: str


def next_step(workspace: Workspace) -> NextStep:
    """Look at the folder and name one step."""
    posts = workspace.vault.engine.totals().posts
    if waiting := _unfinished(workspace, posts):
        return waiting
    if not posts:
        return NextStep(
            "nothing has come in yet.",
            "take in your own export first, and say that it is yours.",
            "ownwords gather my-export.zip --mine",
        )
    where = f"{posts:,} posts are kept."
    if not workspace.vault.desk.statements():
        return NextStep(
            where,
            "nobody has said yes yet, so nobody can be quoted. Record what people tell you.",
            "ownwords consent record ACCOUNT --answer yes --use verbatim --evidence WHERE",
        )
    if not any(workspace.folder.stories.glob("*.md")):
        return NextStep(
            where,
            "find words for a story; --blocks prints quotations to paste into stories/NAME.md.",
            "ownwords search WORD --blocks",
        )
    if not workspace.vault.desk.editions():
        return NextStep(where, "build the first edition.", "ownwords publish")
    return NextStep(where, "build the next edition when something changed.", "ownwords publish")


def _unfinished(workspace: Workspace, posts: int) -> NextStep | None:
    """What was begun and did not come to its end goes before everything else."""
    where = f"{posts:,} posts are kept."
    if workspace.folder.erasing.exists():
        return NextStep(
            where,
            "somebody is being taken out, and traces of them are left. Finish that first.",
            "ownwords withdraw --resume",
        )
    if interrupted(workspace):
        return NextStep(
            where,
            "a gather was interrupted, and what it took in is not visible. See how to go on.",
            "ownwords status",
        )
    return None
