"""Deleted by the author: with the policy on the post goes, alone, and as if it had never come."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
from pathlib import Path
from random import Random

import msgspec
import pytest
from click.testing import CliRunner

from ownwords.archive import keep_out_twice
from ownwords.archive.deleted import Deleted
from ownwords.archive.sealed_file import write_sealed
from ownwords.archive.settings import write_settings_text
from ownwords.archive.vault import Vault
from ownwords.cli import cli
from ownwords.flows import deletions, erasure, gathering
from ownwords.flows.gathering import Request
from ownwords.flows.proof import proving
from ownwords.records.campaign import Campaign, Policy
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.workspace import Workspace
from tests.conftest import FULL
from tests.withdrawal import campaigns, crashes, tongues
from tests.withdrawal.crowd import HANDLE, LEAVER, Crowd, Json, deletion

ACCOUNT = f"https://x.com/i/user/{LEAVER}"
HISTORIES = 300 if FULL else 20
CAMPAIGN = Campaign(
    name="We keep the light",
    hashtags=("WeKeepTheLight",),
    contact="a@b.example",
    policy=Policy(deletion_erases=True),
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("deleted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OWNWORDS_CONFIG", str(folder / "keys"))
        Vault.create(folder / "base", write_settings_text(CAMPAIGN)).close()
    return folder / "base", folder / "keys"


@pytest.fixture(autouse=True)
def keys(empty: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNWORDS_CONFIG", str(empty[1]))


def write(path: Path, *records: Json | bytes) -> Path:
    spelled = (
        one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n" for one in records
    )
    path.write_bytes(b"".join(spelled))
    return path


def post_of(status: Json) -> str:
    return f"https://x.com/i/status/{status['id_str']}"


def ids(workspace: Workspace) -> set[str]:
    return set(workspace.vault.engine.newest(10_000))


def traces(workspace: Workspace, status: Json) -> list[proving.Hit]:
    """What a search by hand finds of one status: it knows neither the eraser nor its list."""
    from ownwords.archive.erasing_work import Work

    work = Work(
        accounts=(),
        posts=(post_of(status),),
        natives=(status["id_str"],),
        texts=(status["full_text"],),
    )
    root = workspace.folder.root
    return proving.search(root, proving.needles_for(root, [work])).hits


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_the_folder_is_as_if_the_post_had_never_come(
    seed: int, empty: tuple[Path, Path], tmp_path: Path
) -> None:
    crowd = Crowd(50_000 + seed, leaver=tongues.leaver(Random(seed)) if seed % 4 else None)
    kinds = (crowd._own, crowd._plain, crowd._reply, crowd._repost, crowd._quote, crowd._link)
    said = [crowd._own(), *(crowd.random.choice(kinds)() for _ in range(30))]
    gone = crowd.random.sample(crowd.own, min(2, len(crowd.own)))
    first = write(tmp_path / "a.jsonl", *said)
    told = write(tmp_path / "b.jsonl", *map(deletion, gone), crowd._plain())
    left = campaigns.copy(empty[0], tmp_path / "left")
    never = campaigns.copy(empty[0], tmp_path / "never")
    campaigns.take(left, first)
    campaigns.take(left, told)
    settled = deletions.settle(left)
    assert (settled.posts, settled.hits) == (len(gone), [])
    key = never.vault.keys.derive("keep-out")
    listed = Deleted.read(never.folder, key).adding(dict.fromkeys(map(post_of, gone), ""))
    keep_out_twice.write(never.folder, never.vault.desk, listed)
    campaigns.take(never, first)
    campaigns.take(never, told)
    assert campaigns.posts(left.folder.root) == campaigns.posts(never.folder.root)
    assert [trace for one in gone for trace in traces(left, one)] == []
    assert ids(left).isdisjoint(map(post_of, gone))
    before = campaigns.posts(left.folder.root)
    campaigns.take(left, first)  # an old export does not bring it back
    campaigns.take(left, told)
    assert deletions.settle(left).posts == 0
    assert {name for name in before if "-posts-" in name} == {
        name for name in campaigns.posts(left.folder.root) if "-posts-" in name
    }
    left.vault.close()
    never.vault.close()


@pytest.fixture
def told(empty: tuple[Path, Path], tmp_path: Path) -> tuple[Workspace, Crowd, Path]:
    """A campaign with three posts of one voice and what others made of them."""
    crowd = Crowd(99)
    said = [crowd._own(), crowd._own(), crowd._own(), crowd._plain()]
    said += [crowd._manual() for _ in range(4)] + [crowd._repost() for _ in range(3)]
    workspace = campaigns.copy(empty[0], tmp_path / "c")
    campaigns.take(workspace, write(tmp_path / "a.jsonl", *said), searchable=True)
    return workspace, crowd, tmp_path


def test_words_passed_on_by_hand_go_and_the_author_stays(
    told: tuple[Workspace, Crowd, Path],
) -> None:
    workspace, crowd, place = told
    campaigns.take(workspace, write(place / "b.jsonl", *map(deletion, crowd.own[:2])))
    assert deletions.settle(workspace).hits == []
    assert [traces(workspace, one) for one in crowd.own[:2]] == [[], []]
    assert workspace.vault.engine.posts_of([ACCOUNT]) == [post_of(crowd.own[2])]
    assert workspace.vault.desk.hidden() == frozenset()


def test_with_the_policy_off_quoting_is_suspended_and_nothing_goes(
    told: tuple[Workspace, Crowd, Path],
) -> None:
    workspace, crowd, place = told
    campaign = msgspec.structs.replace(CAMPAIGN, policy=Policy())
    off = dataclasses.replace(workspace, campaign=campaign)
    campaigns.take(off, write(place / "b.jsonl", deletion(crowd.own[0])))
    before = campaigns.posts(workspace.folder.root)
    assert deletions.settle(off) == deletions.Settled()
    assert campaigns.posts(workspace.folder.root) == before
    assert workspace.vault.desk.departures()[post_of(crowd.own[0])].value == "deleted"


def test_a_takedown_or_a_suspension_by_the_platform_erases_nothing(
    told: tuple[Workspace, Crowd, Path],
) -> None:
    workspace, crowd, place = told
    suspended = {"user_suspend": {"id": int(LEAVER), "id_str": LEAVER}}
    withheld = {"status_withheld": {"id": int(crowd.own[0]["id_str"]), "user_id": int(LEAVER)}}
    protected = {"user_protect": {"id": int(LEAVER), "id_str": LEAVER}}
    campaigns.take(workspace, write(place / "b.jsonl", suspended, withheld, protected))
    before = campaigns.posts(workspace.folder.root)
    assert deletions.settle(workspace) == deletions.Settled()
    assert campaigns.posts(workspace.folder.root) == before
    assert ids(workspace) >= set(map(post_of, crowd.own))


def test_a_deleted_account_takes_its_posts_with_it(told: tuple[Workspace, Crowd, Path]) -> None:
    workspace, _, place = told
    closed = {"user_delete": {"id": int(LEAVER), "id_str": LEAVER}}
    campaigns.take(workspace, write(place / "b.jsonl", closed))
    settled = deletions.settle(workspace)
    assert (settled.posts, settled.hits) == (3, [])
    assert workspace.vault.engine.posts_of([ACCOUNT]) == []


SHEET = """id_str,from_user,text,created_at
421900000000000055,{handle},Lit again tonight #WeKeepTheLight,Sat Jan 11 05:12:00 +0000 2014
"""


def by_handle(workspace: Workspace, folder: Path) -> str:
    """A sheet that names the leaver by the handle; the account's id there."""
    path = folder / "sheet.csv"
    path.write_text(SHEET.format(handle=HANDLE), encoding="utf-8")
    request = Request(sources=(str(path),), mapping="tags", everything=True)
    list(gathering.gather(workspace, request, campaigns.Quiet()))
    return f"https://x.com/{HANDLE}"


