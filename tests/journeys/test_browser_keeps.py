"""What a browser writes to the disk while somebody works in it: nothing of it can be read (T25).

Chromium keeps addresses and titles (History, Favicons), what is typed into fields (Web Data), and
to bring windows back what was typed, what was sent and where the window was (Sessions). The test
works as an organiser does, closes the browser and reads every file that is left.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.demo_campaign import Demo
from tests.journeys.browser import opened_with_profile
from tests.journeys.workbench import Served, go, press, served_demo

pytestmark = pytest.mark.journey

STORY = "what-the-lamp-costs"
SEARCHED, NOBODY, TYPED = "winchhandle", "harbourmaster", "lampwright"
HANDLE = "moss_the_night_lock"
REFUSED = 422
WRITTEN_EVERY = 3_000
"""Milliseconds after which Chromium has written where its windows are."""


@pytest.fixture
def at_work(demo: Demo, tmp_path: Path) -> Iterator[Served]:
    with served_demo(demo, tmp_path, REFUSED) as bench:
        yield bench


def work(page: Any, bench: Served) -> list[str]:
    """A day at the workbench; returns what nobody should find afterwards."""
    go(page, "Posts")
    page.get_by_label("Find words").fill(SEARCHED)
    press(page, "Find")
    page.get_by_label("Find words").fill("winch")
    press(page, "Find")
    post = page.locator("input[name=post]").first.get_attribute("value")
    page.locator("#results li a").first.click()
    page.wait_for_url("**/post?*")
    press(page, "Ask them")
    go(page, "Voices")
    page.get_by_label("Find somebody").fill(f"@{NOBODY}")
    press(page, "Find")
    assert page.locator(".problem").count() == 1
    page.get_by_label("Find somebody").fill(f"@{HANDLE}")
    press(page, "Find")
    account = page.locator("input[name=account]").first.get_attribute("value")
    press(page, "Take this person out")
    press(page, "Leave it")
    go(page, "Stories")
    press(page, "What the lamp costs")
    page.get_by_label("Find words to quote").fill(SEARCHED)
    press(page, "Find")
    with page.expect_popup() as shown:
        page.get_by_role("link", name="Open it in a window of its own").click()
    shown.value.wait_for_load_state()
    page.get_by_label("The story").fill(f"---\ntitle: x\n---\n{TYPED}")
    page.wait_for_timeout(WRITTEN_EVERY)
    return [post, account]


def found_in(profile: Path, word: str) -> list[str]:
    """Files that hold a word, in the ways in which browsers write."""
    ways = {word.encode(), word.encode("utf-16-le"), re.sub("[:/]", _escaped, word).encode()}
    files = [Path(at, name) for at, _, names in os.walk(profile) for name in names]
    read = {one: one.read_bytes() for one in files if one.is_file()}
    return [str(one.relative_to(profile)) for one, data in read.items() if _any(ways, data)]


def _escaped(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"


def _any(ways: set[bytes], data: bytes) -> bool:
    return any(one in data for one in ways)


def test_nothing_that_was_looked_for_stays_in_the_browser(at_work: Served, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with opened_with_profile(profile, at_work.seen) as page:
        page.goto(at_work.entry)
        told = work(page, at_work)
    assert found_in(profile, at_work.home.removeprefix("http://")) != []
    for word in (*told, SEARCHED, NOBODY, HANDLE, TYPED, STORY, "lamp costs"):
        assert found_in(profile, word) == [], word
