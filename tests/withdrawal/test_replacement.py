"""What is built in the place of an edition tells no story that the tellers have not published."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from ownwords.archive.erasing_work import read_work
from ownwords.cli import cli
from ownwords.flows import publish as publishing
from ownwords.flows import recall
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.difference import slug_of
from ownwords.flows.publish import publish
from ownwords.flows.settings import change_settings
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, account
from tests.withdrawal import campaigns
from tests.withdrawal.tellers import (
    LEAVER,
    PLAIN,
    POST,
    SAID,
    built,
    campaign,
    go_on,
    take_out,
    tell,
)

DRAFT = "---\ntitle: Not before the hearing\norder: 1\n---\n\nThe bell on the pier is silent.\n"
WRITTEN = b"bell on the pier"


@pytest.fixture
def workspace(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    return campaign(keep, monkeypatch)


def write(workspace: Workspace, name: str, text: str = DRAFT) -> None:
    (workspace.folder.stories / f"{name}.md").write_text(text, encoding="utf-8")


def told(workspace: Workspace) -> set[str]:
    """The stories of the newest edition."""
    files = workspace.vault.desk.editions()[-1].files
    return {slug_of(file.path) for file in files} - {""}


def draft_is_out(workspace: Workspace) -> bool:
    found = workspace.folder.editions.rglob("*")
    return any(WRITTEN in path.read_bytes() for path in found if path.is_file())


def command(workspace: Workspace, *said: str) -> Result:
    return CliRunner().invoke(cli, [*said, "--campaign", str(workspace.folder.root)])


def test_a_finished_story_that_was_never_published_stays_unpublished(workspace: Workspace):
    tell(workspace)
    publish(workspace)
    write(workspace, "draft")
    done = take_out(workspace)
    assert done.finished
    assert built(workspace) == ["0002"]
    assert told(workspace) == {"night"}
    assert not draft_is_out(workspace)
    assert done.outcome.recalled.left_out == ["draft.md"]
    publish(workspace)
    assert told(workspace) == {"night", "draft"}


def test_the_command_says_which_story_is_not_in_it_and_the_letter_does_not(workspace: Workspace):
    tell(workspace)
    publish(workspace)
    write(workspace, "draft")
    said = command(workspace, "withdraw", LEAVER, "--yes")
    assert said.exit_code == 0, said.output
    assert "Finished, and not in it: stories/draft.md." in said.stdout
    assert "draft" not in said.stdout[said.stdout.index("taking you out") :]


def test_json_names_it_too(workspace: Workspace):
    tell(workspace)
    publish(workspace)
    write(workspace, "draft")
    said = command(workspace, "withdraw", LEAVER, "--yes", "--json")
    assert json.loads(said.stdout)["stories_left_out"] == ["draft.md"]


def test_without_such_a_story_nothing_is_said(workspace: Workspace):
    tell(workspace)
    publish(workspace)
    said = command(workspace, "withdraw", LEAVER, "--yes")
    assert "Replacement: " in said.stdout
    assert "not in it" not in said.stdout


def test_what_was_published_is_noted_before_anything_goes_and_holds_when_it_is_resumed(
    workspace: Workspace,
):
    tell(workspace, "Is there anyone in charge?")
    publish(workspace)
    write(workspace, "draft")
    assert not take_out(workspace).finished
    assert built(workspace) == []
    key = withdrawing.key_of(workspace)
    assert [work.tells for work in read_work(workspace.folder, key)] == [("night",)]
    tell(workspace)
    done = go_on(workspace)
    assert done.finished
    assert told(workspace) == {"night"}
    assert done.outcome.recalled.left_out == ["draft.md"]


def test_the_power_goes_between_the_note_and_the_removal(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    tell(workspace)
    publish(workspace)
    publish(workspace)
    write(workspace, "draft")

    remove = recall.remove

    def cut(own: Workspace, number: int) -> None:
        remove(own, number)
        raise KeyboardInterrupt

    monkeypatch.setattr(recall, "remove", cut)
    with pytest.raises(KeyboardInterrupt):
        take_out(workspace)
    with pytest.raises(KeyboardInterrupt):
        go_on(workspace)
    monkeypatch.setattr(recall, "remove", remove)
    assert go_on(workspace).finished
    assert told(workspace) == {"night"}


def test_it_is_said_again_at_the_end_when_the_replacement_stood_before(workspace: Workspace):
    tell(workspace)
    publish(workspace)
    write(workspace, "draft")
    (workspace.folder.root / "notes.txt").write_text(SAID, encoding="utf-8")
    assert not take_out(workspace).finished
    assert built(workspace) == ["0002"]
    (workspace.folder.root / "notes.txt").unlink()
    done = go_on(workspace)
    assert done.finished
    assert built(workspace) == ["0002"]
    assert done.outcome.recalled.left_out == ["draft.md"]


def test_of_several_editions_the_newest_says_what_is_told(workspace: Workspace):
    tell(workspace)
    write(workspace, "draft")
    publish(workspace)
    (workspace.folder.stories / "draft.md").unlink()
    publish(workspace)
    write(workspace, "draft")
    done = take_out(workspace)
    assert done.proof.editions == (1, 2)
    assert told(workspace) == {"night"}
    assert not draft_is_out(workspace)
    assert done.outcome.recalled.left_out == ["draft.md"]


def test_under_another_name_it_is_another_story(workspace: Workspace):
    tell(workspace)
    write(workspace, "bell")
    publish(workspace)
    stories = workspace.folder.stories
    (stories / "bell.md").rename(stories / "pier.md")
    done = take_out(workspace)
    assert told(workspace) == {"night"}
    assert done.outcome.recalled.left_out == ["pier.md"]


def test_a_story_that_is_gone_or_waits_by_now_is_not_left_out_but_not_there(
    workspace: Workspace,
):
    tell(workspace)
    write(workspace, "bell")
    write(workspace, "gone")
    publish(workspace)
    (workspace.folder.stories / "gone.md").unlink()
    unsaid = "```quote\npost: https://x.com/i/status/1\nuse: verbatim\n```\n"
    write(workspace, "bell", f"{DRAFT}\n{unsaid}")
    done = take_out(workspace)
    assert done.finished
    assert told(workspace) == {"night"}
    assert done.outcome.recalled.left_out == []


def test_a_story_with_a_name_in_its_file_name_can_be_called_otherwise(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    """What was noted of the file's name is no trace once it is done."""
    write(workspace, "maren_low_cut", f"---\ntitle: {PLAIN}\n---\n\nAnd so on.\n")
    with monkeypatch.context() as before_she_was_known:
        before_she_was_known.setattr(publishing, "stop_at_leaks", lambda leaks: None)
        publish(workspace)
    done = take_out(workspace)
    assert [one.file for one in done.outcome.recalled.repeated] == ["stories/maren_low_cut.md"]
    stories = workspace.folder.stories
    (stories / "maren_low_cut.md").rename(stories / "night.md")
    done = go_on(workspace)
    assert (done.finished, done.proof.hits) == (True, [])
    assert told(workspace) == set()
    assert done.outcome.recalled.left_out == ["night.md"]


