"""Asking somebody who said yes before: the yes holds while they think."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from ownwords.consent.gate import Context, explain
from ownwords.flows import asking
from ownwords.flows.asking import Want
from ownwords.flows.registers import read_register
from ownwords.locales.tongue import tongue_of
from ownwords.records.consent import Answer, Scope, Statement, Use
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


@pytest.mark.parametrize(
    "bounds",
    [{"scope": Scope.STORY, "story": "noon"}, {"audience": "press"}],
    ids=["for one story", "for some readers"],
)
def test_an_ask_takes_back_no_yes_for_one_place_either(
    bounds: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tweets = [tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six")]
    workspace = campaign(tmp_path, monkeypatch, tweets)
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), account=WHO, evidence="letter")
    workspace.vault.desk.add_statements([msgspec.structs.replace(yes, **bounds)])

    def allowed() -> bool:
        register, audience = read_register(workspace), bounds.get("audience", "everyone")
        there = Context(register=register, at=2, story="noon", audience=audience)
        return explain(WHO, ONE, there)[Use.VERBATIM].allowed

    assert allowed()
    team = Context(register=read_register(workspace), at=2, audience="team")
    [ask] = asking.asks(workspace, team, [Want(ONE)], tongue_of("en", "workbench"))
    asking.note_sent(workspace, ask, "by letter", None)
    assert allowed()
    workspace.vault.close()


def test_nobody_is_asked_about_other_words_than_were_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A version that is not held any more: the newest one may say something else there."""
    tweets = [tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six")]
    workspace = campaign(tmp_path, monkeypatch, tweets)
    team = Context(register=read_register(workspace), at=2, audience="team")
    tongue = tongue_of("en", "workbench")
    assert asking.asks(workspace, team, [Want(ONE, "7", (0, 10))], tongue) == []
    [ask] = asking.asks(workspace, team, [Want(ONE, "", (0, 10))], tongue)
    assert ask.pieces[0].words.text == "The kettle"
    workspace.vault.close()


@pytest.mark.parametrize(
    ("span", "also"), [((0, 26), True), (None, False)], ids=["a piece", "the whole"]
)
def test_an_ask_shows_all_that_a_yes_is_for(
    span: tuple[int, int] | None, also: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Lists print the whole post: who was shown a piece would find there what they left out."""
    said = "The kettle goes on at six.\nMy brother drinks."
    workspace = campaign(tmp_path, monkeypatch, [tweet(421900000000000001, 11, "maren", said)])
    team = Context(register=read_register(workspace), at=2, audience="team")
    tongue = tongue_of("en", "workbench")
    [ask] = asking.asks(workspace, team, [Want(ONE, span=span, story="Noon")], tongue)
    text = asking.message(ask, workspace.campaign, tongue)
    assert text.count("The kettle goes on at six.") == 1 + also
    assert text.count("  My brother drinks.") == 1
    assert ("A yes is for the whole post." in text) is also
    workspace.vault.close()
