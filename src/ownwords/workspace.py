"""Opens a campaign folder: settings, vault and policy in one frozen record. Does no work itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ownwords.archive.folder import Folder, find
from ownwords.archive.settings import read_settings
from ownwords.archive.vault import Vault, open_vault
from ownwords.records.campaign import Campaign


@dataclass(frozen=True, slots=True)
class Workspace:
    """One opened campaign."""

    folder: Folder
    campaign: Campaign
    vault: Vault


def open_workspace(path: Path | None) -> Workspace:
    """Open the campaign at ``path``, ``$OWNWORDS_CAMPAIGN`` or the current folder.

    Raises AskedWrongly where there is none and BadSettings when campaign.toml is wrong. Opening
    finishes what a crash left half-done.
    """
    folder = find(path)
    return Workspace(folder=folder, campaign=read_settings(folder), vault=open_vault(folder))
