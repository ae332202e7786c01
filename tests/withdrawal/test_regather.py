"""Whoever withdrew is not gathered again, whatever format their words come in.

Every connector is asked: over its good fixtures, and over many posts (:mod:`.formats`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from ownwords.archive.erasing_work import Work
from ownwords.archive.keep_out import KeepOut, handle_name
from ownwords.archive.redacted_text import authority
from ownwords.flows import gathering
from ownwords.flows.gathering import Request
from ownwords.flows.proof import proving
from ownwords.gather.connector import connectors
from ownwords.records.accession import Counts
from ownwords.records.captured import Captured, Page, Read, Wanted
from ownwords.workspace import Workspace, open_workspace
from tests.conftest import FULL
from tests.gather.reading import Case, cases
from tests.withdrawal import campaigns, formats, tongues
from tests.withdrawal.crowd import LEAVER, Crowd
from tests.withdrawal.tongues import Leaver

MANY = 10_000 if FULL else 300
LOOKED_FOR = 200
"""Posts whose words and ids are looked for afterwards, in every file."""

GOOD = [case for case in cases() if case.good and not case.path.name.startswith("empty")]


def work_of(found: Iterable[Read]) -> Work:
    """Everybody in a file, with what some of their posts say."""
    accounts, handles, posts, texts = set(), set(), set(), set()
    for read in found:
        if isinstance(read, Captured):
            post = read.post
            accounts.add(post.attributed_to)
            handles.add(handle_name(authority(post.attributed_to), post.handle))
            if len(posts) < LOOKED_FOR:
                posts.add(post.id)
                texts.add(post.content)
        elif isinstance(read, Wanted):
            accounts.add(read.account)
            handles.add(handle_name(read.network, read.handle))
    return Work(
        accounts=tuple(accounts - {""}),
        handles=tuple(one for one in handles if one.partition("@")[2]),
        posts=tuple(posts),
        texts=tuple(texts),
    )


def gather(workspace: Workspace, name: str, path: Path) -> Counts:
    request = Request(sources=(str(path),), format=name, everything=True, searchable=True)
    [accession] = gathering.gather(workspace, request, campaigns.Quiet())
    return accession.counts


def holds_nothing(workspace: Workspace, work: Work) -> None:
    """No row of posts/, no link that waits, no trace of words, ids and handles in any file."""
    root = workspace.folder.root
    assert [entry for entry in workspace.vault.desk.manifest() if entry.rows] == []
    assert workspace.vault.engine.newest() == []
    # what came in is named after the file, and who is in it may be a part of that name
    found = proving.search(root, proving.needles_for(root, [work])).hits
    assert [hit for hit in found if hit.path != "desk.sqlite" or hit.kind != "handle"] == []


def keep_out(workspace: Workspace, work: Work) -> None:
    key = workspace.vault.keys.derive("keep-out")
    listed = KeepOut.read(workspace.folder, key).adding([*work.accounts, *work.handles])
    listed.write(workspace.folder)


def check(name: str, path: Path, place: Path) -> None:
    found = formats.reads(path, name)
    if any(isinstance(read, Page) for read in found):
        pytest.skip("holds pages, which are kept as sources: tests/archive and the proof")
    work = work_of(found)
    free = open_workspace(campaigns.base(place / "free"))
    counts = gather(free, name, path)
    assert counts.held_back == 0  # nobody has withdrawn
    shut = open_workspace(campaigns.base(place / "shut"))
    keep_out(shut, work)
    again = gather(shut, name, path)
    posts = sum(isinstance(read, Captured) for read in found)
    assert again.kept == 0
    assert again.held_back >= posts
    holds_nothing(shut, work)
    free.vault.close()
    shut.vault.close()


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_nothing_of_any_fixture_comes_back(case: Case, tmp_path: Path) -> None:
    check(case.format, case.path, tmp_path)


@pytest.mark.parametrize("name", sorted(connectors()))
def test_of_many_posts_not_a_byte_is_written(name: str, tmp_path: Path) -> None:
    for number, path in enumerate(formats.many(name, tmp_path, MANY)):
        check(name, path, tmp_path / f"campaign-{number}")


def test_nothing_comes_back_of_people_who_write_as_people_do(tmp_path: Path) -> None:
    """Everybody of the list of hard names, each with words of their own, in every spelling."""
    random, said = Random(5), []
    for number, handle in enumerate(tongues.HANDLES):
        crowd = Crowd(number, leaver=Leaver(handle, random.choice(tongues.NAMES)))
        status = crowd.status(LEAVER, crowd.words())
        status["user"]["id_str"] = f"{LEAVER}{number:02}"
        status["id_str"] += f"{number:02}"
        said.append(tongues.spelled(status, number % 4))
    path = tmp_path / "hard.jsonl"
    path.write_text("\n".join(said) + "\n", encoding="utf-8", newline="\n")
    check("twitter_v1", path, tmp_path)
