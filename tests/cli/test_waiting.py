"""A search that waits for another program says so, once and at once."""

from __future__ import annotations

import os
import subprocess

from ownwords.archive.lock import Lock
from tests.cli.conftest import Place
from tests.demo_campaign import COMMAND


def test_a_search_says_that_it_waits_for_the_index_and_how_to_stop(place: Place) -> None:
    place.run("gather", str(place.posts))
    making = Lock(place.root / "cache" / "search.lock")
    assert making.take()
    environment = {
        **os.environ,
        "OWNWORDS_CONFIG": str(place.config),
        "OWNWORDS_CAMPAIGN": str(place.root),
        "PYTHONWARNINGS": "ignore",
    }
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*COMMAND, "search", "winch"], env=environment, stdout=pipe, stderr=pipe, text=True
    ) as waiting:
        try:
            assert waiting.stderr is not None
            said = waiting.stderr.readline()
            assert waiting.poll() is None
        finally:
            making.release()
        found, more = waiting.communicate(timeout=120)
    assert "Another ownwords is making the search index" in said
    assert "Ctrl-C" in said
    assert "The winch is older than the ministry" in found
    assert more == ""
    assert waiting.returncode == 0
