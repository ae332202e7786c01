"""The same source again: what was decided since stays, and nothing is said or read twice."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ownwords.flows.gathering import Request, gather
from ownwords.records.consent import Answer, Statement, Use
from ownwords.workspace import Workspace
from tests.flows.keepers import Keep, Silent, tweet

LETTER = """---
given: letter
voice: The second cook
date: 2014-02-09
language: en
uses: verbatim, named
evidence: folder 15, sheet 1
---
There were six of us at supper.
"""


def take(workspace: Workspace, source: Path) -> None:
    """Take a source in."""
    for _ in gather(workspace, Request(sources=(str(source),)), Silent()):
        pass


def test_a_yes_that_was_taken_back_stays_so_when_its_file_comes_again(
    keep: Keep, tmp_path: Path
) -> None:
    workspace = keep([tweet(1, 7, "lock_7", "the lamp went out")])
    letter = tmp_path / "letter.md"
    letter.write_text(LETTER, "utf-8")
    take(workspace, letter)
    desk = workspace.vault.desk
    [yes] = desk.statements()
    assert yes.answer is Answer.YES
    assert yes.given_at
    desk.add_statements([taken_back(yes)])
    take(workspace, letter)
    assert [one.answer for one in desk.statements()] == [Answer.YES, Answer.NO]


def taken_back(yes: Statement) -> Statement:
    """The same voice says no to all of it."""
    return msgspec.structs.replace(yes, answer=Answer.NO, uses=(Use.VERBATIM,), sequence=0)
