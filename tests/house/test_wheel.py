"""The wheel holds the whole package: code, templates, style, scripts, and the invented campaign."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.checkout import PACKAGE, ROOT

EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return zipfile.ZipFile(next(Path(folder).glob("*.whl")))


def text_of(wheel: zipfile.ZipFile, name: str) -> str:
    found = [member for member in wheel.namelist() if member.endswith(f".dist-info/{name}")]
    assert len(found) == 1, found
    return wheel.read(found[0]).decode("utf-8")


def test_every_file_of_the_package_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    files = {
        f"ownwords/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in wheel.namelist() if name.startswith("ownwords/")}
    assert files - packed == set()


def test_the_demo_works_for_whoever_installed_the_wheel(wheel: zipfile.ZipFile) -> None:
    """All that flows/demo.py reads of the invented campaign, byte for byte; not how it was made."""
    begin = "ownwords/examples/"
    packed = {name.removeprefix(begin) for name in wheel.namelist() if name.startswith(begin)}
    wanted = {"campaign.toml", "introduction.md"}
    for folder in ("consent", "exports", "stories"):
        wanted |= {
            path.relative_to(EXAMPLES).as_posix()
            for path in (EXAMPLES / folder).rglob("*")
            if path.is_file()
        }
    assert packed == wanted
    assert [n for n in wanted if wheel.read(begin + n) != (EXAMPLES / n).read_bytes()] == []


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    """Only the package and its metadata: no tests, no real data, no leftovers of a build."""
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    version = next(top for top in tops if top.endswith(".dist-info"))
    assert tops == {"ownwords", version}
    assert not [name for name in wheel.namelist() if "__pycache__" in name]


def test_the_wheel_says_what_it_needs_and_under_which_licence(wheel: zipfile.ZipFile) -> None:
    metadata = text_of(wheel, "METADATA")
    assert "License-Expression: AGPL-3.0-or-later" in metadata
    assert "License-File: LICENSE\n" in metadata
    assert "License-File: LICENSE-EDITIONS.md\n" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert "ownwords = ownwords.cli:main" in text_of(wheel, "entry_points.txt")
