"""The demo, made once a test process by the real command in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

COMMAND = [sys.executable, "-c", "from ownwords.cli import main; main()"]


@dataclass(frozen=True)
class Demo:
    """A made demo: its folder, its edition, what the command said, where its keys are."""

    root: Path
    said: str
    config: Path

    @property
    def edition(self) -> Path:
        return max((self.root / "editions").iterdir())

    def run(self, *words: str, status: int = 0) -> str:
        """What another command says about this campaign."""
        return ownwords([*words], self.config, campaign=self.root, status=status)

    def copy(self, folder: Path) -> Demo:
        """The same with its keys in an empty folder, to be changed."""
        shutil.copytree(self.root, folder / "demo")
        shutil.copytree(self.config, folder / "config")
        return Demo(folder / "demo", self.said, folder / "config")


def ownwords(
    words: Sequence[str], config: Path, *, campaign: Path | None = None, status: int = 0
) -> str:
    """Run a command as a user would; its standard output. Fails on another exit status."""
    environment = {**os.environ, "OWNWORDS_CONFIG": str(config), "PYTHONWARNINGS": "ignore"}
    if campaign is not None:
        environment["OWNWORDS_CAMPAIGN"] = str(campaign)
    done = subprocess.run(
        [*COMMAND, *words],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status, (words, done.returncode, done.stdout, done.stderr)
    return done.stdout + (done.stderr if status else "")


def make(folder: Path) -> Demo:
    """The demo in ``folder``."""
    config = folder / "config"
    said = ownwords(["demo", "--out", str(folder / "demo")], config)
    return Demo(folder / "demo", said, config)
