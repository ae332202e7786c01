"""Three accounts of real posts that others pass on most: counts before and after they withdraw.

    python -m bench.erase_ira [DATA]

DATA is the folder that OWNWORDS_DATA names in the tests. The export says of a repost only that it
is one, not whose words it passes on: they are known again by the whole text.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

SLICE = "ira-campaign/posts-2015-11-26_12-04.jsonl.zst"
MAP = Path(__file__).parent / "maps" / "ira.toml"
ACCOUNTS = 3


def passed_on(root: Path) -> Counter[str]:
    """How many reposts by others hold the whole text of a post, by the account that said it."""
    import pyarrow.parquet as pq

    own: dict[str, str] = {}
    reposts = []
    for path in sorted((root / "posts").glob("*-posts-*")):
        rows = pq.read_table(path, columns=["type", "attributed_to", "content"]).to_pylist()
        for row in rows:
            if row["type"] == "Announce":
                reposts.append((row["content"], row["attributed_to"]))
            else:
                own[row["content"]] = row["attributed_to"]
    return Counter(own[text] for text, who in reposts if own.get(text, who) != who)


def withdraw_each(root: Path, source: Path) -> list[dict[str, Any]]:
    """Gather the slice into a campaign and take the accounts out, one after the other."""
    from ownwords.flows import erasure, gathering
    from ownwords.flows import withdraw as withdrawing
    from ownwords.flows.gathering import Request
    from ownwords.flows.proof import proving
    from ownwords.workspace import open_workspace
    from tests.withdrawal.campaigns import Quiet

    workspace = open_workspace(root)
    request = Request(sources=(str(source),), mapping=str(MAP), everything=True)
    list(gathering.gather(workspace, request, Quiet()))
    found = []
    for number, (account, before) in enumerate(passed_on(root).most_common(ACCOUNTS), 1):
        planned = withdrawing.plan(workspace, account)
        withdrawing.hide(workspace, planned)
        erasure.begin(workspace, planned.accounts)
        outcome = erasure.erase(workspace, lambda _: None)
        proof = proving.prove(workspace, outcome.traces, outcome.recalled)
        found.append(
            {
                "account": number,
                "posts_before": planned.posts,
                "posts_after": len(workspace.vault.engine.posts_of(planned.accounts)),
                "passed_on_before": before,
                "passed_on_after": passed_on(root)[account],
                "inside_others": outcome.inside_others,
                "needles": proof.needles,
                "hits": len(proof.hits),
            }
        )
        if not proof.hits:
            erasure.finish(workspace, outcome.traces.works)
    return found


def main() -> None:
    from bench.keeping import keep_table
    from tests.withdrawal.campaigns import base

    data = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("OWNWORDS_DATA", "."))
    with tempfile.TemporaryDirectory() as place:
        os.environ["OWNWORDS_CONFIG"] = f"{place}/keys"
        rows = withdraw_each(base(Path(place) / "campaign"), data / SLICE)
    title = "Three accounts of the IRA slice that others pass on most, withdrawn"
    keep_table("erase-ira", title, "python -m bench.erase_ira DATA", rows)


if __name__ == "__main__":
    main()
