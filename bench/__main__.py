"""All benchmarks, one after another, then the page: ``python -m bench`` (hours)."""

from __future__ import annotations

import subprocess
import sys

RUNS = (
    ("bench.connectors",),
    ("bench.gather",),
    (
        "bench.gather",
        "--posts",
        "1000000",
        "--rounds",
        "1",
        "--only",
        "ownwords",
        "--name",
        "gather-1m",
    ),
    ("bench.search",),
    ("bench.gate",),
    ("bench.leaks", "--posts", "1000000", "--pages", "20"),
    ("bench.screening",),
    ("bench.publish",),
    ("bench.workbench",),
    ("bench.scan",),
    ("bench.erase", "--posts", "100000", "--place", "bench-erase-100k", "--name", "erase-proof"),
    ("bench.erase", "--posts", "1000000"),
    ("bench.report",),
)


def main() -> None:
    """Stop at the first that fails."""
    for run in RUNS:
        print("---", *run, flush=True)
        done = subprocess.run([sys.executable, "-m", *run], check=False)
        if done.returncode:
            sys.exit(done.returncode)


if __name__ == "__main__":
    main()
