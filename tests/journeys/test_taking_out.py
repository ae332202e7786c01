"""Taking somebody out of a campaign in which everything repeats them, in each state of the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.demo_campaign import Demo
from tests.journeys.browser import View, check_accessibility, check_width, opened
from tests.journeys.workbench import Served, go, press, served_demo, wait_for_work
from tests.withdrawal.crowd import HANDLE, LEAVER, OTHERS, TAG, Crowd

pytestmark = pytest.mark.journey

SAID = "the winch was mended by nobody but the two of us"


@pytest.fixture
def at_work(demo: Demo, tmp_path: Path) -> Iterator[Served]:
    with served_demo(demo, tmp_path) as bench:
        yield bench


def bring_in(page: Any, bench: Served) -> None:
    """Somebody's post, two of others that repeat it, a line of the tellers and a kept copy."""
    crowd = Crowd(9)
    said = [crowd.status(LEAVER, f"{SAID} {TAG}")]
    said += [crowd.status(one, f"@{HANDLE} this: {SAID}! {TAG}") for one in OTHERS[:2]]
    posts = bench.folder / "three.jsonl"
    posts.write_text("".join(f"{json.dumps(one)}\n" for one in said), "utf-8")
    root = bench.folder / "demo"
    (root / "about.md").write_text(f"Once.\n\nSomebody said: {SAID}.\n", "utf-8")
    (root / "sources").mkdir(exist_ok=True)
    (root / "sources" / "list.txt").write_text(f"One.\nhttps://x.com/i/user/{LEAVER}\n", "utf-8")
    go(page, "What came in")
    page.get_by_text("A very large file, or a folder").click()
    page.get_by_label("Where it lies on this computer").fill(str(posts))
    press(page.locator("form:has(#path)"), "Take it in")
    wait_for_work(page)


def look(page: Any, bench: Served) -> None:
    """The page as it is, wide and narrow, in the language of its readers and from right to left."""
    at = page.url
    for language in ("ar", "en"):
        page.goto(bench.at("/settings"))
        page.select_option("#language", language)
        with page.expect_navigation():
            page.locator("form[action='/settings/language'] button").click()
        page.goto(at)
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            check_accessibility(page, bench.seen)
            check_width(page, bench.seen)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_left_of_somebody_is_told_and_can_be_settled(at_work: Served, scheme: str) -> None:
    with opened(View(width=768, scheme=scheme), at_work.seen) as page:
        page.goto(at_work.entry)
        bring_in(page, at_work)
        go(page, "Voices")
        page.get_by_label("Find somebody").fill(f"@{HANDLE}")
        press(page, "Find")
        press(page, "Take this person out")
        assert HANDLE in page.locator("main").inner_text()
        look(page, at_work)
        press(page, "Take them out now")
        wait_for_work(page)
        headings = page.locator("main :is(h1, h2)").all_inner_texts()
        assert headings == [
            "What you wrote repeats them",
            "Others repeat them",
            "Something of them is left",
        ]
        look(page, at_work)
        press(page, "@keeper_002")
        assert SAID in page.locator("blockquote").first.inner_text()
        page.go_back()
        (at_work.folder / "demo" / "about.md").write_text("Once.\n", "utf-8")
        page.get_by_label("Cut them out of files of text").check()
        press(page, "Go on")
        wait_for_work(page)
        assert page.locator("h1").inner_text() == "Others repeat them"
        assert "sources/list.txt" in page.locator("main").inner_text()
        look(page, at_work)
        press(page, "Take these posts out too")
        wait_for_work(page)
        assert page.locator("h1").inner_text() == "They are out"
        look(page, at_work)
