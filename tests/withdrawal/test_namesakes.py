"""Somebody is hidden under every id that exports give them: a number here, a handle there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from ownwords.archive.accession import Taking
from ownwords.archive.desk import Arrival, Desk
from ownwords.archive.other_ids import other_ids
from ownwords.cli import cli
from ownwords.flows import consenting, erasure, gathering
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.gathering import Request
from ownwords.flows.publish import publish
from ownwords.flows.registers import read_register
from ownwords.records.captured import Departed, Departure, Place
from ownwords.records.consent import Answer, Statement, Use, Wish, WishKind
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Keep, account, post, tweet
from tests.withdrawal import campaigns

NUMBER, HANDLE = account(11), "https://x.com/Maren_Low_Cut"
OTHERS_NUMBER = account(99)
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


@pytest.mark.parametrize("way", list(WAYS))
def test_who_is_hidden_while_it_comes_in_is_hidden_under_the_other_id_too(
    workspace: Workspace, tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither side had seen the other: hiding looked before it was there, the gather earlier."""
    first, second = WAYS[way]
    first(workspace, tmp_path)
    real = Desk.add_arrival

    def late(desk: Desk, arrival: Arrival) -> None:
        other = open_workspace(workspace.folder.root)
        hide(other, "@maren_low_cut")
        other.vault.close()
        real(desk, arrival)

    monkeypatch.setattr(Desk, "add_arrival", late)
    second(workspace, tmp_path)
    assert workspace.vault.desk.hidden() == {NUMBER, HANDLE}
    assert workspace.vault.engine.newest() == [OTHER]


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


@pytest.mark.parametrize("who", ["@maren_low_cut", "@maren_low_cut@x.com", NUMBER, HANDLE])
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
    assert (
        f"by the same handle on the same network, or the same post: {planned.also[0]}\n"
        in said.stdout
    )
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
    assert (
        f"\nIt holds for {HANDLE} too: the same handle on the same network, or the same post.\n"
        in said.stdout
    )
    assert publish(workspace).quotes == 0


def test_a_no_reaches_nobody_else_who_had_the_handle(workspace: Workspace, tmp_path: Path) -> None:
    by_number(workspace, tmp_path)
    by_another_number(workspace, tmp_path)
    no = Statement(answer=Answer.NO, uses=(Use.VERBATIM,), account=NUMBER)
    written = consenting.record(workspace, NUMBER, no)
    assert consenting.also_meant(workspace, written) == ()
    assert read_register(workspace).reached(written) == {NUMBER}


def block(workspace: Workspace, account: str) -> None:
    workspace.vault.desk.block([], [account], "a court said so", "Ila", 1)


def leave(workspace: Workspace, account: str, post: str = "") -> None:
    """They delete the account on the network, or one post of it."""
    taking = Taking.begin(workspace.vault, "later", "x")
    taking.add([Departed(Departure.DELETED, Place("x", 1), account=account, post=post)])
    taking.finish(read=1)


def wish(kind: WishKind) -> Callable[[Workspace, str], None]:
    def carried(workspace: Workspace, account: str) -> None:
        workspace.vault.desk.add_wishes([Wish(kind, account)])

    return carried


LOWERS = {
    "a steward's block": (block, "2-blocked"),
    "a deleted account": (leave, "5-author-deleted"),
    "a profile that went private": (wish(WishKind.WENT_PRIVATE), "5-author-deleted"),
    "a wish on the profile": (wish(WishKind.QUOTE_NOBODY), "8-account-wish"),
}


@pytest.mark.parametrize("what", list(LOWERS))
@pytest.mark.parametrize(("known", "asked"), [(NUMBER, HANDLE), (HANDLE, NUMBER)])
def test_what_lowers_an_account_reaches_it_under_every_id(
    workspace: Workspace, tmp_path: Path, what: str, known: str, asked: str
) -> None:
    by_number(workspace, tmp_path)
    by_handle(workspace, tmp_path)
    by_another_number(workspace, tmp_path)
    lower, rule = LOWERS[what]
    lower(workspace, known)
    rules = {
        account: consenting.explain(workspace, account)[0].uses["media"].rule
        for account in (asked, OTHERS_NUMBER)
    }
    somebody_else = "11-default" if known == NUMBER else rule
    assert rules == {asked: rule, OTHERS_NUMBER: somebody_else}


