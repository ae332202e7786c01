"""A yes to a post is to the words that stood there; what its author wrote later needs its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ownwords.archive.settings import write_settings_text
from ownwords.archive.vault import Vault
from ownwords.consent.gate import Context, explain_words, release
from ownwords.flows.clock import now
from ownwords.flows.registers import read_register
from ownwords.gather.iso_times import micros_of_iso
from ownwords.records.campaign import Campaign
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Answer, Decision, Rule, Scope, Statement, Use
from ownwords.workspace import Workspace
from tests.flows.keepers import account, post, tweet
from tests.withdrawal import campaigns

FIRST, EDITED = 1612345678901234501, 1612345678901237777
AUTHOR, WHICH = account(7), post(FIRST)
BEFORE, BETWEEN, AFTER = (f"2014-01-11T0{hour}:00:00Z" for hour in (4, 6, 8))
CHANGED = "2014-01-11T07:00:00.000Z"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A campaign that holds a post and, as it was changed at seven, its second wording."""
    monkeypatch.setenv("OWNWORDS_CONFIG", str(tmp_path / "keys"))
    settings = Campaign(name="Keep it lit", hashtags=("KeepLit",))
    Vault.create(tmp_path / "base", write_settings_text(settings)).close()
    workspace = campaigns.copy(tmp_path / "base", tmp_path / "campaign")
    first = tweet(FIRST, 7, "lock_7", "the lamp went out at five")
    second = tweet(EDITED, 7, "lock_7", "the lamp went out at five, I was alone")
    second |= {"created_at": CHANGED, "edit_history_tweet_ids": [str(FIRST), str(EDITED)]}
    source = tmp_path / "posts.jsonl"
    source.write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n", "utf-8")
    campaigns.take(workspace, source)
    return workspace


def say(workspace: Workspace, moment: str, name: str, answer: Answer = Answer.YES) -> None:
    """An answer to being quoted."""
    said = Statement(
        answer=answer,
        uses=(Use.VERBATIM,),
        account=AUTHOR,
        scope=Scope.POSTS if name else Scope.CAMPAIGN,
        posts=(name,) if name else (),
        given_at=micros_of_iso(moment),
    )
    workspace.vault.desk.add_statements([said])


def may(workspace: Workspace, version: int) -> bool:
    """Whether one wording of the post may be quoted."""
    name = f"{WHICH}@{version}"
    words = workspace.vault.engine.words([name])[name]
    answer = release(words, Use.VERBATIM, Context(read_register(workspace), at=now()))
    return isinstance(answer, Cleared)


@pytest.mark.parametrize(
    ("moment", "name", "first", "second"),
    [
        (BETWEEN, WHICH, True, False),
        (AFTER, WHICH, True, True),
        (BETWEEN, f"{WHICH}@{EDITED}", False, True),
        (BETWEEN, "", True, True),
    ],
    ids=["before it was changed", "after it was changed", "to the second wording", "to all"],
)
def test_a_yes_is_to_the_words_that_stood_there(
    workspace: Workspace, moment: str, name: str, first: bool, second: bool
) -> None:
    say(workspace, moment, name)
    assert (may(workspace, FIRST), may(workspace, EDITED)) == (first, second)


def test_the_newest_words_say_why_not_and_what_to_do(workspace: Workspace) -> None:
    say(workspace, BETWEEN, WHICH)
    words = workspace.vault.engine.words([WHICH])[WHICH]
    told = explain_words(words, Context(read_register(workspace), at=now()))
    assert told[Use.VERBATIM] == Decision(
        allowed=False,
        rule=Rule.DEFAULT,
        why="The yes to showing these exact words without a name was to this post before its "
        "author changed it.",
        what_would_make_it_yes="Ask the voice about the words as they stand now.",
    )


def test_a_no_is_to_every_wording(workspace: Workspace) -> None:
    say(workspace, BEFORE, "")
    say(workspace, BETWEEN, WHICH, Answer.NO)
    assert not may(workspace, FIRST)
    assert not may(workspace, EDITED)


def test_a_later_yes_takes_in_what_was_changed(workspace: Workspace) -> None:
    say(workspace, BETWEEN, WHICH)
    say(workspace, AFTER, WHICH)
    assert may(workspace, EDITED)
