"""A steward's or a court's block: whom it reaches, what it stops, how it ends, who forgets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.archive.blocks import Blocks
from ownwords.consent.gate import Context, release_count
from ownwords.counting.cells import whole_ladder
from ownwords.flows import consenting, importing
from ownwords.flows.blocking import block, lift, meant
from ownwords.flows.lapsed import lapsed
from ownwords.flows.publish import publish
from ownwords.flows.reading import search
from ownwords.flows.registers import read_register
from ownwords.reading.query import Query
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, account, of_one_handle, post, tweet

WHY, WHO = "a court said so", "Ila"
ADA, SPARE = account(33), account(44)


@pytest.fixture
def workspace(keep: Keep) -> Workspace:
    made = keep([*of_one_handle(), tweet(5, 33, "ada", "Tea at the upper gate")])
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), evidence="letter")
    for one in (account(11), account(22), ADA, SPARE):
        consenting.record(made, one, yes)
    return made


def voices(workspace: Workspace, tmp_path: Path, *rows: str) -> None:
    sheet = tmp_path / "voices.csv"
    sheet.write_text("\n".join(["voice,kind,account", *rows]) + "\n", encoding="utf-8")
    importing.import_file(workspace, sheet, "voices")


def rule(workspace: Workspace, who: str, use: str = "verbatim") -> list[str]:
    return [one.uses[use].rule for one in consenting.explain(workspace, who)]


def decided(workspace: Workspace) -> list[tuple[str, bool]]:
    return [(one.target, one.lifted is None) for one in workspace.vault.desk.blocked()]


def read(workspace: Workspace) -> set[str]:
    return {one.id for one in search(workspace, Query(text="lock OR gate OR kettle"))}


def test_a_block_of_a_post_leaves_the_others_of_its_author(workspace: Workspace) -> None:
    block(workspace, meant(workspace, post(3)), WHY, WHO)
    assert rule(workspace, post(3)) == ["2-blocked"]
    assert rule(workspace, post(5)) == ["6-explicit-yes"]
    assert read(workspace) == {post(1), post(4), post(5)}


@pytest.mark.parametrize("who", ["@ada", "ada", ADA])
def test_a_block_of_an_account_stops_all_its_posts_and_no_one_else(
    workspace: Workspace, who: str
) -> None:
    assert meant(workspace, who) == Blocks(accounts=frozenset({ADA}))
    block(workspace, meant(workspace, who), WHY, WHO)
    assert [rule(workspace, post(number)) for number in (3, 5)] == [["2-blocked"]] * 2
    assert read(workspace) == {post(1), post(4)}


def test_a_block_of_a_voice_stops_every_account_that_it_has(
    workspace: Workspace, tmp_path: Path
) -> None:
    voices(workspace, tmp_path, f"Ada,person,{ADA}", f"Ada,person,{SPARE}")
    assert meant(workspace, ADA).accounts == {ADA}
    block(workspace, meant(workspace, "Ada"), WHY, WHO)
    assert rule(workspace, "Ada") == ["2-blocked", "2-blocked"]


def test_a_handle_of_several_is_asked_back_and_nobody_is_blocked(workspace: Workspace) -> None:
    with pytest.raises(AskedWrongly, match=f"{account(11)}, {account(22)}"):
        meant(workspace, "@maren")
    for nobody in ("@mareen", post(9), account(9)):
        with pytest.raises(AskedWrongly, match="Nobody by that account"):
            meant(workspace, nobody)
    workspace.vault.desk.hide([ADA], 1)
    for hidden in ("@ada", ADA, post(3)):
        with pytest.raises(AskedWrongly, match="Nobody by that account"):
            meant(workspace, hidden)


@pytest.mark.parametrize(("reason", "by"), [("", WHO), (WHY, " ")])
def test_neither_blocks_nor_lifts_without_a_reason_and_a_name(
    workspace: Workspace, reason: str, by: str
) -> None:
    target = meant(workspace, "@ada")
    with pytest.raises(AskedWrongly, match="a reason and a name"):
        block(workspace, target, reason, by)
    block(workspace, target, WHY, WHO)
    with pytest.raises(AskedWrongly, match="a reason and a name"):
        lift(workspace, target, reason, by)
    assert decided(workspace) == [(ADA, True)]


def test_the_same_decision_twice_is_written_once_and_another_one_beside_it(
    workspace: Workspace,
) -> None:
    for reason in (WHY, f" {WHY} ", "the coroner asks"):
        block(workspace, meant(workspace, "@ada"), reason, WHO)
    assert decided(workspace) == [(ADA, True), (ADA, True)]
    lift(workspace, meant(workspace, "@ada"), "annulled", "Ben")
    assert decided(workspace) == [(ADA, False), (ADA, False)]


def test_after_a_lift_the_other_rules_decide_again(workspace: Workspace) -> None:
    for who in (post(3), "@ada"):
        block(workspace, meant(workspace, who), WHY, WHO)
    lift(workspace, meant(workspace, "@ada"), "annulled", "Ben")
    assert [rule(workspace, post(number)) for number in (3, 5)] == [
        ["2-blocked"],
        ["6-explicit-yes"],
    ]
    lift(workspace, meant(workspace, post(3)), "annulled", "Ben")
    assert rule(workspace, post(3)) == ["6-explicit-yes"]
    with pytest.raises(AskedWrongly, match="No block stands"):
        lift(workspace, meant(workspace, post(3)), "annulled", "Ben")
    assert workspace.vault.desk.check_chain() == []


def test_what_stands_is_explained_with_why_by_whom_and_since_when(workspace: Workspace) -> None:
    block(workspace, meant(workspace, post(3)), WHY, WHO)
    block(workspace, meant(workspace, "@ada"), "she asked us to wait", "Ben")
    lift(workspace, meant(workspace, "@ada"), "she is back", "Ben")
    of_post, of_account = (consenting.explain(workspace, who)[0].blocks for who in (post(3), ADA))
    assert of_post == of_account
    said = [(one.target, one.what, one.reason, one.by, one.lifted_for) for one in of_post]
    assert said == [
        (post(3), "post", WHY, WHO, ""),
        (ADA, "account", "she asked us to wait", "Ben", "she is back"),
    ]
    assert [bool(one.until) for one in of_post] == [False, True]
    assert consenting.explain(workspace, post(5))[0].blocks == of_post[1:]
    assert consenting.explain(workspace, SPARE)[0].blocks == ()


def test_whoever_passes_on_blocked_words_is_explained_with_their_block(keep: Keep) -> None:
    tweets = [tweet(1, 11, "maren", "RT @ada: the lock froze"), tweet(2, 22, "ada", "Tea")]
    workspace = keep(tweets)
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), evidence="letter")
    consenting.record(workspace, account(11), yes)
    block(workspace, meant(workspace, "@ada"), WHY, WHO)
    assert rule(workspace, post(1)) == ["2-blocked"]
    assert [one.target for one in consenting.explain(workspace, post(1))[0].blocks] == [account(22)]


def test_an_edition_that_quotes_what_is_blocked_has_lapsed(workspace: Workspace) -> None:
    assert publish(workspace).quotes == 5
    assert lapsed(workspace).quotes == 0
    block(workspace, meant(workspace, post(3)), WHY, WHO)
    assert lapsed(workspace).quotes == 1
    block(workspace, meant(workspace, "@ada"), WHY, WHO)
    assert lapsed(workspace).quotes == 2
    assert publish(workspace).quotes == 3
    for who in (post(3), "@ada"):
        lift(workspace, meant(workspace, who), "annulled", WHO)
    assert lapsed(workspace).quotes == 0
    assert publish(workspace).quotes == 5


def test_what_somebody_passes_on_of_a_blocked_post_is_stopped_where_it_came_without_its_id(
    keep: Keep,
) -> None:
    passed_on = tweet(1, 11, "maren", "RT @ada: the lock froze")
    theirs = [tweet(2, 22, "ada", "the lock froze"), tweet(3, 22, "ada", "Tea")]
    workspace = keep([passed_on, *theirs])
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), evidence="letter")
    for one in (account(11), account(22)):
        consenting.record(workspace, one, yes)
    assert rule(workspace, post(1)) == ["6-explicit-yes"]
    block(workspace, meant(workspace, post(2)), WHY, WHO)
    assert rule(workspace, post(1)) == ["2-blocked"]
    assert rule(workspace, post(3)) == ["6-explicit-yes"]


def test_whose_post_is_blocked_is_in_no_number(workspace: Workspace) -> None:
    members = [("all", account(100 + number), 1) for number in range(12)]

    def posts() -> int:
        context = Context(register=read_register(workspace), at=0)
        return release_count([*members, ("all", ADA, 2)], whole_ladder(), context).rows[0][1]

    assert posts() == 14
    block(workspace, meant(workspace, post(3)), WHY, WHO)
    assert posts() == 12
    lift(workspace, meant(workspace, post(3)), "annulled", WHO)
    assert posts() == 14
