"""What leaves beside the pages of a real edition: surroundings, sources, corrections."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ownwords.archive.erasing_work import Work
from ownwords.flows.drafts import Typed
from ownwords.flows.publish import publish
from ownwords.flows.recall import CUT, blanked, cut_stories, posts_in, without
from ownwords.flows.recalled import Recalled
from ownwords.flows.writing import save, sheet, wordings
from ownwords.gather.connector import connectors
from ownwords.records.consent import Answer, Statement, Use
from ownwords.stories.compose import parse_story
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Keep, account, campaign, post, tweet

SAID = "The kettle goes on at six, frost or not. Nobody asked us. Fix the winch first."
YES = Statement(answer=Answer.YES, uses=(Use.VERBATIM, Use.NAMED), account=account(11), name="K 11")
STORY = f"""---
title: What the night is like
---

```quote
post: {post(421900000000000001)}
span: 41-57
use: named
context: Said at the harbour board.
```

```correction
date: 2026-11-02
what: The day was wrong.
```

And so on.
"""


@pytest.fixture
def workspace(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", SAID),
        *(tweet(421900000000000100 + n, 100 + n, f"keeper_{n}", f"Number {n}") for n in range(12)),
    ]
    made = keep(tweets)
    (made.folder.stories / "night.md").write_text(STORY, encoding="utf-8")
    return made


def packet(workspace: Workspace) -> dict[str, object]:
    place = publish(workspace).path / "quotes"
    made: dict[str, object] = json.loads(next(place.glob("*.json")).read_bytes())
    return made


def test_surroundings_are_told_where_the_whole_post_may_be_shown(workspace: Workspace) -> None:
    workspace.vault.desk.add_statements([YES])
    made = packet(workspace)
    assert made["words"] == "Nobody asked us."
    assert f"{made['before']}{made['words']}{made['after']}" == f"{SAID} #KeepLit"
    assert made["context"] == ["Said at the harbour board."]
    assert made["corrections"] == [{"date": "2026-11-02", "what": "The day was wrong."}]


def test_surroundings_that_hold_personal_data_are_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = SAID.replace("Fix the winch first.", "Write to maren@lowcut.example now.")
    tweets = [tweet(421900000000000001, 11, "maren_low_cut", said)]
    made = campaign(tmp_path, monkeypatch, tweets)
    (made.folder.stories / "night.md").write_text(STORY, encoding="utf-8")
    made.vault.desk.add_statements([YES])
    told = packet(made)
    made.vault.close()
    assert told["words"] == "Nobody asked us."
    assert (told["before"], told["after"]) == ("", "")


def test_whoever_is_taken_out_takes_the_corrections_of_their_words_along(
    workspace: Workspace,
) -> None:
    path = workspace.folder.stories / "night.md"
    done = Recalled()
    gone = Work(accounts=(account(11),), posts=(post(421900000000000001),))
    cut_stories(workspace, gone, done)
    text = path.read_text(encoding="utf-8")
    assert done.stories == ["night.md"]
    assert CUT in text
    assert "And so on." in text
    assert "The day was wrong." not in text
    assert "harbour board" not in text


@pytest.mark.parametrize(
    "block",
    [
        "   ```quote\npost: one\n```",
        "```quote\npost: one\n   ```",
        "```quote\npost: one\n`````",
        "~~~quote\npost: one\n~~~~",
        "```paraphrase\nPost : one\nwords: Early.\n```",
        "```quote\nuse: named\npost:\n  one\n```",
        "```quote\npost: one\n````\n\n  ```correction\ndate: 2026\nwhat: The day.\n````",
    ],
)
def test_a_passage_is_taken_out_however_its_block_is_written_and_nothing_else(block: str) -> None:
    text = f"Before.\n\n{block}\n\nBetween.\n\n```quote\npost: two\n```\n\nAfter.\n"
    parse_story(f"---\ntitle: A\n---\n{text}", "a")
    assert posts_in(text) == ["one", "two"]
    assert without(text, {"one"}) == text.replace(block, CUT)
    assert without(text, {"two"}) == text.replace("```quote\npost: two\n```", CUT)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_other_byte_of_a_story_stays_when_a_passage_goes(
    workspace: Workspace, ending: str
) -> None:
    gone, stays = post(421900000000000001), post(9)
    cut = f"```quote\npost: {gone}\nuse: named\n```"
    lines = (
        f"\ufeff---\ntitle: A\n---\nBefore.  \n\n{cut}\n\nBetween\u2028it.\n"
        f"~~~quote\npost: {stays}\n~~~\nAfter."
    )
    text = lines.replace("\n", ending)
    path = workspace.folder.stories / "night.md"
    path.write_bytes(text.encode())
    cut_stories(workspace, Work(accounts=(account(11),), posts=(gone,)), Recalled())
    assert path.read_bytes() == lines.replace(cut, CUT).replace("\n", ending).encode()
    assert posts_in(text) == [gone, stays]
    blank = blanked(text, {gone})
    assert blank == lines.replace(cut, "\n" * cut.count("\n")).replace("\n", ending)


def test_every_line_keeps_its_end_when_a_story_is_typed_on(workspace: Workspace) -> None:
    path = workspace.folder.stories / "night.md"
    lines = ("\ufeff---\r\n", "title: A\r\n", "---\r\n", "One.\n", "Two.\r", "Three.\r\n", "End.")
    path.write_bytes("".join(lines).encode())
    typed = "".join(lines).replace("\r\n", "\n").replace("\r", "\n")
    save(workspace, "night", Typed(typed, sheet(workspace, "night").base))
    assert path.read_bytes() == "".join(lines).encode()
    assert wordings(workspace, "night") == []
    typed = typed.replace("Two.\n", "Two.\nNew.\n").replace("End.", "The end.\n")
    save(workspace, "night", Typed(typed, sheet(workspace, "night").base))
    after = (*lines[:5], "New.\r\n", "Three.\r\n", "The end.\r\n")
    assert path.read_bytes() == "".join(after).encode()


def test_the_datasheet_counts_by_kind_of_source_and_names_no_file(workspace: Workspace) -> None:
    made = json.loads((publish(workspace).path / "datasheet.json").read_bytes())
    rows = [row for c in made["chapters"] for one in c["asked"] for row in one["rows"]]
    title = connectors()["twitter_v2"].title
    assert {"label": title, "posts": 13, "voices_at_least": 10} in rows
    assert "jsonl" not in json.dumps(made)


def test_an_address_gives_links_a_picture_and_feeds_their_urls(workspace: Workspace) -> None:
    settings = workspace.folder.settings_file
    text = settings.read_text(encoding="utf-8")
    web = text.replace("# address =", 'address = "https://keepers.example.org/night" #')
    settings.write_text(web, encoding="utf-8")
    workspace.vault.desk.add_statements([YES])
    made = publish(open_workspace(workspace.folder.root)).path
    feed = json.loads((made / "feed.json").read_bytes())
    assert feed["home_page_url"] == "https://keepers.example.org/night/"
    assert (
        b"https://keepers.example.org/night/assets/card.png" in (made / "index.html").read_bytes()
    )


def test_links_are_told_of_which_nothing_is_kept(workspace: Workspace) -> None:
    workspace.vault.desk.add_statements([YES])
    path = workspace.folder.stories / "night.md"
    more = "\nThe [paper](https://ledger.example/) and the [log](https://log.example/#six).\n"
    path.write_text(STORY + more, encoding="utf-8")
    record = 'url = "https://log.example/"\ntaken = 2014-01-13\ntitle = "The log"\n'
    (workspace.folder.sources / "log.toml").write_text(record, encoding="utf-8")
    unused = 'url = "https://unused.example/"\ntaken = 2014-01-13\ntitle = "Kept, not told"\n'
    (workspace.folder.sources / "unused.toml").write_text(unused, encoding="utf-8")
    made = publish(workspace)
    assert made.links_without_copy == ("https://ledger.example/",)
    page = (made.path / "sources.html").read_text(encoding="utf-8")
    assert "The log" in page
    assert "Kept, not told" not in page
