"""Links that ask for somebody's posts go with them, and do not come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.archive import chain, erasing_desk
from ownwords.flows import withdraw as withdrawing
from ownwords.workspace import Workspace
from tests.gather import making_bluesky_car as bluesky
from tests.gather.repositories import Signer, repository
from tests.withdrawal import campaigns
from tests.withdrawal.crowd import HANDLE, LEAVER, OTHERS, Crowd, lines

ACCOUNT = f"https://x.com/i/user/{LEAVER}"


def waiting(workspace: Workspace) -> list[str]:
    return [one.url for one in workspace.vault.desk.wanted()]


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OWNWORDS_CONFIG", str(tmp_path / "keys"))
    return campaigns.base(tmp_path / "base")


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, Path]:
    """An export, and a list with links of posts in it and of posts that nobody has."""
    crowd = Crowd(11)
    export = tmp_path / "export.jsonl"
    export.write_bytes(b"".join(lines(crowd, 40)))
    other = f"keeper_{OTHERS[0][-3:]}"
    listed = tmp_path / "links.txt"
    listed.write_text(
        f"https://x.com/{HANDLE}/status/430000000000000001\n"
        f"https://twitter.com/{HANDLE.upper()}/status/430000000000000002\n"
        f"https://x.com/{other}/status/430000000000000003\n"
        "https://x.com/i/status/430000000000000004\n"
    )
    return export, listed


def test_they_are_erased_as_if_they_had_been_held_back(
    base: Path, sources: tuple[Path, Path], tmp_path: Path
) -> None:
    left, never = campaigns.copy(base, tmp_path / "left"), campaigns.copy(base, tmp_path / "never")
    for path in sources:
        campaigns.take(left, path)
    assert len(waiting(left)) == 4
    work = withdrawing.work_for(left, (ACCOUNT,))
    proof = campaigns.withdraw(left, ACCOUNT)
    assert proof.hits == []
    assert [url.rpartition("/")[2][-1] for url in waiting(left)] == ["3", "4"]
    withdrawing.keep_out(never, work)
    for path in sources:
        campaigns.take(never, path)
    assert campaigns.desk(left.folder.root) == campaigns.desk(never.folder.root)
    [_, asked] = left.vault.desk.accessions()
    assert (asked.counts.asked, asked.counts.held_back) == (2, 2)


def test_a_link_without_a_handle_goes_when_the_post_is_known_to_be_theirs(
    base: Path, sources: tuple[Path, Path], tmp_path: Path
) -> None:
    """The desk still asks for a post that came meanwhile in a folder that was put back."""
    export, _ = sources
    left = campaigns.copy(base, tmp_path / "left")
    campaigns.take(left, export)
    theirs = withdrawing.work_for(left, (ACCOUNT,)).posts
    assert theirs
    with left.vault.desk.change() as connection:
        chain.append(connection, "wanted", [[theirs[0], theirs[0], "x.com", "", "", 1]])
    assert campaigns.withdraw(left, ACCOUNT).hits == []
    assert waiting(left) == []


def test_a_link_of_theirs_that_was_left_behind_is_found(
    base: Path, sources: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing_desk, "is_theirs", lambda *_: False)
    left = campaigns.copy(base, tmp_path / "left")
    for path in sources:
        campaigns.take(left, path)
    assert campaigns.withdraw(left, ACCOUNT).hits


def test_a_link_by_a_handle_that_nobody_told_goes_with_its_post(base: Path, tmp_path: Path) -> None:
    """The repository came without its DID document, the link by the handle of who wrote it."""
    did, number = bluesky.account("rosa"), bluesky.rkey(1 << 60)
    record = {"$type": "app.bsky.feed.post", "text": "a lamp", "createdAt": "2024-01-11T05:12:00Z"}
    car = tmp_path / "rosa.car"
    car.write_bytes(repository(did, {f"app.bsky.feed.post/{number}": record}, Signer()))
    left = campaigns.copy(base, tmp_path / "left")
    campaigns.take(left, car)
    address = f"at://rosa.example/app.bsky.feed.post/{number}"
    with left.vault.desk.change() as connection:  # an earlier version let it wait
        chain.append(connection, "wanted", [[address, address, "did", "", "rosa.example", 1]])
    assert campaigns.withdraw(left, did).hits == []
    assert waiting(left) == []
