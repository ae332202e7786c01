"""Pages of web archives: kept, and named where nobody could look through them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.flows.gathering import Request, gather
from ownwords.records.captured import Fault
from tests.flows.keepers import Silent, campaign, tweet
from tests.gather.reading import FIXTURES


class Noted(Silent):
    """Remembers what could not be read."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, fault: Fault) -> None:
        self.faults.append(fault)


def test_a_pdf_is_kept_and_named_as_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = tweet(1, 11, "maren", "The kettle goes on at six")
    workspace = campaign(tmp_path, monkeypatch, [said])
    archive = FIXTURES / "warc" / "good" / "pages.warc"
    noted = Noted()
    [accession] = gather(workspace, Request(sources=(str(archive),)), noted)
    kept = sorted(workspace.folder.sources.rglob("*.pdf"))
    assert len(kept) == len(noted.faults) == accession.counts.faults == 1
    [fault] = noted.faults
    assert fault.reason.startswith("This page is a PDF, and what it says is not read")
    assert fault.kept == "the page, as it came"
    assert fault.place.unit == "record"
    assert accession.counts.pages > 1
    workspace.vault.close()
