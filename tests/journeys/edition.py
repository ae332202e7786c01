"""The journey through a published edition, opened from a disk. Takes any edition's folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

from tests.journeys.browser import Seen, View, check_accessibility, check_width, opened

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
MOST_OF_A_KIND = 4


def written(folder: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    """The folder with these files in it."""
    for path, data in files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def pages_of(edition: Path) -> list[Path]:
    """All single pages, and the first few of each folder of like pages."""
    single = sorted(edition.glob("*.html"))
    like = [
        sorted(folder.glob("*.html")) for folder in sorted(edition.iterdir()) if folder.is_dir()
    ]
    return single + [page for pages in like for page in pages[:MOST_OF_A_KIND]]


def walk(edition: Path, view: View, seen: Seen) -> None:
    """Open the pages in one view and write down whatever is wrong."""
    with opened(view, seen) as page:
        for path in pages_of(edition):
            page.goto(path.resolve().as_uri())
            # Playwright can look into a page also when the page's own scripts are off.
            check_width(page, seen)
            check_links(page, edition, seen)
            if view.scripts:
                check_accessibility(page, seen)
        if view.scripts:
            search(page, edition, seen)


def check_links(page: Any, edition: Path, seen: Seen) -> None:
    """Every link within the edition leads to a file, every fragment to an element of the page."""
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    here = urldefrag(page.url).url
    for href in hrefs:
        target, fragment = urldefrag(href)
        if not target.startswith("file:"):
            continue
        if not Path(unquote(urlsplit(target).path)).is_file():
            seen.broken.append(f"{page.url} -> {target}")
        elif fragment and target == here and not page.query_selector(f'[id="{fragment}"]'):
            seen.broken.append(f"{page.url} -> #{fragment}")


def search(page: Any, edition: Path, seen: Seen) -> None:
    """Take a word of a quotation, search for it, and see the quotation found."""
    page.goto((edition / "voices" / "day.html").resolve().as_uri())
    words = page.query_selector(".list .words")
    if words is None:
        return
    text = words.inner_text()
    page.goto((edition / "search.html").resolve().as_uri())
    page.fill("#words", max(text.split(), key=len))
    found = page.eval_on_selector_all(".found .words", "all => all.map(one => one.innerText)")
    if text not in found:
        seen.broken.append("search did not find a word of the first quotation")
    check_accessibility(page, seen)
    check_width(page, seen)
    link = page.query_selector(".found a")
    if link is not None:
        link.click()
        if page.url.startswith("chrome-error"):
            seen.broken.append("a search result leads nowhere")
