"""On real posts: accounts that others passed on, in an export that names no source."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.erase_ira import SLICE, withdraw_each
from tests.realdata import data_path
from tests.withdrawal import campaigns


@pytest.mark.full
def test_three_accounts_that_others_repost_most(tmp_path: Path) -> None:
    rows = withdraw_each(campaigns.base(tmp_path / "c"), data_path(SLICE))
    assert len(rows) == 3
    for row in rows:
        assert row["posts_before"]
        assert row["passed_on_before"]
        assert (row["posts_after"], row["passed_on_after"], row["hits"]) == (0, 0, 0)
