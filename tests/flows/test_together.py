"""Two windows at once: one edition is built at a time, and hiding never waits for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ownwords.flows import erasure, gathering, prepared, taking_out, withdraw
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, Statement, Use
from ownwords.records.errors import AskedWrongly, FolderBroken, PublishStopped
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Keep, Silent, account, tweet

YES = Statement(answer=Answer.YES, uses=(Use.NAMED,), account=account(11), name="K 11")


@pytest.fixture
def workspace(keep: Keep) -> Workspace:
    made = keep([tweet(1, 11, "maren", "The kettle goes on at six")])
    made.vault.desk.add_statements([YES])
    return made


def meanwhile(workspace: Workspace, step: str, act: Callable[[Workspace], object]) -> None:
    """Publish, and once it is at a step let another program act on the same folder."""
    done: list[str] = []

    def watch(name: str, _: int) -> None:
        if name == step and not done:
            done.append(name)
            other = open_workspace(workspace.folder.root)
            try:
                act(other)
            finally:
                other.vault.close()

    publish(workspace, step=watch)
    assert done


@pytest.mark.parametrize("step", ["reading", "building", "searching", "keeping"])
def test_a_second_edition_is_refused_while_one_is_built(workspace: Workspace, step: str) -> None:
    def again(other: Workspace) -> None:
        with pytest.raises(PublishStopped, match="being built already"):
            publish(other)

    meanwhile(workspace, step, again)
    assert [one.number for one in workspace.vault.desk.editions()] == [1]
    assert publish(workspace).edition == 2, "the lock is let go"


def test_hiding_does_not_wait_for_an_edition_and_erasing_does(workspace: Workspace) -> None:
    def take_out(other: Workspace) -> None:
        planned = withdraw.plan(other, "@maren")
        withdraw.hide(other, planned)
        assert other.vault.desk.hidden() == {account(11)}
        erasure.begin(other, planned.accounts)
        with pytest.raises(AskedWrongly, match="An edition is being built") as refused:
            taking_out.carry_on(other, lambda _: None)
        assert "They are hidden" in str(refused.value)
        assert "withdraw --resume" in str(refused.value)

    with pytest.raises(PublishStopped, match="somebody was hidden"):
        meanwhile(workspace, "building", take_out)
    assert workspace.vault.desk.editions() == []
    with pytest.raises(PublishStopped, match="being taken out"):
        publish(workspace)
    assert taking_out.carry_on(workspace, lambda _: None).finished


def bring(workspace: Workspace, folder: Path, numbers: range) -> None:
    """Another program takes in a post each of so many accounts."""
    path = folder / f"{numbers.start}.jsonl"
    lines = [tweet(one, 100 + one, f"keeper_{one}", f"Two boats at gate {one}") for one in numbers]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    other = open_workspace(workspace.folder.root)
    list(gathering.gather(other, gathering.Request(sources=(str(path),)), Silent()))
    other.vault.close()


@pytest.mark.parametrize("begins", ["Numbers", "Quoter", "tell", "reasons", "make_site"])
def test_a_gather_that_ends_meanwhile_is_in_the_edition_whole_or_not_at_all(
    workspace: Workspace, tmp_path: Path, begins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is counted and who is named as not asked are worked out one after the other."""
    bring(workspace, tmp_path, range(2, 40))
    real = getattr(prepared, begins)
    came: list[int] = []

    def late(*told: object, **more: object) -> object:
        if not came:
            came.append(40)
            bring(workspace, tmp_path, range(40, 100))
        return real(*told, **more)

    monkeypatch.setattr(prepared, begins, late)
    published = publish(workspace)
    data = json.loads((published.path / "datasheet.json").read_text(encoding="utf-8"))
    assert "99 posts" in json.dumps(data)
    assert published.voices_not_quoted == {"not asked yet": 98}
    assert [one.number for one in workspace.vault.desk.editions()] == [1]


def test_an_edition_is_not_built_for_ever_while_posts_keep_coming(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = prepared.make_site
    came: list[int] = [2]

    def late(*told: object, **more: object) -> object:
        came.append(came[-1] + 1)
        bring(workspace, tmp_path, range(came[-1], came[-1] + 1))
        return real(*told, **more)

    monkeypatch.setattr(prepared, "make_site", late)
    with pytest.raises(FolderBroken, match="Posts came in"):
        publish(workspace)
    assert workspace.vault.desk.editions() == []
    assert list(workspace.folder.editions.iterdir()) == []


def test_what_a_killed_build_left_goes_with_the_next_one(workspace: Workspace) -> None:
    """Nobody had searched it for words without a yes, and it lay among what is put online."""
    left = workspace.folder.editions / ".0001-2020-01-02"
    (left / "stories").mkdir(parents=True)
    (left / "stories" / "noon.html").write_text("half a page", encoding="utf-8")
    published = publish(workspace)
    assert list(workspace.folder.editions.iterdir()) == [published.path]
