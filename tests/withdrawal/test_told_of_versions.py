"""What is told of an edited post by the number of a version reaches it, whatever came first."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ownwords.archive.blocks import Blocks, Ruling
from ownwords.archive.settings import write_settings_text
from ownwords.archive.vault import Vault
from ownwords.consent.policy import decide
from ownwords.consent.register import Wording
from ownwords.flows import deletions
from ownwords.flows.registers import read_register
from ownwords.records.campaign import Campaign, Policy
from ownwords.records.consent import Answer, Rule, Scope, Statement, Use, Wish, WishKind
from ownwords.workspace import Workspace
from tests.flows.keepers import Tweet, account, post, tweet
from tests.withdrawal import campaigns

FIRST, EDITED = 1612345678901234501, 1612345678901234502
AUTHOR = account(7)
Made = Callable[[bool], Workspace]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """An empty campaign in which deleting erases, or does not."""
    monkeypatch.setenv("OWNWORDS_CONFIG", str(tmp_path / "keys"))

    def new(erases: bool) -> Workspace:
        policy = Policy(deletion_erases=erases)
        settings = Campaign(name="Keep it lit", hashtags=("KeepLit",), policy=policy)
        Vault.create(tmp_path / "base", write_settings_text(settings)).close()
        return campaigns.copy(tmp_path / "base", tmp_path / "campaign")

    return new


def with_history() -> Tweet:
    """The second version, from a source that knows the history."""
    history = [str(FIRST), str(EDITED)]
    said = tweet(EDITED, 7, "lock_7", "the lamp went out at six")
    return {**said, "edit_history_tweet_ids": history}


def as_a_post() -> Tweet:
    """The same from a source that does not."""
    said = "the lamp went out at six #KeepLit"
    return {
        "id_str": str(EDITED),
        "created_at": "Wed Jan 11 05:12:00 +0000 2023",
        "full_text": said,
        "user": {"id_str": "7", "screen_name": "lock_7", "name": "K 7"},
    }


def deletion(number: int, **author: str) -> Tweet:
    return {"delete": {"status": {"id_str": str(number), **author}}}


STEPS: dict[str, Tweet] = {
    "history": with_history(),
    "first": tweet(FIRST, 7, "lock_7", "the lamp went out at five"),
    "post": as_a_post(),
    "deleted": deletion(EDITED, user_id_str="7"),
    "first deleted": deletion(FIRST, user_id_str="7"),
}


def go(workspace: Workspace, folder: Path, *steps: str) -> None:
    """Gather one file a step, and settle what was deleted after each, as the command does."""
    for step in steps:
        path = folder / f"{step}.jsonl"
        path.write_text(json.dumps(STEPS[step]) + "\n", "utf-8")
        campaigns.take(workspace, path)
        assert deletions.settle(workspace).hits == []


def say(workspace: Workspace, answer: Answer, *posts: str) -> None:
    """A yes or a no to being quoted, to all their posts or to some."""
    scope = Scope.POSTS if posts else Scope.CAMPAIGN
    said = Statement(answer=answer, uses=(Use.VERBATIM,), account=AUTHOR, scope=scope, posts=posts)
    workspace.vault.desk.add_statements([said])


def held(workspace: Workspace) -> list[str]:
    return workspace.vault.engine.newest(10)


def rules(workspace: Workspace) -> list[Rule]:
    """What decides on quoting each post that is held, in the version that is held."""
    register = read_register(workspace)
    facts = [register.facts_for(AUTHOR, Wording(one, str(EDITED))) for one in held(workspace)]
    return [decide(one, Use.VERBATIM, 1 << 52).rule for one in facts]


ORDERS = (
    ("history", "deleted"),
    ("deleted", "history"),
    ("post", "deleted", "history"),
    ("deleted", "history", "post"),
    ("history", "deleted", "post"),
    ("first", "deleted", "history"),
    ("deleted", "history", "first"),
    ("post", "first deleted", "history"),
    ("first deleted", "history", "post"),
)


@pytest.mark.parametrize("steps", ORDERS, ids=",".join)
@pytest.mark.parametrize("erases", [False, True])
def test_who_deletes_a_version_deletes_the_post(
    steps: tuple[str, ...], made: Made, tmp_path: Path, *, erases: bool
) -> None:
    workspace = made(erases)
    say(workspace, Answer.YES)
    go(workspace, tmp_path, *steps)
    assert rules(workspace) == ([] if erases else [Rule.AUTHOR_DELETED])


def test_a_version_of_what_was_erased_does_not_come_back_as_a_post(
    made: Made, tmp_path: Path
) -> None:
    workspace = made(True)
    go(workspace, tmp_path, "history", "first deleted", "post", "history")
    assert held(workspace) == []


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("what", ["block", "wish", "no", "yes"])
def test_what_was_said_of_a_version_still_holds_when_its_history_comes_in(
    what: str, made: Made, tmp_path: Path, *, known: bool
) -> None:
    workspace = made(False)
    go(workspace, tmp_path, "history" if known else "post")
    desk, named = workspace.vault.desk, post(EDITED)
    if what != "yes":
        say(workspace, Answer.YES)
    if what == "block":
        desk.rule(Blocks(frozenset({named})), Ruling("court order", "Ila", 1))
        expected = Rule.BLOCKED
    elif what == "wish":
        desk.add_wishes([Wish(WishKind.DELETED, AUTHOR, named, 1)])
        expected = Rule.AUTHOR_DELETED
    else:
        say(workspace, Answer(what), named)
        expected = Rule.EXPLICIT_YES if what == "yes" else Rule.EXPLICIT_NO
    go(workspace, tmp_path, "history")
    assert held(workspace) == [post(FIRST)]
    assert rules(workspace) == [expected]


def test_a_yes_to_a_version_is_to_no_other_one(made: Made, tmp_path: Path) -> None:
    workspace = made(False)
    go(workspace, tmp_path, "history")
    say(workspace, Answer.YES, post(EDITED))
    register = read_register(workspace)
    other = register.facts_for(AUTHOR, Wording(post(FIRST), str(FIRST)))
    assert not decide(other, Use.VERBATIM, 1 << 52).allowed
