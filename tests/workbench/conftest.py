"""A workbench in memory: the demo campaign on it, a client that came in by the front door."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ownwords.workbench.app import application
from ownwords.workbench.bench import Bench
from ownwords.workbench.guard import ENTER
from ownwords.workbench.session import Session
from tests.demo_campaign import Demo

HOST = "127.0.0.1:8000"
HERE = {"sec-fetch-site": "same-origin"}


@dataclass
class Window:
    """A browser window on a workbench, without the browser."""

    bench: Bench
    client: TestClient

    def get(self, path: str) -> str:
        """A page that is there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    @property
    def token(self) -> str:
        """The token of the open session's forms."""
        return self.bench.session.form_token()

    def post(self, path: str, **fields: str | list[str]):
        """What a form of ours sends."""
        return self.client.post(path, data={"form": self.token, **fields}, headers=HERE)

    def done(self) -> None:
        """Wait until the job at work has ended."""
        self.bench.jobs.wait(60)
        assert not self.bench.jobs.running


def a_client(bench: Bench) -> TestClient:
    """Somebody who asks the workbench something."""
    return TestClient(
        application(bench, (HOST,)), base_url=f"http://{HOST}", follow_redirects=False
    )


def come_in(bench: Bench) -> Window:
    """A window that was let in."""
    client = a_client(bench)
    answer = client.get(ENTER, params={"ticket": bench.session.ticket})
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
