"""Who leaves after somebody whom they passed on: what was emptied for that is nobody's trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ownwords.workspace import open_workspace
from tests.withdrawal import campaigns
from tests.withdrawal.crowd import HANDLE, LEAVER, OTHERS, TAG, Crowd, Json


@pytest.mark.parametrize("by_hand", ["", "Splendid! "])
def test_who_passed_on_somebody_that_left_leaves_too(by_hand: str, tmp_path: Path) -> None:
    """Two had passed on the same words: what is left of both is the same."""
    crowd = Crowd(21)
    said = crowd.status(LEAVER, f"the winch was mended by nobody but us {TAG}")
    statuses = [said, *(passed_on(crowd, said, who, by_hand) for who in OTHERS[:2])]
    workspace = open_workspace(campaigns.base(tmp_path / "c"))
    path = tmp_path / "posts.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in statuses), encoding="utf-8")
    campaigns.take(workspace, path, searchable=True)
    for who in (LEAVER, *OTHERS[:2]):
        done = campaigns.take_out(workspace, f"https://x.com/i/user/{who}")
        assert done.finished, [(hit.path, hit.kind) for hit in done.proof.hits]


def passed_on(crowd: Crowd, said: Json, who: str, by_hand: str) -> Json:
    """A repost, or the same words behind some of their own."""
    text = f"{by_hand}RT @{said['user']['screen_name']}: {said['full_text']}"
    whole = {} if by_hand else {"retweeted_status": said}
    return crowd.status(who, text, mentions=[said["user"]], **whole)


def test_a_name_that_somebody_else_bears_is_theirs_where_others_were_cut_out_too(
    tmp_path: Path,
) -> None:
    """All that is held of the other one of that name speaks to somebody who left before."""
    crowd = Crowd(22)
    first = crowd.status(LEAVER, f"the winch was mended by nobody but us {TAG}")
    own = crowd.status(OTHERS[0], f"a lantern at the sluice {TAG}")
    spoken = crowd.status(OTHERS[1], f"@{HANDLE} a kettle at six {TAG}", mentions=[first["user"]])
    for one in (own, spoken):
        one["user"] = one["user"] | {"name": "Wren Under Slate"}
    workspace = open_workspace(campaigns.base(tmp_path / "c"))
    path = tmp_path / "posts.jsonl"
    said = (first, own, spoken)
    path.write_text("".join(json.dumps(one) + "\n" for one in said), encoding="utf-8")
    campaigns.take(workspace, path, searchable=True)
    for who in (LEAVER, OTHERS[0]):
        done = campaigns.take_out(workspace, f"https://x.com/i/user/{who}")
        assert done.finished, [(hit.path, hit.kind) for hit in done.proof.hits]
