"""What a browser keeps of the workbench cannot be read: asked of every address it has (T25)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.flows.people import name_of
from ownwords.records.consent import Voice
from ownwords.workbench.addresses import SEALED, Addresses
from ownwords.workbench.bench import PAGES_KEPT
from ownwords.workbench.rendering import TEMPLATES
from tests.workbench.conftest import HERE, Window
from tests.workbench.test_guard import CHANGES, LOOKS
from tests.workbench.test_work import STORY

NEEDLE = "harbourmaster"
OPEN = {"/enter": {"ticket"}, "/locked": {"wrong"}}
"""What addresses before the session say in the clear: a ticket that is good once, and a slip."""

READABLE = re.compile(rf"\A[^?#]*(\?{SEALED}=[\w-]+)?(#[\w-]+)?\Z")
SEALED_PART = re.compile(rf"(?<=\?){SEALED}=[\w-]+|(?<=^/rehearsal/)[\w-]+")
OF_A_KIND = 8
"""Addresses of one page that are looked at; they differ in what is sealed."""

NOTHING_TO_READ = {SEALED, "number"}
"""Parts of a path that differ; an edition is what everybody may read, and its files have names."""

FILLED_IN = {"text", "search", "url", "date", "password", "email", "number"}


class Kept(HTMLParser):
    """Of a page: its title, its addresses, and what fields a browser would remember."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.title = ""
        self.addresses: list[str] = []
        self.remembered: list[str] = []
        self._in_head, self._in_title, self._off = True, False, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._in_title = self._in_title or (tag == "title" and self._in_head)
        self._in_head = self._in_head and tag != "body"
        leads = (said[name] for name in ("href", "src", "action", "formaction") if name in said)
        self.addresses += [one for one in leads if not one.startswith(("#", "/static/"))]
        if tag == "form":
            self._off = said.get("autocomplete") == "off"
            assert said.get("method") == "post", said
        typed = tag == "textarea" or (tag == "input" and said.get("type", "text") in FILLED_IN)
        if (typed or tag == "select") and not self._off:
            self.remembered.append(said.get("name", ""))

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False


def ids(window: Window) -> frozenset[str]:
    """Every post, account, handle and story of the campaign that is told in six letters or more."""
    engine = window.bench.workspace.vault.engine
    posts = engine.newest(5_000)
    heads = engine.heads(posts).values()
    team = window.bench.team()
    names = {name_of(one, team, window.bench.tongue).lstrip("@") for one in heads}
    slugs = {path.stem for path in window.bench.workspace.folder.stories.glob("*.md")}
    found = {*posts, *(one.account for one in heads), *names, *slugs}
    return frozenset(one.lower() for one in found if len(one) > 5)