def test_words_by_handle_are_not_quoted_once_the_numbered_account_is_deleted(
    workspace: Workspace, tmp_path: Path
) -> None:
    by_number(workspace, tmp_path)
    by_handle(workspace, tmp_path)
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), account=HANDLE, evidence="a letter")
    consenting.record(workspace, HANDLE, yes)
    assert publish(workspace).quotes == 1
    leave(workspace, NUMBER)
    assert publish(workspace).quotes == 0


def test_where_nothing_lowers_an_account_no_post_is_asked_for_its_other_ids(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a platform does lowers nothing, and neither does a post that its author deleted."""
    by_number(workspace, tmp_path)
    wish(WishKind.TAKEN_DOWN)(workspace, NUMBER)
    leave(workspace, NUMBER, post=OTHER)
    monkeypatch.setattr(workspace.vault.engine, "other_ids", lambda: pytest.fail("asked"))
    assert consenting.explain(workspace, NUMBER)[0].uses["count"].allowed
    leave(workspace, NUMBER)
    with pytest.raises(pytest.fail.Exception, match="asked"):
        consenting.explain(workspace, NUMBER)


SPELLINGS = {
    "nobody shares a handle": ([(NUMBER, "maren"), (OTHERS_NUMBER, "ada")], {}),
    "two numbers are two people": ([(NUMBER, "maren"), (OTHERS_NUMBER, "maren")], {}),
    "a number and the handle itself": (
        [(NUMBER, "maren_low_cut"), (HANDLE, "Maren_Low_Cut")],
        {NUMBER: {HANDLE}, HANDLE: {NUMBER}},
    ),
    "the handle in two spellings": (
        [(HANDLE, "maren_low_cut"), (HANDLE.lower(), "maren_low_cut")],
        {HANDLE: {HANDLE.lower()}, HANDLE.lower(): {HANDLE}},
    ),
    "another network": ([(NUMBER, "maren"), ("https://lamp.example/@maren", "maren")], {}),
    "two numbers had it, and it is an id as well": (
        [(NUMBER, "maren_low_cut"), (OTHERS_NUMBER, "maren_low_cut"), (HANDLE, "maren_low_cut")],
        {
            NUMBER: {HANDLE},
            OTHERS_NUMBER: {HANDLE},
            HANDLE: {NUMBER, OTHERS_NUMBER},
        },
    ),
    "two handles, an id for each": (
        [
            (NUMBER, "maren"),
            (NUMBER, "maren_low_cut"),
            (HANDLE, "maren_low_cut"),
            ("https://x.com/maren", "maren"),
        ],
        {
            NUMBER: {HANDLE, "https://x.com/maren"},
            HANDLE: {NUMBER},
            "https://x.com/maren": {NUMBER},
        },
    ),
}


@pytest.mark.parametrize("who", list(SPELLINGS))
def test_ids_of_another_kind_with_the_same_handle_are_other_ids(who: str) -> None:
    bearers, expected = SPELLINGS[who]
    assert other_ids(bearers) == expected


def test_an_id_that_may_be_somebody_elses_who_is_hidden_stays_hidden(
    workspace: Workspace, tmp_path: Path
) -> None:
    by_number(workspace, tmp_path)
    by_another_number(workspace, tmp_path)
    for number in (NUMBER, OTHERS_NUMBER):
        hide(workspace, number)
    by_handle(workspace, tmp_path)
    assert workspace.vault.desk.hidden() == {NUMBER, OTHERS_NUMBER, HANDLE}
    for several in (HANDLE, "@maren_low_cut"):
        with pytest.raises(AskedWrongly, match="may be meant"):
            withdrawing.undo(workspace, several)
    withdrawing.undo(workspace, NUMBER)
    assert workspace.vault.desk.hidden() == {OTHERS_NUMBER, HANDLE}
    withdrawing.undo(workspace, OTHERS_NUMBER)
    assert workspace.vault.desk.hidden() == frozenset()
