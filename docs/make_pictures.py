"""Makes the pictures of the README and of docs/pictures/pages with Debian's Chromium.

python -m docs.make_pictures

The README shows the demo. The set shows one invented edition in English and one in Arabic, five
pages each, at three widths, light and dark: what somebody who changes a style looks at before and
after. The workbench is shown with the demo on it. Their pictures are WebP, smaller than the window
that they show.
"""

from __future__ import annotations

import base64
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from ownwords.edition.build import build
from ownwords.flows.demo import run_demo
from tests.edition import sample
from tests.edition.arabic import arabic_site
from tests.journeys.workbench import Served, served

PICTURES = Path(__file__).resolve().parent / "pictures"
WIDTH, HEIGHT = 1040, 1110
ARGUMENTS = ("--no-sandbox", "--font-render-hinting=none", "--force-color-profile=srgb")

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WINDOWS = {360: 760, 768: 1000, 1280: 960}
SHOWN = 0.6
"""Size of a picture of the set against its window."""
PAGES = {
    "story": "index.html",
    "quote": "quotes/m4ren.html",
    "campaign": "campaign.html",
    "browse": "voices/day.html",
    "about": "about.html",
}


def opened(browser: Browser, size: tuple[int, int], scheme: Scheme) -> Page:
    """A tab without scripts."""
    view = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        java_script_enabled=False,
    )
    return view.new_page()


def take(browser: Browser, page: str, scheme: Scheme, to: Path) -> None:
    """One picture of the top of a page, as it looks in a window without scripts."""
    tab = opened(browser, (WIDTH, HEIGHT), scheme)
    tab.goto(page)
    tab.screenshot(path=to)
    tab.context.close()


def take_set(browser: Browser, edition: Path, language: str, to: Path) -> None:
    """Five pages of an edition at every width in both schemes, as ``story-en-360-light.webp``."""
    for width, height in WINDOWS.items():
        for scheme in SCHEMES:
            tab = opened(browser, (width, height), scheme)
            for name, path in PAGES.items():
                tab.goto((edition / path).as_uri())
                data = _webp(browser, tab.screenshot(), (width, height))
                (to / f"{name}-{language}-{width}-{scheme}.webp").write_bytes(data)
            tab.context.close()


WORKBENCH: dict[str, tuple[str, dict[str, str]]] = {
    "overview": ("/", {}),
    "gather": ("/gather", {}),
    "posts": ("/posts", {"q": "winch"}),
    "voices": ("/voices", {}),
    "asks": ("/asks", {}),
    "story": ("/story", {"slug": "what-the-lamp-costs", "q": "winch"}),
    "settings": ("/settings", {}),
}


def take_workbench(browser: Browser, bench: Served, to: Path) -> None:
    """Pages of the workbench, wide and light, narrow and dark: ``workbench-posts-360.webp``."""
    window = browser.new_context()
    window.new_page().goto(bench.entry)
    for width, scheme in zip((1280, 360), SCHEMES, strict=True):
        tab = window.new_page()
        tab.set_viewport_size({"width": width, "height": WINDOWS[width]})
        tab.emulate_media(color_scheme=scheme)
        for name, (path, asked) in WORKBENCH.items():
            tab.goto(bench.at(path, **asked), wait_until="networkidle")
            data = _webp(browser, tab.screenshot(), (width, WINDOWS[width]))
            (to / f"workbench-{name}-{width}.webp").write_bytes(data)
    window.close()


def _webp(browser: Browser, png: bytes, size: tuple[int, int]) -> bytes:
    """The picture made smaller by the browser itself, which can write WebP."""
    tab = browser.new_page()
    made: str = tab.evaluate(
        """async ([data, width, height]) => {
            const picture = new Image();
            picture.src = 'data:image/png;base64,' + data;
            await picture.decode();
            const canvas = new OffscreenCanvas(width, height);
            const pen = canvas.getContext('2d');
            pen.imageSmoothingQuality = 'high';
            pen.drawImage(picture, 0, 0, width, height);
            const blob = await canvas.convertToBlob({type: 'image/webp', quality: 0.8});
            const bytes = new Uint8Array(await blob.arrayBuffer());
            return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
        }""",
        [base64.b64encode(png).decode(), *(round(side * SHOWN) for side in size)],
    )
    tab.close()
    return base64.b64decode(made)


def _put(files: Iterable[tuple[str, bytes]], folder: Path) -> Path:
    for path, data in files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def _editions(folder: Path) -> Iterator[tuple[str, Path]]:
    yield "en", _put(build(sample.rich_site()), folder / "en")
    yield "ar", _put(build(arabic_site()), folder / "ar")


def main() -> int:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        os.environ["OWNWORDS_CONFIG"] = str(folder / "config")
        browser = driver.chromium.launch(
            executable_path=os.environ.get("OWNWORDS_CHROMIUM") or shutil.which("chromium"),
            args=list(ARGUMENTS),
        )
        pages = PICTURES / "pages"
        pages.mkdir(parents=True, exist_ok=True)
        for language, edition in _editions(folder):
            take_set(browser, edition, language, pages)
        front = run_demo(folder / "demo", lambda _: None).as_uri()
        take(browser, front, "light", PICTURES / "story.png")
        take(browser, front, "dark", PICTURES / "story-dark.png")
        with served(folder, folder / "demo") as bench:
            take_workbench(browser, bench, PICTURES)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
