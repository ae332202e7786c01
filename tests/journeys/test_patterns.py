"""The patterns page: every part in every state, both directions, both schemes."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.make_patterns import PARTS, patterns
from tests.journeys.browser import Seen, View, check_accessibility, check_width, opened
from tests.journeys.edition import SCHEMES, written

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("patterns"), patterns())


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_part_in_every_state(made: Path, width: int, language: str, scheme: str) -> None:
    seen = Seen()
    with opened(View(width=width, scheme=scheme), seen) as page:
        page.goto((made / f"patterns-{language}.html").as_uri())
        assert page.locator("h2[lang=en].kicker").count() == len(PARTS)
        check_width(page, seen)
        check_accessibility(page, seen)
    assert seen.problems() == {}


def test_nothing_moves_while_a_page_comes_in(made: Path) -> None:
    """Cumulative layout shift, as browsers measure it, is nought."""
    seen = Seen()
    with opened(View(width=768, scheme="light"), seen) as page:
        page.goto((made / "patterns-en.html").as_uri())
        shift = page.evaluate(
            "() => new Promise(done => { let sum = 0;"
            " new PerformanceObserver(list => { for (const one of list.getEntries())"
            " sum += one.value; }).observe({type: 'layout-shift', buffered: true});"
            " setTimeout(() => done(sum), 300); })"
        )
    assert shift == 0
