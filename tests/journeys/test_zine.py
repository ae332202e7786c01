"""A booklet as Chromium prints it: A5, everything inside the page, a head on each leaf."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ownwords.edition.build import build
from tests.edition import sample
from tests.edition.arabic import arabic_site
from tests.journeys.browser import Seen, View, check_accessibility, check_width, opened
from tests.journeys.edition import written

pytestmark = pytest.mark.journey

A5 = (419.5, 595.3)  # points
MARGINS_MM = 28
_BOX = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")
OUTSIDE = """() => [...document.querySelectorAll('.zine *')].filter(one => {
  const box = one.getBoundingClientRect(), page = document.documentElement.clientWidth;
  const hidden = getComputedStyle(one).position === 'absolute' || !box.width;
  return !hidden && (box.left < -1 || box.right > page + 1);
}).map(one => one.tagName + '.' + one.className)"""


@pytest.fixture(scope="module", params=["rich", "arabic"])
def zine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = {"rich": sample.rich_site, "arabic": arabic_site}[request.param]()
    folder = written(tmp_path_factory.mktemp(request.param), build(site))
    return next(iter(sorted((folder / "zines").glob("*.html"))))


def test_every_page_is_a5_and_there_is_a_cover_and_a_colophon(zine: Path) -> None:
    with opened(View(width=768, scheme="light"), Seen()) as page:
        page.goto(zine.as_uri())
        printed = page.pdf(prefer_css_page_size=True)
    boxes = [tuple(map(float, found)) for found in _BOX.findall(printed)]
    assert len(boxes) >= 3
    for width, height in boxes:
        assert abs(width - A5[0]) < 1
        assert abs(height - A5[1]) < 1


def test_nothing_stands_outside_the_paper(zine: Path) -> None:
    width = round((148 - MARGINS_MM) / 25.4 * 96)
    with opened(View(width=width, scheme="light"), Seen()) as page:
        page.emulate_media(media="print")
        page.goto(zine.as_uri())
        assert page.evaluate(OUTSIDE) == []
        for gone in ("header.site", "footer.end", ".check", ".hint"):
            assert not page.is_visible(gone), gone
        assert page.is_visible(".colophon")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_on_a_screen_too(zine: Path, scheme: str) -> None:
    seen = Seen()
    with opened(View(width=360, scheme=scheme), seen) as page:
        for path in (zine, zine.parent.parent / "datasheet.html"):
            page.goto(path.as_uri())
            check_width(page, seen)
            check_accessibility(page, seen)
    assert seen.problems() == {}
