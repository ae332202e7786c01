"""Somebody is hidden, or says no, while the edition that quotes them is being built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from ownwords.archive.desk import Desk
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, GivenBy, Scope, Statement, Use
from ownwords.records.errors import PublishStopped
from tests.flows.keepers import account, campaign, post, tweet

YES = Statement(answer=Answer.YES, uses=(Use.NAMED,), account=account(11), name="K 11")
NO = Statement(answer=Answer.NO, uses=(), account=account(11), given_by=GivenBy.SELF)
ASKED = Statement(answer=Answer.ASKED, uses=(Use.NAMED,), account=account(22))


@pytest.mark.parametrize("step", ["building", "searching", "keeping"])
@pytest.mark.parametrize(
    ("meanwhile", "stops"),
    [
        (lambda desk: desk.hide([account(11)], 1), True),
        (lambda desk: desk.add_statements([NO]), True),
        (lambda desk: desk.add_statements([ASKED]), False),
    ],
    ids=["hidden", "no", "somebody else"],
)
def test_who_is_hidden_or_says_no_while_an_edition_is_built_is_not_in_it(
    step: str,
    meanwhile: Callable[[Desk], object],
    stops: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    said = tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six")
    workspace = campaign(tmp_path, monkeypatch, [said])
    workspace.vault.desk.add_statements([YES])
    other = Desk.open(workspace.folder.desk)
    steps: list[str] = []

    def watch(name: str, _: int) -> None:
        if name == step and step not in steps:
            meanwhile(other)
        steps.append(name)

    if stops:
        with pytest.raises(PublishStopped, match="1 quotations may not be shown any more"):
            publish(workspace, step=watch)
    else:
        assert publish(workspace, step=watch).quotes == 1
    assert step in steps
    assert [one.number for one in workspace.vault.desk.editions()] == [1] * (not stops)
    left = [one.name for one in workspace.folder.editions.iterdir() if one.name[:1] in ".0"]
    assert len(left) == (not stops)
    other.close()
    workspace.vault.close()


@pytest.mark.parametrize("step", ["searching", "keeping"])
def test_who_is_hidden_while_an_edition_is_built_is_not_in_the_teams_preview(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tweets = [
        tweet(421900000000000001, 11, "maren_low_cut", "The kettle goes on at six"),
        tweet(421900000000000002, 22, "ada_lock_nine", "The lock froze again"),
    ]
    workspace = campaign(tmp_path, monkeypatch, tweets)
    for_the_story = replace(YES, scope=Scope.STORY, story="night")
    workspace.vault.desk.add_statements([for_the_story])
    blocks = [f"```quote\npost: {post(421900000000000000 + n)}\nuse: named\n```\n" for n in (1, 2)]
    story = "---\ntitle: Night\n---\n\n" + "\n".join(blocks)
    (workspace.folder.stories / "night.md").write_text(story, encoding="utf-8")
    other = Desk.open(workspace.folder.desk)

    def watch(name: str, _: int) -> None:
        if name == step:
            other.hide([account(11)], 1)

    [waiting] = publish(workspace).waiting
    assert "kettle" in waiting.path.read_text(encoding="utf-8")
    [waiting] = publish(workspace, step=watch).waiting
    assert "kettle" not in waiting.path.read_text(encoding="utf-8")
    other.close()
    workspace.vault.close()
