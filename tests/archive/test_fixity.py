"""verify: quiet when all is well, and every flipped bit is found."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from ownwords.archive.fixity import verify, verify_folder
from ownwords.records.consent import Answer, Statement, Use
from tests.archive.campaign import new, post, take_posts
from tests.conftest import FULL

FLIPS = 10_000 if FULL else 200


@pytest.fixture
def root(tmp_path: Path) -> Path:
    vault = new(tmp_path / "c")
    take_posts(vault, [post(number) for number in range(60)])
    edits = [post(number, content="otherwise", version_id="e", updated=1) for number in range(9)]
    take_posts(vault, edits, "edits")
    vault.desk.hide(["a"], 1)
    vault.desk.add_statements([Statement(answer=Answer.NO, uses=(Use.NAMED,), account="b")])
    vault.close()
    return tmp_path / "c"


def test_a_folder_that_is_well_has_no_findings(root: Path) -> None:
    assert list(verify_folder(root)) == []


def test_every_flipped_bit_is_found(root: Path) -> None:
    rnd = random.Random(7)
    paths = [path for path in sorted((root / "posts").iterdir()) if path.is_file()]
    paths += [root / "desk.sqlite"] * max(1, len(paths))
    missed = []
    for _ in range(FLIPS):
        path = rnd.choice(paths)
        original = path.read_bytes()
        bit = rnd.randrange(len(original) * 8)
        flipped = bytearray(original)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        named = {finding.file for finding in verify_folder(root)}
        if not named & {path.name, f"posts/{path.name}"}:
            missed.append((path.name, bit))
        for left in root.glob("desk.sqlite-*"):
            left.unlink()
        path.write_bytes(original)
    assert missed == []
    assert list(verify_folder(root)) == []


def test_opening_a_folder_with_a_broken_desk_removes_no_posts(root: Path) -> None:
    names = sorted(path.name for path in (root / "posts").iterdir())
    data = (root / "desk.sqlite").read_bytes()
    at = data.index(b"posts/") + len(b"posts/")
    (root / "desk.sqlite").write_bytes(data[:at] + b"9" + data[at + 1 :])
    assert list(verify_folder(root))
    assert sorted(path.name for path in (root / "posts").iterdir()) == names


def test_a_missing_a_truncated_and_a_stray_file_are_named(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    take_posts(vault, [post(number) for number in range(60)])
    gone, cut = [vault.folder.root / entry.path for entry in vault.desk.manifest()][:2]
    gone.unlink()
    cut.write_bytes(cut.read_bytes()[:-40])
    (vault.folder.posts / "00-posts-stray.parquet").write_bytes(b"x")
    named = {finding.file.rpartition("/")[2] for finding in verify(vault)}
    assert named == {gone.name, cut.name, "00-posts-stray.parquet"}
    assert all(finding.do for finding in verify(vault))


def test_opening_removes_strays(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    take_posts(vault, [post(1)])
    stray = vault.folder.posts / "00-posts-stray.parquet"
    stray.write_bytes(b"x")
    vault.close()
    assert list(verify_folder(tmp_path / "c")) == []
    assert not stray.exists()


def test_a_copied_folder_is_well_too(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "copy")
    assert list(verify_folder(tmp_path / "copy")) == []
