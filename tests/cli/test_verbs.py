"""The verbs as a user meets them: what they print, what they promise in JSON, how they end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import LINES, Place, tweet
from tests.demo_campaign import ownwords
from tests.gather.reading import FIXTURES

FIRST = "https://x.com/i/status/421900000000000001"
MAREN = "https://x.com/i/user/11"


def test_bare_ownwords_names_the_next_step(place: Place) -> None:
    assert "ownwords demo" in ownwords([], place.config)
    assert "ownwords gather" in place.run()
    place.run("gather", str(place.posts))
    assert "consent record" in place.run()


def test_bare_ownwords_does_not_take_broken_settings_for_no_campaign(place: Place) -> None:
    settings = place.root / "campaign.toml"
    settings.write_text(settings.read_text("utf-8") + "\nsince = \n", "utf-8")
    said = place.run(status=2)
    assert "campaign.toml" in said
    assert "ownwords init" not in said


def test_what_nobody_used_is_said(place: Place) -> None:
    place.run("gather", str(place.posts))
    assert "Nobody used it" in place.run("first-uses", "--tag", "nothing")
    assert "Nobody used it" not in place.run("first-uses")


def test_rows_of_a_sheet_that_cannot_be_read_are_named_in_json_too(place: Place) -> None:
    sheet = place.root.parent / "sheet.csv"
    sheet.write_text("account,answer,uses,evidence\n@a,maybe,verbatim,l\n@b,yes,verbatim,l\n")
    said = place.json("consent", "import", str(sheet), status=1)
    assert (said[0]["fault"]["line"], said[1]["recorded"], said[1]["faults"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["gahter", "x"], "Did you mean 'gather'"),
        (["gather"], "Missing argument"),
        (["search", "lamp", "--since", "yesterday"], "is not a date"),
        (["search", '"open'], ""),
        (["gather", "no-such-file.jsonl"], "no-such-file.jsonl"),
        (["consent", "show", "@nobody"], "Nobody by that account"),
    ],
)
def test_asked_wrongly_ends_with_2_and_a_way_on(place: Place, words: list[str], hint: str) -> None:
    assert hint in place.run(*words, status=2)


def test_gather_keeps_what_carries_the_tag_and_says_what_it_left(place: Place) -> None:
    counts = place.json("gather", str(place.posts))[-1]
    assert (counts["read"], counts["kept"], counts["not_matching"]) == (4, 3, 1)
    fields = [
        "accession",
        "source",
        "read",
        "kept",
        "known",
        "not_matching",
        "held_back",
        "withdrawals",
        "faults",
        "asked",
        "filled",
        "pages",
        "not_taken",
        "seconds",
    ]
    assert set(fields) == counts.keys()
    again = place.json("gather", str(place.posts))[-1]
    assert (again["kept"], again["known"]) == (0, 3)


def test_a_doubtful_format_is_said_to_be_doubtful(place: Place) -> None:
    story = FIXTURES / "storify" / "good" / "story.json"
    assert "experimental" in place.run("gather", str(story), "--all")
    assert "experimental" in place.run("status")
    assert "experimental" not in place.run("gather", str(place.posts))


def test_links_wait_for_their_posts_which_then_need_no_tag(place: Place, tmp_path: Path) -> None:
    sandwich = "https://twitter.com/keeper_13/status/421900000000000003"
    listed = tmp_path / "links.txt"
    listed.write_text(f"# what Ines remembers\n{sandwich}?s=20\nhttps://x.com/i/status/9\n")
    assert "links that wait for their post" in place.run("gather", str(listed))
    assert "2 links wait, each for its post" in place.run("status")
    counts = place.json("gather", str(place.posts))[-1]
    assert (counts["kept"], counts["not_matching"], counts["filled"]) == (4, 0, 1)
    assert "1 link waits for its post" in place.run("status")
    assert place.json("status")[0]["waiting"] == 1
    assert place.json("gather", str(listed))[-1]["known"] == 2


def test_all_keeps_everything(place: Place) -> None:
    assert place.json("gather", str(place.posts), "--all")[-1]["kept"] == 4


def test_another_tag_for_one_gather(place: Place) -> None:
    assert place.json("gather", str(place.posts), "--tag", "none-such")[-1]["kept"] == 0


def test_a_bad_line_costs_itself_alone_and_the_exit_status_says_so(place: Place) -> None:
    lines = place.posts.read_bytes().splitlines(keepends=True)
    place.posts.write_bytes(lines[0] + b'{"id": "cut\n' + b"".join(lines[1:]))
    fault, counts = place.json("gather", str(place.posts), status=1)
    assert counts["kept"] == 3
    assert fault["fault"] == {
        "file": place.posts.as_posix(),
        "line": 2,
        "offset": len(lines[0]),
        "reason": fault["fault"]["reason"],  # type: ignore[index]
    }
    assert "cut" not in str(fault["fault"]["reason"])  # type: ignore[index]
    assert place.json("status")[0]["faults"] == 1


def test_status_search_timeline_say_what_they_promise(place: Place) -> None:
    place.run("gather", str(place.posts))
    status = place.json("status")[0]
    fields = [
        "posts",
        "accounts",
        "voices",
        "hidden",
        "unfinished",
        "interrupted",
        "accessions",
        "faults",
        "not_taken",
        "waiting",
        "first",
        "last",
        "networks",
        "languages",
        "flagged",
        "unscreened",
        "edition",
        "lapsed",
        "caveats",
    ]
    assert set(fields) == status.keys()
    tagged = place.json("status", "--tag", "keeplit")[0]
    assert tagged == {
        "tagged_posts": 3,
        "tag_occurrences": 3,
        "accounts": 2,
        "first": "2014-01-11T05:12:00Z",
        "last": "2014-01-13T06:00:00Z",
    }
    found = place.json("search", "kettle")
    assert [one["id"] for one in found] == [FIRST]
    assert {"id", "account", "published", "language", "snippet", "score"} <= found[0].keys()
    days = place.json("timeline")
    assert [(day["posts"], day["accounts"]) for day in days] == [(2, 2), (0, 0), (1, 1)]
    assert "11 Jan" in place.run("timeline")
    assert place.json("first-uses", "--tag", "keeplit", "--limit", "1")[0]["account"] == MAREN
    assert place.json("languages")[0]["language"] == "en"


def test_a_yes_makes_a_quotation_and_nothing_else_does(place: Place) -> None:
    place.run("gather", str(place.posts))
    before = place.json("publish")[0]
    assert (before["quotes"], before["leaks"]) == (0, 0)
    shown = place.json("consent", "show", "@keeper_11")[0]
    assert shown["uses"]["verbatim"]["allowed"] is False  # type: ignore[index]
    words = [
        "--answer",
        "yes",
        "--use",
        "verbatim",
        "--use",
        "named",
        "--name",
        "Maren",
        "--evidence",
        "letter",
    ]
    place.run("consent", "record", "@keeper_11", *words)
    after = place.json("publish")[0]
    assert (after["quotes"], after["voices_quoted"]) == (2, 1)
    site = Path(str(after["path"]))
    lists = (site / "voices" / "day.html").read_text(encoding="utf-8")
    assert "kettle on at six" in lists
    assert "Nobody asked the lock" not in lists


def test_a_passed_on_yes_needs_its_evidence(place: Place) -> None:
    place.run("gather", str(place.posts))
    words = ["--answer", "yes", "--use", "verbatim", "--given-by", "steward"]
    assert "evidence" in place.run("consent", "record", "@keeper_11", *words, status=2)


def test_a_quote_block_can_be_pasted_and_is_checked(place: Place) -> None:
    place.run("gather", str(place.posts))
    said = place.run("search", "kettle", "--blocks")
    block = re.search(r"```quote\n.*?```", said, re.DOTALL)
    assert block is not None
    story = f"---\ntitle: The kettle\n---\n\nOnce.\n\n{block[0]}\n"
    path = place.root / "stories" / "kettle.md"
    path.write_text(story, encoding="utf-8")
    assert "0 of 1 has a yes, send 1 ask" in place.run("publish")
    words = ["--answer", "yes", "--use", "verbatim", "--evidence", "letter"]
    place.run("consent", "record", "@keeper_11", *words)
    made = place.json("publish")[0]
    assert made["waiting"] == []
    front = Path(str(made["path"])) / "index.html"
    assert "kettle on at six" in front.read_text(encoding="utf-8")
    path.write_text(story.replace("span: 0-", "span: 1-"), encoding="utf-8")
    assert "not those that were chosen" in place.run("verify", status=1)


def test_withdraw_hides_from_every_reader_at_once(place: Place) -> None:
    place.run("gather", str(place.posts))
    words = ["--answer", "yes", "--use", "verbatim", "--evidence", "letter"]
    place.run("consent", "record", "@keeper_11", *words)
    place.run("withdraw", "@keeper_11", "--yes")
    assert place.json("search", "kettle") == []
    assert place.json("status")[0]["posts"] == 1
    assert [row["posts"] for row in place.json("timeline")] == [1]
    assert place.json("publish")[0]["quotes"] == 0


def test_withdraw_asks_first(place: Place) -> None:
    place.run("gather", str(place.posts))
    said = place.run("withdraw", "@keeper_11", status=1)
    assert "1 account with 2 posts" in said
    assert place.json("status")[0]["hidden"] == 0


def test_publish_refuses_without_a_contact(tmp_path: Path) -> None:
    config, root = tmp_path / "config", tmp_path / "campaign"
    ownwords(["init", str(root), "--tag", "KeepLit"], config)
    said = ownwords(["publish"], config, campaign=root, status=1)
    assert "contact" in said
    assert list((root / "editions").iterdir()) == []


def test_an_edition_is_listed_and_called_back(place: Place) -> None:
    assert "Nothing has been published yet." in place.run("editions")
    place.run("gather", str(place.posts))
    place.run("publish", "--put-at", "a stick for the meeting")
    assert "a copy stands: a stick for the meeting" in place.run("editions")
    place.run("recall", "2", "--yes", status=2)
    assert "take it away: a stick for the meeting" in place.run("recall", "1", "--yes")
    [edition] = place.json("editions")
    assert (edition["recalled"], edition["folder"]) == (True, "")
    assert not any(path.name.startswith("0001") for path in (place.root / "editions").iterdir())


def test_the_key_comes_back_from_its_sheet(tmp_path: Path) -> None:
    config, root = tmp_path / "config", tmp_path / "campaign"
    said = ownwords(["init", str(root), "--tag", "KeepLit"], config)
    sheet = tmp_path / "sheet.txt"
    sheet.write_text(said, encoding="utf-8")
    assert ownwords(["init", str(root), "--sheet"], config).strip() in said
    other = tmp_path / "other-computer"
    posts = tmp_path / "posts.jsonl"
    posts.write_text(tweet(*LINES[0]) + "\n", encoding="utf-8")
    refused = ownwords(["gather", str(posts)], other, campaign=root, status=1)
    assert "--recover" in refused
    ownwords(["init", str(root), "--recover", str(sheet)], other)
    assert ownwords(["verify"], other, campaign=root) == ""


def test_verify_names_a_changed_byte(place: Place) -> None:
    place.run("gather", str(place.posts))
    assert place.run("verify") == ""
    file = next(place.root.glob("posts/*-posts-*.parquet"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))
    assert file.name in place.run("verify", status=1)


def test_rebuild_makes_the_search_again(place: Place) -> None:
    place.run("gather", str(place.posts))
    (place.root / "cache" / "search.sqlite").unlink()
    assert "3 posts" in place.run("rebuild")
    assert len(place.json("search", "kettle")) == 1


def test_an_unforeseen_error_never_prints_its_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ownwords import cli

    def fail(**_: object) -> None:
        raise RuntimeError("the words of a person")

    monkeypatch.setattr(cli.cli, "main", fail)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 70
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "the words of a person" not in said


def test_a_yes_for_a_post_by_its_id_is_for_this_post(place: Place) -> None:
    place.run("gather", str(place.posts))
    said = ["--answer", "yes", "--use", "verbatim", "--evidence", "letter"]
    assert "for 1 post" in place.run("consent", "record", FIRST, *said)
    assert place.json("publish")[0]["quotes"] == 1
    assert "all their posts" in place.run("consent", "record", FIRST, *said, "--scope", "campaign")
    assert place.json("publish")[0]["quotes"] == 2


def test_a_post_that_is_named_bounds_the_yes(place: Place) -> None:
    place.run("gather", str(place.posts))
    place.run(
        "consent",
        "record",
        MAREN,
        "--answer",
        "yes",
        "--use",
        "verbatim",
        "--post",
        FIRST,
        "--evidence",
        "letter",
    )
    assert place.json("publish")[0]["quotes"] == 1


def test_a_date_at_the_end_of_the_calendar_is_asked_wrongly(place: Place) -> None:
    assert "is not a date" in place.run("search", "lamp", "--until", "9999-12-31", status=2)


def test_a_query_is_read_as_it_was_meant(place: Place) -> None:
    place.run("gather", str(place.posts))
    assert len(place.json("search", "kettle", "on at")) == 1
    assert place.json("search", "on", "kettle at") == []
    assert len(place.json("search", "the", "-kettle")) == 2
    assert len(place.json("search", "winch OR kettle")) == 2
    assert "No such option" in place.run("search", "kettle", "--languag", "en", status=2)


def test_a_campaign_that_cannot_be_described_is_not_begun(tmp_path: Path) -> None:
    config, root = tmp_path / "config", tmp_path / "campaign"
    assert "needs at least one tag" in ownwords(["init", str(root), "--tag", "#"], config, status=2)
    linked = ownwords(["init", str(root), "--tag", "x.com/ours"], config, status=2)
    assert "no hashtag can hold" in linked
    assert not root.exists()
    ownwords(["init", str(root), "--tag", "KeepLit"], config)


def test_a_command_that_went_well_says_nothing_beside_what_it_prints(tmp_path):
    """Not a library's last words either: what a person does not understand frightens them."""
    config = {**os.environ, "OWNWORDS_CONFIG": str(tmp_path / "config")}
    program = [sys.executable, "-c", "from ownwords.cli import main; main()"]
    folder = str(tmp_path / "ours")
    for words in (["init", folder, "--tag", "Ours"], ["status", "--campaign", folder]):
        done = subprocess.run([*program, *words], env=config, capture_output=True, check=True)
        assert done.stderr == b""


def test_posts_that_are_not_public_are_counted_and_the_count_stays(place: Place) -> None:
    export = FIXTURES / "mastodon_archive" / "good" / "export.zip"
    lines = place.json("gather", str(export), "--all")
    left_out = sum(line["left_out"]["count"] for line in lines if "left_out" in line)
    assert left_out > 0
    assert lines[-1]["not_taken"] == place.json("status")[0]["not_taken"] == left_out


def test_a_tag_that_no_post_can_carry_begins_no_campaign(tmp_path: Path) -> None:
    words = ["init", str(tmp_path / "new"), "--tag", "We Keep"]
    assert "no hashtag can hold" in ownwords(words, tmp_path / "config", status=2)
    assert not (tmp_path / "new").exists()


def test_where_everybody_is_quoted_nobody_is_announced_as_not_quoted(place: Place) -> None:
    place.run("gather", str(place.posts))
    yes = ["--answer", "yes", "--use", "verbatim", "--evidence", "letters, folder 1"]
    place.run("consent", "record", "@keeper_11", *yes)
    assert "1 voice. Not quoted:\n" in place.run("publish")
    place.run("consent", "record", "@keeper_12", *yes)
    assert "by 2 voices.\n" in place.run("publish")
