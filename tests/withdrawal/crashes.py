"""Crashes to be tried out: the power goes after a step of writing, or a process is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from ownwords.archive import files
from ownwords.archive.files import Recorder

CHECKOUT = Path(__file__).resolve().parents[2]


class Cut(Exception):
    """The power went."""


@contextmanager
def recorded(recorder: Recorder) -> Iterator[None]:
    """Tell somebody of every step of writing, before it is done."""
    files.set_recorder(recorder)
    try:
        yield
    finally:
        files.set_recorder(None)


@contextmanager
def cut_after(steps: int) -> Iterator[None]:
    """Let the power go when so many steps of writing are done, if there are more."""
    done = count()

    def cut(step: str, path: Path) -> None:
        if next(done) >= steps:
            raise Cut

    with recorded(cut):
        yield


def kill(module: str, root: Path, after: float) -> None:
    """Run a module of tests over a campaign; kill it so many seconds after its first line."""
    environment = {**os.environ, "PYTHONPATH": "src:."}
    command = [sys.executable, "-m", module, str(root)]
    child = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline().endswith(b"\n"), "it ended before its first line"
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
