"""A post that one export names by its author's number and another by the handle is one post."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from ownwords.archive.accession import Taking
from ownwords.archive.keep_out import KeepOut
from ownwords.archive.language import compare
from ownwords.cli import cli
from ownwords.flows import blocking, consenting, gathering
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.flagged import flagged, screen_again
from ownwords.flows.gathering import Request
from ownwords.flows.publish import publish
from ownwords.flows.registers import read_register
from ownwords.records.captured import Departed, Departure, Place
from ownwords.records.consent import Answer, Statement, Use
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, account, post, tweet
from tests.withdrawal import campaigns

NUMBER, HANDLE = account(11), "https://x.com/Maren_Low_Cut"
POST = post(421900000000000001)
WORDS = "The kettle goes on at six in the low cut"
WHO = [NUMBER, HANDLE, POST]


def by_number(workspace: Workspace, folder: Path, *, handle: bool = False) -> None:
    """An export of numbers, mostly one that does not know the handle."""
    line = tweet(421900000000000001, 11, "maren_low_cut", WORDS)
    if not handle:
        del line["author"]
    path = folder / f"numbered-{handle}.jsonl"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    campaigns.take(workspace, path)


def by_handle(
    workspace: Workspace,
    folder: Path,
    words: str = WORDS,
    who: str = "Maren_Low_Cut",
    posts: tuple[int, ...] = (421900000000000001,),
) -> None:
    """A sheet that names its author by the handle."""
    path = folder / "sheet.csv"
    row = f'{who},"{words} #KeepLit",Sat Jan 11 05:12:00 +0000 2014\n'
    rows = [f"{number},{row}" for number in posts]
    path.write_text("id_str,from_user,text,created_at\n" + "".join(rows), encoding="utf-8")
    request = Request(sources=(str(path),), mapping="tags", everything=True)
    list(gathering.gather(workspace, request, campaigns.Quiet()))


def with_handle(workspace: Workspace, folder: Path) -> None:
    by_number(workspace, folder, handle=True)


Way = tuple[Callable[[Workspace, Path], None], Callable[[Workspace, Path], None]]
WAYS: dict[str, Way] = {
    "a number without its handle": (by_number, by_handle),
    "a number with its handle": (by_handle, with_handle),
}


@pytest.fixture(params=list(WAYS))
def workspace(request: pytest.FixtureRequest, keep: Keep, tmp_path: Path) -> Workspace:
    made = keep([tweet(421900000000000002, 12, "keeper_12", "Two boats at the upper gate today")])
    for take in WAYS[request.param]:
        take(made, tmp_path)
    return made


def say(workspace: Workspace, who: str, answer: Answer = Answer.YES) -> None:
    said = Statement(answer=answer, uses=(Use.VERBATIM,), evidence="letter of 3 February")
    consenting.record(workspace, who, said)


def test_it_is_one_wherever_it_shows_or_counts(workspace: Workspace) -> None:
    engine = workspace.vault.engine
    assert (engine.totals().posts, engine.totals().accounts) == (2, 2)
    assert sorted(engine.newest()) == [POST, post(421900000000000002)]
    assert [one.posts for one in engine.bins("day")] == [2]
    assert sum(posts for *_, posts in engine.members("whole")) == 2
    assert sum(posts for *_, posts in engine.members("accession")) == 2
    assert engine.posts_of([NUMBER]) == engine.posts_of([HANDLE]) == [POST]
    assert sum(one.posts for one in engine.speakers()) == 2
    assert sum(one.posts for one in compare(workspace.vault).labelled) == 2
    head = engine.heads([POST])[POST]
    assert (len(head.versions), head.account) == (1, engine.words([POST])[POST].account)
    command = ["search", "kettle", "--json", "--campaign", str(workspace.folder.root)]
    for asked in ([], *(["--account", one] for one in (NUMBER, HANDLE, "@maren_low_cut"))):
        found = CliRunner().invoke(cli, [*command, *asked]).stdout.splitlines()
        assert [json.loads(line)["account"] for line in found] == [head.account]


@pytest.mark.parametrize("who", WHO)
def test_a_yes_by_either_id_is_for_the_words_that_both_have(workspace: Workspace, who: str) -> None:
    say(workspace, who)
    assert publish(workspace).quotes == 1


@pytest.mark.parametrize(
    ("to", "who"),
    [(NUMBER, HANDLE), (HANDLE, NUMBER), (HANDLE, POST), (NUMBER, POST), (POST, POST)],
)
def test_a_no_to_one_ends_a_yes_to_the_other(workspace: Workspace, who: str, to: str) -> None:
    say(workspace, to)
    say(workspace, who, Answer.NO)
    assert publish(workspace).quotes == 0


@pytest.mark.parametrize(("to", "who"), [(NUMBER, HANDLE), (HANDLE, NUMBER), (HANDLE, POST)])
def test_a_block_of_one_is_a_block_of_the_other(workspace: Workspace, who: str, to: str) -> None:
    say(workspace, to)
    blocking.block(workspace, blocking.meant(workspace, who), "the court said so", "Ada")
    assert publish(workspace).quotes == 0


@pytest.mark.parametrize(("to", "gone"), [(NUMBER, HANDLE), (HANDLE, NUMBER), (HANDLE, POST)])
def test_what_its_author_deleted_is_gone_under_both(
    workspace: Workspace, gone: str, to: str
) -> None:
    say(workspace, to)
    taking = Taking.begin(workspace.vault, "told", "told")
    told = {"post": gone} if gone == POST else {"account": gone}
    taking.add([Departed(Departure.DELETED, Place("told", 1), **told)])
    taking.finish()
    assert publish(workspace).quotes == 0


@pytest.mark.parametrize("who", WHO)
def test_who_withdraws_takes_both_out_and_neither_comes_back(
    workspace: Workspace, tmp_path: Path, who: str
) -> None:
    planned = withdrawing.plan(workspace, who)
    assert (set(planned.accounts), planned.posts) == ({NUMBER, HANDLE}, 1)
    report = campaigns.withdraw(workspace, who)
    assert report.hits == []
    for take in (by_number, by_handle):
        take(workspace, tmp_path)
    assert workspace.vault.engine.newest() == [post(421900000000000002)]
    keys = workspace.vault.keys
    assert keys is not None
    listed = KeepOut.read(workspace.folder, keys.derive("keep-out"))
    assert listed.account(NUMBER)
    assert listed.account(HANDLE)
    assert listed.handle("x.com", "maren_low_cut")


def test_a_yes_is_not_for_words_that_only_the_other_one_has(keep: Keep, tmp_path: Path) -> None:
    workspace = keep([tweet(421900000000000002, 12, "keeper_12", "Two boats at the upper gate")])
    with_handle(workspace, tmp_path)
    by_handle(workspace, tmp_path, "Somebody wrote this over it")
    say(workspace, HANDLE)
    assert publish(workspace).quotes == 0
    say(workspace, NUMBER)
    assert publish(workspace).quotes == 1


OTHER = "https://x.com/collector"


def test_a_yes_by_a_handle_that_is_not_theirs_is_not_for_their_words(
    keep: Keep, tmp_path: Path
) -> None:
    """A sheet that somebody else's name was written into: the export of numbers says another."""
    workspace = keep([tweet(421900000000000001, 11, "maren_low_cut", WORDS)])
    by_handle(workspace, tmp_path, who="collector")
    say(workspace, OTHER)
    assert publish(workspace).quotes == 0
    say(workspace, NUMBER)
    assert publish(workspace).quotes == 1
    say(workspace, OTHER, Answer.NO)
    assert publish(workspace).quotes == 0


