"""A campaign for the length of a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, Tweet, campaign


@pytest.fixture
def keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keep]:
    """Makes an open campaign that holds some tweets; it is closed when the test ends."""
    made: list[Workspace] = []

    def kept(tweets: list[Tweet]) -> Workspace:
        made.append(campaign(tmp_path, monkeypatch, tweets))
        return made[-1]

    yield kept
    for workspace in made:
        workspace.vault.close()