def test_a_deleted_account_takes_its_posts_under_another_id_with_it(
    told: tuple[Workspace, Crowd, Path],
) -> None:
    workspace, _, place = told
    named = by_handle(workspace, place)
    assert len(workspace.vault.engine.posts_of([named])) == 1
    closed = {"user_delete": {"id": int(LEAVER), "id_str": LEAVER}}
    campaigns.take(workspace, write(place / "b.jsonl", closed))
    settled = deletions.settle(workspace)
    assert (settled.posts, settled.hits) == (4, [])
    assert workspace.vault.engine.posts_of([ACCOUNT, named]) == []


def test_posts_by_a_handle_that_two_had_stay_when_one_of_them_deletes_the_account(
    told: tuple[Workspace, Crowd, Path],
) -> None:
    """Nobody can tell whose they are: they are not quoted, and not erased."""
    workspace, crowd, place = told
    named = by_handle(workspace, place)
    other = crowd._plain()
    other["user"]["screen_name"] = HANDLE
    closed = {"user_delete": {"id": int(LEAVER), "id_str": LEAVER}}
    campaigns.take(workspace, write(place / "b.jsonl", other, closed))
    settled = deletions.settle(workspace)
    assert (settled.posts, settled.hits) == (3, [])
    assert len(workspace.vault.engine.posts_of([named])) == 1


