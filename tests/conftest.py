"""What every test gets: its own configuration folder, and properties as long as they should be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ownwords.egress import network_for, refuse_network
from tests.demo_campaign import Demo, make

refuse_network()  # nothing that is tested may speak to the network
_SPEAKS_TO_ITSELF = {"journeys", "servers", "workbench"}
"""Folders of tests in which a page on this computer is asked for."""

FULL = os.environ.get("OWNWORDS_FULL") == "1"

# Machines differ and two tests run at once: an example that is slow is not a fault.
_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("modest", settings(max_examples=60, **_PATIENT))
settings.register_profile("ci", settings(max_examples=60, derandomize=True, **_PATIENT))
settings.register_profile("full", settings(max_examples=5_000, **_PATIENT))
settings.load_profile("full" if FULL else "ci" if os.environ.get("CI") else "modest")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if FULL:
        return
    skip = pytest.mark.skip(reason="the stated numbers run with ./test --full")
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(skip)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are named by their argument: two processes must collect the same tests.

    What is packed holds the second in which it was packed, and a name made of it differs.
    """
    return argname if isinstance(val, bytes) else None


@pytest.fixture(autouse=True, scope="module")
def egress(request: pytest.FixtureRequest) -> Iterator[None]:
    """The network is refused; this computer itself only where a page of it is tested."""
    if _SPEAKS_TO_ITSELF.isdisjoint(request.path.parts):
        yield
        return
    with network_for("loopback"):
        yield


@pytest.fixture(autouse=True)
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty user configuration folder: no test may read or write this person's keys."""
    folder = tmp_path_factory.mktemp("configuration")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OWNWORDS_CONFIG", str(folder))
        patch.delenv("OWNWORDS_CAMPAIGN", raising=False)
        yield folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo, made once for all tests, which leave it as it is; `Demo.copy` may be changed."""
    return make(tmp_path_factory.mktemp("demo"))
