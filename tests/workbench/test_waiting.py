"""While another program makes the search index, the workbench says so and stays open."""

from __future__ import annotations

import time

import pytest

from ownwords.archive.lock import Lock
from tests.workbench.conftest import Window


@pytest.mark.parametrize("address", ["/posts?q=lamp", "/story?slug=what-the-lamp-costs&q=lamp"])
def test_a_search_does_not_hold_up_every_other_page(window: Window, address: str):
    """All pages take turns: one that waited for ten minutes kept who leaves from being hidden."""
    making = Lock(window.bench.workspace.folder.cache / "search.lock")
    assert making.take()
    began = time.monotonic()
    try:
        answer = window.look(address)
    finally:
        making.release()
    assert time.monotonic() - began < 60
    assert answer.status_code == 409
    assert "Another ownwords is making the search index" in answer.text
    assert window.look(address).status_code == 200
