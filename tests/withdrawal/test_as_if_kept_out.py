"""Withdrawing leaves what never gathering would have left, and nothing that the proof can find."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.archive import scrubbing, search_build
from ownwords.archive.search_feed import open_search, rebuild_search
from ownwords.flows import withdraw as withdrawing
from tests.withdrawal import campaigns
from tests.withdrawal.crowd import LEAVER, Crowd, deletion, lines

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


def test_an_index_that_is_made_again_has_no_pieces_of_rows_between_its_rows(
    empty: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, keys = empty
    monkeypatch.setenv("OWNWORDS_CONFIG", str(keys))
    monkeypatch.setattr(search_build, "BATCH", 20)  # rows come between rows, as in large campaigns
    workspace, export = campaigns.copy(base, tmp_path / "c"), tmp_path / "export.jsonl"
    export.write_bytes(b"".join(lines(Crowd(12), 400)))
    campaigns.take(workspace, export, searchable=True)
    rebuild_search(workspace.vault)
    path = workspace.folder.cache / "search.sqlite"
    assert pieces(path), "SQLite leaves none: nothing has to be overwritten any more"
    with open_search(workspace.vault) as index, index._store.connection:
        index._store.note("state", "of other posts")
    assert campaigns.withdraw(workspace, ACCOUNT).hits == []
    assert pieces(path) == []


def pieces(path: Path) -> list[tuple[int, int]]:
    """Where bytes stand between the rows of a page."""
    return list(scrubbing._between(path.read_bytes(), 4096, 0))


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
