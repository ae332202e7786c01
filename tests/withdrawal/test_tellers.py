"""Tellers repeat somebody who is taken out: file and line are named, then one edition is built.

Everything else of the person goes meanwhile; no replacement is built that would have to go again.
"""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from ownwords.archive.erasing_work import read_work
from ownwords.cli import cli
from ownwords.flows import erasure, replacing, taking_out
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.editions import put_at
from ownwords.flows.proof.letter import letter
from ownwords.flows.publish import publish
from ownwords.flows.recalled import Place
from ownwords.records.edition import Edition
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Keep, account
from tests.withdrawal.tellers import (
    LEAVER,
    PLAIN,
    POST,
    built,
    campaign,
    go_on,
    take_out,
    tell,
)


@pytest.fixture
def workspace(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    return campaign(keep, monkeypatch)


def test_a_title_is_named_and_once_it_is_mended_one_replacement_stands(workspace: Workspace):
    tell(workspace, "Is there anyone in charge?")
    publish(workspace)
    publish(workspace)
    for _ in range(3):
        done = (
            take_out(workspace) if workspace.vault.engine.posts_of([LEAVER]) else go_on(workspace)
        )
        assert not done.finished
        assert done.outcome.recalled.repeated == [Place("stories/night.md", 2, "words")]
        assert done.left == []
        assert built(workspace) == []
    assert workspace.vault.engine.posts_of([LEAVER]) == []
    assert "A passage was taken out" in (workspace.folder.stories / "night.md").read_text()
    tell(workspace)
    done = go_on(workspace)
    assert done.finished
    assert done.proof.hits == []
    assert built(workspace) == ["0003"]
    assert done.proof.editions == (1, 2)
    assert not workspace.folder.erasing.exists()
    assert len(workspace.vault.desk.editions()) == 3


@pytest.mark.parametrize(
    ("file", "text", "line", "kind"),
    [
        ("stories/night.md", "Well.\n\nIs there\nanyone in\n\ncharge?", 9, "words"),
        ("stories/night.md", "Is there **anyone** _in charge_?", 7, "words"),
        ("stories/night.md", f"Read [this]({POST}).", 7, "id"),
        ("stories/night.md", "Ask @maren_low_cut about it.", 7, "handle"),
        ("stories/by.md", "---\ntitle: Noon\nby: K 11\n---\n\nAnd so on.", 3, "name"),
        ("introduction.md", "Once.\n\nIs there anyone in charge?", 3, "words"),
        ("about.md", "Is there anyone in&nbsp;charge?", 1, "words"),
        ("claims/one.claim.yaml", "said: Is there anyone in charge?", 1, "words"),
    ],
)
def test_every_place_of_the_tellers_is_looked_at(
    workspace: Workspace, file: str, text: str, line: int, kind: str
):
    tell(workspace)
    publish(workspace)
    if file.endswith("night.md"):
        tell(workspace, prose=text)
    else:
        (workspace.folder.root / file).write_text(text, encoding="utf-8")
    done = take_out(workspace)
    assert done.outcome.recalled.repeated == [Place(file, line, kind)]
    assert built(workspace) == []


def test_what_the_tellers_repeat_is_told_before_anybody_says_yes(workspace: Workspace):
    tell(workspace)
    assert taking_out.foreseen(workspace, (LEAVER,)) == []
    tell(workspace, "Is there anyone in charge?", "Ask @maren_low_cut about it.")
    told = [Place("stories/night.md", 2, "words"), Place("stories/night.md", 11, "handle")]
    assert taking_out.foreseen(workspace, (LEAVER,)) == told
    command = ["withdraw", LEAVER, "--campaign", str(workspace.folder.root)]
    said = CliRunner().invoke(cli, command, input="n\n")
    assert "  stories/night.md, line 2: words of theirs" in said.stdout
    assert said.stdout.index("line 11: their handle") < said.stdout.index("Take them out now?")
    assert "anyone" not in said.output
    assert workspace.vault.desk.hidden() == frozenset()
    assert not workspace.folder.erasing.exists()


def test_the_name_of_who_tells_is_named_in_the_settings(workspace: Workspace):
    settings = workspace.folder.settings_file
    text = settings.read_text(encoding="utf-8")
    line = text[: text.index("told_by")].count("\n") + 1
    mended = re.sub("(?m)^.*told_by = .*", 'told_by = "the keepers"', text)
    settings.write_text(mended.replace("the keepers", "K 11"), encoding="utf-8")
    tell(workspace)
    publish(open_workspace(workspace.folder.root))
    done = take_out(workspace)
    assert done.outcome.recalled.repeated == [Place("campaign.toml", line, "name")]
    settings.write_text(mended, encoding="utf-8")
    assert go_on(workspace).finished
    assert built(workspace) == ["0002"]


@pytest.mark.parametrize(
    "innocent",
    [
        "Is there anyone?",
        "Nobody was in charge of it; the lock rang at noon.",
        "A candle in every window of the town, somebody else said that too.",
        "Keep it lit #KeepLit",
    ],
)
def test_a_chance_word_stops_nothing(workspace: Workspace, innocent: str):
    tell(workspace, prose=innocent)
    publish(workspace)
    assert take_out(workspace).finished
    assert built(workspace) == ["0002"]


def test_an_edition_that_repeats_them_goes_although_it_quotes_nobody(workspace: Workspace):
    text = "---\ntitle: Is there anyone in charge?\n---\n\nAnd so on.\n"
    story = workspace.folder.stories / "night.md"
    workspace.vault.desk.add_statements([])
    story.write_text(text, encoding="utf-8")
    publish(workspace)
    story.write_text(text.replace("Is there anyone in charge?", PLAIN), encoding="utf-8")
    assert take_out(workspace).finished
    assert built(workspace) == ["0002"]


def test_a_page_that_would_repeat_them_is_not_kept(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    tell(workspace, "Is there anyone in charge?")
    publish(workspace)
    monkeypatch.setattr(replacing, "repeated", lambda root, needles: [])
    done = take_out(workspace)
    assert not done.finished
    assert ("the new edition, zines/night.html", 0, "words") in done.outcome.recalled.repeated
    assert built(workspace) == []
    assert [path.name for path in workspace.folder.editions.iterdir() if path.name[0] == "."] == []


def test_a_replacement_that_could_not_be_built_for_another_reason_is_no_trace(
    workspace: Workspace,
):
    tell(workspace)
    publish(workspace)
    (workspace.folder.stories / "half.md").write_text("no header", encoding="utf-8")
    done = take_out(workspace)
    assert not done.finished
    assert "half.md" in done.outcome.recalled.stopped
    assert done.proof.hits == []
    assert not workspace.folder.erasing.exists()


def test_what_was_removed_is_remembered_until_it_is_finished(workspace: Workspace):
    tell(workspace, "Is there anyone in charge?")
    publish(workspace, put_at=["https://keepers.example/maren_low_cut/"])
    publish(workspace, out=workspace.folder.root.parent / "copy")
    put_at(workspace, 2, "https://keepers.example/two/")
    online = ["https://keepers.example/maren_low_cut/", "https://keepers.example/two/"]
    copy = str(workspace.folder.root.parent / "copy")
    places = [online[0], copy, online[1]]
    for done in (take_out(workspace), go_on(workspace)):
        assert done.proof.editions == (1, 2)
        assert done.outcome.recalled.places == places
        assert "Editions removed: 1, 2." in letter(workspace, done.proof)
    key = withdrawing.key_of(workspace)
    assert [work.removed for work in read_work(workspace.folder, key)] == [(1, 2)]
    tell(workspace)
    done = go_on(workspace)
    assert (done.proof.editions, done.proof.places) == ((1, 2), tuple(places))
    assert read_work(workspace.folder, key) == []
    text = letter(workspace, done.proof)
    assert f"we take them away there: {', '.join(online)}." in text
    assert "elsewhere and take away: 1." in text
    assert copy not in text
    assert "maren" not in repr(editions(workspace))


def editions(workspace: Workspace) -> list[Edition]:
    again = open_workspace(workspace.folder.root)
    found = again.vault.desk.editions()
    again.vault.close()
    return found


def test_the_command_says_file_and_line_and_never_the_words(workspace: Workspace):
    tell(workspace, "Is there anyone in charge?")
    publish(workspace)
    root = str(workspace.folder.root)
    said = CliRunner().invoke(cli, ["withdraw", LEAVER, "--yes", "--campaign", root])
    assert said.exit_code == 1
    assert "stories/night.md, line 2: words of theirs" in said.stderr
    assert said.stderr.rstrip().endswith("ownwords withdraw --resume")
    assert "anyone" not in said.output
    assert "editions/" not in said.stderr
    tell(workspace)
    again = CliRunner().invoke(cli, ["withdraw", "--resume", "--campaign", root])
    assert again.exit_code == 0, again.output
    assert "This is done." in again.stdout
    assert "Edition 1 " in again.stdout


def test_who_is_taken_out_together_reads_of_nobody_else(workspace: Workspace):
    """One letter for all of them: an address may be named after one."""
    tell(workspace)
    publish(workspace, put_at=["https://keepers.example/maren/", "a drawer"])
    for one in (LEAVER, account(12)):
        planned = withdrawing.plan(workspace, one)
        withdrawing.hide(workspace, planned)
        erasure.begin(workspace, planned.accounts)
    done = go_on(workspace)
    assert (done.finished, done.proof.people) == (True, 2)
    text = letter(workspace, done.proof)
    assert "maren" not in text
    assert "elsewhere and take away: 2." in text
