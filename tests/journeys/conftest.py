"""What every journey needs."""

from __future__ import annotations

import pytest

from tests.journeys.browser import chromium


@pytest.fixture(autouse=True, scope="session")
def browser() -> str:
    """The browser's path; without one a journey is skipped before anything is made for it."""
    return chromium()
