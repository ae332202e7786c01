"""Tellers repeat somebody who is taken out: file and line are named, then one edition is built.

Everything else of the person goes meanwhile; no replacement is built that would have to go again.
"""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result

from ownwords.archive.erasing_work import read_work
from ownwords.cli import cli
from ownwords.flows import erasure, replacing, taking_out
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.editions import put_at
from ownwords.flows.proof.letter import letter
from ownwords.flows.publish import publish
from ownwords.flows.recalled import Place
from ownwords.flows.taking_out import TakenOut
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.edition import Edition
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Keep, account, post, tweet

LEAVER = account(11)
SAID = "The paper rang the lock at noon. Is there anyone in charge of you?"
POST = post(421900000000000001)
QUOTED = f"```quote\npost: {POST}\nspan: 0-32\nuse: verbatim\n```\n"
PLAIN = "What the night is like"


@pytest.fixture
def workspace(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", SAID),
        tweet(421900000000000002, 11, "maren_low_cut", "A candle in every window of the town"),
        tweet(
            421900000000000003, 12, "keeper_12", "a candle in every window of the town, they say"
        ),
        *(tweet(421900000000000100 + n, 100 + n, f"keeper_{n}", f"Number {n}") for n in range(12)),
    ]
    made = keep(tweets)
    yes = (Use.VERBATIM, Use.NAMED)
    made.vault.desk.add_statements(
        [Statement(answer=Answer.YES, uses=yes, account=account(n), name="") for n in (11, 12)]
    )
    return made


def tell(workspace: Workspace, title: str = PLAIN, prose: str = "And so on.") -> None:
    text = f"---\ntitle: {title}\n---\n\n{QUOTED}\n{prose}\n"
    (workspace.folder.stories / "night.md").write_text(text, encoding="utf-8")


def take_out(workspace: Workspace) -> TakenOut:
    planned = withdrawing.plan(workspace, LEAVER)
    withdrawing.hide(workspace, planned)
    erasure.begin(workspace, planned.accounts)
    return go_on(workspace)


def go_on(workspace: Workspace) -> TakenOut:
    """What --resume does, in a program that is begun anew."""
    again = open_workspace(workspace.folder.root)
    done = taking_out.carry_on(again, lambda _: None)
    again.vault.close()
    return done


def built(workspace: Workspace) -> list[str]:
    return sorted(path.name[:4] for path in workspace.folder.editions.iterdir() if path.is_dir())


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


def calls_themselves(workspace: Workspace, name: str = "Maren") -> None:
    chosen = Statement(answer=Answer.YES, uses=(Use.NAMED,), account=LEAVER, name=name)
    workspace.vault.desk.add_statements([chosen])


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


def test_an_edition_that_names_them_goes_although_the_line_was_mended_before(
    workspace: Workspace,
):
    calls_themselves(workspace, "Maren Low Cut")
    about = workspace.folder.root / "about.md"
    about.write_text("Told by Maren Low Cut and others.", encoding="utf-8")
    workspace.vault.desk.add_statements([no_longer(LEAVER)])
    publish(workspace)
    about.write_text("Told by others.", encoding="utf-8")
    done = take_out(workspace)
    assert (done.finished, done.proof.editions, built(workspace)) == (True, (1,), ["0002"])


def test_an_edition_stays_whose_name_is_somebody_elses(workspace: Workspace):
    calls_themselves(workspace, "Maren Low Cut")
    about = workspace.folder.root / "about.md"
    about.write_text("Told by Maren Low Cut and others.", encoding="utf-8")
    workspace.vault.desk.add_statements([no_longer(LEAVER)])
    publish(workspace)
    take_out(workspace)
    taking_out.keep_lines(workspace, ["about.md:1"])
    assert go_on(workspace).finished
    assert built(workspace) == ["0001"]


def test_an_edition_stays_whose_name_somebody_else_who_stays_bears(workspace: Workspace):
    calls_themselves(workspace, "K 12")
    about = workspace.folder.root / "about.md"
    about.write_text("Told by K 12 and others.", encoding="utf-8")
    workspace.vault.desk.add_statements([no_longer(LEAVER)])
    publish(workspace)
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
