"""While another program makes the search index, the workbench says so and stays open."""

from __future__ import annotations

import re
import time

import pytest

from ownwords.archive.lock import Lock
from tests.workbench.conftest import Window

STORY = "/story?slug=what-the-lamp-costs"


@pytest.mark.parametrize(
    ("address", "status"),
    [("/posts?q=lamp", 409), (f"{STORY}&q=lamp", 422)],
    ids=["posts", "story"],
)
def test_a_search_does_not_hold_up_every_other_page(window: Window, address: str, status: int):
    """All pages take turns: one that waited for ten minutes kept who leaves from being hidden."""
    making = Lock(window.bench.workspace.folder.cache / "search.lock")
    assert making.take()
    began = time.monotonic()
    try:
        answer = window.look(address)
    finally:
        making.release()
    assert time.monotonic() - began < 60
    assert answer.status_code == status
    assert "Another ownwords is making the search index" in answer.text
    assert window.look(address).status_code == 200


def test_the_desk_stays_with_what_was_typed_while_the_index_is_made(window: Window):
    slug, text = "what-the-lamp-costs", "---\ntitle: A lamp\n---\nTyped since.\n"
    base = re.search(r'name="base" value="([^"]*)"', window.get(STORY))
    assert base
    making = Lock(window.bench.workspace.folder.cache / "search.lock")
    assert making.take()
    try:
        went = window.post("/story/draft", slug=slug, text=text, base=base[1], q="lamp")
        answer = window.look(went.headers["location"])
    finally:
        making.release()
    assert "Another ownwords is making the search index" in answer.text
    assert "Typed since." in answer.text
    assert re.search(r'id="q"[^>]* value="lamp"', answer.text)
    assert "No post fits" not in answer.text
