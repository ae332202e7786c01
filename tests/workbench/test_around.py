"""Overview and what came in: what is said of sources, what waits, where the next step leads."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from tests.workbench.conftest import HERE, Window

FIXTURES = Path(__file__).parents[1] / "fixtures"


def take_in(window: Window, path: Path) -> str:
    """Take a file in and read what it brought."""
    fields = {"form": window.token, "path": str(path), "which": "all"}
    answer = window.client.post("/gather/begin", data=fields, headers=HERE)
    assert answer.status_code == 303, answer.text
    window.done()
    return html.unescape(window.get("/gather/progress"))


def test_links_wait_where_posts_come_in(window: Window):
    page = take_in(window, FIXTURES / "links" / "good" / "links.txt")
    assert "links noted" in page
    around = window.get("/gather")
    wanted = window.bench.workspace.vault.desk.wanted()
    assert wanted
    assert f'<bdi class="code">{html.escape(wanted[0].url)}</bdi>' in around
    assert 'href="/gather#wanted"' in window.get("/")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("stream_grab/good/2014-01.tar", "its counts are no totals"),
        ("warc/good/pages.warc", "sources"),
    ],
)
def test_what_is_to_be_said_of_a_source_is_said(window: Window, file: str, said: str):
    assert said in take_in(window, FIXTURES / file)
    assert said in window.get("/gather")


def test_what_is_never_taken_in_is_counted(window: Window):
    good = FIXTURES / "mastodon_archive" / "good"
    page = take_in(window, next(good.glob("*.zip")))
    assert "never taken in:" in page
    assert "never taken in" in window.get("/gather")


def test_the_next_step_leads_to_what_changed(window: Window):
    page = window.get("/")
    assert "See what the next edition would change" in page
    assert 'href="/publish"' in page.partition('class="next"')[2].partition("</p>")[0]


def test_copies_of_a_recalled_edition_wait_to_be_taken_away(window: Window):
    window.post("/publish/place", number="1", place="a stick")
    assert "/publish#editions" not in window.get("/")
    window.post("/publish/recall", number="1")
    assert "/publish#editions" in window.get("/")
    window.post("/publish/gone", number="1", place="a stick")
    assert "/publish#editions" not in window.get("/")
