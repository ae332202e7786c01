"""Whoever withdraws is gone from what every format brought, as if they had been kept out."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.archive.erasing_work import Work
from ownwords.flows import erasure, gathering, kept_copies
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.proof import proving
from ownwords.gather.connector import connectors
from ownwords.workspace import Workspace
from tests.conftest import FULL
from tests.gather import making_warc
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


@pytest.mark.parametrize("leaving", ["zeeschuimer", "mastodon_archive", "bluesky_car"])
def test_somebody_of_the_same_name_elsewhere_stays(
    leaving: str, empty: Path, tmp_path: Path
) -> None:
    """Rosa of one network goes, Rosa of the two others is neither cut nor in the way."""
    left = campaigns.copy(empty, tmp_path / "left")
    who = {}
    for name in ("zeeschuimer", "mastodon_archive", "bluesky_car"):
        paths = formats.many(name, tmp_path, MANY)
        who[name] = formats.leaver(paths)
        for path in paths:
            campaigns.take(left, path, searchable=True)
    account = who.pop(leaving)
    stay = {other: left.vault.engine.held_by([other]) for other in who.values()}
    assert campaigns.withdraw(left, account).hits == []
    assert left.vault.engine.held_by([account]) == 0
    assert {other: left.vault.engine.held_by([other]) for other in stay} == stay


def test_pages_of_theirs_are_settled_by_the_steward_and_do_not_come_back(
    empty: Path, tmp_path: Path
) -> None:
    """A page under their address and one that names them, beside what nobody minds."""
    posts = formats.many("zeeschuimer", tmp_path, MANY)
    account = formats.leaver(posts)
    body = b"<title>Kanarie</title><p>as @rosa said on the pier</p>"
    urls = ("https://x.com/rosa/status/1", "https://harbour.example/a", "https://harbour.example/b")
    bodies = (body, body, b"<title>Kanarie</title><p>The ferry came at nine.</p>")
    parts = [making_warc.record(making_warc.Parts(*one)) for one in zip(bodies, urls, strict=True)]
    archive = tmp_path / "pages.warc"
    archive.write_bytes(making_warc.info() + b"".join(parts))
    left = campaigns.copy(empty, tmp_path / "left")
    for path in (*posts, archive):
        campaigns.take(left, path)
    found = campaigns.withdraw(left, account)
    assert {hit.path for hit in found.hits} == set(kept_copies.kept(found.hits))
    traces = proving.Traces(left.folder.root, erasure.unfinished(left))
    kept_copies.settle(left, traces, "redact")
    assert campaigns.carry_on(left).hits == []
    pages = sorted(left.folder.sources.glob("*.html"))
    assert [b"ferry" in page.read_bytes() for page in pages].count(True) == 1
    assert not any(b"rosa" in path.read_bytes() for path in left.folder.sources.iterdir())
    campaigns.take(left, archive)
    again = left.vault.desk.accessions()[-1].counts
    assert (again.held_back, again.known, again.pages) == (2, 1, 0)
