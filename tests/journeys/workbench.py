"""The workbench as people start it: a process of its own, its printed address, a browser on it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.demo_campaign import COMMAND, Demo
from tests.journeys.browser import Seen

EXPORTS = Path(__file__).parents[2] / "examples" / "exports"
_ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/enter\?ticket=\S+")


@dataclass
class Served:
    """A running workbench. ``entry`` opens one window, once; ``home`` is where its pages are."""

    entry: str
    home: str
    folder: Path
    process: subprocess.Popen[str]
    seen: Seen = field(default_factory=Seen)

    def at(self, path: str, **query: str) -> str:
        """The address of a page."""
        return f"{self.home}{path}" + (f"?{urlencode(query)}" if query else "")


@contextmanager
def served(folder: Path, campaign: Path | None = None) -> Iterator[Served]:
    """The command as a process whose home is ``folder``, until the journey ends."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [*COMMAND, "workbench", "--port", "0", "--no-browser"]
    command += ["--campaign", str(campaign)] if campaign else []
    environment = {
        **os.environ,
        "HOME": str(folder),
        "OWNWORDS_CONFIG": str(folder / "config"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
    }
    environment.pop("OWNWORDS_CAMPAIGN", None)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment, cwd=folder
    ) as process:
        try:
            entry, home = _address(process)
            yield Served(entry, home, folder, process, Seen(home=home))
        finally:
            process.terminate()


def _address(process: subprocess.Popen[str]) -> tuple[str, str]:
    assert process.stdout is not None
    for line in process.stdout:
        if found := _ADDRESS.search(line):
            return found[0], found[1]
    raise AssertionError(f"The workbench said no address and ended with {process.wait(20)}.")


@contextmanager
def served_demo(demo: Demo, folder: Path, *refusals: int) -> Iterator[Served]:
    """The workbench on a copy of the demo, which the journey may change and must not break.

    ``refusals`` are the statuses of pages that may say no.
    """
    with served(folder, demo.copy(folder).root) as bench:
        bench.seen.refusals = refusals
        yield bench
        assert bench.seen.problems() == {}


def press(part: Any, name: str) -> None:
    """The button or link of that name in a page or a part of it, until the next page is there."""
    named = part.get_by_role("button", name=name).or_(part.get_by_role("link", name=name))
    with getattr(part, "page", part).expect_navigation():
        named.first.click()


def go(page: Any, way: str) -> None:
    """A page by the way around."""
    with page.expect_navigation():
        page.locator("nav.around").get_by_role("link", name=way, exact=True).click()


def wait_for_work(page: Any) -> None:
    """Follow a page of progress to its end, as a person without scripts does: look again."""
    for _ in range(200):
        if not page.locator("#progress[data-refresh]").count():
            return
        page.wait_for_timeout(300)
        page.goto(page.url)
    raise AssertionError("The work did not end.")
