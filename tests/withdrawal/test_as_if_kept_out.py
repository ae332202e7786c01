"""Withdrawing leaves what never gathering would have left, and nothing that the proof can find."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from ownwords.archive.fixity import verify
from ownwords.archive.search_feed import open_search, rebuild_search
from ownwords.flows import withdraw as withdrawing
from ownwords.records.consent import Answer, Scope, Statement, Use, Wish, WishKind
from ownwords.workspace import Workspace
from tests.conftest import FULL
from tests.withdrawal import campaigns
from tests.withdrawal.crowd import LEAVER, OTHERS, Crowd, deletion, lines

HISTORIES = 1_000 if FULL else 100
AT_ONCE = 10
ACCOUNT = f"https://x.com/i/user/{LEAVER}"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("equal")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OWNWORDS_CONFIG", str(folder / "keys"))
        return campaigns.base(folder / "base"), folder / "keys"


def files(crowd: Crowd, folder: Path) -> list[Path]:
    """Two or three exports that overlap, with deletions of both kinds of people."""
    folder.mkdir(parents=True)
    made = []
    for number in range(crowd.random.randint(2, 3)):
        wanted = list(lines(crowd, crowd.random.randint(5, 25)))
        if made:
            wanted += crowd.random.sample(made[-1].read_bytes().splitlines(keepends=True), 3)
        if crowd.random.random() < 0.5:
            wanted += [deletion(one) for one in crowd.own[:1] + crowd.others[:1]]
        path = folder / f"export-{number}.jsonl"
        path.write_bytes(b"".join(wanted))
        made.append(path)
    return made


def said(workspace: Workspace, who: str, random: Random) -> None:
    """Somebody answers, and their platform carries a wish."""
    account = f"https://x.com/i/user/{who}"
    answer = random.choice((Answer.YES, Answer.NO))
    one = Statement(
        answer=answer, uses=(Use.VERBATIM,), account=account, scope=Scope.ALL, given_at=5
    )
    workspace.vault.desk.add_statements([one])
    workspace.vault.desk.add_wishes([Wish(WishKind.NOT_INDEXABLE, account)])


@pytest.mark.parametrize("first", range(0, HISTORIES, AT_ONCE))
def test_the_folder_is_as_if_they_had_been_kept_out(
    first: int, empty: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, keys = empty
    monkeypatch.setenv("OWNWORDS_CONFIG", str(keys))
    for seed in range(first, first + AT_ONCE):
        crowd = Crowd(seed)
        exports = files(crowd, tmp_path / f"{seed}-exports")
        left = campaigns.copy(base, tmp_path / f"{seed}-left")
        never = campaigns.copy(base, tmp_path / f"{seed}-never")
        for path in exports:
            campaigns.take(left, path)
            said(left, LEAVER, Random(seed))
            said(left, OTHERS[0], Random(seed))
        if campaigns.carry_on(left).needles:
            raise AssertionError("nobody has withdrawn yet")
        work = withdrawing.work_for(left, (ACCOUNT,))
        proof = campaigns.withdraw(left, ACCOUNT)
        assert proof.hits == [], seed
        assert proof.needles > 10
        withdrawing.keep_out(never, work)
        for path in exports:
            campaigns.take(never, path)
            said(never, OTHERS[0], Random(seed))
        assert campaigns.posts(left.folder.root) == campaigns.posts(never.folder.root), seed
        assert campaigns.desk(left.folder.root) == campaigns.desk(never.folder.root), seed
        assert list(verify(left.vault)) == []
        left.vault.close()
        never.vault.close()


def test_search_is_equal_and_knows_nothing_of_them(
    empty: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, keys = empty
    monkeypatch.setenv("OWNWORDS_CONFIG", str(keys))
    crowd = Crowd(4711)
    exports = files(crowd, tmp_path / "exports")
    left, never = campaigns.copy(base, tmp_path / "left"), campaigns.copy(base, tmp_path / "never")
    for path in exports:
        campaigns.take(left, path, searchable=True)
    work = withdrawing.work_for(left, (ACCOUNT,))
    assert campaigns.withdraw(left, ACCOUNT).hits == []
    withdrawing.keep_out(never, work)
    for path in exports:
        campaigns.take(never, path, searchable=True)
    held = []
    for workspace in (left, never):
        with open_search(workspace.vault) as index:
            before = list(index._store.entries())
            assert index.is_sound()
        rebuild_search(workspace.vault)
        with open_search(workspace.vault) as index:
            assert list(index._store.entries()) == before
        held.append(before)
    assert held[0] == held[1]


@pytest.mark.parametrize("seed", range(20))
def test_gathering_them_again_brings_nothing_back(
    seed: int, empty: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, keys = empty
    monkeypatch.setenv("OWNWORDS_CONFIG", str(keys))
    crowd = Crowd(10_000 + seed)
    exports = files(crowd, tmp_path / "exports")
    workspace = campaigns.copy(base, tmp_path / "c")
    campaigns.take(workspace, exports[0])
    work = withdrawing.work_for(workspace, (ACCOUNT,))
    assert campaigns.withdraw(workspace, ACCOUNT).hits == []
    for path in exports:
        campaigns.take(workspace, path)
    again = withdrawing.work_for(workspace, work.accounts)
    assert again.posts == ()
    root = workspace.folder.root
    from ownwords.flows.proof import proving

    assert proving.search(root, proving.needles_for(root, [work])).hits == []
