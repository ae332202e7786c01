"""What somebody sends from a tab that was locked in another one stands there when it is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo_campaign import Demo
from tests.journeys.browser import View, check_accessibility, check_names, check_width, opened
from tests.journeys.workbench import go, press, served_demo

pytestmark = pytest.mark.journey

PASSPHRASE = "lamp oil and rope"
REFUSED = (403, 422)


@pytest.mark.parametrize("view", [View(width=360, scheme="dark", scripts=False)], ids=str)
def test_an_answer_that_was_sent_to_a_locked_workbench_is_not_lost(
    view: View, demo: Demo, tmp_path: Path
) -> None:
    with (
        served_demo(demo, tmp_path, *REFUSED) as bench,
        opened(view, bench.seen) as page,
    ):
        page.goto(bench.entry)
        go(page, "Settings")
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        press(page, "Remember it until the workbench ends")
        go(page, "Voices")
        page.locator("ul.people a").first.click()
        press(page, "Write down what they said")
        page.get_by_label("with this name").check()
        page.get_by_label("Name", exact=True).fill("Ila of the long stair")
        page.get_by_label("Where the answer can be looked up").fill("a letter of 3 May")
        other = page.context.new_page()
        other.goto(f"{bench.home}/")
        other.get_by_role("button", name="Lock").click()
        press(page, "Write it down")
        assert "What you sent was not done" in page.locator("main").inner_text()
        assert "long stair" not in page.content()
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        press(page, "Open")
        assert page.locator("main [name=name]").input_value() == "Ila of the long stair"
        check_width(page, bench.seen)
        check_names(page, bench.seen)
        press(page, "Send it now")
        assert "Written down." not in page.locator("main").inner_text(), "it named no post"
        assert page.get_by_label("Name", exact=True).input_value() == "Ila of the long stair"
        page.get_by_label("for all their posts here").check()
        press(page, "Write it down")
        assert "as Ila of the long stair" in page.locator("main").inner_text()
        assert "waits for you" not in page.locator("main").inner_text()


def test_the_page_of_what_was_not_sent_can_be_used_by_everybody(demo: Demo, tmp_path: Path) -> None:
    with (
        served_demo(demo, tmp_path, *REFUSED) as bench,
        opened(View(width=360, scheme="light"), bench.seen) as page,
    ):
        page.goto(bench.entry)
        go(page, "Settings")
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        press(page, "Remember it until the workbench ends")
        tabs = [page.context.new_page() for _ in range(2)]
        for tab in tabs:
            tab.goto(f"{bench.home}/stories")
            tab.get_by_label("Title").fill(f"A night, {tabs.index(tab)}")
        page.get_by_role("button", name="Lock").click()
        for tab in tabs:
            press(tab, "Begin")
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        press(page, "Open")
        check_width(page, bench.seen)
        check_names(page, bench.seen)
        check_accessibility(page, bench.seen)
        press(page, "Leave it")
        assert page.get_by_label("Title").count() == 1
