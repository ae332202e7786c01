"""Real files that others published inside packages: fetched once, by digest, never in the lock.

They are kept in ``OWNWORDS_PACKAGES``, else in the system's folder for temporary files.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

_PINNED = {
    "mastodon_py-2.3.3.tar.gz": (
        "Mastodon.py==2.3.3",
        "--no-binary=:all:",
        "a3cda3db86d65809957c978aef8ac7fb3dfc93abfeda3f1c6bdef4c79090ab7b",
    ),
    "arroba-3.1-py3-none-any.whl": (
        "arroba==3.1",
        "--only-binary=:all:",
        "1ed504107963ceabb8280da1a82ae2c128a0f514afdc5e843fe93d29404815d1",
    ),
}
_PATIENCE = 180  # seconds


def package(name: str) -> Path:
    """The file of a package; the test is skipped, with the reason, where it cannot be had."""
    requirement, kind, digest = _PINNED[name]
    named = os.environ.get("OWNWORDS_PACKAGES")
    place = Path(named or tempfile.gettempdir()) / ("" if named else "ownwords-test-packages")
    kept = place / name
    if not _is(kept, digest):
        place.mkdir(parents=True, exist_ok=True)
        _fetch(f"{requirement} --hash=sha256:{digest}\n", kind, kept)
    if not _is(kept, digest):
        pytest.skip(f"{name} is not the file that was pinned")
    return kept


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _fetch(requirement: str, kind: str, kept: Path) -> None:
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(requirement, "utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", kind]
        try:
            done = subprocess.run(
                [*command, "--dest", folder, "--require-hashes", "--requirement", str(wanted)],
                capture_output=True,
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            pytest.skip(f"the package index did not answer in {_PATIENCE} s: {kept.name}")
        if done.returncode or not (Path(folder) / kept.name).is_file():
            pytest.skip(f"the package index does not give {kept.name} here")
        (Path(folder) / kept.name).replace(kept)
