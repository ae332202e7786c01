"""verify: quiet when all is well, and every flipped bit is found."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from ownwords.archive.finding import Finding
from ownwords.archive.fixity import verify
from ownwords.flows.checking import campaign_at
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


def found(root: Path) -> tuple[Finding, ...]:
    """What the verb says of a folder, which may be too broken to open."""
    return campaign_at(root).faults


def test_a_folder_that_is_well_has_no_findings(root: Path) -> None:
    assert found(root) == ()


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
        named = {finding.file for finding in found(root)}
        if not named & {path.name, f"posts/{path.name}"}:
            missed.append((path.name, bit))
        for left in root.glob("desk.sqlite-*"):
            left.unlink()
        path.write_bytes(original)
    assert missed == []
    assert found(root) == ()


def test_opening_a_folder_with_a_broken_desk_removes_no_posts(root: Path) -> None:
    names = sorted(path.name for path in (root / "posts").iterdir())
    data = (root / "desk.sqlite").read_bytes()
    at = data.index(b"posts/") + len(b"posts/")
    (root / "desk.sqlite").write_bytes(data[:at] + b"9" + data[at + 1 :])
    assert found(root)
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
    assert found(tmp_path / "c") == ()
    assert not stray.exists()


def test_a_copied_folder_is_well_too(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "copy")
    assert found(tmp_path / "copy") == ()


@pytest.mark.parametrize("left", [b"", b"no database at all"])
def test_a_desk_that_cannot_be_opened_is_a_fault_with_what_to_do(root: Path, left: bytes) -> None:
    (root / "desk.sqlite").write_bytes(left)
    report = campaign_at(root)
    assert not report.ok
    assert {fault.file for fault in report.faults} == {"desk.sqlite"}
    assert all("backup" in fault.do for fault in report.faults)


def test_a_desk_that_is_missing_is_a_fault_too(root: Path) -> None:
    (root / "desk.sqlite").unlink()
    [fault] = campaign_at(root).faults
    assert (fault.file, fault.what) == ("desk.sqlite", "desk.sqlite is missing")


def test_stories_that_rest_on_broken_files_are_said_not_to_be_compared(root: Path) -> None:
    (root / "stories" / "night.md").write_text("---\ntitle: Night\n---\n", encoding="utf-8")
    file = next(path for path in sorted((root / "posts").iterdir()) if path.is_file())
    file.write_bytes(file.read_bytes()[:-7])
    named = [fault.file for fault in found(root)]
    assert named[-1] == "stories/"
    assert f"posts/{file.name}" in named
