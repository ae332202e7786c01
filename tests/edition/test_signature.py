"""Who re-writes an edition and its list of hashes cannot re-make the signature."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from ownwords.archive.settings import write_settings_text
from ownwords.archive.vault import Vault
from ownwords.edition.signature import SIGNATURE, Unfit, signed_by
from ownwords.flows import checking
from ownwords.flows.publish import publish
from ownwords.flows.signing import sign_edition
from ownwords.records.campaign import Campaign
from ownwords.workspace import Workspace, open_workspace

CAMPAIGN = Campaign(name="We keep the light", hashtags=("WeKeepTheLight",), contact="a@b.example")


def campaign(root: Path) -> Workspace:
    Vault.create(root, write_settings_text(CAMPAIGN)).close()
    return open_workspace(root)


@pytest.fixture
def told(tmp_path: Path) -> tuple[Workspace, Path]:
    workspace = campaign(tmp_path / "c")
    return workspace, publish(workspace).path


def forge(edition: Path) -> None:
    """Change a page and every hash of it."""
    page = edition / "index.html"
    old = hashlib.sha256(page.read_bytes()).hexdigest()
    page.write_bytes(page.read_bytes() + b"<!-- forged -->")
    new = hashlib.sha256(page.read_bytes()).hexdigest()
    sums = edition / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(old, new))
    manifest = json.loads((edition / "manifest.json").read_bytes())
    for one in manifest["files"]:
        data = (edition / one["path"]).read_bytes()
        one["bytes"], one["sha256"] = len(data), hashlib.sha256(data).hexdigest()
    (edition / "manifest.json").write_text(json.dumps(manifest))


def test_an_edition_is_signed_with_the_key_of_its_campaign(told: tuple[Workspace, Path]) -> None:
    workspace, edition = told
    report = checking.edition(edition)
    assert report.ok
    assert report.signed_by == signed_by(edition) != ""
    assert checking.campaign(workspace).ok


def test_a_forger_who_hashes_again_is_seen(told: tuple[Workspace, Path]) -> None:
    workspace, edition = told
    forge(edition)
    assert [fault.file for fault in checking.edition(edition).faults] == [SIGNATURE]
    [fault] = checking.campaign(workspace).faults
    assert fault.file.endswith(SIGNATURE)
    with pytest.raises(Unfit):
        signed_by(edition)


def test_a_forger_who_signs_again_has_another_key(
    told: tuple[Workspace, Path], tmp_path: Path
) -> None:
    workspace, edition = told
    key = signed_by(edition)
    forge(edition)
    sign_edition(campaign(tmp_path / "forger"), edition)
    assert checking.edition(edition).ok
    assert checking.edition(edition).signed_by != key
    [fault] = checking.campaign(workspace).faults
    assert "another key" in fault.what


def test_an_unsigned_edition_says_so(told: tuple[Workspace, Path], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(told[1], copy)
    (copy / SIGNATURE).unlink()
    assert checking.edition(copy).signed_by == ""
