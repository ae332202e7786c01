"""A headless Chromium that sees every request, every console message and every accessibility fault.

Uses the distribution's Chromium, never a downloaded one.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
)
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium() -> str:
    """Path of the browser; the test is skipped with the reason when there is none."""
    named = os.environ.get("OWNWORDS_CHROMIUM", "")
    found = named or shutil.which("chromium") or ""
    if not found:
        pytest.skip("Debian's chromium is not installed (./test --install brings it)")
    return found


@cache
def axe() -> str:
    """The source of axe-core as the development dependency ships it."""
    package = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class View:
    """One way of looking: width in pixels, colour scheme, scripts on or off."""

    width: int
    scheme: str
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}, scripts {'on' if self.scripts else 'off'}"


@dataclass
class Seen:
    """What happened on the pages of a journey; every list is empty when all is well.

    ``home`` is where a served journey is at home; requests there go nowhere else. ``refusals`` are
    the status lines that the browser itself reports of pages which say no.
    """

    home: str = "file:"
    refusals: tuple[int, ...] = ()
    console: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def problems(self) -> Mapping[str, list[str]]:
        kept = {name: found for name, found in vars(self).items() if isinstance(found, list)}
        return {name: found for name, found in kept.items() if found}


@contextmanager
def opened_with_profile(profile: Path, seen: Seen) -> Iterator[Any]:
    """A page of a browser that keeps what browsers keep, in the folder ``profile``."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            profile, executable_path=chromium(), args=list(ARGUMENTS)
        )
        page = context.new_page()
        page.on("console", lambda message: _console(message, page, seen))
        yield page
        context.close()


@contextmanager
def opened(view: View, seen: Seen) -> Iterator[Any]:
    """A page of a fresh browser that reports into ``seen``."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        context = browser.new_context(
            viewport={"width": view.width, "height": 900},
            color_scheme=view.scheme,
            java_script_enabled=view.scripts,
        )
        page = context.new_page()
        page.on("console", lambda message: _console(message, page, seen))
        page.on("pageerror", lambda error: seen.console.append(f"{page.url}: {error}"))
        page.on("request", lambda request: _request(request, seen))
        page.on("requestfailed", lambda request: _failed(request, seen))
        yield page
        context.close()
        browser.close()


def _console(message: Any, page: Any, seen: Seen) -> None:
    refused = any(f"responded with a status of {one} " in message.text for one in seen.refusals)
    if message.type in {"error", "warning"} and not refused:
        seen.console.append(f"{page.url}: {message.text}")


def _request(request: Any, seen: Seen) -> None:
    if not request.url.startswith(("file:", "data:", seen.home)):
        seen.outside.append(request.url)


def _failed(request: Any, seen: Seen) -> None:
    """A request that a new page cut short did not fail."""
    if request.failure != "net::ERR_ABORTED":
        seen.failed.append(request.url)


def check_accessibility(page: Any, seen: Seen) -> None:
    """Run axe in the page; needs scripts in the page."""
    found = page.evaluate(
        "async ([source, tags]) => { (0, eval)(source);"
        " const asked = {runOnly: tags, resultTypes: ['violations'], preload: false};"
        " return (await axe.run(document, asked))"
        ".violations.map(v => [v.id, v.nodes.map(n => n.target.join(' ')).slice(0, 3)]); }",
        [axe(), AXE_TAGS],
    )
    seen.axe += [f"{page.url}: {json.dumps(fault, ensure_ascii=False)}" for fault in found]


def check_width(page: Any, seen: Seen) -> None:
    """Nothing may make the page scroll sideways."""
    inner, outer = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if inner > outer:
        seen.wide.append(f"{page.url}: {inner} > {outer}")


NAMES = """() => {
  const does = new Map();
  const said = (one) => one.getAttribute("aria-label") ?? (one.labels?.[0] ?? one).textContent;
  for (const one of document.querySelectorAll("main :is(button, a.button, summary, input)")) {
    if (one.ariaHidden === "true" || ["hidden", "radio"].includes(one.type)) continue;
    const sent = [...(one.form?.elements ?? [])].filter((each) => each.type === "hidden");
    const asks = [one, ...sent].map((each) => each.value);
    const what = one.localName === "summary" ? one : one.href ?? [one.formAction, ...asks].join();
    const name = said(one).trim().replace(/\\s+/g, " ");
    does.set(name, (does.get(name) ?? new Set()).add(what));
  }
  return [...does].filter(([, whats]) => whats.size > 1).map(([name]) => name);
}"""
"""What two things on a page are called alike that do not do the same."""


def check_names(page: Any, seen: Seen) -> None:
    """Who hears the name of a button alone must know which of several it is."""
    seen.alike += [f"{page.url}: {name}" for name in page.evaluate(NAMES)]
