"""While another program makes the search index, the workbench says so and stays open."""

from __future__ import annotations

import re
import time

import pytest

from ownwords.archive.lock import Lock
from ownwords.workbench.pages.posts import PAGE
from tests.workbench.conftest import Window

STORY = "/story?slug=what-the-lamp-costs"


BUSY = "The search index of this campaign is being made."
PREPARED = "The search is being prepared"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [("/posts?q=lamp", 200, PREPARED), (f"{STORY}&q=lamp", 422, BUSY)],
    ids=["posts", "story"],
)
def test_a_search_does_not_hold_up_every_other_page(
    window: Window, address: str, status: int, said: str
):
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
    assert said in answer.text
    assert "Another ownwords" not in answer.text, "it may be this one"
    after = window.get(address)
    assert said not in after


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
    assert BUSY in answer.text
    assert "Typed since." in answer.text
    assert re.search(r'id="q"[^>]* value="lamp"', answer.text)
    assert "No post fits" not in answer.text


@pytest.mark.parametrize("asked", ["", "?q=lamp", "?q=lamp&language=es&since=2014-01-11&shown=no"])
def test_posts_are_listed_while_the_index_is_made(window: Window, asked: str):
    """What was asked for stays in the form; nobody takes the newest posts for what was found."""
    making = Lock(window.bench.workspace.folder.cache / "search.lock")
    assert making.take()
    try:
        page = window.get(f"/posts{asked}")
    finally:
        making.release()
    assert PREPARED in page
    assert ("whatever you look for" in page) == bool(asked)
    listed = re.findall(r'name="post" value="([^"]*)"', page)
    assert len(listed) == PAGE
    newest = re.findall(r'name="post" value="([^"]*)"', window.get("/posts"))
    assert set(listed) == set(newest)  # of one moment any may stand first
    assert "No post fits" not in page
    assert "More results" not in page
    if "q=" in asked:
        assert re.search(r'id="q"[^>]* value="lamp"', page)
    if "since" in asked:
        assert re.search(r'id="since"[^>]* value="2014-01-11"', page)


def test_nobody_who_is_hidden_is_listed_while_the_index_is_made(window: Window):
    vault = window.bench.workspace.vault
    newest = vault.engine.newest(1)
    gone = vault.engine.heads(newest)[newest[0]].account
    vault.desk.hide([gone], 0)
    making = Lock(window.bench.workspace.folder.cache / "search.lock")
    assert making.take()
    try:
        page = window.get("/posts?q=lamp")
    finally:
        making.release()
    assert newest[0] not in re.findall(r'name="post" value="([^"]*)"', page)
