"""Who types a story learns at once that it is not kept: locked in another tab, or ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo_campaign import Demo
from tests.journeys.browser import View, opened
from tests.journeys.workbench import go, served

pytestmark = pytest.mark.journey

NOT_KEPT = "#state.lost"


def test_what_is_typed_is_said_to_be_kept_only_while_it_is(demo: Demo, tmp_path: Path) -> None:
    with (
        served(tmp_path, demo.copy(tmp_path).root) as bench,
        opened(View(width=360, scheme="dark"), bench.seen) as page,
    ):
        page.goto(bench.entry)
        go(page, "Stories")
        page.get_by_role("link", name="What the lamp costs").click()
        text = page.locator("#text")
        text.press_sequentially("One. ")
        page.locator("#state", has_text="not saved yet").wait_for()
        other = page.context.new_page()
        other.goto(f"{bench.home}/")
        other.get_by_role("button", name="Lock").click()
        text.press_sequentially("Two. ")
        page.wait_for_selector(NOT_KEPT)
        assert "copy it" in page.locator(NOT_KEPT).inner_text()
        assert page.locator("#unreached").is_hidden()
        bench.process.terminate()
        bench.process.wait(20)
        text.press_sequentially("Three. ")
        page.wait_for_selector("#unreached:not([hidden])")
        page.wait_for_selector(NOT_KEPT)
        assert "One. Two. Three." in text.input_value()
