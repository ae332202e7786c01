"""Who chooses again means the last choice: an earlier yes that went further ends with it."""

from __future__ import annotations

from typing import Any

import pytest

from ownwords.consent.gate import Context, explain
from ownwords.flows import asking, consenting, mine
from ownwords.flows.asking import CHOICES, USES, Choice
from ownwords.flows.clock import now
from ownwords.flows.mine import Choice as Mine
from ownwords.flows.registers import read_register
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.records.post import Account
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, account, post, tweet

ADA = account(33)
FIRST, SECOND = post(1), post(2)
OWNER = Account(id=ADA, network="x.com", handle="ada")
LADDER = (Use.PARAPHRASE, Use.VERBATIM, Use.NAMED)


@pytest.fixture
def workspace(keep: Keep) -> Workspace:
    return keep([tweet(1, 33, "ada", "The lock froze"), tweet(2, 33, "ada", "It thawed")])


def say(workspace: Workspace, choice: Choice, **more: Any) -> None:
    given = asking.Given(
        choice=choice, name="Ada" if choice == "named" else "", evidence="letter", **more
    )
    asking.answer(workspace, ADA, given)


def allowed(workspace: Workspace, of: str, story: str = "") -> set[Use]:
    context = Context(register=read_register(workspace), at=now(), story=story)
    decided = explain(ADA, of, context)
    return {use for use in LADDER if decided[use].allowed}


PLACES: dict[str, dict[str, Any]] = {
    "a post": {"posts": (FIRST,)},
    "everything": {"everywhere": True},
    "both": {"posts": (FIRST,), "everywhere": True},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("before", PLACES)
@pytest.mark.parametrize("second", CHOICES)
@pytest.mark.parametrize("first", CHOICES)
def test_nothing_goes_further_than_the_last_answer(
    workspace: Workspace, first: Choice, second: Choice, before: str, place: str
) -> None:
    """Somebody who had said yes to a name and then "without a name" stayed named."""
    say(workspace, first, **PLACES[before])
    say(workspace, second, **PLACES[place])
    far = max((LADDER.index(use) for use in USES[second]), default=-1)
    assert allowed(workspace, FIRST) <= set(LADDER[: far + 1])
    a_no_stays = first == "no" and "posts" in PLACES[before] and place == "everything"
    assert a_no_stays or set(USES[second]) <= allowed(workspace, FIRST)


def test_a_no_to_everything_ends_a_yes_for_a_post_and_for_a_story(workspace: Workspace) -> None:
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM,), evidence="letter")
    for narrow in (
        {"scope": Scope.POSTS, "posts": (FIRST,)},
        {"scope": Scope.STORY, "story": "frost"},
    ):
        fields = {name: getattr(yes, name) for name in yes.__struct_fields__} | narrow
        consenting.record(workspace, ADA, Statement(**fields))
    assert allowed(workspace, FIRST) == allowed(workspace, SECOND, "frost") == {Use.VERBATIM}
    say(workspace, "no")
    assert allowed(workspace, FIRST) == allowed(workspace, SECOND, "frost") == set()


def test_less_takes_back_nothing_else(workspace: Workspace) -> None:
    say(workspace, "retold", everywhere=True)
    say(workspace, "exact", posts=(FIRST,))
    assert allowed(workspace, FIRST) == {Use.PARAPHRASE, Use.VERBATIM}
    assert allowed(workspace, SECOND) == {Use.PARAPHRASE}
    assert all(one.answer is Answer.YES for one in workspace.vault.desk.statements())
    say(workspace, "retold", posts=(FIRST,))
    assert allowed(workspace, FIRST) == allowed(workspace, SECOND) == {Use.PARAPHRASE}


@pytest.mark.parametrize("second", ["tagged", "all"])
@pytest.mark.parametrize("first", ["tagged", "all"])
def test_a_second_choice_about_ones_own_export_is_the_choice(
    workspace: Workspace, first: str, second: str
) -> None:
    mine.record(workspace, OWNER, Mine(posts=first, words="exact", name="Ada"), ())
    assert allowed(workspace, FIRST) == {Use.VERBATIM, Use.NAMED}
    mine.record(workspace, OWNER, Mine(posts=second, words="exact"), ())
    assert allowed(workspace, FIRST) == {Use.VERBATIM}
    mine.record(workspace, OWNER, Mine(posts=second, words="retold"), ())
    assert allowed(workspace, FIRST) == {Use.PARAPHRASE}
