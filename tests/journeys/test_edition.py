"""Hand-made editions in a real browser, from a disk: nothing breaks, nothing calls out."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.edition.build import build
from ownwords.edition.pages import Site
from ownwords.edition.preview import build_preview
from tests.edition import sample, voices
from tests.edition.arabic import arabic_site
from tests.journeys.browser import Seen, View, check_accessibility, check_width, opened
from tests.journeys.edition import SCHEMES, WIDTHS, walk, written

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("rich"), build(sample.rich_site()))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_rich_edition_with_scripts(rich: Path, width: int, scheme: str) -> None:
    seen = Seen()
    walk(rich, View(width=width, scheme=scheme), seen)
    assert seen.problems() == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_rich_edition_without_scripts(rich: Path, width: int) -> None:
    seen = Seen()
    view = View(width=width, scheme="light", scripts=False)
    walk(rich, view, seen)
    with opened(view, seen) as page:
        page.goto((rich / "search.html").as_uri())
        assert page.is_visible("noscript")
        assert not page.is_visible("form.search")
    assert seen.problems() == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_an_edition_in_arabic(tmp_path: Path, width: int, scheme: str) -> None:
    seen = Seen()
    folder = written(tmp_path, build(arabic_site()))
    view = View(width=width, scheme=scheme)
    walk(folder, view, seen)
    with opened(view, seen) as page:
        page.goto((folder / "index.html").as_uri())
        root = page.locator("html")
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("ar", "rtl")
        name, first = (page.locator(part).bounding_box() for part in (".site .name", ".site nav"))
        assert name["x"] > first["x"]
    assert seen.problems() == {}


@pytest.mark.parametrize("site", [sample.silent_site(), sample.tiny_site()], ids=["silent", "tiny"])
def test_editions_with_little_in_them(tmp_path: Path, site: Site) -> None:
    seen = Seen()
    walk(written(tmp_path, build(site)), View(width=360, scheme="dark"), seen)
    assert seen.problems() == {}


def test_the_team_preview(tmp_path: Path) -> None:
    folder = written(tmp_path, build_preview(sample.preview()))
    seen = Seen()
    with opened(View(width=360, scheme="light"), seen) as page:
        for path in sorted(folder.rglob("*.html")):
            page.goto(path.as_uri())
            check_width(page, seen)
            check_accessibility(page, seen)
        page.goto((folder / "stories" / "night.html").as_uri())
        assert page.locator(".waiting").count() == 2
    assert seen.problems() == {}


def test_one_way_of_looking_twice_as_close(rich: Path) -> None:
    """At 200 % zoom a 1280 px window is 640 px wide; at 400 % it is 320 px."""
    seen = Seen()
    for width in (640, 320):
        walk(rich, View(width=width, scheme="light", scripts=False), seen)
    assert seen.problems() == {}


SEARCHES = (
    ("WINCH storm", 1),
    ("نجيب كل ليلة", 1),
    ("نجيبُ", 1),
    ("नदी", 1),
    ("四十隻", 1),
    ("ทั้งคืน", 1),
    ("등대", 1),
    ("oda vestergaard", 1),
    ("preguntád", 1),
    ("name withheld", 10),
    ("<b>", 1),
    ("zzz", 0),
    ("   ", 0),
)


def test_search_finds_words_in_every_script(rich: Path) -> None:
    seen = Seen()
    with opened(View(width=768, scheme="light"), seen) as page:
        page.goto((rich / "search.html").as_uri())
        for typed, found in SEARCHES:
            page.fill("#words", typed)
            assert page.locator(".found li").count() == found, typed
    assert seen.problems() == {}


def test_what_a_reader_copies_has_the_digest_of_the_page(tmp_path: Path) -> None:
    """Two spaces, a tab, an empty line: copied from the page, the words are what they were."""
    said = "Two  spaces,\ta tab.\n\n  And a line."
    words = voices.cleared(said, "en", said)
    folder = written(tmp_path, build(sample.story_of((voices.quotation("c0py", words, "2014"),))))
    seen = Seen()
    with opened(View(width=360, scheme="light"), seen) as page:
        page.goto((folder / "quotes" / "c0py.html").as_uri())
        copied = page.locator("blockquote.words").evaluate(
            "words => { getSelection().selectAllChildren(words); return `${getSelection()}` }"
        )
    assert copied == said


PAYLOADS = (
    "<script>document.title='run'</script>",
    '"><img src=x onerror="document.title=\'run\'">',
    "'-document.title='run'-'",
    "</script><script>document.title='run'</script>",
    "<svg onload=document.title='run'>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202eevil\u202c \u2066x",
)


def test_payloads_as_words_run_nowhere(tmp_path: Path) -> None:
    quotations = tuple(
        voices.quotation(f"p{n}", voices.cleared(text, "en", text), "2014-01-11")
        for n, text in enumerate(PAYLOADS)
    )
    folder = written(tmp_path, build(sample.story_of(quotations)))
    seen = Seen()
    with opened(View(width=768, scheme="light"), seen) as page:
        for path in sorted(folder.rglob("*.html")):
            page.goto(path.as_uri())
            assert page.title() != "run"
        page.goto((folder / "search.html").as_uri())
        page.fill("#words", "title")
        assert page.locator(".found li").count() == len(PAYLOADS) - 2
        assert page.title() != "run"
    assert seen.problems() == {}
