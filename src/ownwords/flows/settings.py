"""Changing what campaign.toml says, with its comments written anew."""

from __future__ import annotations

from ownwords.archive import files
from ownwords.archive.settings import parse_settings, write_settings_text
from ownwords.records.campaign import Campaign
from ownwords.workspace import Workspace


def change_settings(workspace: Workspace, campaign: Campaign) -> Campaign:
    """Write the settings, after reading them back; BadSettings says what is wrong, nothing is lost.

    The open workspace keeps the old settings: open it again.
    """
    text = write_settings_text(campaign)
    changed = parse_settings(text)
    files.write_bytes(workspace.folder.settings_file, text.encode())
    return changed
