"""One story in two tabs: both are typed in, both are saved, and nobody's words go unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.demo_campaign import Demo
from tests.journeys.browser import View, check_accessibility, check_names, check_width, opened
from tests.journeys.workbench import Served, press, served_demo

pytestmark = pytest.mark.journey

STORY = "what-the-lamp-costs"
VIEWS = (
    View(width=1280, scheme="light"),
    View(width=768, scheme="light"),
    View(width=360, scheme="dark"),
)


@pytest.fixture
def at_work(demo: Demo, tmp_path: Path) -> Iterator[Served]:
    with served_demo(demo, tmp_path, 409, 422) as bench:
        yield bench


def types(page: Any, words: str) -> None:
    """Type at the end of the story, until what was typed is kept."""
    page.get_by_label("The story").press("Control+End")
    with page.expect_response(lambda answer: "/story/draft" in answer.url):
        page.keyboard.type(f"\n\n{words}")


def looks(page: Any, bench: Served) -> None:
    check_width(page, bench.seen)
    check_accessibility(page, bench.seen)
    check_names(page, bench.seen)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_two_tabs_of_one_story(at_work: Served, view: View) -> None:
    file = at_work.folder / "demo" / "stories" / f"{STORY}.md"
    with opened(view, at_work.seen) as one:
        one.goto(at_work.entry)
        one.goto(at_work.at("/story", slug=STORY))
        other = one.context.new_page()
        other.goto(one.url)
        types(one, "Of one.")
        types(other, "Of the other.")
        one.reload()
        assert one.get_by_label("The story").input_value().endswith("Of one.")
        other.reload()
        assert other.get_by_label("The story").input_value().endswith("Of the other.")
        assert other.get_by_text("Typed in another window, not saved").is_visible()
        looks(other, at_work)
        press(one, "Save")
        press(other, "Save")
        assert "Of one." in other.locator(".notice").first.inner_text()
        assert other.get_by_label("The story").input_value().endswith("Of the other.")
        assert file.read_text(encoding="utf-8").endswith("Of one.")
        looks(other, at_work)
        press(other, "Save mine over it")
        assert file.read_text(encoding="utf-8").endswith("Of the other.")
        assert not other.locator(".notice").count()
        one.reload()
        types(one, "More of one.")
        other.goto(at_work.at("/stories"))
        listed = other.locator("li", has_text=f"stories/{STORY}.md")
        listed.get_by_text("Address, remove").click()
        press(listed, "Take it out of the folder")
        press(one, "Save")
        assert one.get_by_label("The story").input_value().endswith("More of one.")
        looks(one, at_work)
        press(one, "Begin a story with it")
        assert one.get_by_label("The story").input_value().endswith("More of one.")
