"""Take posts in without search: the same connector and the same taking, no index after it.

python -m bench.kept CAMPAIGN FILE
"""

from __future__ import annotations

import os
import sys
from itertools import islice
from pathlib import Path

from ownwords.archive.accession import Taking
from ownwords.archive.vault import Vault
from ownwords.flows.collection import rare_collection
from ownwords.flows.gathering import BATCH, CHECKPOINT_EVERY
from ownwords.gather.connector import Options, detect
from ownwords.gather.cursor import cursor_after
from ownwords.gather.sources import Source, find_sources


@rare_collection()
def keep(campaign: Path, name: str) -> int:
    """Take in everything of one file; says how many posts were kept."""
    vault = Vault.open(campaign)
    [source] = find_sources(name)
    if not isinstance(source, Source):
        raise SystemExit(f"{name} cannot be read.")
    connector = detect(source, "")
    taking = Taking.begin(vault, name, connector.name)
    reads, at, read = connector.read(source, Options(), ""), "", 0
    for number, chunk in enumerate(iter(lambda: list(islice(reads, BATCH)), []), 1):
        taking.add(chunk)
        read += len(chunk)
        at = cursor_after(chunk, at)
        if number % CHECKPOINT_EVERY == 0:
            taking.checkpoint(f"0|{at}", read=read)
    kept = taking.finish(read=read).counts.kept
    vault.close()
    return kept


if __name__ == "__main__":
    print(keep(Path(sys.argv[1]), sys.argv[2]), flush=True)
    os._exit(0)  # as the command line ends
