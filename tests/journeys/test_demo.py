"""The demo's edition and the team's preview in a real browser, opened from the disk."""

from __future__ import annotations

import pytest

from tests.demo_campaign import Demo
from tests.journeys.browser import Seen, View, check_accessibility, check_width, opened
from tests.journeys.edition import SCHEMES, WIDTHS, walk

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_demo_with_scripts(demo: Demo, width: int, scheme: str) -> None:
    seen = Seen()
    walk(demo.edition, View(width=width, scheme=scheme), seen)
    assert seen.problems() == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_demo_without_scripts(demo: Demo, width: int) -> None:
    seen = Seen()
    walk(demo.edition, View(width=width, scheme="light", scripts=False), seen)
    assert seen.problems() == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_preview_of_what_waits(demo: Demo, scheme: str) -> None:
    seen = Seen()
    preview = demo.root / "cache" / "preview"
    with opened(View(width=360, scheme=scheme), seen) as page:
        for path in sorted(preview.rglob("*.html")):
            page.goto(path.resolve().as_uri())
            check_width(page, seen)
            check_accessibility(page, seen)
    assert seen.problems() == {}
