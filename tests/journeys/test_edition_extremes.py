"""An edition in a real browser where something is long, from the other side, or on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ownwords.edition.build import build
from tests.edition import sample
from tests.edition.arabic import arabic_site
from tests.edition.extremes import long_site
from tests.journeys.browser import Seen, View, opened
from tests.journeys.edition import pages_of, walk, written

pytestmark = pytest.mark.journey

WIDE = View(width=1280, scheme="light")
SITES = {"english": sample.rich_site, "arabic": arabic_site, "long": long_site}
EDGES = """box => {
  const at = (part) => { const found = document.createRange();
    found.selectNodeContents(box.querySelector(part)); return found.getBoundingClientRect() };
  const rtl = getComputedStyle(box.querySelector(".words")).direction === "rtl";
  const start = (part) => rtl ? at(part).right : at(part).left;
  return [start(".words p"), start(".voice, .who a")];
}"""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {
        name: written(tmp_path_factory.mktemp(name), build(site())) for name, site in SITES.items()
    }


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_long_makes_a_page_scroll_sideways(editions: dict[str, Path], width: int) -> None:
    seen = Seen()
    walk(editions["long"], View(width=width, scheme="light"), seen)
    assert seen.problems() == {}


def sides(page: Any, where: str) -> list[tuple[float, float]]:
    """Where words and where the name under them begin, each from the side they are read from."""
    found = page.locator(where)
    return [tuple(found.nth(n).evaluate(EDGES)) for n in range(found.count())]


@pytest.mark.parametrize("tongue", ["english", "arabic"])
def test_a_name_stands_under_the_beginning_of_its_words(
    editions: dict[str, Path], tongue: str
) -> None:
    seen = Seen()
    edition = editions[tongue]
    with opened(WIDE, seen) as page:
        for path in sorted(edition.glob("quotes/*.html")):
            page.goto(path.as_uri())
            [(words, name)] = sides(page, ".quote")
            assert abs(words - name) < 2, path.name
        page.goto((edition / "search.html").as_uri())
        page.fill("#words", "نجيب")
        page.wait_for_selector(".found li")
        [(words, name)] = sides(page, ".found li")
        assert abs(words - name) < 2
    assert seen.problems() == {}


@pytest.mark.parametrize(
    ("tongue", "typed"), [("english", "نجيب"), ("arabic", "winch")], ids=["english", "arabic"]
)
def test_a_day_found_by_search_is_not_torn_by_a_name_from_the_other_side(
    editions: dict[str, Path], tongue: str, typed: str
) -> None:
    """Name and day are told apart: else the 11 of 11 January stands on the other side of it."""
    with opened(WIDE, Seen()) as page:
        page.goto((editions[tongue] / "search.html").as_uri())
        page.fill("#words", typed)
        name, day = (page.locator(".found .who bdi").nth(n) for n in range(2))
        assert "2014" in day.inner_text()
        assert "2014" not in name.inner_text()
        assert day.get_attribute("dir") == page.locator("html").get_attribute("dir")


def test_colours_that_a_reader_forces_reach_the_pictures_and_the_place_in_the_menu(
    editions: dict[str, Path],
) -> None:
    with opened(WIDE, Seen()) as page:
        page.emulate_media(forced_colors="active")
        page.goto((editions["english"] / "campaign.html").as_uri())
        style = "(one, what) => getComputedStyle(one)[what]"
        ink = page.locator("h1").evaluate(style, "color")
        assert page.locator(".chart text").first.evaluate(style, "fill") == ink
        assert page.locator(".chart.dots .dot").first.evaluate(style, "stroke") == ink
        here = page.locator(".site nav a[aria-current]")
        assert here.evaluate(style, "textDecorationLine") == "underline"


def test_on_paper_nothing_is_parted_from_what_it_belongs_to(editions: dict[str, Path]) -> None:
    breaks = "(one, what) => getComputedStyle(one)[what]"
    rules = (
        (".quote figcaption, .list .who, .gloss", "breakBefore"),
        (".label", "breakAfter"),
        (".proofs li, .last, .steps > li, .end, .speak", "breakInside"),
    )
    with opened(WIDE, Seen()) as page:
        page.emulate_media(media="print")
        for path in pages_of(editions["english"]):
            page.goto(path.as_uri())
            for where, what in rules:
                for one in page.locator(where).all():
                    assert one.evaluate(breaks, what) == "avoid", (path.name, where)
            assert not page.is_visible(".to-paper")


def test_a_booklet_without_a_quotation_lists_none(editions: dict[str, Path]) -> None:
    seen = Seen()
    with opened(WIDE, seen) as page:
        page.goto((editions["long"] / "zines" / "alone.html").as_uri())
        assert page.locator(".colophon").inner_text().startswith("Is this you?")
        assert page.locator(".proofs").count() == 0
        labelled = page.locator(".colophon").get_attribute("aria-labelledby")
        assert page.locator(f"#{labelled}").count() == 1
    assert seen.problems() == {}


def test_lists_that_are_empty_are_not_offered_in_three_orders(tmp_path: Path) -> None:
    edition = written(tmp_path, build(sample.silent_site()))
    with opened(WIDE, Seen()) as page:
        page.goto((edition / "voices" / "day.html").as_uri())
        assert page.locator(".ways-in").count() == 0
        assert page.is_visible(".empty")


def test_heads_of_columns_do_not_touch_where_a_table_is_narrow(editions: dict[str, Path]) -> None:
    gaps = """row => [...row.cells].slice(1).map((cell, at) => {
      const text = (one) => { const range = document.createRange();
        range.selectNodeContents(one); return range.getBoundingClientRect() };
      return text(cell).left - text(row.cells[at]).right;
    })"""
    narrow = """() => {
      for (const one of document.querySelectorAll("details")) one.open = true;
      for (const one of document.querySelectorAll("table")) one.style.inlineSize = "min-content";
    }"""
    with opened(View(width=360, scheme="light"), Seen()) as page:
        for name in ("numbers.html", "datasheet.html"):
            page.goto((editions["english"] / name).as_uri())
            page.evaluate(narrow)
            for row in page.locator("thead tr").all():
                assert min(row.evaluate(gaps)) >= 8, name
