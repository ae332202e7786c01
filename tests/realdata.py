"""Where tests find real data, which is not in the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


def data_path(relative: str) -> Path:
    """A file or folder of the real data; the test is skipped, with the reason, where it is absent.

    Looked for in `OWNWORDS_DATA`, else in `../shared/data` beside the checkout.
    """
    named = os.environ.get("OWNWORDS_DATA")
    place = Path(named) if named else CHECKOUT.parent / "shared" / "data"
    found = place / relative
    if not found.exists():
        pytest.skip(f"real data not here: {relative} (set OWNWORDS_DATA to its folder)")
    return found
