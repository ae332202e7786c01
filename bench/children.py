"""Run other programs and say what they cost: processor seconds, wall seconds, peak memory."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """What a child and its own children took; ``peak`` is the largest resident size in bytes."""

    cpu: float
    wall: float
    peak: int

    def __add__(self, other: object) -> Cost:
        if not isinstance(other, Cost):
            return NotImplemented
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.peak, other.peak))


class ChildFailed(Exception):
    """A measured program did not end well, so nothing of its round counts."""


def run(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Cost:
    """Run a program to its end, its output into ``log``; raises ChildFailed unless it exits 0."""
    started = time.perf_counter()
    with log.open("ab") as out:
        child = subprocess.Popen(
            list(command), stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=dict(environment)
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if child.returncode:
        raise ChildFailed(f"{Path(command[0]).name} ended with {child.returncode}; see {log}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * unit)


def machine() -> dict[str, str | int]:
    """What the figures were measured on."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        named = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = named[0].partition(":")[2].strip() if named else cpu
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cpu": cpu,
        "cores": os.cpu_count() or 0,
        "memory_gb": round(pages / 1e9),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "python": platform.python_version(),
    }
