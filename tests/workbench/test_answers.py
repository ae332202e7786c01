"""What somebody answered, as it is written down at the bench: it holds, and for what they said."""

from __future__ import annotations

from ownwords.flows.people import standings
from tests.workbench.conftest import Window


def somebody(window: Window) -> tuple[str, str]:
    """An account that said nothing yet, and a post of theirs."""
    bench = window.bench
    said = standings(bench.workspace, bench.register())
    engine = bench.workspace.vault.engine
    account = next(one.account for one in engine.speakers([], 200) if one.account not in said)
    return account, engine.posts_of((account,))[0]


def test_an_answer_holds_though_nobody_wrote_how_they_were_asked(window: Window):
    account, post = somebody(window)
    asked = window.post("/asks/sent", account=account, post=post, how="", ends="")
    assert asked.status_code == 303
    assert "has not answered" in window.get(f"/post?id={post}")
    answered = window.post(
        "/asks/answer", account=account, post=post, choice="exact", evidence="letter, folder 2"
    )
    assert answered.status_code == 303
    assert "The voice said yes to showing these exact words" in window.get(f"/post?id={post}")