def test_an_edition_that_was_called_back_before_gets_no_replacement(workspace: Workspace):
    tell(workspace)
    publish(workspace, put_at=["https://keepers.example/"])
    recall.call_back(workspace, 1)
    done = take_out(workspace)
    assert done.finished
    assert (done.proof.editions, done.proof.places) == ((1,), ("https://keepers.example/",))
    assert built(workspace) == []
    assert done.outcome.recalled.left_out == []


def test_a_gather_that_erases_what_was_deleted_says_what_it_removed_and_left_out(
    workspace: Workspace, tmp_path: Path
):
    policy = msgspec.structs.replace(workspace.campaign.policy, deletion_erases=True)
    change_settings(workspace, msgspec.structs.replace(workspace.campaign, policy=policy))
    tell(workspace)
    publish(workspace, put_at=["https://keepers.example/"])
    write(workspace, "draft")
    gone = tmp_path / "gone.jsonl"
    status = {"id_str": POST.rpartition("/")[2], "user_id_str": "11"}
    gone.write_text(json.dumps({"delete": {"status": status}}) + "\n", encoding="utf-8")
    said = command(workspace, "gather", str(gone))
    assert said.exit_code == 0, said.output
    assert "Edition 1 held them and is removed." in said.stdout
    assert "put the new one there: https://keepers.example/" in said.stdout
    assert "Finished, and not in it: stories/draft.md." in said.stdout
    assert told(workspace) == {"night"}
    assert not draft_is_out(workspace)


def test_two_who_leave_one_after_the_other_publish_nothing_either(workspace: Workspace):
    tell(workspace, "Is there anyone in charge?")
    publish(workspace)
    write(workspace, "draft")
    assert not take_out(workspace).finished
    campaigns.begin(workspace, account(12))
    tell(workspace)
    assert go_on(workspace).finished
    assert told(workspace) == {"night"}
