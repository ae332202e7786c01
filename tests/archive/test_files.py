"""A write that fails at any step leaves the old or the new state, never a mixture."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ownwords.archive import files
from ownwords.archive.accession import MOST, Taking, unfinished
from ownwords.archive.fixity import verify
from ownwords.archive.vault import Vault
from ownwords.records.captured import Captured
from ownwords.records.errors import AskedWrongly
from tests.archive.campaign import captured, digests, new, post, take_posts
from tests.conftest import FULL


class Full(OSError):
    """The disk is full."""


def failing_at(step: int) -> tuple[list[str], Callable[[str, Path], None]]:
    seen: list[str] = []

    def recorder(what: str, _: Path) -> None:
        seen.append(what)
        if len(seen) == step + 1:
            raise Full(28, "no space left")

    return seen, recorder


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    yield
    files.set_recorder(None)


def test_writing_a_file(tmp_path: Path) -> None:
    path = tmp_path / "f"
    for step in range(4):
        path.write_bytes(b"old")
        seen, recorder = failing_at(step)
        files.set_recorder(recorder)
        with pytest.raises(Full):
            files.write_bytes(path, b"new")
        files.set_recorder(None)
        assert path.read_bytes() == (b"new" if step == 3 else b"old")
        assert [one.name for one in tmp_path.iterdir()] == ["f"]
        assert len(seen) == step + 1
    files.write_bytes(path, b"new")
    assert path.read_bytes() == b"new"


def test_swapping_a_folder(tmp_path: Path) -> None:
    final = tmp_path / "final"
    for step in itertools.count():
        files.remove(final)
        for name, words in (("new", "new"), ("final", "old")):
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / "f").write_text(words)
        seen, recorder = failing_at(step)
        files.set_recorder(recorder)
        with contextlib.suppress(Full):
            files.swap_folder(tmp_path / "new", final)
        files.set_recorder(None)
        files.settle_folder(final)
        assert (final / "f").read_text() in ("old", "new")
        assert not (tmp_path / "final.before").exists()
        if step >= len(seen):
            assert (final / "f").read_text() == "new"
            break
    assert step >= 4


POSTS = [post(number) for number in range(150)]
EDIT = post(3, content="otherwise", version_id="e", updated=1)


def gather(vault: Vault) -> None:
    taking = Taking.begin(vault, "source", "test")
    try:
        start = int(taking.cursor or 0)
        for first in range(start, 150, 50):
            taking.add([captured(one) for one in POSTS[first : first + 50]])
            taking.checkpoint(str(first + 50))
        taking.add([captured(EDIT)])
        taking.finish()
    finally:
        taking.close()


def test_a_gather_that_fails_at_any_step_can_be_gone_on_with(tmp_path: Path) -> None:
    whole = new(tmp_path / "whole")
    steps: list[str] = []
    files.set_recorder(lambda what, _: steps.append(what))
    gather(whole)
    files.set_recorder(None)
    wanted = digests(tmp_path / "whole")
    for step in range(0, len(steps), 1 if FULL else 13):
        root = tmp_path / f"c{step}"
        vault = new(root)
        _, recorder = failing_at(step)
        files.set_recorder(recorder)
        failed = False
        try:
            gather(vault)
        except Full:
            failed = True
        files.set_recorder(None)
        vault.close()
        vault = Vault.open(root)
        assert list(verify(vault)) == []
        if not vault.desk.accessions():
            assert vault.desk.manifest() == []
            assert failed
            gather(vault)
        assert digests(root) == wanted
        assert vault.desk.accessions()[0].counts.kept == 151
        assert list(verify(vault)) == []
        vault.close()
    assert len(steps) > 100


def test_one_taking_at_a_time(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    taking = Taking.begin(vault, "a", "test")
    with pytest.raises(AskedWrongly, match="Another gather"):
        Taking.begin(vault, "b", "test")
    taking.close()
    other = Taking.begin(vault, "b", "test")
    other.abandon()
    assert [about.source for about in unfinished(vault)] == ["a"]


def test_nothing_is_visible_before_the_end(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    taking = Taking.begin(vault, "a", "test")
    taking.add([captured(one) for one in POSTS])
    taking.checkpoint("150")
    other = Vault.open(tmp_path / "c")
    assert (other.desk.accessions(), other.desk.manifest()) == ([], [])
    assert other.engine.totals().posts == 0
    taking.finish()
    assert other.engine.totals().posts == 150


def test_a_post_that_cannot_be_kept_is_a_fault(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    bad = [post(1, content="half \ud83d"), post(2, published=1 << 62), post(3, updated=-(1 << 70))]
    taking = Taking.begin(vault, "a", "test")
    taking.add([*map(captured, bad), captured(post(4))])
    counts = taking.finish().counts
    assert (counts.kept, counts.faults) == (1, 3)
    assert all("cannot be kept" in fault.reason for _, fault in vault.desk.faults())
    assert list(verify(vault)) == []


def test_a_batch_has_a_limit(tmp_path: Path) -> None:
    taking = Taking.begin(new(tmp_path / "c"), "a", "test")
    with pytest.raises(AskedWrongly):
        taking.add([captured(post(1))] * (MOST + 1))


def test_counts_of_an_interrupted_taking_add_up(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    items: list[Captured] = [captured(one) for one in POSTS]
    taking = Taking.begin(vault, "a", "test")
    taking.add(items[:50])
    taking.checkpoint("50", not_matching=7, read=57)
    taking.add(items[50:90])
    taking.close()
    taking = Taking.begin(vault, "a", "test")
    assert taking.cursor == "50"
    taking.add(items[50:])
    counts = taking.finish(3, 103).counts
    assert (counts.read, counts.kept, counts.not_matching) == (160, 150, 10)


def test_what_was_cut_off_behind_a_checkpoint_is_read_again(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    taking = Taking.begin(vault, "a", "test")
    taking.add([captured(one) for one in POSTS[:50]])
    taking.checkpoint("50")
    taking.add([captured(one) for one in POSTS[50:]])
    taking.checkpoint("150")
    taking.close()
    (log,) = vault.folder.staging.glob("*/log")
    log.write_bytes(log.read_bytes()[:-1])
    taking = Taking.begin(vault, "a", "test")
    assert taking.cursor == "50"
    taking.add([captured(one) for one in POSTS[50:]])
    assert taking.finish().counts.kept == 150
    take_posts(vault, POSTS, "again")
    assert list(verify(vault)) == []


def test_threads_that_write_one_file_leave_what_one_of_them_wrote(tmp_path: Path) -> None:
    texts = [letter * 50_000 for letter in (b"a", b"b", b"c")]

    def write(text: bytes) -> None:
        for _ in range(40):
            files.write_bytes(tmp_path / "file", text, sync=False)

    with ThreadPoolExecutor(len(texts)) as pool:
        done = [pool.submit(write, text) for text in texts]
    assert [one.exception() for one in done] == [None] * len(texts)
    assert (tmp_path / "file").read_bytes() in texts
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
