"""Whoever withdraws is gone from what every format brought, as if they had been kept out."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.archive.erasing_work import Work
from ownwords.flows import gathering
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.proof import proving
from ownwords.gather.connector import connectors
from ownwords.workspace import Workspace
from tests.conftest import FULL
from tests.withdrawal import campaigns, formats

MANY = 5_000 if FULL else 250
WITH_POSTS = {"links": "twitter_v1"}
"""Formats that hold no posts, with one whose posts they are about."""


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OWNWORDS_CONFIG", str(tmp_path / "keys"))
    monkeypatch.setattr(gathering, "now", lambda: 1)  # the time of a yes that was given
    return campaigns.base(tmp_path / "base")


def kept_out(base: Path, to: Path, work: Work) -> Workspace:
    """The campaign that had them on its list from the start."""
    workspace = campaigns.copy(base, to)
    withdrawing.keep_out(workspace, work)
    return workspace


@pytest.mark.parametrize("name", sorted(connectors().keys() - {"warc"}))
def test_nothing_of_them_stays_and_nothing_comes_back(
    name: str, empty: Path, tmp_path: Path
) -> None:
    paths = formats.many(name, tmp_path, MANY)
    if name in WITH_POSTS:
        paths += formats.many(WITH_POSTS[name], tmp_path, MANY)
    account = formats.leaver(paths)
    left = campaigns.copy(empty, tmp_path / "left")
    for path in paths:
        campaigns.take(left, path, searchable=True)
    work = withdrawing.work_for(left, (account,))
    assert work.posts
    assert left.vault.engine.newest()
    assert campaigns.withdraw(left, account).hits == []

    never = kept_out(empty, tmp_path / "never", work)
    for path in paths:
        campaigns.take(never, path, searchable=True)
    once = campaigns.posts(left.folder.root)
    assert once == campaigns.posts(never.folder.root)
    assert campaigns.desk(left.folder.root) == campaigns.desk(never.folder.root)

    for path in paths:
        campaigns.take(left, path, searchable=True)
    root = left.folder.root
    assert proving.search(root, proving.needles_for(root, [work])).hits == []
    assert {name: once[name] for name in once if "arrivals" not in name}.items() <= (
        campaigns.posts(root).items()
    )
