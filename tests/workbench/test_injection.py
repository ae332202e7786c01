"""Nothing that anybody wrote becomes markup: 500 payloads in every field, every page parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest

from ownwords.workbench.app import pages
from ownwords.workbench.bench import Bench
from ownwords.workbench.session import Session
from tests.workbench import hostile
from tests.workbench.conftest import Window, come_in
from tests.workbench.payloads import COUNT, payloads

CHANGING = {"base", "object", "embed", "marquee", "template", "math", "applet", "frame"}
_SPACE = re.compile(r"\s+")


class Parsed(HTMLParser):
    """What a page is made of: faults of its markup, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.parts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        handlers = [name for name in given if name.startswith("on") or name in ("pwned", "srcdoc")]
        leads = (given.get("href") or given.get("src") or given.get("action") or "").strip()
        if tag in CHANGING or handlers or leads.lower().startswith(("javascript:", "data:text")):
            self.faults.append(self.get_starttag_text() or tag)
        if tag == "script" and not leads.startswith(("/static/", "../assets/", "assets/")):
            self.faults.append("script")
        self.parts += [value for value in given.values() if value]

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @property
    def text(self) -> str:
        return _plain("\x00".join(self.parts))


def _plain(words: str) -> str:
    return _SPACE.sub(" ", words).strip()


@pytest.fixture(scope="module")
def hostile_window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OWNWORDS_CONFIG", str(folder / "config"))
        hostile.make(folder / "campaign")
        bench = Bench(Session())
        bench.open(folder / "campaign")
        yield come_in(bench)
        bench.close()


def parsed(window: Window, address: str) -> Parsed:
    """A page without a fault in its markup."""
    answer = window.look(address)
    assert answer.status_code in {200, 303, 404, 409, 410, 422}, (address, answer.status_code)
    page = Parsed(answer.text)
    assert page.faults == [], address
    return page


def test_the_words_of_every_post_arrive_to_the_letter(hostile_window: Window) -> None:
    for number, word in enumerate(payloads()):
        page = parsed(hostile_window, f"/post?id={quote(hostile.post_id(number))}")
        assert _plain(word) in page.text, word


def test_the_name_and_the_evidence_of_everybody_arrive_to_the_letter(
    hostile_window: Window,
) -> None:
    for number, word in enumerate(payloads()):
        page = parsed(hostile_window, f"/voice?account={quote(hostile.account_id(number))}")
        assert _plain(word) in page.text, word


def test_every_payload_is_a_message_to_copy(hostile_window: Window) -> None:
    words = payloads()
    for start in range(0, COUNT, 100):
        posts = [hostile.post_id(number) for number in range(start, start + 100)]
        page = Parsed(hostile_window.messages(*posts))
        assert page.faults == []
        for word in words[start : start + 100]:
            assert _plain(word) in page.text, word


def questions(window: Window) -> Iterator[str]:
    """Every address that is asked with GET, with payloads for whatever may be asked of it."""
    for page in pages():
        if page.method == "GET" and "{" not in page.path:
            yield page.path
            for word in payloads()[::50]:
                asked = quote(word, safe="")
                yield f"{page.path}?q={asked}&tag={asked}&only={asked}&source={asked}"
                yield f"{page.path}?slug={asked}&id={asked}&account={asked}&who={asked}&at={asked}"
    for number in range(hostile.STORIES):
        yield f"/story?slug=story-{number}&q=hit"
        yield f"/asks/new?story=story-{number}"
        yield window.rehearsal(f"story-{number}")
    for number in range(0, COUNT, 25):
        yield f"/posts?at={number}"
    for number in range(1, 1 + COUNT // 50):
        yield f"/voices?page={number}"
    for number in range(3, COUNT, 50):
        yield f"/asks/answer?account={quote(hostile.account_id(number))}"


def test_no_page_has_an_element_that_somebody_wrote(hostile_window: Window) -> None:
    for address in questions(hostile_window):
        parsed(hostile_window, address)


def test_files_and_sources_are_named_to_the_letter(hostile_window: Window) -> None:
    page = parsed(hostile_window, "/gather")
    inbox = hostile_window.bench.workspace.folder.root / "cache" / "inbox"
    names = [path.name for path in inbox.glob("*/*")]
    assert len(names) == COUNT // 20
    for name in names:
        assert _plain(name) in page.text
    for source in payloads()[:: hostile.TOGETHER]:
        assert _plain(Path(source).name) in page.text


def test_what_was_typed_wrong_comes_back_as_words(hostile_window: Window) -> None:
    for word in payloads()[::10]:
        fields = dict.fromkeys(("tags", "name", "contact", "told_by", "since", "what0"), word)
        answer = hostile_window.post("/settings", **fields)
        assert answer.status_code == 422
        page = Parsed(answer.text)
        assert page.faults == []
        assert _plain(word) in page.text
