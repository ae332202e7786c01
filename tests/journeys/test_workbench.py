"""An organiser's days at the workbench, in a real browser, with and without scripts and a mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.demo_campaign import Demo
from tests.journeys.browser import View, opened
from tests.journeys.workbench import (
    EXPORTS,
    Served,
    as_people_start_it,
    go,
    press,
    served_demo,
    wait_for_work,
)

pytestmark = pytest.mark.journey

ON = View(width=1280, scheme="light")
OFF = View(width=360, scheme="dark", scripts=False)
QUOTED = 5
LOCKED = 403
"""What the page of a locked window answers with."""

WORDS = ("winch", "soup", "coat", "stamp", "eel", "boathook", "kettle")
STORY = "what-the-lamp-costs"


@pytest.fixture
def at_work(demo: Demo, tmp_path: Path) -> Iterator[Served]:
    with served_demo(demo, tmp_path, LOCKED) as bench:
        yield bench


def begin(page: Any, bench: Served) -> None:
    """A campaign from nothing, as the first page asks for it."""
    page.goto(bench.entry)
    page.fill("#tags", "#WeKeepTheLight")
    page.fill("#name", "Our lights")
    page.fill("#contact", "us@example.org")
    page.fill("#told_by", "the Skerry Assembly")
    press(page, "Begin")
    assert "recovery" in page.locator(".sheet-of-paper").inner_text().lower()
    press(page, "I have it on paper")


def bring_in(page: Any, export: str, *, mine: bool) -> None:
    """An export chosen on the page, taken in whole."""
    go(page, "What came in")
    page.set_input_files("#file", str(EXPORTS / export))
    press(page, "Bring it in")
    page.locator(".card.lit input[value=all]").check()
    if mine:
        page.locator(".card.lit input[name=mine]").check()
    press(page, "Take it in")
    wait_for_work(page)


def say_it_is_mine(page: Any) -> None:
    """A yes to one's own words, by name."""
    press(page, "Now choose")
    page.check("input[name=posts][value=all]")
    page.check("input[name=words][value=exact]")
    page.check("input[name=credit][value=name]")
    page.fill("#name", "Maren")
    press(page, "I say yes to this")


def ask_about(page: Any, words: str, how: str) -> None:
    """A post that is found by words and may not be shown yet, ticked; its author asked."""
    go(page, "Posts")
    page.fill("#q", words)
    press(page, "Find")
    page.locator("#results li:has(.may.no) input[name=post]").first.check()
    press(page, "Ask about the chosen posts")
    letter = page.locator("pre").first.inner_text()
    assert "1. Yes, in my exact words" in letter
    page.fill("#how", how)
    press(page, "Note that they were asked")


def write_answer_down(page: Any, how: str, evidence: str) -> None:
    """The ask that was sent like this, answered with a yes to exact words."""
    go(page, "Asks")
    press(page.locator(".people li", has_text=how), "They answered")
    page.check("input[name=choice][value=exact]")
    page.fill("#evidence", evidence)
    press(page, "Write it down")


def new_story(page: Any, title: str) -> None:
    go(page, "Stories")
    page.fill("#title", title)
    press(page, "Begin")


def quote_what_may_be(page: Any, words: str) -> int:
    """Quote one more post that the search finds and that may be shown; the quotations so far.

    One that names somebody else would wait: they did not choose to be in it.
    """
    page.fill("#q", words)
    press(page, "Find")
    written = page.locator("#text").input_value()
    for found in page.locator('.found li:has(.may.yes):has(.words:not(:has-text("@")))').all():
        if f"post: {found.get_attribute('data-post')}" not in written:
            press(found, "Quote it here")
            break
    return page.locator("#text").input_value().count("```quote")


def rehearsal_of(page: Any, bench: Served) -> Any:
    """The page of the open story as the edition would show it."""
    link = page.get_by_role("link", name="Open it in a window")
    page.goto(bench.home + link.get_attribute("href"))
    return page


