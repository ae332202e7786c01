"""Two editions of one campaign: their numbers cannot be taken from each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ownwords.archive.settings import write_settings_text
from ownwords.flows.gathering import Request, gather
from ownwords.flows.publish import publish
from ownwords.records.campaign import Campaign, Policy
from ownwords.workspace import Workspace, open_workspace
from tests.flows.keepers import Silent, account, campaign, tweet

FEW = Campaign(
    name="Keep it lit", hashtags=("KeepLit",), contact="a@b.example", policy=Policy(cell=5)
)


def said(author: int, number: int) -> dict[str, object]:
    return tweet(421900000000000000 + 100 * author + number, author, f"keeper_{author}", "Lit")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    made = campaign(tmp_path, monkeypatch, [said(author, 1) for author in range(1, 21)])
    made.folder.settings_file.write_text(write_settings_text(FEW), encoding="utf-8")
    opened = open_workspace(made.folder.root)
    yield opened
    opened.vault.close()


def take(workspace: Workspace, authors: range, number: int) -> None:
    source = workspace.folder.root.parent / f"more-{number}-{len(authors)}.jsonl"
    lines = (json.dumps(said(author, number)) + "\n" for author in authors)
    source.write_text("".join(lines), encoding="utf-8")
    list(gather(workspace, Request(sources=(str(source),)), Silent()))


def page(workspace: Workspace, name: str = "campaign.html") -> str:
    folder = publish(workspace).path
    file = folder / name
    return (file if file.is_file() else folder / "index.html").read_text(encoding="utf-8")


def test_one_voice_more_changes_no_number_and_many_do(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "<b>20</b> posts by at least <b>20</b> voices" in page(workspace)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796000000")
    take(workspace, range(1, 2), 2)
    again = page(workspace)
    assert "<b>20</b> posts" in again
    assert "As of 18 November 2026." in again
    assert "told again until more voices have come" in page(workspace, "numbers.html")
    take(workspace, range(2, 6), 3)
    new = page(workspace)
    assert "<b>25</b> posts by at least <b>20</b> voices" in new
    assert "As of" not in new


def test_who_leaves_is_in_no_difference(workspace: Workspace) -> None:
    assert "<b>20</b> posts" in page(workspace)
    workspace.vault.desk.hide([account(7)], 1)
    assert "<b>20</b> posts by at least <b>20</b> voices" in page(workspace)
    take(workspace, range(31, 36), 1)
    assert "<b>24</b> posts by at least <b>20</b> voices" in page(workspace)


def test_what_is_remembered_is_what_was_published(workspace: Workspace) -> None:
    publish(workspace)
    tables = workspace.vault.desk.editions()[-1].tables
    assert {table.name for table in tables} == {
        "whole",
        "day",
        "language",
        "network",
        "type",
        "reason",
        "source",
    }
    told = json.dumps([table.rows for table in tables])
    assert "keeper" not in told
    assert "x.com" not in told
    assert all(voices >= FEW.policy.cell for table in tables for _, _, voices in table.rows)


@pytest.mark.parametrize("others", [0, 2])
def test_a_table_over_time_names_its_days_as_people_do(workspace: Workspace, others: int) -> None:
    """One month as a whole, or days of which two are joined: no row says 2014-01-02/2014-01-03."""
    if others:
        days = {range(1, 9): 2, range(9, 11): 3, range(11, 21): 5}
        for authors, day in days.items():
            later = [said(author, 10 + day) for author in authors]
            for one in later:
                one["created_at"] = f"2014-01-{day:02}T12:00:00.000Z"
            source = workspace.folder.root.parent / f"day-{day}.jsonl"
            source.write_text("".join(json.dumps(one) + "\n" for one in later), encoding="utf-8")
            list(gather(workspace, Request(sources=(str(source),)), Silent()))
    rows = re.findall(r'<th scope="(?:row|col)">(.*?)</th>', page(workspace, "timeline.html"))
    assert len(rows) > 1
    assert [row for row in rows if re.search(r"\d-\d|What", row)] == []
