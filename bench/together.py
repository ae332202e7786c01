"""Memory of this process, and of its children with it while something runs (Linux)."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

_EVERY = 0.5


def peak_mb() -> int:
    """The most that this process held; what ``getrusage`` says counts its parent's pages too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def held_mb() -> float:
    """Memory of this process and its children now; a page that several share counts once."""
    pids = [os.getpid()]
    for pid in pids:
        for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
            pids += map(int, tasks.read_text().split())
    return sum(map(_part_of, pids)) / 1024


def _part_of(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


class Watched:
    """``with Watched() as seen: …``; afterwards ``seen.peak_mb``."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            self.peak_mb = max(self.peak_mb, held_mb())
