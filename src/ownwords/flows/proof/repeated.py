"""Where the tellers' own files repeat somebody who was taken out: file and line, never the words.

What the proof would find in a file is looked for line by line, and over a few lines where a
sentence is broken. Marks of emphasis are looked through: whoever reads the page does not see them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from ownwords.flows.proof.decoding import of_name
from ownwords.flows.proof.escapes import undone
from ownwords.flows.proof.needles import Needles
from ownwords.flows.proof.proving import find_in
from ownwords.flows.proof.wording import EMPHASIS
from ownwords.flows.recalled import Place

_FILES = ("campaign.toml", "*.md", "stories/**/*", "claims/**/*")
_TOGETHER = 6
"""Lines over which a broken sentence may go, empty ones between them."""
_FIELD = re.compile(r"^[ \t-]*[\w-]+[ \t]*[:=][ \t]*", re.MULTILINE)
"""What stands before a value: a name by itself is one when it is the whole value."""


def repeated(root: Path, needles: Needles) -> list[Place]:
    """Every such place in a campaign folder."""
    return [place for path in tellers_files(root) for place in _in_file(path, root, needles)]


def foreseen(root: Path, needles: Needles, cut: Callable[[str], str]) -> list[Place]:
    """The same before anything is cut. ``cut`` blanks in a text what will go by itself."""
    found = []
    for path in tellers_files(root):
        name = path.relative_to(root).as_posix()
        found += [Place(name, 0, kind) for kind in sorted(needles.found(of_name(name).text))]
        text = cut(path.read_text(encoding="utf-8", errors="replace"))
        for line, kinds in _lines(text, needles):
            found += [Place(name, line, kind) for kind in sorted(kinds)]
    return found


def tellers_files(root: Path) -> list[Path]:
    """What the tellers wrote themselves."""
    return sorted({one for glob in _FILES for one in root.glob(glob) if one.is_file()})


def _in_file(path: Path, root: Path, needles: Needles) -> Iterator[Place]:
    name = path.relative_to(root).as_posix()
    known: set[str] = set()
    for line, kinds in _lines(path.read_text(encoding="utf-8", errors="replace"), needles):
        known |= kinds
        yield from (Place(name, line, kind) for kind in sorted(kinds))
    left = {hit.kind for hit in find_in(path, root, needles) if hit.is_trace} - known
    yield from (Place(name, 0, kind) for kind in sorted(left))


def _lines(text: str, needles: Needles) -> Iterator[tuple[int, set[str]]]:
    """The lines on which something begins, counted from 1."""
    if not _kinds(text, needles):
        return
    lines = text.split("\n")
    for start in range(len(lines)):
        for end in range(start + 1, min(start + _TOGETHER, len(lines)) + 1):
            kinds = _kinds("\n".join(lines[start:end]), needles)
            if not kinds:
                continue
            if not _kinds("\n".join(lines[start + 1 : end]), needles):
                yield start + 1, kinds
            break


def _kinds(text: str, needles: Needles) -> set[str]:
    bare = (EMPHASIS.sub("", text), _FIELD.sub("", text))
    readings = (text, *bare, *(more for _, more in undone(text)))
    return {kind for reading in readings for kind in needles.found(reading)}
