"""A workbench in memory: the demo campaign on it, a client that came in by the front door.

Addresses of the workbench are sealed. Tests that are not about that read and write what is sealed:
``/post?id=...``; a :class:`Window` seals it on the way in and opens it on the way out.
"""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from ownwords.workbench.addresses import IN_PATH, SEALED, Addresses
from ownwords.workbench.app import application
from ownwords.workbench.bench import Bench
from ownwords.workbench.guard import ENTER
from ownwords.workbench.pages.answered import ANSWERED
from ownwords.workbench.session import Session
from tests.demo_campaign import Demo

HOST = "127.0.0.1:8000"
HERE = {"sec-fetch-site": "same-origin"}


_SEALED = re.compile(rf"(/[a-z/]+)\?{SEALED}=([\w-]+)")


def sealed(addresses: Addresses, address: str) -> str:
    """A readable address as the workbench writes it."""
    path, _, asked = address.partition("?")
    return addresses.of(path, **parse_qs(asked, keep_blank_values=True))


def readable(addresses: Addresses, page: str) -> str:
    """A page with every address in it as it was before it was sealed."""

    def opened(found: re.Match[str]) -> str:
        asked = addresses.asked(found[1], found[2])
        assert asked, found[0]
        return html.escape(f"{found[1]}?{urlencode(asked, doseq=True)}")

    return _SEALED.sub(opened, page)


@dataclass
class Window:
    """A browser window on a workbench, without the browser."""

    bench: Bench
    client: TestClient

    def at(self, address: str) -> str:
        """A readable address, sealed."""
        return sealed(self.bench.session.addresses, address)

    def rehearsal(self, slug: str) -> str:
        """The address of a story's page as the edition would show it."""
        path = f"/rehearsal/{IN_PATH}/stories/page.html"
        return self.bench.session.addresses.of(path, slug=slug)

    def look(self, address: str) -> Response:
        """What is answered at a readable address."""
        return self.opened(self.client.get(self.at(address)))

    def get(self, address: str) -> str:
        """A page that is there."""
        answer = self.look(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text

    def opened(self, answer: Response) -> Response:
        """An answer whose addresses can be read."""
        addresses, headers, content = self.bench.session.addresses, answer.headers, answer.content
        if "location" in headers:
            headers["location"] = html.unescape(readable(addresses, headers["location"]))
        if headers.get("content-type", "").startswith("text/html"):
            content = readable(addresses, answer.text).encode()
        return Response(answer.status_code, headers=headers, content=content)

    @property
    def token(self) -> str:
        """The token of the open session's forms."""
        return self.bench.form_token()

    def post(self, path: str, **fields: str | list[str]) -> Response:
        """What a form of ours sends by one click; the page that answers it, where one does."""
        self.bench.leads_to(b"", None)
        answer = self.client.post(path, data={"form": self.token, **fields}, headers=HERE)
        if answer.headers.get("location", "").startswith(ANSWERED):
            answer = self.client.get(answer.headers["location"])
        return self.opened(answer)

    def messages(self, *posts: str) -> str:
        """The page with the messages about some posts, as ticking them leads to it."""
        answer = self.post("/asks/new", post=[*posts])
        assert answer.status_code == 303, answer.text
        return self.get(answer.headers["location"])

    def done(self) -> None:
        """Wait until the job at work has ended."""
        self.bench.jobs.wait(60)
        assert not self.bench.jobs.running


def a_client(bench: Bench) -> TestClient:
    """Somebody who asks the workbench something."""
    return TestClient(
        application(bench, (HOST,)), base_url=f"http://{HOST}", follow_redirects=False
    )


def come_in(bench: Bench, speaking: str = "") -> Window:
    """A window that was let in; ``speaking`` is what its browser asks for."""
    client = a_client(bench)
    asked = {"accept-language": speaking}
    answer = client.get(ENTER, params={"ticket": bench.session.ticket}, headers=asked)
    assert answer.headers["location"] == "/"
    return Window(bench, client)


@pytest.fixture
def empty() -> Iterator[Window]:
    """A workbench without a campaign."""
    bench = Bench(Session())
    yield come_in(bench)
    bench.close()


@contextlib.contextmanager
def opened(demo: Demo, folder: Path) -> Iterator[Window]:
    """A workbench with a copy of the demo campaign."""
    own = demo.copy(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OWNWORDS_CONFIG", str(own.config))
        bench = Bench(Session())
        bench.open(own.root)
        yield come_in(bench)
        bench.jobs.wait(60)
        bench.close()


@pytest.fixture
def window(demo: Demo, tmp_path: Path) -> Iterator[Window]:
    """A workbench of the test's own."""
    with opened(demo, tmp_path) as own:
        yield own


@pytest.fixture(scope="module")
def _of_many(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with opened(demo, tmp_path_factory.mktemp("many")) as one:
        yield one


@pytest.fixture
def looked_at(_of_many: Window, demo: Demo, monkeypatch: pytest.MonkeyPatch) -> Window:
    """One workbench for all tests of a module that change nothing."""
    monkeypatch.setenv("OWNWORDS_CONFIG", str(demo.config))
    return _of_many