def walked(window: Window) -> Iterator[tuple[str, Kept]]:
    """Pages that links lead to from the overview, as a browser sees them; some of each kind."""
    waiting, kinds = ["/"], Counter[str]()
    seen = set(waiting)
    while waiting:
        address = waiting.pop()
        answer = window.client.get(address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        page = Kept(answer.text)
        yield address, page
        for one in page.addresses:
            kind = SEALED_PART.sub("", one)
            if one.startswith("/") and one not in seen and kinds[kind] < OF_A_KIND:
                seen.add(one)
                kinds[kind] += 1
                waiting.append(one)


def test_no_route_takes_what_can_be_read_in_its_path():
    for path in (*CHANGES, *LOOKS):
        parts = set(re.findall(r"\{(\w+)", path))
        assert parts <= NOTHING_TO_READ | {"path"}, path
        assert "path" not in parts or path.startswith(("/edition/", "/rehearsal/{s}/")), path


@pytest.mark.parametrize("path", [path for path in LOOKS if "{" not in path and path not in OPEN])
def test_what_can_be_read_in_an_address_is_not_heard(looked_at: Window, path: str):
    engine = looked_at.bench.workspace.vault.engine
    post = engine.newest(1)[0]
    account = engine.heads([post])[post].account
    asked = {"q": "winch", "id": post, "account": account, "who": account, "post": post}
    asked |= {"slug": STORY, "story": STORY, "tag": "x", "only": "yes", "shown": "no", "page": "2"}
    plain = looked_at.client.get(path)
    told = looked_at.client.get(f"{path}?{urlencode(asked)}")
    assert (told.status_code, told.text) == (plain.status_code, plain.text)


def test_no_address_of_any_page_can_be_read(looked_at: Window):
    told, places = ids(looked_at), set()
    for address, page in walked(looked_at):
        if not address.startswith("/edition/"):
            assert page.title == "Workbench", address
            assert page.remembered == [], address
            for one in page.addresses:
                assert READABLE.match(one), (address, one)
                clear = unquote(SEALED_PART.sub("", one)).lower()
                assert not [word for word in told if word in clear], (address, one)
        places.add(address.partition("?")[0])
    assert {"/post", "/voice", "/posts", "/takeout", "/asks/new", "/story", "/first"} <= places


def fields_of_forms() -> set[str]:
    """Every name that a field has anywhere."""
    templates = TEMPLATES.glob("*.html")
    return {name for one in templates for name in re.findall(r'name="(\w+)"', one.read_text())}


LAST = ("/start/leave", "/lock")
"""Changes after which nothing else can be asked."""


def test_no_form_leads_to_an_address_that_can_be_read(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    sent = dict.fromkeys(fields_of_forms(), NEEDLE) | {"form": window.token}
    for path in (*(one for one in CHANGES if one not in (*LAST, "/locked")), *LAST):
        file = {"file": (f"{NEEDLE}.csv", b"x")} if path == "/gather/upload" else None
        fields = {"form": window.token} if file else sent
        answer = window.client.post(path, data=fields, files=file, headers=HERE)
        window.bench.jobs.wait(60)
        if path != "/asks/files":
            assert answer.status_code == 303, path
            assert READABLE.match(answer.headers["location"]), path
        assert NEEDLE not in unquote(str(answer.headers)), path


def test_the_answer_to_a_form_lies_at_an_address_until_something_changes(window: Window):
    asked = {"form": window.token, "who": f"@{NEEDLE}"}
    answer = window.client.post("/voices", data=asked, headers=HERE)
    lies_at = answer.headers["location"]
    for _ in range(2):
        page = window.client.get(lies_at)
        assert page.status_code == 422
        assert "Nobody of that handle or name is held here." in page.text
        assert 'href="/voices" aria-current="page"' in page.text
    window.post("/publish/place", number="1", place="a stick")
    assert window.client.get(lies_at).status_code == 410


def test_what_was_just_answered_is_seen_whatever_a_job_changes_meanwhile(window: Window):
    asked = {"form": window.token, "who": f"@{NEEDLE}"}
    lies_at = window.client.post("/voices", data=asked, headers=HERE).headers["location"]
    for status, place in ((422, "a stick"), (410, "another")):
        window.bench.workspace.vault.desk.put_voices([Voice(id=place)], 1)
        assert window.client.get(lies_at).status_code == status


def test_few_answers_to_forms_are_kept(window: Window):
    asked = {"form": window.token}
    answers = [
        window.client.post(
            "/voices", data={**asked, "who": f"@{NEEDLE}{number}"}, headers=HERE
        ).headers["location"]
        for number in range(PAGES_KEPT + 1)
    ]
    status = [window.client.get(one).status_code for one in answers]
    assert status == [410, *[422] * PAGES_KEPT]


@pytest.mark.parametrize("path", [path for path in LOOKS if "{" not in path and path not in OPEN])
def test_an_address_of_an_earlier_workbench_says_calmly_what_to_do(looked_at: Window, path: str):
    answer = looked_at.client.get(Addresses().of(path, id="x", who="y", q=NEEDLE))
    assert answer.status_code == 410
    assert "This address leads nowhere any more" in answer.text
    assert 'href="/posts"' in answer.text


@pytest.mark.parametrize("sealed", ["", "x", "%00", "é", "A" * 4096, "====", "-_-_"])
def test_an_address_that_was_tampered_with_leads_nowhere(looked_at: Window, sealed: str):
    answer = looked_at.client.get(f"/post?{SEALED}={sealed}")
    assert answer.status_code == (410 if sealed else 409)


def test_a_search_leads_to_the_same_address_again(window: Window):
    once, again = (
        window.client.post(
            "/posts", data={"form": window.token, "q": words, "shown": ""}, headers=HERE
        ).headers["location"]
        for words in ("winch", " winch ")
    )
    assert once == again
    assert "winch" in window.client.get(once).text


def test_the_same_question_of_two_pages_has_nothing_in_common():
    addresses = Addresses()
    posts, voice = (addresses.of(path, account="a").partition("=")[2] for path in ("/posts", "/v"))
    assert posts != voice
    assert addresses.asked("/v", posts) is None
    assert addresses.asked("/posts", posts) == {"account": ["a"]}


def test_an_address_does_not_tell_how_long_a_word_is():
    addresses = Addresses()
    assert len({len(addresses.of("/posts", q="w" * n)) for n in range(1, 60)}) == 1


def test_a_page_that_is_asked_nothing_has_a_plain_address():
    assert Addresses().of("/posts", q="", at=0, post=[]) == "/posts"


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(st.dictionaries(st.from_regex(r"\A[a-z]{1,8}\Z"), st.lists(WORDS, min_size=1), max_size=4))
def test_what_is_sealed_comes_back(asked: dict[str, list[str]]):
    addresses = Addresses()
    address = addresses.of("/posts", **asked)
    assert addresses.asked("/posts", address.partition("=")[2]) == asked
    assert READABLE.match(address)
