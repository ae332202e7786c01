"""A withdrawal that is not finished is the next thing to do, whatever else there is."""

from __future__ import annotations

from pathlib import Path

from ownwords.flows.next_step import next_step
from ownwords.workspace import open_workspace
from tests.reading.campaigns import at, campaign, post


def test_finishing_it_comes_first(tmp_path: Path):
    campaign(tmp_path / "c", [post(1, "a", "one", at(11))]).close()
    workspace = open_workspace(tmp_path / "c")
    assert "--resume" not in next_step(workspace).command
    workspace.folder.erasing.write_bytes(b"sealed")
    assert next_step(workspace).command == "ownwords withdraw --resume"
    workspace.vault.close()
