"""Where the processor seconds of an edition go: ``python -m bench.publish_steps CAMPAIGN``.

Prints one JSON object. ``start`` is the interpreter with all imports; ``reading`` the gate, the
screening and the counts; ``building`` pages, search, feeds and packets, written to the disk;
``searching`` the search of every finished byte; ``keeping`` the signature and the desk.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import pairwise
from pathlib import Path


def main() -> None:
    from ownwords.flows.publish import publish
    from ownwords.workspace import open_workspace

    begun = [("start", 0.0)]

    def step(name: str, _: int) -> None:
        if name != begun[-1][0]:
            begun.append((name, time.process_time()))

    publish(open_workspace(Path(sys.argv[1])), step=step)
    begun.append(("end", time.process_time()))
    pairs = pairwise(begun)
    print(json.dumps({name: round(end - at, 2) for (name, at), (_, end) in pairs}))


if __name__ == "__main__":
    main()
