"""Asking somebody who said yes before: the yes holds while they think."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.consent.gate import Context, explain
from ownwords.flows import asking
from ownwords.flows.asking import Want
from ownwords.flows.registers import read_register
from ownwords.locales.tongue import tongue_of
from ownwords.records.consent import Answer, Statement, Use
from tests.flows.keepers import account, campaign, post, tweet

WHO, ONE, TWO = account(11), post(421900000000000001), post(421900000000000002)


@pytest.mark.parametrize(
    ("said", "asked_for"),
    [
        ((), {(Use.PARAPHRASE, Use.VERBATIM, Use.NAMED)}),
        ((Use.PARAPHRASE,), {(Use.VERBATIM, Use.NAMED)}),
        ((Use.VERBATIM,), {(Use.NAMED,)}),
        ((Use.NAMED,), set[tuple[Use, ...]]()),
    ],
)
def test_an_ask_takes_back_no_yes(
    said: tuple[Use, ...],
    asked_for: set[tuple[Use, ...]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six"),
        tweet(421900000000000002, 11, "maren_low_cut", "Frost on the winch"),
    ]
    workspace = campaign(tmp_path, monkeypatch, tweets)
    desk = workspace.vault.desk
    if said:
        yes = Statement(answer=Answer.YES, uses=said, account=WHO, name="K", evidence="letter")
        desk.add_statements([yes])

    def allowed() -> list[list[Use]]:
        context = Context(register=read_register(workspace), at=2)
        decided = [explain(WHO, name, context) for name in (ONE, TWO)]
        return [[use for use in Use if one[use].allowed] for one in decided]

    before = allowed()
    team = Context(register=read_register(workspace), at=2, audience="team")
    [ask] = asking.asks(workspace, team, [Want(ONE), Want(TWO)], tongue_of("en", "workbench"))
    asking.note_sent(workspace, ask, "by letter", None)
    noted = [one for one in desk.statements() if one.answer is Answer.ASKED]
    assert {one.uses for one in noted} == asked_for
    assert all(one.posts == (ONE, TWO) for one in noted)
    assert allowed() == before
    workspace.vault.close()
