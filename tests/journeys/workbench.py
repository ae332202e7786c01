"""The workbench in a process of its own, its printed address, a browser on it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import serving
from tests.demo_campaign import COMMAND, Demo
from tests.journeys.browser import Seen

ROOT = Path(__file__).parents[2]
EXPORTS = ROOT / "examples" / "exports"
REHEARSAL = "/rehearsal/{s}/stories/page.html"
_ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/enter\?ticket=\S+")


@dataclass
class Served:
    """A running workbench. ``entry`` opens one window, once; ``home`` is where its pages are."""

    entry: str
    home: str
    folder: Path
    process: subprocess.Popen[str]
    seen: Seen = field(default_factory=Seen)

    def at(self, path: str, **asked: str) -> str:
        """The address of a page and what is asked of it, as the workbench itself seals it."""
        sealed = serving.address_in(self.process, path, asked) if asked else path
        return f"{self.home}{sealed}"


def served(folder: Path, campaign: Path | None = None) -> AbstractContextManager[Served]:
    """A workbench whose home is ``folder``, until the journey ends."""
    return _running([*serving.COMMAND, *([str(campaign)] if campaign else [])], folder)


def as_people_start_it(folder: Path) -> AbstractContextManager[Served]:
    """The same by the command; nobody but it knows the addresses of its pages."""
    return _running([*COMMAND, "workbench", "--port", "0", "--no-browser"], folder)


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[Served]:
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "HOME": str(folder),
        "OWNWORDS_CONFIG": str(folder / "config"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
    }
    environment.pop("OWNWORDS_CAMPAIGN", None)
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, text=True, env=environment, cwd=folder
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
