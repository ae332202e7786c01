"""A campaign for the length of a test, and one in which somebody spoke among others."""

from __future__ import annotations

import pytest

from ownwords.workspace import Workspace
from tests.flows.conftest import keep
from tests.flows.keepers import Keep, tweet
from tests.withdrawal.campaigns import MAREN, MAREN_SAID

__all__ = ["keep", "workspace"]


@pytest.fixture
def workspace(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A campaign in which Maren said one thing and twelve others something else each."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    mine = tweet(421900000000000001, 11, "maren_low_cut", MAREN_SAID)
    mine["author"] = {"id": "11", "username": "maren_low_cut", "name": MAREN}
    others = [tweet(421900000000000100 + n, 100 + n, f"keeper_{n}", f"No {n}") for n in range(12)]
    return keep([mine, *others])
