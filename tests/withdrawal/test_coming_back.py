"""Somebody who was taken out comes back by their own word alone, lifted by each of their names."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ownwords.archive.keep_out import KeepOut
from ownwords.archive.redacted_text import ANY
from ownwords.flows import checking, importing, mine
from ownwords.flows import withdraw as withdrawing
from ownwords.records.errors import AskedWrongly
from ownwords.records.post import Account
from ownwords.workspace import Workspace
from tests.flows.keepers import account, campaign, post, tweet
from tests.gather import making_mastodon_archive as mastodon
from tests.withdrawal import campaigns

NUMBER, BACK = account(11), post(421900000000000003)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The campaign after somebody was taken out of it."""
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six"),
        tweet(421900000000000002, 12, "keeper_12", "Two boats at the upper gate today"),
    ]
    made = campaign(tmp_path, monkeypatch, tweets)
    campaigns.withdraw(made, NUMBER)
    return made


def come_back(workspace: Workspace, folder: Path) -> bool:
    """Gather a post of theirs; whether it is held."""
    path = folder / "again.jsonl"
    one = tweet(421900000000000003, 11, "maren_low_cut", "I am back, and so is the frost")
    path.write_text(json.dumps(one) + "\n", encoding="utf-8")
    campaigns.take(workspace, path)
    return BACK in workspace.vault.engine.newest()


@pytest.mark.parametrize("handle", ["@maren_low_cut", "@Maren_Low_Cut", "@maren_low_cut@x.com"])
def test_they_are_lifted_by_their_handle_and_their_number(
    workspace: Workspace, tmp_path: Path, handle: str
) -> None:
    for name in (handle, NUMBER):
        assert not come_back(workspace, tmp_path)
        withdrawing.lift(workspace, name, "letter of 3 February")
    assert come_back(workspace, tmp_path)


@pytest.mark.parametrize("name", ["@keeper_12", account(12), "@maren_low_cut@other.example"])
def test_a_name_that_is_not_on_the_list_is_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(AskedWrongly, match="Nobody is kept out under that name"):
        withdrawing.lift(workspace, name, "letter of 3 February")


def test_nobody_else_who_had_the_handle_elsewhere_is_let_in(
    workspace: Workspace, tmp_path: Path
) -> None:
    elsewhere = "https://lights.example/users/maren_low_cut"
    keepers = "https://lights.example/users/ebba"
    for owner in (elsewhere, keepers):
        path = tmp_path / owner.rpartition("/")[2]
        mastodon.write(path, 3, owner=path.name, others=("rosa",), broken=False)
        campaigns.take(workspace, path)
    campaigns.withdraw(workspace, elsewhere)
    with pytest.raises(AskedWrongly, match="on several networks"):
        withdrawing.lift(workspace, "@maren_low_cut", "letter of 3 February")
    assert not come_back(workspace, tmp_path)
    for name in ("https://x.com/maren_low_cut", NUMBER):
        withdrawing.lift(workspace, name, "letter of 3 February")
    assert come_back(workspace, tmp_path)
    listed = KeepOut.read(workspace.folder, withdrawing.key_of(workspace, "keep-out"))
    assert listed.handle("lights.example", "maren_low_cut")
    assert listed.handle(ANY, "maren_low_cut")


def test_a_handle_that_is_listed_with_its_server_too_is_that_of_one_network(
    workspace: Workspace,
) -> None:
    """As other servers tell it: what another network calls somebody else stays on the list."""
    key = withdrawing.key_of(workspace, "keep-out")
    twice = ["lights.example@maren_low_cut", "lights.example@maren_low_cut@lights.example"]
    KeepOut.read(workspace.folder, key).adding(twice).write(workspace.folder)
    withdrawing.lift(workspace, "@maren_low_cut@lights.example", "letter of 3 February")
    listed = KeepOut.read(workspace.folder, key)
    assert not listed.handle("lights.example", "maren_low_cut")
    assert listed.handle(ANY, "maren_low_cut")


def table(folder: Path, *rows: str) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "name",
    [
        *(NUMBER, "@maren_low_cut", "maren_low_cut", "@Maren_Low_Cut@x.com"),
        *("https://x.com/maren_low_cut", "https://twitter.com/@maren_low_cut"),
    ],
)
@pytest.mark.parametrize("what", ["statements", "social-humans"])
def test_a_table_that_is_brought_in_again_does_not_bring_their_answers_back(
    workspace: Workspace, tmp_path: Path, name: str, what: str
) -> None:
    head, said = "account,answer,uses,evidence", "no,verbatim,letter of Maren"
    if what == "social-humans":
        head, said = "account,label,date,until", "sh-c-am,2026-01-01,"
    rows = [head, *(f"{one},{said}" for one in (name, "@keeper_12", "@nobody_known"))]
    imported = importing.import_file(workspace, table(tmp_path, *rows), what)
    assert (imported.held_back, imported.recorded, imported.of_nobody) == (1, 2, 1)
    assert name not in [one.account for one in workspace.vault.desk.statements()]


