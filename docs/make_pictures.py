"""Makes the two pictures of the README from the demo edition, with Debian's Chromium.

python docs/make_pictures.py
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from ownwords.flows.demo import run_demo

PICTURES = Path(__file__).resolve().parent / "pictures"
WIDTH, HEIGHT = 1040, 1110
ARGUMENTS = ("--no-sandbox", "--font-render-hinting=none")


def take(browser: Browser, page: str, scheme: Literal["light", "dark"], to: Path) -> None:
    """One picture of the top of a page, as it looks in a window without scripts."""
    view = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme, java_script_enabled=False
    )
    tab = view.new_page()
    tab.goto(page)
    tab.screenshot(path=to)
    view.close()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        os.environ["OWNWORDS_CONFIG"] = str(Path(folder) / "config")
        front = run_demo(Path(folder) / "demo", lambda _: None).as_uri()
        browser = driver.chromium.launch(
            executable_path=os.environ.get("OWNWORDS_CHROMIUM") or shutil.which("chromium"),
            args=list(ARGUMENTS),
        )
        PICTURES.mkdir(exist_ok=True)
        take(browser, front, "light", PICTURES / "story.png")
        take(browser, front, "dark", PICTURES / "story-dark.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
