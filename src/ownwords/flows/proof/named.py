"""Where the tellers' own files name somebody who was taken out: file and line.

A name in a sentence may be somebody else's, or no name at all; only who reads it can tell. It is
looked for as :mod:`ownwords.flows.called` spells it:

- a name of several words, one of three characters of a script without spaces, and a handle that
  no word could be, for it holds a digit or a sign within: such a line waits until somebody has
  mended it or said that it means somebody else;
- a name or handle of one word: so it is in the files that quoted or retold them. Elsewhere a first
  name alone would stop everything, so the line is shown and waits for nobody.

A name that somebody else on record has as well is not looked for.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ownwords.archive.erasing_work import Work
from ownwords.flows.called import SIGNS, as_read, pattern, plain
from ownwords.flows.proof.repeated import tellers_files
from ownwords.flows.proof.wording import EMPHASIS, IS_DENSE
from ownwords.flows.recalled import Place

NAMED = "named"
"""The kind of such a place."""
_TAG = re.compile(r"<[^<>]*>")
_LEAST = 3
"""Letters of a name that is looked for."""


class Named(NamedTuple):
    """Places where a name stands: ``waiting`` for somebody's word, or only ``shown``."""

    waiting: list[Place]
    shown: list[Place]


class Line(NamedTuple):
    """A line of a file, counted from 1."""

    file: str
    number: int
    words: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.file, self.number, NAMED)

    @property
    def kept_as(self) -> str:
        """How it is known again once somebody said that it stays: a changed line is another one."""
        return f"{self.file}\n{self.words}"


def named(root: Path, works: Sequence[Work], cut: Callable[[str], str] = str) -> Named:
    """Every line with a name of theirs that nobody said stays. ``cut`` blanks what will go."""
    waiting = [line.place for work in works for line in waiting_for(root, work, cut)]
    alone = {name for work in works for name in _names(work) if not _tells_apart(name)}
    places = [line.place for line in _lines(root, alone, cut)]
    kept = {line.place for work in works for line in _kept(root, work, cut)}
    shown = [one for one in dict.fromkeys(places) if one not in {*waiting, *kept}]
    return Named(sorted(set(waiting)), shown)


def waiting_for(root: Path, work: Work, cut: Callable[[str], str] = str) -> list[Line]:
    """The lines with a name of one person that wait for somebody's word."""
    return [line for line in _asked(root, work, cut) if line.kept_as not in work.kept_lines]


def settled(root: Path, works: Sequence[Work]) -> set[str]:
    """Names that hardly anybody else bears and that no line of the tellers holds any more.

    Where one stands in an edition, it is theirs. While a line holds it, nobody has said whose it is
    or somebody has said that it is another one's.
    """
    apart = {name for work in works for name in _names(work) if _tells_apart(name)}
    return {name for name in apart if not any(_lines(root, [name], str))}


def stand_in(path: Path, names: Collection[str]) -> bool:
    """Whether one of these names stands in a finished page or file of data."""
    text = path.read_text(encoding="utf-8", errors="replace") if names else ""
    said = {more for one in _readings(text) for more in (one, _TAG.sub("", one))}
    low = "\n".join(said).lower()
    near = [name for name in names if _longest_word(name) in low]
    found = pattern(near)
    return found is not None and any(map(found.search, said))


def _longest_word(name: str) -> str:
    words: list[str] = re.findall(r"\w+", as_read(name).lower())
    return max(words, key=len)


def _kept(root: Path, work: Work, cut: Callable[[str], str]) -> Iterator[Line]:
    return (line for line in _asked(root, work, cut) if line.kept_as in work.kept_lines)


def _asked(root: Path, work: Work, cut: Callable[[str], str]) -> list[Line]:
    names = _names(work)
    apart = set(filter(_tells_apart, names))
    found = [*_lines(root, apart, cut)]
    found += (line for line in _lines(root, names - apart, cut) if line.file in work.told)
    return list(dict.fromkeys(found))


def _names(work: Work) -> set[str]:
    """What they are called in a sentence: names without signs around them, handles without @."""
    if work.single:
        return set()
    called = {*work.names, *work.spoken} - {*work.shared}
    handles = {handle.partition("@")[2] for handle in work.handles}
    return {
        name
        for name in {*map(plain, called), *handles}
        if len(name) >= _LEAST or IS_DENSE.search(name)
    }


def _tells_apart(name: str) -> bool:
    """Whether a name can hardly be a word or somebody's first name."""
    dense = bool(IS_DENSE.search(name)) and len(name) >= _LEAST
    return " " in name or dense or bool(SIGNS.search(name))


def _lines(root: Path, names: Iterable[str], cut: Callable[[str], str]) -> Iterator[Line]:
    looked_for = pattern(names)
    if looked_for is None:
        return
    for path in tellers_files(root):
        text = cut(path.read_text(encoding="utf-8", errors="replace"))
        lines = text.split("\n")
        for number in sorted({one for said in _readings(text) for one in _where(looked_for, said)}):
            words = lines[min(number, len(lines)) - 1]
            yield Line(path.relative_to(root).as_posix(), number, words)


def _where(looked_for: re.Pattern[str], text: str) -> Iterator[int]:
    return (text.count("\n", 0, found.start()) + 1 for found in looked_for.finditer(text))


def _readings(text: str) -> set[str]:
    """A text as it is written and as a reader of the page sees it, line by line."""
    shown = {as_read(one) for one in (text, html.unescape(text))}
    return shown | {EMPHASIS.sub("", one) for one in shown}
