"""Every page of the workbench in a real browser: found by readers, fitting every window, quiet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ownwords.workbench.app import pages
from tests.demo_campaign import Demo
from tests.journeys.browser import (
    Seen,
    View,
    check_accessibility,
    check_names,
    check_width,
    opened,
)
from tests.journeys.workbench import REHEARSAL, Served, press, served, served_demo

pytestmark = pytest.mark.journey

STORY = "what-the-lamp-costs"
NOWHERE = "(no such thing)"
BLOCKED_POST = "https://x.com/i/status/436425389804351919"
BLOCKED_VOICE = "https://x.com/i/user/9943075556"

QUESTIONS: dict[str, tuple[dict[str, str], ...]] = {
    "/posts": (
        {},
        {"q": "winch"},
        {"q": NOWHERE},
        {"since": "never"},
        {"shown": "no", "at": "10"},
    ),
    "/post": ({"id": "POST"}, {"id": BLOCKED_POST}, {"id": NOWHERE}),
    "/voices": ({}, {"only": "yes"}, {"only": "no"}, {"only": "asked"}, {"only": "public"}),
    "/voice": ({"account": "ACCOUNT"}, {"account": BLOCKED_VOICE}, {"account": NOWHERE}),
    "/asks/new": ({"post": "POST"}, {"account": "ACCOUNT"}, {"story": STORY}, {}),
    "/asks/answer": ({"account": "ACCOUNT"},),
    "/takeout": ({"who": "ACCOUNT"}, {"who": NOWHERE}),
    "/story": ({"slug": STORY}, {"slug": STORY, "q": "winch"}, {"slug": NOWHERE}),
    "/gather/mine": ({"source": NOWHERE},),
}
"""What each page is asked; a page that is not here is asked nothing."""

REFUSALS = (403, 404, 409, 410, 422)


def addresses(bench: Served, known: dict[str, str]) -> list[str]:
    """Every address of the application, in the states that a campaign can bring about."""
    found = []
    for page in pages():
        if page.method == "GET" and "{" not in page.path:
            for question in QUESTIONS.get(page.path, ({},)):
                asked = {name: known.get(value, value) for name, value in question.items()}
                found.append(bench.at(page.path, **asked))
    return [*found, bench.at(REHEARSAL, slug=STORY), bench.at("/locked")]


def look(page: Any, address: str, seen: Seen) -> None:
    """One page; a file to keep is no page."""
    answer = page.goto(address)
    if answer is not None and "text/html" in answer.headers.get("content-type", ""):
        check_width(page, seen)
        check_accessibility(page, seen)
        check_names(page, seen)


def known_of(page: Any, bench: Served) -> dict[str, str]:
    """A post and its account, found as a person finds them."""
    page.goto(bench.at("/posts", q="winch", shown="no"))
    post = page.locator("input[name=post]").first.get_attribute("value")
    page.goto(bench.at("/voices"))
    href = page.locator(".people a").first.get_attribute("href")
    page.goto(bench.home + href)
    account = page.locator("input[name=account]").first.get_attribute("value")
    return {"POST": post, "ACCOUNT": account}


@pytest.fixture(scope="module")
def bench(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    own = demo.copy(tmp_path_factory.mktemp("blocked"))
    for who in (BLOCKED_POST, BLOCKED_VOICE):
        own.run("consent", "block", who, "--reason", "court order", "--by", "Ines Marrow")
    with served_demo(own, tmp_path_factory.mktemp("bench"), *REFUSALS) as running:
        yield running


@pytest.fixture(scope="module")
def cookies() -> list[Any]:
    """The one session of the module's workbench, handed from view to view."""
    return []


def walk(bench: Served, cookies: list[Any], view: View, language: str) -> None:
    with opened(view, bench.seen) as page:
        if cookies:
            page.context.add_cookies(cookies)
        else:
            page.goto(bench.entry)
            cookies += page.context.cookies()
        page.goto(bench.at("/settings"))
        page.select_option("#language", language)
        page.locator("form[action='/settings/language'] button").click()
        assert page.locator("html").get_attribute("lang") == language
        for address in addresses(bench, known_of(page, bench)):
            look(page, address, bench.seen)
    assert bench.seen.problems() == {}


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [
        (360, "light", "en"),
        (360, "dark", "en"),
        (1280, "light", "en"),
        (1280, "dark", "en"),
        (768, "dark", "en"),
        (768, "light", "ar"),
        (360, "dark", "ar"),
        (1280, "light", "ar"),
    ],
)
def test_every_page_of_a_campaign(
    bench: Served, cookies: list[Any], width: int, scheme: str, language: str
) -> None:
    walk(bench, cookies, View(width=width, scheme=scheme), language)


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_every_page_of_an_empty_campaign(tmp_path: Path, width: int, scheme: str) -> None:
    with served(tmp_path) as bench:
        bench.seen.refusals = REFUSALS
        with opened(View(width=width, scheme=scheme), bench.seen) as page:
            look(page, bench.entry, bench.seen)
            page.fill("#tags", "#")
            press(page, "Begin")
            assert page.locator(".problem").count() == 1
            check_accessibility(page, bench.seen)
            check_width(page, bench.seen)
            page.fill("#tags", "WeKeepTheLight")
            press(page, "Begin")
            assert page.locator(".sheet-of-paper").count() == 1
            check_accessibility(page, bench.seen)
            check_width(page, bench.seen)
            for address in addresses(bench, {}):
                look(page, address, bench.seen)
        assert bench.seen.problems() == {}
