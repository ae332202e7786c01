"""A room too large to take in at a glance has a map: its ``__init__`` says where everything is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import ownwords

HOUSE = Path(ownwords.__file__).parent
LARGE = 25


def modules(room: Path) -> set[str]:
    """The files and folders of code in a room."""
    found = {path.stem for path in room.glob("*.py")} - {"__init__"}
    return found | {path.parent.name for path in room.glob("*/__init__.py")}


def test_the_map_of_a_large_room_names_every_module() -> None:
    rooms = [room.parent for room in HOUSE.glob("*/__init__.py")]
    large = [room for room in rooms if len(modules(room)) > LARGE]
    assert {"archive", "flows", "gather"} <= {room.name for room in large}
    lacking = {}
    for room in large:
        said = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8"))) or ""
        families = {name[:-1] for name in re.findall(r"\w+_\*", said)}
        named = set(re.findall(r"\w+", said))
        unnamed = {
            one
            for one in modules(room) - named
            if not any(one.startswith(family) for family in families)
        }
        if unnamed:
            lacking[room.name] = sorted(unnamed)
    assert lacking == {}, "name them in the docstring of the room's __init__.py"
