"""On real posts: accounts that others passed on, in an export that names no source."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ownwords.flows import erasure, gathering
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.gathering import Request
from ownwords.flows.proof import proving
from ownwords.workspace import open_workspace
from tests.realdata import data_path
from tests.withdrawal import campaigns

MAP = Path(__file__).resolve().parents[2] / "bench" / "maps" / "ira.toml"


def passed_on(root: Path) -> Counter[str]:
    """How many reposts by others hold the whole text of a post, by the account that said it."""
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


@pytest.mark.full
def test_three_accounts_that_others_repost_most(tmp_path: Path) -> None:
    source = str(data_path("ira-campaign/posts-2015-11-26_12-04.jsonl.zst"))
    workspace = open_workspace(campaigns.base(tmp_path / "c"))
    request = Request(sources=(source,), mapping=str(MAP), everything=True)
    list(gathering.gather(workspace, request, campaigns.Quiet()))
    for account, before in passed_on(tmp_path / "c").most_common(3):
        assert before
        planned = withdrawing.plan(workspace, account)
        withdrawing.hide(workspace, planned)
        erasure.begin(workspace, planned.accounts)
        works = erasure.unfinished(workspace)
        outcome = erasure.erase(workspace, lambda _: None)
        proof = proving.prove(workspace, works, outcome.recalled)
        assert proof.hits == []
        assert passed_on(tmp_path / "c")[account] == 0
        erasure.finish(workspace)
