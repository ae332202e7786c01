"""A workbench that tells who started it the addresses of its pages: for measuring and for journeys.

    python -m bench.serving [CAMPAIGN]

prints the address that opens its window. Then it reads questions from standard input, a JSON list
of a path and what is asked of it a line, and prints the address of each: they are sealed, so that
nobody else can write one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Thread

from ownwords.workbench.serve import Place, serve

COMMAND = [sys.executable, "-m", "bench.serving"]


def main() -> None:
    campaign = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    serve(campaign, 0, _ready, browser=False)


def _ready(place: Place) -> None:
    print(place.address, flush=True)
    Thread(target=_tell, args=(place,), daemon=True).start()


def _tell(place: Place) -> None:
    for line in sys.stdin:
        path, asked = json.loads(line)
        print(place.pages.of(path, **asked), flush=True)


def address_in(process: subprocess.Popen[str], path: str, asked: dict[str, str]) -> str:
    """The address of a page of the workbench that such a process runs; the host is not in it."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps([path, asked]) + "\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


if __name__ == "__main__":
    main()
