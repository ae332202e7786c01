"""A name of who leaves in a sentence of the tellers waits for the word of somebody who can tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ownwords.cli import cli
from ownwords.flows import taking_out
from ownwords.flows.publish import publish
from ownwords.flows.recalled import Place
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, account
from tests.withdrawal.tellers import LEAVER, built, campaign, go_on, take_out, tell


@pytest.fixture
def workspace(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    return campaign(keep, monkeypatch)


def calls_themselves(workspace: Workspace, name: str = "Maren") -> None:
    chosen = Statement(answer=Answer.YES, uses=(Use.NAMED,), account=LEAVER, name=name)
    workspace.vault.desk.add_statements([chosen])


def published_as_told_by(workspace: Workspace, name: str, written: str = "") -> Path:
    """The leaver, quoted nowhere, is named in the edition; the file of the tellers that says so.

    The name is for a story that nobody wrote: it may stand, and no words of theirs do.
    """
    uses, story = (Use.VERBATIM, Use.NAMED), {"scope": Scope.STORY, "story": "unwritten"}
    chosen = Statement(answer=Answer.YES, uses=uses, account=LEAVER, name=name, **story)
    workspace.vault.desk.add_statements([no_longer(LEAVER), chosen])
    about = workspace.folder.root / "about.md"
    about.write_text(f"Told by {written or name} and others.", encoding="utf-8")
    publish(workspace)
    return about


def keep_line(workspace: Workspace, *lines: str) -> Result:
    command = ["withdraw", "--resume", "--campaign", str(workspace.folder.root)]
    return CliRunner().invoke(cli, [*command, *(f"--keep-line={line}" for line in lines)])


def test_a_sentence_that_names_them_waits_for_somebodys_word(workspace: Workspace):
    """It may be somebody else's name: who can tell says so, or says it otherwise."""
    calls_themselves(workspace)
    tell(workspace, prose="Then K 11 slept, and\nso did Maren. Marenka stayed, k 11 as well.")
    before = [Place("stories/night.md", 11, "named"), Place("stories/night.md", 12, "named")]
    assert taking_out.foreseen(workspace, (LEAVER,)) == before
    publish(workspace)
    root = str(workspace.folder.root)
    said = CliRunner().invoke(cli, ["withdraw", LEAVER, "--yes", "--campaign", root])
    assert said.exit_code == 1
    assert "stories/night.md, line 7: their name, in a sentence" in said.stderr
    assert "stories/night.md, line 8: their name, in a sentence" in said.stderr
    assert "--keep-line stories/night.md:7" in said.stderr
    assert "Maren" not in said.output
    assert "This is done" not in said.stdout
    assert (built(workspace), workspace.vault.engine.posts_of([LEAVER])) == ([], [])
    story = workspace.folder.stories / "night.md"
    story.write_text(story.read_text().replace("K 11 slept", "one slept"), encoding="utf-8")
    said = keep_line(workspace, "stories/night.md:8")
    assert said.exit_code == 0, said.output
    assert "This is done." in said.stdout
    assert (
        "a name like yours stays, since it is somebody else's there, or public: 1." in said.stdout
    )
    assert built(workspace) == ["0002"]
    assert not workspace.folder.erasing.exists()


def test_a_word_is_for_the_line_as_it_stands(workspace: Workspace):
    calls_themselves(workspace)
    tell(workspace, prose="So did Maren.")
    early = ["withdraw", LEAVER, "--yes", "--keep-line=x:1"]
    root = str(workspace.folder.root)
    assert CliRunner().invoke(cli, [*early, "--campaign", root]).exit_code == 2
    assert workspace.vault.desk.hidden() == frozenset()
    take_out(workspace)
    refused = keep_line(workspace, "stories/night.md:1")
    assert isinstance(refused.exception, AskedWrongly)
    taking_out.keep_lines(workspace, ["stories/night.md:7"])
    tell(workspace, prose="So did Maren. And Maren again.")
    assert go_on(workspace).outcome.recalled.repeated == [Place("stories/night.md", 7, "named")]
    taking_out.keep_lines(workspace, ["stories/night.md"])
    assert go_on(workspace).finished


def test_a_first_name_elsewhere_is_shown_and_stops_nothing(workspace: Workspace):
    calls_themselves(workspace)
    tell(workspace)
    (workspace.folder.root / "about.md").write_text("Maren of the school.", encoding="utf-8")
    publish(workspace)
    done = take_out(workspace)
    assert (done.finished, built(workspace)) == (True, ["0002"])
    assert done.outcome.recalled.named == [Place("about.md", 1, "named")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ask MAREN LOW CUT.",
        "Ask Maren\nLow Cut.",
        "Ask **Maren** Low Cut.",
        "Ask Maren&nbsp;Low Cut.",
        "Ask maren_low_cut.",
        "Ask Maren_Low_Cut's sister.",
    ],
)
def test_a_name_is_known_however_a_page_sets_it(workspace: Workspace, sentence: str):
    calls_themselves(workspace, "Maren Low Cut \U0001f30a")
    (workspace.folder.root / "about.md").write_text(f"Once.\n\n{sentence}", encoding="utf-8")
    done = take_out(workspace)
    assert done.outcome.recalled.repeated == [Place("about.md", 3, "named")]
    assert not done.finished


@pytest.mark.parametrize("written", ["Maren Low Cut", "**Maren** Low Cut", "*Ma*ren Low Cut"])
def test_an_edition_that_names_them_goes_although_the_line_was_mended_before(
    workspace: Workspace, written: str
):
    about = published_as_told_by(workspace, "Maren Low Cut", written)
    about.write_text("Told by others.", encoding="utf-8")
    done = take_out(workspace)
    assert (done.finished, done.proof.editions, built(workspace)) == (True, (1,), ["0002"])


def test_an_edition_stays_whose_name_is_somebody_elses(workspace: Workspace):
    published_as_told_by(workspace, "Maren Low Cut")
    take_out(workspace)
    taking_out.keep_lines(workspace, ["about.md:1"])
    assert go_on(workspace).finished
    assert built(workspace) == ["0001"]


def test_an_edition_stays_whose_name_somebody_else_who_stays_bears(workspace: Workspace):
    about = published_as_told_by(workspace, "K 12")
    about.write_text("Told by others.", encoding="utf-8")
    assert take_out(workspace).finished
    assert built(workspace) == ["0001"]


def no_longer(name: str) -> Statement:
    return Statement(answer=Answer.NO, uses=(Use.READ,), account=name)


def test_a_name_is_named_once_where_more_of_theirs_stands(workspace: Workspace):
    tell(workspace, "Is there anyone in charge, K 11?")
    publish(workspace)
    recalled = take_out(workspace).outcome.recalled
    assert (recalled.repeated, recalled.named) == ([Place("stories/night.md", 2, "words")], [])


def test_a_name_that_somebody_else_bears_too_is_not_told(workspace: Workspace):
    shared = Statement(answer=Answer.YES, uses=(Use.NAMED,), account=account(12), name="K 11")
    workspace.vault.desk.add_statements([shared])
    tell(workspace, prose="Then K 11 slept.")
    assert taking_out.foreseen(workspace, (LEAVER,)) == []
