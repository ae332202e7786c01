"""The demo, once for all tests of this folder."""

from __future__ import annotations

import pytest

from tests.demo_campaign import Demo, make


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return make(tmp_path_factory.mktemp("demo"))