def test_what_they_said_yes_to_also_if_deleted_stays(
    told: tuple[Workspace, Crowd, Path],
) -> None:
    workspace, crowd, place = told
    kept = post_of(crowd.own[0])
    yes = Statement(
        answer=Answer.YES,
        uses=(Use.VERBATIM,),
        account=ACCOUNT,
        scope=Scope.POSTS,
        posts=(kept,),
        also_if_deleted=True,
    )
    workspace.vault.desk.add_statements([yes])
    campaigns.take(workspace, write(place / "b.jsonl", *map(deletion, crowd.own)))
    settled = deletions.settle(workspace)
    assert (settled.posts, settled.stay, settled.hits) == (2, 1, [])
    assert workspace.vault.engine.posts_of([ACCOUNT]) == [kept]


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("scope", [Scope.POSTS, Scope.CAMPAIGN])
def test_what_they_said_yes_to_also_if_deleted_stays_when_the_deletion_was_told_first(
    empty: tuple[Path, Path], tmp_path: Path, scope: Scope, *, named: bool
) -> None:
    crowd, workspace = Crowd(99), campaigns.copy(empty[0], tmp_path / "c")
    kept, other, strange = crowd._own(), crowd._own(), crowd._plain()
    yes = Statement(
        answer=Answer.YES,
        uses=(Use.VERBATIM,),
        account=ACCOUNT,
        scope=scope,
        posts=(post_of(kept),) if scope is Scope.POSTS else (),
        also_if_deleted=True,
    )
    workspace.vault.desk.add_statements([yes])
    lines: list[Json | bytes] = [deletion(one) for one in (kept, other, strange)]
    if not named:
        lines = [
            {"delete": {"status": {"id_str": one["id_str"]}}} for one in (kept, other, strange)
        ]
    wanted = {post_of(kept)} | ({post_of(other)} if scope is Scope.CAMPAIGN else set())
    campaigns.take(workspace, write(tmp_path / "b.jsonl", *lines))
    assert deletions.settle(workspace).posts == (3 - len(wanted) if named else 0)
    campaigns.take(workspace, write(tmp_path / "a.jsonl", kept, other, strange))
    assert deletions.settle(workspace).hits == []
    assert ids(workspace) & set(map(post_of, (kept, other, strange))) == wanted


@pytest.mark.parametrize("last", ["named", "unnamed", "private"])
def test_whose_a_deleted_post_was_is_known_whoever_told_it_first(
    empty: tuple[Path, Path], tmp_path: Path, last: str
) -> None:
    workspace = campaigns.copy(empty[0], tmp_path / "c")
    lines: dict[str, Json] = {
        "named": {"delete": {"status": {"id_str": "99", "user_id_str": LEAVER}}},
        "unnamed": {"id": "99", "action": "delete", "reason": "deleted"},
        "private": {"id": "99", "action": "delete", "reason": "protected"},
    }
    for name in [*(one for one in lines if one != last), last]:
        campaigns.take(workspace, write(tmp_path / f"{name}.jsonl", lines[name]))
    desk = workspace.vault.desk
    [row] = desk.rows("select state, author from departures")
    assert row == ("deleted", ACCOUNT)
    assert desk.check_chain() == []