def test_a_yes_by_a_handle_that_stands_at_posts_of_several_is_for_nobody_elses(
    keep: Keep, tmp_path: Path
) -> None:
    """A sheet whose column of authors holds the one who collected them."""
    mine, other = 421900000000000001, 421900000000000002
    lines = [tweet(mine, 11, "", WORDS), tweet(other, 12, "", WORDS)]
    for line in lines:
        del line["author"]
    workspace = keep(lines)
    by_handle(workspace, tmp_path, who="collector", posts=(mine, other))
    say(workspace, OTHER)
    assert publish(workspace).quotes == 0
    say(workspace, NUMBER)
    assert publish(workspace).quotes == 1


def test_two_numbers_are_two_people_however_an_export_mixes_them_up(
    keep: Keep, tmp_path: Path
) -> None:
    workspace = keep(
        [tweet(1, 11, "maren", "The kettle goes on"), tweet(1, 22, "ada", "The kettle goes on")]
    )
    assert workspace.vault.engine.totals().posts == 2
    assert withdrawing.plan(workspace, account(11)).accounts == (account(11),)
    assert read_register(workspace, counting=True).counted_as(account(11)) == account(11)


def test_what_could_give_somebody_away_is_found_in_it_once(keep: Keep, tmp_path: Path) -> None:
    workspace = keep(
        [tweet(421900000000000001, 11, "maren_low_cut", f"{WORDS}, call 020 7946 0123")]
    )
    by_handle(workspace, tmp_path, f"{WORDS}, call 020 7946 0123")
    screen_again(workspace)
    assert flagged(workspace).kinds == {"phone": 1}
