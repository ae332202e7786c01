"""Whatever a campaign folder holds, somebody erases it: every path has its Erasable."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from ownwords.archive.accession import Taking
from ownwords.archive.erasables import ERASABLES, Erasable
from ownwords.archive.folder import Folder
from ownwords.records.consent import Answer, Statement, Use
from tests.archive.campaign import captured, new, post, take_posts
from tests.demo_campaign import Demo


def owners(root: Path, erasables: Iterable[Erasable]) -> dict[str, list[str]]:
    """For each file below a campaign folder, the names of those who erase it."""
    found: dict[str, list[str]] = {
        path.relative_to(root).as_posix(): [] for path in root.rglob("*") if path.is_file()
    }
    for erasable in erasables:
        for pattern in erasable.paths:
            # What a closing ** means differs between versions of Python.
            for path in root.glob(f"{pattern}/*" if pattern.endswith("**") else pattern):
                if path.is_file():
                    found[path.relative_to(root).as_posix()].append(erasable.name)
    return found


def nobodys(root: Path) -> list[str]:
    """Paths that nobody erases, or that two would: then each could leave it to the other."""
    return [path for path, names in owners(root, ERASABLES).items() if len(names) != 1]


def test_every_file_of_a_used_campaign_is_erased_by_somebody(demo: Demo) -> None:
    assert (demo.root / "desk.sqlite").is_file()
    assert list((demo.root / "editions").iterdir())
    assert nobodys(demo.root) == []


def test_every_file_is_erased_by_somebody_while_posts_come_in(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    take_posts(vault, [post(number) for number in range(80)])
    take_posts(vault, [post(1, content="otherwise", version_id="e", updated=1)], "edit")
    vault.desk.add_statements([Statement(answer=Answer.NO, uses=(Use.NAMED,), account="b")])
    taking = Taking.begin(vault, "half", "test")
    taking.add([captured(post(999))])
    taking.checkpoint("1")
    found = owners(vault.folder.root, ERASABLES)
    assert {"desk.sqlite-wal", "desk.head", "keep-out.sealed"} <= set(found)
    assert ["staging"] in found.values()
    assert nobodys(vault.folder.root) == []
    taking.close()
    vault.close()


def test_every_place_of_the_folder_is_erased_by_somebody(tmp_path: Path) -> None:
    """Also the places that the demo leaves empty: claims, articles, sources, what is staged."""
    folder = Folder(tmp_path)
    properties = [name for name, kind in vars(Folder).items() if isinstance(kind, property)]
    assert "desk" in properties
    for name in properties:
        place: Path = getattr(folder, name)
        if not place.suffix:
            place /= "any.parquet" if name == "posts" else "deep/file"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    assert nobodys(tmp_path) == []


def test_a_file_that_nobody_erases_is_seen(tmp_path: Path) -> None:
    (tmp_path / "leftover.bak").touch()
    (tmp_path / "posts" / "deep").mkdir(parents=True)
    (tmp_path / "posts" / "deep" / "any.parquet").touch()
    assert sorted(nobodys(tmp_path)) == ["leftover.bak", "posts/deep/any.parquet"]


def test_no_two_have_the_same_name() -> None:
    names = [erasable.name for erasable in ERASABLES]
    assert names
    assert len(names) == len(set(names))


def test_the_module_that_erases_is_there() -> None:
    named = {erasable.erased_by for erasable in ERASABLES}
    assert [one for one in sorted(named) if find_spec(f"ownwords.{one}") is None] == []
