"""A teller types a stranger's words into the prose: the scanner finds them, the edition stops."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ownwords.flows import publish as publishing
from ownwords.flows.registers import read_register
from ownwords.records.errors import PublishStopped
from ownwords.workspace import Workspace, open_workspace
from tests.demo_campaign import Demo


def test_words_without_a_yes_stop_the_edition(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = demo.copy(tmp_path)
    monkeypatch.setenv("OWNWORDS_CONFIG", str(own.config))
    workspace = open_workspace(own.root)
    try:
        silent = _silent_words(workspace)
        story = own.root / "stories" / "slip.md"
        story.write_text(f"---\ntitle: A slip\n---\n\nSomebody said: {silent}\n", encoding="utf-8")
        before = sorted(own.root.joinpath("editions").iterdir())
        with pytest.raises(PublishStopped) as stopped:
            publishing.publish(workspace)
        assert silent not in str(stopped.value)
        assert "slip" in str(stopped.value)
        assert sorted(own.root.joinpath("editions").iterdir()) == before
    finally:
        workspace.vault.close()


def _silent_words(workspace: Workspace) -> str:
    """A long post of somebody who was not asked, read straight from the files."""
    speakers = set(read_register(workspace).speakers())
    for file in sorted(workspace.folder.posts.glob("*-posts-*.parquet")):
        for row in pq.read_table(file, columns=["attributed_to", "type", "content"]).to_pylist():
            own_words = row["type"] == "Note" and row["content"].isascii()
            if own_words and row["attributed_to"] not in speakers and len(row["content"]) > 80:
                return str(row["content"]).replace("#", "")
    raise AssertionError("the demo has nobody silent")
