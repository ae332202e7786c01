"""A campaign whose tellers may repeat or name somebody who leaves."""

from __future__ import annotations

import pytest

from ownwords.flows import taking_out
from ownwords.flows.taking_out import TakenOut
from ownwords.records.consent import Answer, Statement, Use
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Keep, account, post, tweet
from tests.withdrawal import campaigns

LEAVER = account(11)
SAID = "The paper rang the lock at noon. Is there anyone in charge of you?"
POST = post(421900000000000001)
QUOTED = f"```quote\npost: {POST}\nspan: 0-32\nuse: verbatim\n```\n"
PLAIN = "What the night is like"


def campaign(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Somebody who said yes to being quoted, and others."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", SAID),
        tweet(421900000000000002, 11, "maren_low_cut", "A candle in every window of the town"),
        tweet(
            421900000000000003, 12, "keeper_12", "a candle in every window of the town, they say"
        ),
        *(tweet(421900000000000100 + n, 100 + n, f"keeper_{n}", f"Number {n}") for n in range(12)),
    ]
    made = keep(tweets)
    yes = (Use.VERBATIM, Use.NAMED)
    made.vault.desk.add_statements(
        [Statement(answer=Answer.YES, uses=yes, account=account(n), name="") for n in (11, 12)]
    )
    return made


def tell(workspace: Workspace, title: str = PLAIN, prose: str = "And so on.") -> None:
    text = f"---\ntitle: {title}\n---\n\n{QUOTED}\n{prose}\n"
    (workspace.folder.stories / "night.md").write_text(text, encoding="utf-8")


def take_out(workspace: Workspace) -> TakenOut:
    campaigns.begin(workspace, LEAVER)
    return go_on(workspace)


def go_on(workspace: Workspace) -> TakenOut:
    """What --resume does, in a program that is begun anew."""
    again = open_workspace(workspace.folder.root)
    done = taking_out.carry_on(again, lambda _: None)
    again.vault.close()
    return done


def built(workspace: Workspace) -> list[str]:
    return sorted(path.name[:4] for path in workspace.folder.editions.iterdir() if path.is_dir())
