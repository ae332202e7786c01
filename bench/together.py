"""Memory of this process, and of its children with it while something runs (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

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


@dataclass
class Watched:
    """The most that this process and its children held at once."""

    peak_mb: float = 0.0


@contextmanager
def watched() -> Iterator[Watched]:
    """``with watched() as seen: …``; afterwards ``seen.peak_mb``, looked at twice a second."""
    seen, over = Watched(), Event()

    def look() -> None:
        while not over.wait(_EVERY):
            seen.peak_mb = max(seen.peak_mb, held_mb())

    thread = Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()
