"""A withdrawal that is not finished is the next thing to do, whatever else there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from ownwords.cli import cli
from ownwords.flows import checking
from ownwords.flows.next_step import next_step
from ownwords.flows.publish import publish
from ownwords.flows.standing import status
from ownwords.flows.starting import start
from ownwords.records.campaign import Campaign
from ownwords.records.errors import PublishStopped
from ownwords.workspace import open_workspace
from tests.reading.campaigns import at, keep, post


def test_finishing_it_comes_first(tmp_path: Path):
    root = tmp_path / "c"
    start(root, Campaign(name="Invented", hashtags=("WeKeepTheLight",)))
    workspace = open_workspace(root)
    keep(workspace.vault, [post(1, "a", "one", at(11))])
    assert "--resume" not in next_step(workspace).command
    assert not status(workspace).unfinished
    assert checking.campaign(workspace).ok
    workspace.folder.erasing.write_bytes(b"sealed")
    assert next_step(workspace).command == "ownwords withdraw --resume"
    with pytest.raises(PublishStopped, match="being taken out"):
        publish(workspace)
    assert not list(workspace.folder.editions.iterdir())
    assert status(workspace).unfinished
    [fault] = checking.campaign(workspace).faults
    assert (fault.file, fault.do) == ("erasing.sealed", "Go on: ownwords withdraw --resume")
    said = CliRunner().invoke(cli, ["status", "--campaign", str(root)])
    assert "ownwords withdraw --resume" in said.stdout
    workspace.vault.close()
