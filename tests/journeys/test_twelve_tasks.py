"""The twelve tasks of docs/twelve-tasks.md that no other journey does, by visible names alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.demo_campaign import Demo
from tests.journeys.browser import View, check_accessibility, check_width, opened
from tests.journeys.workbench import (
    EXPORTS,
    Served,
    go,
    press,
    served,
    served_demo,
    wait_for_work,
)

pytestmark = pytest.mark.journey

WIDE = View(width=1280, scheme="light")
NARROW = View(width=360, scheme="dark")
REFUSED = 422


@pytest.fixture
def at_work(demo: Demo, tmp_path: Path) -> Iterator[Served]:
    with served_demo(demo, tmp_path, REFUSED) as bench:
        yield bench


def look(page: Any, bench: Served) -> None:
    check_accessibility(page, bench.seen)
    check_width(page, bench.seen)


def person(page: Any, handle: str) -> None:
    go(page, "Voices")
    page.get_by_label("Find somebody").fill(handle)
    press(page, "Find")
    assert page.locator("h1").inner_text() == handle


def test_what_could_not_be_read_is_led_to(tmp_path: Path) -> None:
    with served(tmp_path) as bench, opened(NARROW, bench.seen) as page:
        page.goto(bench.entry)
        page.get_by_label("Hashtags").fill("#WeKeepTheLight")
        press(page, "Begin")
        press(page, "I have it on paper")
        page.get_by_label("Drop a file here").set_input_files(str(EXPORTS / "tags-sheet.csv"))
        press(page, "Bring it in")
        press(page, "Take it in")
        wait_for_work(page)
        look(page, bench)
        go(page, "What came in")
        number = page.locator("tbody a").first
        box = number.bounding_box()
        assert box["x"] + box["width"] <= NARROW.width
        number.click()
        page.wait_for_url("**/gather/faults")
        assert "74" in page.locator("main").inner_text()
    assert bench.seen.problems() == {}


@pytest.mark.parametrize("view", [WIDE, NARROW], ids=str)
def test_find_what_may_be_shown_and_why_not(at_work: Served, view: View) -> None:
    with opened(view, at_work.seen) as page:
        page.goto(at_work.entry)
        press(page, "Who used the tag first")
        assert "follow_spot_nights" in page.locator(".posts li, main li").first.inner_text()

        go(page, "Posts")
        page.get_by_text("Narrow it").click()
        page.get_by_label("From", exact=True).fill("2014-01-11")
        page.get_by_label("Until").fill("2014-01-11")
        page.get_by_label("Language").select_option(label="Arabic")
        page.get_by_label("May it be shown?").select_option(label="yes")
        press(page, "Find")
        found = page.locator("#results li")
        assert found.count() >= 1
        assert all("11 January 2014" in text for text in found.all_inner_texts())

        page.goto(at_work.at("/posts", q="winch", shown="no"))
        page.locator("#results li a").first.click()
        page.wait_for_url("**/post?*")
        assert "Ask the voice" in page.locator("main").inner_text()


def type_words(page: Any, words: str) -> None:
    """Type into the search, which finds while somebody types, and wait for what it finds."""
    before = page.url
    page.get_by_label("Find words").fill(words)
    page.wait_for_url(lambda now: now != before)


def test_ticks_stay_while_somebody_searches_on(at_work: Served) -> None:
    with opened(WIDE, at_work.seen) as page:
        page.goto(at_work.entry)
        go(page, "Posts")
        for words in ("winch", "lamp", "boat"):
            type_words(page, words)
            page.locator("#results input[name=post]:not(:checked)").last.check()
        assert page.locator("#results input[name=post]:checked").count() == 3
        type_words(page, "nosuchwordanywhere")
        assert page.locator("#results input[name=post]:checked").count() == 3
        look(page, at_work)
        press(page, "Ask about the chosen posts")
        assert page.locator("input[name=account]").count() >= 2


@pytest.mark.parametrize("view", [WIDE, NARROW], ids=str)
def test_link_two_accounts_and_give_a_role(at_work: Served, view: View) -> None:
    with opened(view, at_work.seen) as page:
        page.goto(at_work.entry)
        person(page, "@moss_the_night_lock")
        page.get_by_text("Another account is theirs").click()
        page.get_by_label("Its handle or id").fill("@cato_lock_fourteen")
        press(page, "Link them")
        look(page, at_work)
        if page.get_by_text("Before you link them").count():
            press(page, "Link them")
        assert (
            "@cato_lock_fourteen" in page.locator("section[aria-labelledby=accounts]").inner_text()
        )

        person(page, "@signaller_hollow_156")
        page.get_by_text("Change the role").click()
        page.get_by_label("an organisation: one of you decides").check()
        page.get_by_label("Why this may be quoted").fill("It speaks for the signallers.")
        press(page, "Decide")
        look(page, at_work)
        assert page.get_by_label("Why this may be quoted").input_value()
        page.get_by_label("The name it is known by").fill("Signallers of the Hollow")
        page.get_by_label("For an organisation: who decides").fill("Ines")
        press(page, "Decide")
        assert page.locator("h1").inner_text() == "Signallers of the Hollow"


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
)
def test_publish_in_each_of_its_states(at_work: Served, width: int, scheme: str) -> None:
    """Stopped by the words of somebody in a title, mended, published, checked, recalled."""
    with opened(View(width=width, scheme=scheme), at_work.seen) as page:
        page.goto(at_work.entry)
        go(page, "Stories")
        page.get_by_label("Title").fill("There were six of us at supper")
        press(page, "Begin")
        go(page, "Publish")
        look(page, at_work)
        check_next(page)
        look(page, at_work)
        assert "cannot go out yet" in page.locator("h1").inner_text()
        press(page, "Change it under Stories")
        page.locator("li", has_text="six of us").get_by_text("Address, remove").click()
        look(page, at_work)
        press(page, "Take it out of the folder")
        go(page, "Publish")
        check_next(page)
        look(page, at_work)
        assert "can go out" in page.locator("h1").inner_text()
        page.get_by_label("Where will you put it?").fill("a stick for the meeting")
        page.locator("form[action='/publish'] button").click()
        page.wait_for_load_state()
        wait_for_work(page)
        look(page, at_work)
        assert "is ready" in page.locator("h1").inner_text()
        page.get_by_text("More with edition 2").click()
        look(page, at_work)
        press(page, "Check that nothing was changed")
        wait_for_work(page)
        look(page, at_work)
        page.get_by_text("More with edition 2").click()
        press(page, "Recall it")
        look(page, at_work)
        press(page, "Recall it now")
        look(page, at_work)
        assert "a stick for the meeting" in page.locator("main").inner_text()


def keys(page: Any, *pressed: str) -> None:
    for one in pressed:
        page.keyboard.press(one)


def focused(page: Any, what: str) -> Any:
    """A property of what the keyboard stands on."""
    return page.evaluate(f"document.activeElement.{what}")


def test_the_keyboard_keeps_its_place(at_work: Served) -> None:
    """On a ticked post, in the search of the desk, behind a quotation, after saving."""
    with opened(WIDE, at_work.seen) as page:
        page.goto(at_work.entry)
        go(page, "Posts")
        page.locator("#results input[name=post]").first.focus()
        keys(page, " ", "j")
        assert focused(page, "href") == page.locator("#results li a").nth(1).evaluate("a => a.href")

        go(page, "Stories")
        page.get_by_label("Title").fill("By keyboard")
        press(page, "Begin")
        keys(page, "/")
        page.keyboard.type("winch")
        with page.expect_navigation():
            keys(page, "Enter")
        assert page.locator(".said").count() == 0
        assert focused(page, "id") == "q"
        page.get_by_role("button", name="Quote it here").first.focus()
        with page.expect_navigation():
            keys(page, "Enter")
        assert focused(page, "id") == "text"
        behind = focused(page, "selectionStart")
        assert behind == len(page.get_by_label("The story").input_value())
        with page.expect_navigation():
            keys(page, "Control+s")
        assert page.locator(".said").inner_text() == "Saved."
        assert (focused(page, "id"), focused(page, "selectionStart")) == ("text", behind)


def test_the_keyboard_keeps_its_place_in_a_part_that_is_replaced(at_work: Served) -> None:
    """On the same button; before the new part where that button is gone."""
    again = "replaced(location.href, '#progress')"
    with opened(WIDE, at_work.seen) as page:
        page.goto(at_work.entry)
        go(page, "Publish")
        page.get_by_role("button", name="Check it").focus()
        page.evaluate(again)
        assert focused(page, "textContent") == "Check it"
        page.evaluate("document.activeElement.textContent = 'Stop'")
        page.evaluate(again)
        assert focused(page, "id") == "main"


def check_next(page: Any) -> None:
    press(page, "Check it")
    wait_for_work(page)


def test_a_retelling_without_its_own_yes_waits_and_says_why(at_work: Served) -> None:
    """A yes to exact words is none to be retold."""
    told = "One of them says at length that nobody came."
    with opened(NARROW, at_work.seen) as page:
        page.goto(at_work.entry)
        go(page, "Stories")
        page.get_by_label("Title").fill("What was said since")
        press(page, "Begin")
        page.get_by_label("Find words to quote").fill("winch")
        press(page, "Find")
        press(page.locator(".found li:has(.may.yes)").first, "Retell it")
        story = page.get_by_label("The story")
        story.fill(story.input_value().replace("words: ", f"words: {told}"))
        press(page, "Save")
        look(page, at_work)
        link = page.get_by_role("link", name="Open it in a window")
        page.goto(at_work.home + link.get_attribute("href"))
        shown = page.locator("main").inner_text()
        assert told not in shown
        assert "The voice has said nothing about retelling these words." in shown
        assert "Ask the voice" in shown


def test_the_key_on_a_new_computer(demo: Demo, tmp_path: Path) -> None:
    with served(tmp_path / "new") as bench, opened(NARROW, bench.seen) as page:
        bench.seen.refusals = (REFUSED,)
        shutil.copytree(demo.root, tmp_path / "new" / "carried")
        sheet = demo.run("init", str(demo.root), "--sheet")
        page.goto(bench.entry)
        page.get_by_label("Folder of the campaign").fill(str(tmp_path / "new" / "carried"))
        page.get_by_role("button", name="Open", exact=True).click()
        go(page, "Publish")
        check_next(page)
        assert "ownwords init" not in page.locator("main").inner_text()
        press(page, "Bring it back with the sheet")
        look(page, bench)
        page.get_by_label("What stands on the sheet").fill("1 nothing of the sort")
        press(page, "Bring the key back")
        look(page, bench)
        page.get_by_label("What stands on the sheet").fill(sheet)
        press(page, "Bring the key back")
        assert "The key is back" in page.locator(".said").inner_text()
        page.goto(bench.at("/settings/key"))
        press(page, "Show the recovery sheet again")
        look(page, bench)
    assert bench.seen.problems() == {}
