"""Hiding alone: no reader shows their words from then on, wherever these stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.consent.gate import release
from ownwords.flows import consenting, reading
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.publish import publish
from ownwords.reading.query import Query
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Answer, Statement, Use, Voice
from ownwords.records.errors import AskedWrongly
from ownwords.workspace import Workspace, open_workspace
from tests.withdrawal import campaigns
from tests.withdrawal.crowd import HANDLE, LEAVER, Crowd, Json
from tests.withdrawal.test_deletions import post_of, write

ACCOUNT = f"https://x.com/i/user/{LEAVER}"


@pytest.fixture
def told(tmp_path: Path) -> tuple[Workspace, dict[str, Json]]:
    """Somebody's post, and every way in which others carry its words."""
    crowd = Crowd(5)
    own = crowd._own()
    while own["user"]["screen_name"] != HANDLE:
        own = crowd._own()
    crowd.own = [own]
    text, handle = own["full_text"], HANDLE
    carried = {
        "repost": crowd._repost(),
        "quote": crowd._quote(),
        "by hand": crowd._manual(),
        "small letters": crowd.status("88002002", f"rt @{handle} {text}"),
        "in quotes": crowd.status("88002003", f'"@{handle.upper()}: {text}" said it all'),
        "repost without mentions": crowd.status(
            "88002004", f"RT @{handle}: {text}", retweeted_status=own, mentions=[]
        ),
    }
    workspace = open_workspace(campaigns.base(tmp_path / "c"))
    path = write(tmp_path / "a.jsonl", own, *carried.values(), crowd._plain())
    campaigns.take(workspace, path, searchable=True)
    return workspace, {"own": own, **carried}


def found(workspace: Workspace, words: str) -> set[str]:
    query = Query(text=" ".join(words.split()[:3]), limit=100)
    return {result.id for result in reading.search(workspace, query)}


def test_search_shows_their_words_nowhere(told: tuple[Workspace, dict[str, Json]]) -> None:
    workspace, said = told
    words = said["own"]["full_text"]
    own_words = {kind for kind, one in said.items() if kind != "quote"}
    assert found(workspace, words) == {post_of(said[kind]) for kind in own_words}
    withdrawing.hide(workspace, withdrawing.plan(workspace, ACCOUNT))
    assert found(workspace, words) == set()
    withdrawing.undo(workspace, ACCOUNT)
    assert found(workspace, words) == {post_of(said[kind]) for kind in own_words}


def test_no_answer_of_the_engine_may_be_read(told: tuple[Workspace, dict[str, Json]]) -> None:
    workspace, said = told
    ids = [post_of(one) for one in said.values()]
    withdrawing.hide(workspace, withdrawing.plan(workspace, ACCOUNT))
    context = reading.team_context(workspace)
    answers = workspace.vault.engine.words(ids)
    assert post_of(said["own"]) not in answers
    for post, sealed in answers.items():
        assert not isinstance(release(sealed, Use.READ, context), Cleared), post


def test_no_command_tells_who_it_is(told: tuple[Workspace, dict[str, Json]]) -> None:
    workspace, _ = told
    desk = workspace.vault.desk
    desk.put_voices([Voice(id="voice-m", name="Maren of the Cut", accounts=(ACCOUNT,))], 1)
    yes = Statement(
        answer=Answer.YES, uses=(Use.NAMED,), account=ACCOUNT, name="Maren", evidence="x"
    )
    desk.add_statements([yes])
    names = ("Maren", "Maren of the Cut", "voice-m", f"@{HANDLE}", ACCOUNT)
    for name in names:
        assert ACCOUNT in {one.account for one in consenting.explain(workspace, name)}
    withdrawing.hide(workspace, withdrawing.plan(workspace, ACCOUNT))
    for name in names:
        with pytest.raises(AskedWrongly, match="Nobody by that"):
            consenting.explain(workspace, name)
    withdrawing.undo(workspace, "Maren")
    assert desk.hidden() == frozenset()


def test_the_preview_goes_at_once(told: tuple[Workspace, dict[str, Json]]) -> None:
    workspace, said = told
    block = f"```quote\npost: {post_of(said['own'])}\nuse: verbatim\n```\n"
    story = f"---\ntitle: Night\nby: us\ndate: 2014-02-01\norder: 1\n---\n\nThey said:\n\n{block}"
    (workspace.folder.stories / "night.md").write_text(story)
    publish(workspace)
    preview = workspace.folder.cache / "preview"
    assert any(preview.rglob("*.html"))
    withdrawing.hide(workspace, withdrawing.plan(workspace, ACCOUNT))
    assert not preview.exists()
