"""Somebody is hidden under every id that exports give them: a number here, a handle there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ownwords.cli import cli
from ownwords.flows import consenting, erasure, gathering
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.gathering import Request
from ownwords.flows.publish import publish
from ownwords.flows.registers import read_register
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, account, post, tweet
from tests.withdrawal import campaigns

NUMBER, HANDLE = account(11), "https://x.com/Maren_Low_Cut"
OTHER = post(421900000000000002)
BY_NUMBER = tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six")
SHEET = """id_str,from_user,text,created_at
421900000000000055,Maren_Low_Cut,Lit again tonight #KeepLit,Sat Jan 11 05:12:00 +0000 2014
"""


@pytest.fixture
def workspace(keep: Keep) -> Workspace:
    other = tweet(421900000000000002, 12, "keeper_12", "Two boats at the upper gate today")
    made = keep([other])
    yes = (Use.VERBATIM, Use.NAMED)
    made.vault.desk.add_statements(
        [Statement(answer=Answer.YES, uses=yes, account="@maren_low_cut", name="Maren")]
    )
    return made


def by_number(workspace: Workspace, folder: Path) -> None:
    """An export that names the account by its number."""
    path = folder / "numbered.jsonl"
    path.write_text(json.dumps(BY_NUMBER) + "\n", encoding="utf-8")
    campaigns.take(workspace, path)


def by_handle(workspace: Workspace, folder: Path, sheet: str = SHEET) -> None:
    """A sheet that names it by its handle."""
    path = folder / "sheet.csv"
    path.write_text(sheet, encoding="utf-8")
    request = Request(sources=(str(path),), mapping="tags", everything=True)
    list(gathering.gather(workspace, request, campaigns.Quiet()))


def hide(workspace: Workspace, who: str) -> None:
    withdrawing.hide(workspace, withdrawing.plan(workspace, who))


WAYS = {"number first": (by_number, by_handle), "handle first": (by_handle, by_number)}


@pytest.mark.parametrize("way", list(WAYS))
def test_what_comes_in_later_under_another_id_is_hidden_too(
    workspace: Workspace, tmp_path: Path, way: str
) -> None:
    first, second = WAYS[way]
    first(workspace, tmp_path)
    hide(workspace, "@maren_low_cut")
    second(workspace, tmp_path)
    assert workspace.vault.desk.hidden() == {NUMBER, HANDLE}
    assert workspace.vault.engine.newest() == [OTHER]
    assert publish(workspace).quotes == 0
    assert workspace.vault.desk.check_chain() == []


@pytest.mark.parametrize("who", [NUMBER, HANDLE])
def test_who_is_hidden_by_one_id_is_hidden_and_shown_again_under_all(
    workspace: Workspace, tmp_path: Path, who: str
) -> None:
    by_number(workspace, tmp_path)
    by_handle(workspace, tmp_path)
    hide(workspace, who)
    assert workspace.vault.engine.newest() == [OTHER]
    withdrawing.undo(workspace, who)
    assert workspace.vault.desk.hidden() == frozenset()
    assert len(workspace.vault.engine.newest()) == 3


def test_nothing_of_either_id_is_left_and_nobody_stays_hidden(
    workspace: Workspace, tmp_path: Path
) -> None:
    by_number(workspace, tmp_path)
    hide(workspace, NUMBER)
    by_handle(workspace, tmp_path)
    erasure.begin(workspace, (NUMBER,))
    assert campaigns.carry_on(workspace).hits == []
    assert workspace.vault.desk.hidden() == frozenset()
    assert workspace.vault.engine.newest() == [OTHER]


def test_another_persons_ids_do_not_stand_in_the_way(workspace: Workspace, tmp_path: Path) -> None:
    """Somebody else is hidden by a handle: hers is no number all the same."""
    by_number(workspace, tmp_path)
    workspace.vault.desk.hide([NUMBER, "https://x.com/somebody_else"], 1)
    by_handle(workspace, tmp_path)
    assert HANDLE in workspace.vault.desk.hidden()


def test_who_has_the_handle_of_somebody_by_another_number_is_not_hidden(
    workspace: Workspace, tmp_path: Path
) -> None:
    by_number(workspace, tmp_path)
    hide(workspace, NUMBER)
    path = tmp_path / "later.jsonl"
    later = tweet(421900000000000077, 99, "maren_low_cut", "I have this handle now")
    path.write_text(json.dumps(later) + "\n", encoding="utf-8")
    campaigns.take(workspace, path)
    assert workspace.vault.desk.hidden() == {NUMBER}


def by_another_number(workspace: Workspace, folder: Path) -> None:
    """Somebody else had the handle at some time."""
    path = folder / "later.jsonl"
    later = tweet(421900000000000077, 99, "maren_low_cut", "I have this handle now")
    path.write_text(json.dumps(later) + "\n", encoding="utf-8")
    campaigns.take(workspace, path)


@pytest.mark.parametrize("who", ["@maren_low_cut", NUMBER, HANDLE])
def test_both_ids_are_named_and_taken_out_by_any_name(
    workspace: Workspace, tmp_path: Path, who: str
) -> None:
    by_number(workspace, tmp_path)
    by_handle(workspace, tmp_path)
    planned = withdrawing.plan(workspace, who)
    assert (set(planned.accounts), planned.posts) == ({NUMBER, HANDLE}, 2)
    assert (len(planned.also), planned.others) == (1, ())
    command = ["withdraw", who, "--campaign", str(workspace.folder.root)]
    said = CliRunner().invoke(cli, command, input="n\n")
    assert "2 accounts with 2 posts" in said.stdout
    assert f"by the same handle on the same network: {planned.also[0]}\n" in said.stdout
    assert workspace.vault.desk.hidden() == frozenset()
    assert CliRunner().invoke(cli, [*command, "--yes"]).exit_code == 0
    assert workspace.vault.engine.newest() == [OTHER]


def test_a_handle_in_capitals_is_the_same_one(workspace: Workspace, tmp_path: Path) -> None:
    by_handle(workspace, tmp_path)
    shouted = SHEET.replace("Maren_Low_Cut", "MAREN_LOW_CUT").replace("0055,", "0056,")
    by_handle(workspace, tmp_path, shouted)
    hide(workspace, "@maren_low_cut")
    assert workspace.vault.engine.newest() == [OTHER]


def test_who_else_had_the_handle_is_named_before_anything_goes(
    workspace: Workspace, tmp_path: Path
) -> None:
    by_number(workspace, tmp_path)
    by_handle(workspace, tmp_path)
    by_another_number(workspace, tmp_path)
    for several in ("@maren_low_cut", HANDLE):
        with pytest.raises(AskedWrongly, match="may be meant"):
            withdrawing.plan(workspace, several)
    planned = withdrawing.plan(workspace, NUMBER)
    assert (planned.also, planned.others) == ((HANDLE,), (account(99),))
    command = ["withdraw", NUMBER, "--campaign", str(workspace.folder.root)]
    said = CliRunner().invoke(cli, command, input="n\n")
    assert f"Somebody else who had their handle once: {account(99)}\n" in said.stdout


def test_a_no_reaches_the_other_id_and_says_so(workspace: Workspace, tmp_path: Path) -> None:
    by_number(workspace, tmp_path)
    by_handle(workspace, tmp_path)
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), account=HANDLE, evidence="a letter")
    consenting.record(workspace, HANDLE, yes)
    assert publish(workspace).quotes == 1
    root = str(workspace.folder.root)
    command = ["consent", "record", NUMBER, "--answer", "no", "--use", "verbatim"]
    said = CliRunner().invoke(cli, [*command, "--campaign", root])
    assert said.stdout.endswith(
        f"It holds for {HANDLE} too: the same handle on the same network.\n"
    )
    assert publish(workspace).quotes == 0


def test_a_no_reaches_nobody_else_who_had_the_handle(workspace: Workspace, tmp_path: Path) -> None:
    by_number(workspace, tmp_path)
    by_another_number(workspace, tmp_path)
    no = Statement(answer=Answer.NO, uses=(Use.VERBATIM,), account=NUMBER)
    written = consenting.record(workspace, NUMBER, no)
    assert consenting.also_meant(workspace, written) == ()
    assert read_register(workspace).reached(written) == {NUMBER}
