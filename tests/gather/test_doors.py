"""How a connector is found: ours by the name of its module, a stranger's by its entry point."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ownwords.gather.connector import connector_named, connectors

STRANGER = """
class Own:
    name = "guestbook"
    title = "A guestbook"
    extensions = (".gb",)

    def recognises(self, head):
        return False

    def read(self, source, options, cursor=""):
        return iter(())


CONNECTOR = Own()
"""


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """A folder in which a stranger's package is installed."""
    (tmp_path / "guestbook_for_ownwords.py").write_text(STRANGER, encoding="utf-8")
    told = tmp_path / "guestbook_for_ownwords-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Name: guestbook-for-ownwords\nVersion: 1.0\n", "utf-8")
    doors = "[ownwords.connectors]\nguestbook = guestbook_for_ownwords:CONNECTOR\n"
    (told / "entry_points.txt").write_text(doors, encoding="utf-8")
    return tmp_path


def said(code: str, path: Path) -> str:
    code = f"import sys; sys.path.insert(0, {str(path)!r}); {code}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_strangers_format_is_found_by_its_entry_point(beside: Path) -> None:
    named = "from ownwords.gather.connector import connector_named, connectors; "
    assert said(f"{named} print(connector_named('guestbook').title)", beside) == "A guestbook"
    assert said(f"{named} print(len(connectors()))", beside) == str(len(connectors()) + 1)


def test_one_of_ours_is_found_without_asking_every_package(tmp_path: Path) -> None:
    """That takes a fiftieth of a second, and nobody who says a format waits for it."""
    for name, known in connectors().items():
        assert connector_named(name) is known
        assert known.name == name
    code = (
        "from ownwords.gather.connector import connector_named; connector_named('twitter_v2'); "
        "print('importlib.metadata' in sys.modules)"
    )
    assert said(code, tmp_path) == "False"


@pytest.mark.parametrize("name", ["sources", "connector", "no_such_thing", "a.b", "..", "", "é"])
def test_what_is_no_format_is_none(name: str) -> None:
    assert connector_named(name) is None
