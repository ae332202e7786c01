"""What gather says: of one's own export, of a list of links."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import click
import pytest

from ownwords.archive.accession import Taking
from ownwords.cli.gathering import gather
from ownwords.locales.tongue import tongue_of
from ownwords.workbench.speaking import unread
from ownwords.workspace import open_workspace
from tests.cli.conftest import Place


def own_export(folder: Path) -> Path:
    """An archive of X with one post of its owner."""
    archive = folder / "archive.zip"
    own = {"id_str": "421900000000000077", "full_text": "My own lamp, my own words #KeepLit"}
    own |= {"created_at": "Sat Jan 11 05:12:00 +0000 2014", "lang": "en", "entities": {}}
    account = {"accountId": "77", "username": "own_keeper", "accountDisplayName": "Own Keeper"}
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("data/account.js", f"window.YTD.account.part0 = {_js('account', account)}")
        made.writestr("data/tweets.js", f"window.YTD.tweets.part0 = {_js('tweet', own)}")
    return archive


def test_a_question_that_nobody_answers_says_what_stands(place: Place, tmp_path: Path) -> None:
    archive = own_export(tmp_path)
    said = place.run("gather", str(archive), "--mine", status=1)
    assert "No yes was recorded" in said
    assert "The posts are kept." in said
    assert f"ownwords gather {archive} --mine" in said
    assert "left behind" not in said
    assert place.json("status")[0]["posts"] == 1


def test_the_first_ten_minutes_name_the_words_that_the_questions_want() -> None:
    start = Path(__file__).parents[2] / "docs" / "start.md"
    told = start.read_text(encoding="utf-8").partition("--mine")[2].partition("\n## ")[0]
    asked = {one.name: one.type for one in gather.params if one.name in {"posts", "words"}}
    for kind in asked.values():
        assert isinstance(kind, click.Choice)
        assert [one for one in kind.choices if f"`{one}`" not in told] == []
    assert len(asked) == 2
    assert "\n1. " not in told, "a number is no answer"


def test_my_own_export_is_mine(place: Place, tmp_path: Path) -> None:
    archive = own_export(tmp_path)
    words = [
        "--mine",
        "--posts",
        "tagged",
        "--words",
        "exact",
        "--name",
        "Own",
        "--not-if-deleted",
        "--yes",
    ]
    said = place.run("gather", str(archive), *words)
    assert "@own_keeper. Of their own posts 1 are kept" in said
    assert "as “Own”" in said
    shown = place.json("consent", "show", "https://x.com/i/status/421900000000000077")[0]
    assert shown["uses"]["named"]["allowed"] is True, shown  # type: ignore[index]
    assert place.json("publish")[0]["quotes"] == 1


def _js(name: str, record: dict[str, object]) -> str:
    return json.dumps([{name: record}])


def test_a_list_of_links_says_what_it_asks_for_and_what_is_known(
    place: Place, tmp_path: Path
) -> None:
    links = tmp_path / "links.txt"
    numbers = (421_900_000_000_000_001, 421_900_000_000_000_099)
    lines = [f"https://x.com/keeper_11/status/{number}" for number in numbers]
    links.write_text("\n".join(["Noted in February", *lines]), encoding="utf-8")
    place.run("gather", str(place.posts))
    first = place.run("gather", str(links), status=1)
    assert "line 1, byte 0: This line is no link" in first
    assert "links that wait for their post" in first
    assert "posts kept" not in first
    again = place.run("gather", str(links), status=1)
    assert "links known already: they wait, or their post is here" in again


def test_what_its_author_deleted_goes_also_where_the_gather_ends_with_an_error(
    place: Place, tmp_path: Path
) -> None:
    settings = place.root / "campaign.toml"
    said = settings.read_text("utf-8").replace("deletion_erases = false", "")
    settings.write_text(said.replace("[policy]", "[policy]\ndeletion_erases = true"), "utf-8")
    place.run("gather", str(place.posts))
    held = place.json("status")[0]["posts"]
    gone = tmp_path / "gone.jsonl"
    status = {"id_str": "421900000000000001", "user_id_str": "11"}
    gone.write_text(json.dumps({"delete": {"status": status}}) + "\n", encoding="utf-8")
    place.run("gather", str(gone), "--mine", status=2)
    assert place.json("status")[0]["posts"] == int(str(held)) - 1


def test_what_was_interrupted_is_named_with_what_lets_go_of_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWORDS_CONFIG", str(place.config))
    workspace = open_workspace(place.root)
    Taking.begin(workspace.vault, "old exports", "twitter_v2").close()
    workspace.vault.close()
    command = "gather 'old exports' --let-go"
    assert f"ownwords {command}" in place.run("status")
    assert f"ownwords {command}" in place.run("verify", status=1)
    assert "1 interrupted gather dropped" in place.run("gather", "old exports", "--let-go")
    assert place.json("gather", "old exports", "--let-go")[0]["dropped"] == 0
    assert place.json("status")[0]["interrupted"] == []


def test_a_file_of_a_folder_that_is_not_known_is_named_once_with_what_helps(
    place: Place, tmp_path: Path
) -> None:
    folder = tmp_path / "box"
    folder.mkdir()
    letter, pages = folder / "letter.txt", folder / "pages.pdf"
    letter.write_text("Dear all\n", encoding="utf-8")
    pages.write_bytes(b"%PDF-1.4\n")
    said = place.run("gather", str(folder), status=1)
    assert said.count(str(letter)) == 1
    assert said.count(str(pages)) == 1
    assert "If it holds posts, take it in by itself" in said
    assert "Copy the words into a table" in said
    again = {fault["fault"]["reason"] for fault in place.json("gather", str(folder), status=1)[:-1]}  # type: ignore[index]
    for tag in ("es", "fr", "ar"):
        assert not any(unread(tongue_of(tag, "workbench"), reason).english for reason in again)