def test_a_yes_that_says_nothing_of_deletion_keeps_nothing(
    told: tuple[Workspace, Crowd, Path],
) -> None:
    """It allows to keep and to count as well: that is no yes to keeping what they deleted."""
    workspace, crowd, place = told
    yes = Statement(answer=Answer.YES, uses=(Use.VERBATIM, Use.NAMED), account=ACCOUNT)
    workspace.vault.desk.add_statements([yes])
    campaigns.take(workspace, write(place / "b.jsonl", *map(deletion, crowd.own)))
    settled = deletions.settle(workspace)
    assert (settled.posts, settled.stay, settled.hits) == (3, 0, [])
    assert workspace.vault.engine.posts_of([ACCOUNT]) == []


def test_gather_says_what_it_erased(told: tuple[Workspace, Crowd, Path]) -> None:
    workspace, crowd, place = told
    root = workspace.folder.root
    workspace.vault.close()
    line = write(place / "b.jsonl", deletion(crowd.own[0]))
    done = CliRunner().invoke(cli, ["gather", str(line), "--campaign", str(root)])
    assert done.exit_code == 0, done.output
    assert "Deleted by their authors: 1 post, erased here too" in done.output
    done = CliRunner().invoke(cli, ["gather", str(line), "--campaign", str(root), "--json"])
    last = json.loads(done.output.splitlines()[-1])
    nothing = {"editions": [], "places": [], "replacement": "", "stories_left_out": []}
    erased = {"posts": 0, "stay": 0, "hits": 0, "inside_others": 0}
    assert last == {"deleted": {**erased, **nothing, "stopped": ""}}


def test_after_a_crash_it_goes_on(told: tuple[Workspace, Crowd, Path]) -> None:
    workspace, crowd, place = told
    campaigns.take(workspace, write(place / "b.jsonl", deletion(crowd.own[0])))
    with pytest.raises(crashes.Cut), crashes.cut_after(Random(5).randrange(30)):
        deletions.settle(workspace)
    assert erasure.unfinished(workspace)
    assert campaigns.carry_on(workspace).hits == []
    assert traces(workspace, crowd.own[0]) == []
    assert deletions.settle(workspace).posts == 0


def test_who_withdraws_leaves_no_entry_of_what_they_deleted_before(
    told: tuple[Workspace, Crowd, Path],
) -> None:
    workspace, crowd, folder = told
    key = workspace.vault.keys.derive("keep-out") if workspace.vault.keys else b""
    other = {"delete": {"status": {"id_str": "99", "user_id_str": "7"}}}
    campaigns.take(workspace, write(folder / "b.jsonl", deletion(crowd.own[0]), other))
    assert deletions.settle(workspace).posts == 2
    before = Deleted.read(workspace.folder, key)
    assert before.holds(post_of(crowd.own[0]))
    assert campaigns.withdraw(workspace, ACCOUNT).hits == []
    after = Deleted.read(workspace.folder, key)
    assert (len(before), len(after)) == (2, 1)
    assert not after.holds(post_of(crowd.own[0]))
    held = ids(workspace)
    campaigns.take(workspace, folder / "a.jsonl")
    campaigns.take(workspace, folder / "b.jsonl")
    assert ids(workspace) == held
    assert deletions.settle(workspace).posts == 0


def test_a_list_of_an_earlier_version_is_read_on(told: tuple[Workspace, Crowd, Path]) -> None:
    workspace, crowd, _ = told
    keys = workspace.vault.keys
    assert keys is not None
    key, post = keys.derive("keep-out"), post_of(crowd.own[0])
    cut = hmac.digest(key, b"post " + post.encode(), hashlib.sha256)[:6]
    write_sealed(workspace.folder.deleted, key, b"ownwords deleted 1", cut.ljust(6 * 1024, b"\0"))
    known = Deleted.read(workspace.folder, key)
    assert (known.holds(post), len(known)) == (True, 1)
    known = known.adding({"https://x.com/i/status/1": ACCOUNT})
    keep_out_twice.write(workspace.folder, workspace.vault.desk, known)
    again = Deleted.read(workspace.folder, key)
    assert (again.holds(post), len(again), len(again.without([ACCOUNT]))) == (True, 2, 1)