def test_nor_their_name_as_a_voice(workspace: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "more.jsonl"
    one = tweet(421900000000000021, 21, "maren_again", "The second kettle")
    other.write_text(json.dumps(one) + "\n", encoding="utf-8")
    campaigns.take(workspace, other)
    voices = table(tmp_path, "voice,account", f"Maren,{account(21)}", f"Keeper,{account(12)}")
    assert importing.import_file(workspace, voices, "voices").recorded == 2
    campaigns.withdraw(workspace, "Maren")
    imported = importing.import_file(workspace, voices, "voices")
    assert (imported.recorded, imported.held_back) == (1, 1)
    said = table(tmp_path, "voice,answer,uses", "Maren,no,verbatim", "Keeper,no,verbatim")
    imported = importing.import_file(workspace, said, "statements")
    assert (imported.recorded, imported.held_back) == (1, 1)
    withdrawing.lift(workspace, "Maren", "letter of 3 February")
    assert importing.import_file(workspace, said, "statements").held_back == 0


def test_who_got_the_handle_after_they_were_lifted_is_not_held_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    other = tmp_path / "more.jsonl"
    one = tweet(421900000000000022, 22, "maren_low_cut", "Somebody else has the handle now")
    withdrawing.lift(workspace, "@maren_low_cut", "letter of 3 February")
    other.write_text(json.dumps(one) + "\n", encoding="utf-8")
    campaigns.take(workspace, other)
    said = table(tmp_path, "account,answer,uses", "@maren_low_cut,no,verbatim")
    assert importing.import_file(workspace, said, "statements").held_back == 0


def test_a_no_of_who_has_their_handle_elsewhere_is_recorded_and_a_yes_is_not(
    workspace: Workspace, tmp_path: Path
) -> None:
    """The handle alone may mean either: the yes may be that of who left, the no hurts nobody."""
    elsewhere = "https://lights.example/users/maren_low_cut"
    mastodon.write(tmp_path / "m", 3, owner="maren_low_cut", others=("rosa",), broken=False)
    campaigns.take(workspace, tmp_path / "m")
    rows = (
        f"{name},{answer},verbatim,letter"
        for name, answer in [
            ("@maren_low_cut", "yes"),
            ("@maren_low_cut", "no"),
            (elsewhere, "yes"),
        ]
    )
    said = table(tmp_path, "account,answer,uses,evidence", *rows)
    assert importing.import_file(workspace, said, "statements").held_back == 1
    recorded = {(one.account, one.answer.value) for one in workspace.vault.desk.statements()}
    assert recorded == {("@maren_low_cut", "no"), (elsewhere, "yes")}


@pytest.mark.parametrize("number", [11, 99])
def test_a_yes_for_their_own_export_is_none_until_they_are_lifted(
    workspace: Workspace, number: int
) -> None:
    """By the number, and by the handle where the number was not known."""
    owner = Account(account(number), "x", "maren_low_cut", "Maren")
    with pytest.raises(AskedWrongly, match="was taken out"):
        mine.held(workspace, owner)
    choice = mine.Choice(posts="all", words="exact")
    with pytest.raises(AskedWrongly, match="was taken out"):
        mine.record(workspace, owner, choice, ())
    assert workspace.vault.desk.statements() == []
    for name in ("@maren_low_cut", NUMBER):
        withdrawing.lift(workspace, name, "letter of 3 February")
    assert mine.held(workspace, owner).all == 0


def test_a_folder_that_is_put_back_as_it_was_before_they_left_is_named(
    workspace: Workspace, tmp_path: Path
) -> None:
    """With it comes everybody who left since; what lies beside the keys knows that it is older."""
    root, older = workspace.folder.root, tmp_path / "older"
    shutil.copytree(root, older)
    campaigns.withdraw(workspace, account(12))
    workspace.vault.close()
    shutil.rmtree(root)
    shutil.copytree(older, root)
    report = checking.campaign_at(root)
    [found] = [one for one in report.faults if "beside the keys" in one.file]
    assert "whoever was taken out since is in it again" in found.do


def test_an_older_list_that_is_put_back_alone_is_named_and_brings_nobody_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Not by a gather, and not by writing somebody else on the older list."""
    older = workspace.folder.keep_out.read_bytes()
    file, others = tmp_path / "others.jsonl", (12, 13)
    rows = [tweet(number, number, f"keeper_{number}", "Two boats today") for number in others]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    campaigns.take(workspace, file)
    campaigns.withdraw(workspace, account(12))
    workspace.folder.keep_out.write_bytes(older)
    [found] = checking.campaign(workspace).faults
    assert found.file == "keep-out.sealed"
    assert "perhaps an older copy was put back" in found.what
    campaigns.withdraw(workspace, account(13))
    assert checking.campaign(workspace).faults == ()
    for gone in (older, b"", older[:-1]):
        workspace.folder.keep_out.write_bytes(gone)
        campaigns.take(workspace, file)
        assert workspace.vault.engine.newest() == []
        assert checking.campaign(workspace).faults == ()