def from_nothing(page: Any, bench: Served) -> None:
    """The main line: an empty machine, a campaign, exports, a yes, an ask, a story of five."""
    begin(page, bench)
    bring_in(page, "x-archive-2026.zip", mine=True)
    say_it_is_mine(page)
    bring_in(page, "twitter-v2-flat.jsonl.xz", mine=False)
    ask_about(page, "winch", "by letter")
    write_answer_down(page, "by letter", "their letter of 3 May")
    new_story(page, "What the lamp costs")
    words = iter(WORDS)
    while quote_what_may_be(page, next(words)) < QUOTED:
        pass
    press(page, "Save")
    assert page.locator("#state").inner_text() == "saved"
    told = rehearsal_of(page, bench)
    assert told.locator("figure.quote").count() == QUOTED
    assert told.locator("figure.waiting").all_inner_texts() == []
    page.go_back()
    publish(page, bench)


def publish(page: Any, bench: Served) -> None:
    """Check, publish, pack; then the edition as it opens from a disk."""
    go(page, "Publish")
    press(page, "Check it")
    wait_for_work(page)
    assert page.locator("h1").inner_text() == "Edition 1 can go out"
    page.fill("#place", "a stick for the meeting")
    page.locator("form[action='/publish'] button").click()
    page.wait_for_url("**/publish")
    wait_for_work(page)
    assert page.locator("h1").inner_text() == "Edition 1 is ready"
    page.get_by_text("More with edition 1").click()
    press(page, "Make one file of it")
    wait_for_work(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save it").click()
    assert saved.value.path().stat().st_size > 10_000
    [edition] = bench.folder.glob("Ownwords/*/editions/*/index.html")
    page.goto(edition.as_uri())
    assert page.locator("figure.quote").count() == QUOTED


@pytest.mark.parametrize("view", [ON, OFF], ids=str)
def test_from_an_empty_machine_to_a_story_of_five(tmp_path: Path, view: View) -> None:
    with as_people_start_it(tmp_path) as bench, opened(view, bench.seen) as page:
        from_nothing(page, bench)
    assert bench.seen.problems() == {}


@pytest.mark.parametrize("view", [ON, OFF], ids=str)
def test_ask_answer_quote(at_work: Served, view: View) -> None:
    with opened(view, at_work.seen) as page:
        page.goto(at_work.entry)
        ask_about(page, "winch", "in the meeting")
        posts = page.locator(".people li", has_text="in the meeting")
        assert posts.count() == 1
        write_answer_down(page, "in the meeting", "the form in folder 2")
        assert page.locator(".told li").first.inner_text().startswith("yes")
        go(page, "Stories")
        press(page, "What the lamp costs")
        before = page.locator("#text").input_value().count("```quote")
        assert quote_what_may_be(page, "winch") == before + 1
        press(page, "Save")
        assert page.locator("#state").inner_text() == "saved"


def test_somebody_taken_out_is_gone_from_everywhere(at_work: Served) -> None:
    with opened(ON, at_work.seen) as page:
        page.goto(at_work.entry)
        name, words = a_quoted_voice(page, at_work)
        press(page, "Take this person out")
        press(page, "Take them out now")
        wait_for_work(page)
        assert page.locator("h1").inner_text() == "They are out"
        with page.expect_download() as kept:
            page.get_by_role("link", name="Keep it as a file").click()
        assert kept.value.path().read_text(encoding="utf-8").strip()
        for address in ("/posts", "/voices", "/asks", "/"):
            page.goto(at_work.at(address))
            assert name not in page.content()
        page.goto(at_work.at("/posts", q=words))
        assert words not in page.locator("#results").inner_text()
        page.goto(at_work.at("/story", slug=STORY))
        assert words not in rehearsal_of(page, at_work).content()
    editions = sorted((at_work.folder / "demo" / "editions").iterdir())
    for path in editions[-1].rglob("*.html"):
        assert words not in path.read_text(encoding="utf-8"), path


def a_quoted_voice(page: Any, bench: Served) -> tuple[str, str]:
    """The page of somebody whom the story quotes: their name there, and some of their words."""
    page.goto(bench.at("/story", slug=STORY))
    post = re.findall(r"^post: *(\S+)", page.locator("#text").input_value(), re.MULTILINE)[0]
    page.goto(bench.at("/post", id=post))
    words = page.locator("blockquote").first.inner_text().splitlines()[0]
    name = page.locator(".about bdi").first.inner_text()
    press(page, "Who is this?")
    return name, words


def test_the_whole_work_by_keyboard(at_work: Served) -> None:
    with opened(ON, at_work.seen) as page:
        keys = page.keyboard
        page.goto(at_work.entry)
        keys.press("Tab")
        assert focused(page) == "Skip to the page"
        assert page.locator(".skip").bounding_box()["height"] > 20
        keys.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"

        enter(page, "Posts", backwards=True)
        keys.press("/")
        keys.type("winch")
        with page.expect_navigation():
            keys.press("Enter")
        page.evaluate("document.activeElement.blur()")
        keys.press("j")
        first = focused(page)
        keys.press("j")
        assert focused(page) != first
        keys.press("k")
        assert focused(page) == first
        keys.press("Shift+Tab")
        keys.press("Space")
        assert page.locator("#results input:checked").count() == 1
        enter(page, "Ask about the chosen posts")
        enter(page, "Note that they were asked")
        a_yes(page)
        enter(page, "Stories")
        enter(page, "What the lamp costs")
        at_the_desk(page)
        enter(page, "Settings", backwards=True)
        the_key(page)
        keys.press("Escape")
        keys.press("Escape")
        page.wait_for_url("**/locked")


def a_yes(page: Any) -> None:
    """Write down what somebody who waits has answered, with where it can be looked up."""
    enter(page, "They answered")
    tab_to(page, "yes, in my exact words, with this name")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "yes, in my exact words, without a name"
    tab_to(page, "for all their posts here")
    page.keyboard.press("Space")
    tab_to(page, "Where the answer can be looked up")
    page.keyboard.type("their letter of 3 May")
    enter(page, "Write it down")
    assert "their letter of 3 May" in page.locator("main").inner_text()


def the_key(page: Any) -> None:
    """Past the long form that describes the campaign, to what stands below it."""
    tab_to(page, "The key")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "The recovery sheet, and bringing the key back"


def at_the_desk(page: Any) -> None:
    """Find, put a quotation at the caret, write, save: all by keys."""
    keys = page.keyboard
    tab_to(page, "The story")
    keys.press("Control+End")
    keys.type("\n\nThe end.")
    before = page.locator("#text").input_value().count("```quote")
    tab_to(page, "Find words to quote")
    keys.type("winch")
    enter(page, "Find")
    enter(page, "Quote it here")
    text = page.locator("#text").input_value()
    assert text.count("```quote") == before + 1
    assert text.index("The end.") < text.rindex("```quote")
    with page.expect_navigation():
        keys.press("Control+s")
    assert page.locator("#state").inner_text() == "saved"


FOCUSED = """() => {
  const one = document.activeElement;
  const label = one.labels?.[0]?.textContent ?? one.getAttribute("aria-label");
  return (label ?? one.textContent).trim().replace(/\\s+/g, " ");
}"""
SEEN = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  if (one.type === "date") return true;  // the browser marks the part that has the focus
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    && box.width > 0 && box.height > 0;
}"""


def focused(page: Any) -> str:
    """What a reader says of where the focus is."""
    return str(page.evaluate(FOCUSED))


def enter(page: Any, name: str, *, backwards: bool = False) -> None:
    """Walk to what has this name and press Enter, until the next page is there."""
    tab_to(page, name, backwards=backwards)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Any, name: str, *, backwards: bool = False) -> None:
    """Walk on with Tab until the focus is on what has this name; it must be seen at each stop."""
    for _ in range(200):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if page.evaluate("document.activeElement.matches('body, iframe')"):
            continue
        assert page.evaluate(SEEN), focused(page)
        if focused(page).startswith(name):
            return
    raise AssertionError(f"Tab does not reach {name!r}.")
