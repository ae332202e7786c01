"""Where a person's keys live: never in the campaign folder."""

from __future__ import annotations

import os
from pathlib import Path

ENVIRONMENT = "OWNWORDS_CONFIG"


def config_folder() -> Path:
    """$OWNWORDS_CONFIG, else the configuration folder of this system."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("ownwords", appauthor=False)


def key_folder(campaign_id: str) -> Path:
    """Where the keys of one campaign live on this computer."""
    return config_folder() / "campaigns" / campaign_id
