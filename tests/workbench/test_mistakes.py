"""What people do by mistake at the bench: they are told what helps, in words of the bench."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.conftest import Window
from tests.workbench.test_work import a_post, where


def test_an_empty_search_for_somebody_finds_nobody(window: Window):
    """It led to the page of whoever has no handle."""
    answer = window.post("/voices", who="  ")
    assert answer.status_code == 422
    assert "Nobody was named." in answer.text


def test_the_address_of_a_post_leads_to_it_also_as_a_network_writes_it(window: Window):
    post = a_post(window, "winch")
    number = post.rpartition("/")[2]
    shared = f"https://twitter.com/anybody/status/{number}?s=20&t=x"
    assert where(window.post("/posts", q=shared)) == where(window.post("/posts", q=post))
    assert where(window.post("/posts", q=shared)).startswith("/post?id=")
    assert where(window.post("/voices", who=shared)) == where(window.post("/voices", who=post))


def test_the_address_of_a_post_that_is_not_here_says_so(window: Window):
    page = window.get(where(window.post("/posts", q="https://x.com/a/status/1234567890123")))
    assert "The post of this address is not here." in page


@pytest.mark.parametrize("page", ["/posts", "/posts?q=winch", "/voices"])
def test_where_nothing_has_come_in_the_lists_say_so_and_lead_there(
    empty: Window, tmp_path: Path, page: str
):
    empty.post("/start/create", tags="WeKeepTheLight", folder=str(tmp_path / "ours"))
    said = empty.get(page).partition("<main")[2]
    assert "Nothing has come in yet" in said
    assert 'href="/gather"' in said


def test_two_accounts_of_one_person_are_told_apart_in_the_list(window: Window):
    listed = window.get("/voices").partition('<bdi class="who">Tobias Wick</bdi>')[2]
    assert "<bdi>@" in listed.partition("</li>")[0]
