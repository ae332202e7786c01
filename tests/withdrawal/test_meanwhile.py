"""What comes in between the yes to a withdrawal and its first cut is taken out and proved too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ownwords.archive.accession import Taking
from ownwords.archive.lock import Lock
from ownwords.flows import erasure, single_posts, taking_out
from ownwords.flows import withdraw as withdrawing
from ownwords.records.captured import Page, Place
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Keep, account, post, tweet
from tests.withdrawal import campaigns

LEAVER = account(11)
LATER = "Nobody in the valley heard the second bell ring before the ice"


@pytest.fixture
def workspace(keep: Keep) -> Workspace:
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six"),
        tweet(421900000000000002, 12, "keeper_12", "Two boats at the upper gate today"),
    ]
    return keep(tweets)


def come_in(workspace: Workspace, folder: Path) -> None:
    """A gather that had begun before they asked brings more of theirs, and a story repeats it."""
    path = folder / "later.jsonl"
    one = tweet(421900000000000009, 11, "maren_low_cut", LATER)
    path.write_text(json.dumps(one) + "\n", encoding="utf-8")
    campaigns.take(workspace, path)
    story = f"---\ntitle: Night\n---\n\nSomebody said: {LATER}\n"
    (workspace.folder.stories / "night.md").write_text(story, encoding="utf-8")


def left(workspace: Workspace) -> set[tuple[str, str]]:
    """Where the withdrawal, gone on with, finds something."""
    return {(hit.path, hit.kind) for hit in campaigns.carry_on(workspace).hits}


def test_what_a_gather_brings_that_was_under_way_is_looked_for_too(
    workspace: Workspace, tmp_path: Path
) -> None:
    gathering = Lock(workspace.folder.gathering)
    assert gathering.take()
    campaigns.begin(workspace, LEAVER)
    with pytest.raises(AskedWrongly, match="A gather is taking in posts"):
        campaigns.carry_on(workspace)
    gathering.release()
    come_in(workspace, tmp_path)
    assert left(workspace) == {("stories/night.md", "words")}
    assert left(workspace) == {("stories/night.md", "words")}
    (workspace.folder.stories / "night.md").unlink()
    assert left(workspace) == set()


def test_a_deleted_post_that_comes_in_after_it_was_begun_with_is_looked_for_too(
    workspace: Workspace, tmp_path: Path
) -> None:
    single_posts.begin(workspace, frozenset({post(421900000000000009)}))
    come_in(workspace, tmp_path)
    assert left(workspace) == {("stories/night.md", "words")}


def late(workspace: Workspace, folder: Path, real: Callable[..., object]) -> Callable[..., object]:
    """The same, and when it has answered for the first time a gather comes to its end."""
    came: list[bool] = []

    def looked(*told: object, **more: object) -> object:
        found = real(*told, **more)
        found = list(found) if isinstance(found, Iterator) else found
        if not came:
            came.append(True)
            other = open_workspace(workspace.folder.root)
            come_in(other, folder)
            other.vault.close()
        return found

    return looked


@pytest.mark.parametrize("looked_for", ["own_posts", "said_by_nobody_else", "_with_names"])
@pytest.mark.parametrize("whole", [True, False], ids=["a person", "a post"])
def test_what_comes_in_while_it_is_looked_up_what_is_theirs_is_looked_for_too(
    workspace: Workspace,
    tmp_path: Path,
    looked_for: str,
    monkeypatch: pytest.MonkeyPatch,
    *,
    whole: bool,
) -> None:
    """The gather ended before the looking up did, and was taken for one that had been seen."""
    if not whole and looked_for == "_with_names":
        return
    real = getattr(withdrawing, looked_for)
    monkeypatch.setattr(withdrawing, looked_for, late(workspace, tmp_path, real))
    if whole:
        campaigns.begin(workspace, LEAVER)
    else:
        single_posts.begin(workspace, frozenset({post(421900000000000009)}))
    assert left(workspace) == {("stories/night.md", "words")}


@pytest.mark.parametrize("clock", ["", "1795000000"], ids=["the clock", "a clock that stands"])
@pytest.mark.parametrize("step", ["erasing", "editions", "proving"])
def test_who_asks_while_another_one_is_taken_out_is_not_forgotten(
    workspace: Workspace, step: str, clock: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In another window: the first ended, and nobody knew any more that the second had begun."""
    if clock:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", clock)
    other = account(12)

    def ask(at_work: str) -> None:
        if at_work == step:
            withdrawing.hide(workspace, withdrawing.plan(workspace, other))
            erasure.begin(workspace, (other,))

    erasure.begin(workspace, (LEAVER,))
    taking_out.carry_on(workspace, ask)
    left = [work.accounts for work in erasure.unfinished(workspace)]
    assert left == ([] if step == "erasing" else [(other,)])
    assert campaigns.carry_on(workspace).hits == []
    assert workspace.vault.engine.newest() == []
    assert erasure.unfinished(workspace) == []
    assert workspace.vault.desk.hidden() == frozenset()


def test_pages_that_could_not_be_brought_in_outlast_an_erasure_in_the_same_program(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are counted as kept; the erasure removed what still waited, and the page with it."""
    pages = [page("The ferry came at nine."), page("So said the one of the low cut.", LEAVER)]
    taking = Taking.begin(workspace.vault, "pages.warc", "warc")
    taking.add(pages)
    with monkeypatch.context() as patch:
        patch.setattr("ownwords.archive.files.move", full)
        with pytest.raises(OSError, match="No space left"):
            taking.finish()
    taking.close()
    assert [one.counts.pages for one in workspace.vault.desk.accessions()] == [0, 2]
    assert list(workspace.folder.sources.iterdir()) == []
    campaigns.begin(workspace, LEAVER)
    named = {Path(hit.path).suffix for hit in campaigns.carry_on(workspace).hits}
    assert named == {".html"}, "of the one that names them the proof says where it lies"
    kept = {one.read_bytes() for one in workspace.folder.sources.glob("*.html")}
    assert kept == {one.data for one in pages}
    assert not list(workspace.folder.staging.glob("*/"))


def page(words: str, account: str = "") -> Page:
    """A page of an invented newspaper."""
    return Page(
        url="https://harbour.example/news/1",
        taken=1_389_517_200_000_000,
        data=f"<p>{words} {account}</p>".encode(),
        type="text/html",
        ending="html",
        record="",
        place=Place("pages.warc", 1, 0),
    )


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")
