"""The house stays small enough to walk through: limits on files, names and leftovers."""

from __future__ import annotations

import re

from tests.house.checkout import PACKAGE, is_text, named, tracked

LINES = 400
TEXT_BYTES = 200_000
BINARY_BYTES = 2_000_000
NO_ROOM = {"utils", "util", "helpers", "helper", "common", "core", "misc", "shared", "base", "lib"}
UNFINISHED = re.compile(
    r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError"
    r"|(?i:placeholder (until|for now)|lorem ipsum|until written)"
)
LOCKS = re.compile(r"requirements/(run|dev)\.lock|bench/requirements.*\.(lock|txt)")
DATA = re.compile(r"(tests/(fixtures|golden)|examples|quality|bench/results)/")


def is_python(path) -> bool:
    return path.suffix == ".py" or named(path) in {"demo", "test", "workbench"}


def test_no_python_file_is_longer_than_the_wall() -> None:
    lengths = {
        named(path): path.read_text(encoding="utf-8").count("\n")
        for path in tracked()
        if is_python(path)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LINES} == {}


def test_no_room_is_named_after_nothing() -> None:
    rooms = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")]
    assert [str(room) for room in rooms if NO_ROOM & {*room.parts, room.stem}] == []


def test_no_tracked_file_is_too_large_to_review() -> None:
    heavy = []
    for path in tracked():
        name, size = named(path), path.stat().st_size
        limit = TEXT_BYTES if is_text(path) and not DATA.match(name) else BINARY_BYTES
        if size > limit and not LOCKS.fullmatch(name):
            heavy.append((name, size))
    assert heavy == []


def test_nothing_in_the_package_is_left_for_later() -> None:
    left = []
    for path in sorted(PACKAGE.rglob("*")):
        if not path.is_file() or "__pycache__" in path.parts or not is_text(path):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if UNFINISHED.search(line):
                left.append(f"{named(path)}:{number}")
    assert left == []


def test_every_text_file_ends_its_lines_the_same_way_everywhere() -> None:
    """Windows reads a batch file only with its own line ends (.gitattributes)."""
    odd = []
    for path in tracked():
        if DATA.match(named(path)) or not is_text(path):
            continue
        body = path.read_bytes()
        if path.suffix == ".bat":
            body = body.replace(b"\r\n", b"\n")
        if b"\r" in body or (body and not body.endswith(b"\n")):
            odd.append(named(path))
    assert odd == []
