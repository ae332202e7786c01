"""The same 500 payloads in a real browser: nothing runs, is built of them, or breaks a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.browser import View, check_width, opened
from tests.journeys.workbench import REHEARSAL, Served, served
from tests.workbench import hostile
from tests.workbench.payloads import COUNT

pytestmark = pytest.mark.journey

REFUSALS = (403, 404, 409, 422)
WATCH = """
window.ran = [];
window.hit = (number) => window.ran.push(number);
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => window.hit(name);
"""
BUILT = """[
  ...document.querySelectorAll("[pwned], [srcdoc], base, object, embed, marquee, applet"),
  ...[...document.querySelectorAll("*")].filter(
    (one) => [...one.attributes].some((each) => each.name.startsWith("on")
      || /^\\\\s*(javascript|data:text)/i.test(each.name === "value" ? "" : each.value)
         && ["href", "src", "action", "formaction"].includes(each.name))),
].map((one) => one.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OWNWORDS_CONFIG", str(folder / "config"))
        hostile.make(folder / "campaign")
    with served(folder, folder / "campaign") as running:
        running.seen.refusals = REFUSALS
        yield running


def addresses(bench: Served) -> Iterator[str]:
    """Pages that together show every payload, and each kind of page at least once."""
    for path in ("/", "/gather", "/gather/faults", "/asks", "/stories", "/settings", "/publish"):
        yield bench.at(path)
    for start in range(0, COUNT, 25):
        yield bench.at("/posts", at=str(start))
    for page in range(1, 1 + COUNT // 50):
        yield bench.at("/voices", page=str(page))
    for number in range(0, COUNT, 20):
        yield bench.at("/post", id=hostile.post_id(number))
        yield bench.at("/voice", account=hostile.account_id(number))
        yield bench.at("/asks/new", account=hostile.account_id(number))
    for number in range(hostile.STORIES):
        yield bench.at("/story", slug=f"story-{number}", q="hit")
        yield bench.at(REHEARSAL, slug=f"story-{number}")
    yield bench.at("/asks/answer", account=hostile.account_id(3))
    yield bench.at("/takeout", who=hostile.account_id(2))


def look(page: Any, faults: list[str]) -> None:
    """What ran, and what was built, in the page and in its frames."""
    for frame in page.frames:
        faults += [f"{frame.url} ran {one}" for one in frame.evaluate("window.ran")]
        faults += [f"{frame.url} built {one}" for one in frame.evaluate(BUILT)]


def test_nothing_runs_and_nothing_breaks(bench: Served) -> None:
    faults: list[str] = []
    with opened(View(width=360, scheme="light"), bench.seen) as page:
        page.context.add_init_script(WATCH)
        page.on("dialog", lambda dialog: faults.append(f"{page.url} opened a dialog"))
        page.goto(bench.entry)
        for address in addresses(bench):
            page.goto(address)
            look(page, faults)
            check_width(page, bench.seen)
    assert faults == []
    assert bench.seen.problems() == {}
    assert Path(bench.folder / "campaign" / "campaign.toml").is_file()
