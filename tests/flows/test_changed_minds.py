"""Whatever changes between two editions is seen by the second, however much it remembers."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from ownwords.archive.accession import Taking
from ownwords.flows.publish import publish
from ownwords.records.captured import Departed, Departure
from ownwords.records.captured import Place as FoundAt
from ownwords.records.consent import (
    Answer,
    Scope,
    Statement,
    Use,
    Voice,
    VoiceKind,
    Wish,
    WishKind,
)
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Keep, account, post, tweet

ONE, OTHER, BODY = (4219 * 10**14 + number for number in (1, 2, 3))
WORDS = {
    1: "the harbour lamp went out and nobody asked",
    2: "we counted eleven ships that night",
    3: "the authority regrets every inconvenience",
}
YES = Statement(
    answer=Answer.YES, uses=(Use.VERBATIM, Use.NAMED), account=account(1), name="Keeper One"
)
BOTH = {"Keeper One", "Keeper Two", WORDS[1], WORDS[2]}
NOW = 1_795_000_000_000_000


@pytest.fixture
def workspace(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Two people of three said yes, and two editions quote both."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW // 1_000_000))
    ids = {1: ONE, 2: OTHER, 3: BODY}
    tweets = [tweet(ids[number], number, f"lock_{number}", WORDS[number]) for number in ids]
    made = keep(tweets)
    other = msgspec.structs.replace(YES, account=account(2), name="Keeper Two")
    made.vault.desk.add_statements([YES, other])
    for _ in range(2):
        assert shown(made) == BOTH
    return made


def shown(workspace: Workspace) -> set[str]:
    """Which of these words and names stand anywhere in the next edition."""
    place = publish(workspace).path
    whole = b"\n".join(path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file())
    names = ("Keeper One", "Keeper Two", "Captain One")
    return {one for one in (*names, *WORDS.values()) if one.encode() in whole}


def say(**said: object) -> Callable[[Workspace], None]:
    """Voice one says something else."""
    statement = msgspec.structs.replace(YES, **said)
    return lambda workspace: workspace.vault.desk.add_statements([statement]) and None


def leave(workspace: Workspace) -> None:
    """Voice one deletes the account on the network."""
    taking = Taking.begin(workspace.vault, "later", "x")
    taking.add([Departed(Departure.DELETED, FoundAt("x", 1), post=post(ONE), account=account(1))])
    taking.finish(read=1)


def wish(**whose: str) -> Callable[[Workspace], None]:
    one = Wish(WishKind.QUOTE_NOBODY, **whose)
    return lambda workspace: workspace.vault.desk.add_wishes([one]) and None


GONE = {
    "says no": say(answer=Answer.NO, uses=()),
    "says no to this post": say(answer=Answer.NO, uses=(), scope=Scope.POSTS, posts=(post(ONE),)),
    "is asked again": say(answer=Answer.ASKED, uses=(Use.VERBATIM, Use.NAMED)),
    "says yes until yesterday": say(ends=NOW - 1),
    "says yes from tomorrow": say(starts=NOW + 86_400_000_000),
    "says yes to fewer readers": say(audience="press"),
    "deletes the account": leave,
    "is hidden": lambda workspace: workspace.vault.desk.hide([account(1)], NOW),
    "is blocked": lambda workspace: workspace.vault.desk.block(
        [], [account(1)], "a court said so", "steward", NOW
    ),
    "has the post blocked": lambda workspace: workspace.vault.desk.block(
        [post(ONE)], [], "a court said so", "steward", NOW
    ),
}


@pytest.mark.parametrize("change", GONE.values(), ids=GONE.keys())
def test_who_may_not_be_quoted_any_more_is_not(
    change: Callable[[Workspace], None], workspace: Workspace
) -> None:
    change(workspace)
    assert shown(workspace) == {"Keeper Two", WORDS[2]}


def test_another_name_is_printed(workspace: Workspace) -> None:
    say(name="Captain One")(workspace)
    assert shown(workspace) == {"Captain One", "Keeper Two", WORDS[1], WORDS[2]}


def test_a_name_that_is_taken_back_is_not_printed(workspace: Workspace) -> None:
    say(answer=Answer.NO, uses=(Use.NAMED,))(workspace)
    assert shown(workspace) == {"Keeper Two", WORDS[1], WORDS[2]}


def test_a_voice_that_is_joined_to_a_hidden_one_is_not_shown(workspace: Workspace) -> None:
    desk = workspace.vault.desk
    desk.hide([account(9)], NOW)
    assert shown(workspace) == BOTH
    desk.put_voices([Voice(id="v", accounts=(account(1), account(9)))], NOW)
    assert shown(workspace) == {"Keeper Two", WORDS[2]}


def body(**said: object) -> Callable[[Workspace], None]:
    """What is decided about the third account: it is a public body's."""
    voice = Voice(
        id="body",
        name="Captain One",
        kind=VoiceKind.ORGANISATION,
        accounts=(account(3),),
        reason="a public body",
        decided_by=("Ada",),
    )
    return lambda workspace: workspace.vault.desk.put_voices(
        [msgspec.structs.replace(voice, **said)], NOW
    )


UNDECIDED = {
    "a wish on the profile": wish(account=account(3)),
    "a wish on the post": wish(account=account(3), post=post(BODY)),
    "no reason any more": body(reason=""),
    "due for review": body(review=NOW - 1),
    "a person after all": body(kind=VoiceKind.PERSON),
}


@pytest.mark.parametrize("change", UNDECIDED.values(), ids=UNDECIDED.keys())
def test_what_a_decision_let_out_is_not_shown_without_it(
    change: Callable[[Workspace], None], workspace: Workspace
) -> None:
    body()(workspace)
    for _ in range(2):
        assert shown(workspace) >= {"Captain One", WORDS[3]}
    change(workspace)
    assert shown(workspace) == BOTH


def test_another_name_of_the_campaign_is_seen(workspace: Workspace) -> None:
    settings = workspace.folder.root / "campaign.toml"
    settings.write_text(settings.read_text().replace("Keep it lit", "Keep it dark"))
    again = open_workspace(workspace.folder.root)
    assert b"Keep it dark" in (publish(again).path / "index.html").read_bytes()
    again.vault.close()
