"""What the house tests look at: the tracked files and the package, as text and as syntax trees."""

from __future__ import annotations

import ast
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "ownwords"


@cache
def _listed() -> tuple[str, ...]:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        return ()
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return tuple(name for name in done.stdout.decode().split("\0") if name)


def tracked() -> list[Path]:
    """Every file of the repository that is there; skipped where git cannot say."""
    names = _listed()
    if not names:
        pytest.skip("not a git checkout: which files belong to the repository is not known")
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def is_text(path: Path) -> bool:
    with path.open("rb") as stream:
        return b"\0" not in stream.read(8192)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def sources() -> dict[str, ast.Module]:
    """Each Python file of the package, by its path below src/ownwords."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }
