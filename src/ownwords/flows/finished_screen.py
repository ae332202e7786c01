"""The finished pages and files of data, screened once more as a reader sees them.

Quotations were screened when they were cleared, the tellers' words with their files and lines.
What is left are the words of the site itself and whatever a later page may print: nothing of these
is personal data, so any flag here stops the edition.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from html import unescape
from pathlib import PurePosixPath

from ownwords.edition.datasheet_files import titled
from ownwords.edition.dates import spoken
from ownwords.edition.pages import Masthead
from ownwords.flows.screened import Screen
from ownwords.locales.tongue import tongue_of
from ownwords.records.text import Markup

_READ_ALOUD = frozenset({"alt", "title", "aria-label", "content", "placeholder"})
_MARKUP = (".html", ".svg", ".xml")
_LINES = frozenset({"", ".cff", ".md", ".txt"})
_SILENT = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_PARTS = re.compile(r"(<[^<>]*>)")
_OURS = re.compile(
    r"(?<![0-9A-Za-z])(?:q[0-9a-f]{16}|(?=[0-9]*[a-f])[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{64}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9A-Za-z])"
)
"""Public names of quotations, of voices and of entries in feeds, and digests: random digits, among
which any number may stand."""


class _Reader(Markup):
    """What the attributes of a tag say to a reader."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value for name, value in attrs if value and name in _READ_ALOUD]


def is_page(path: str) -> bool:
    """Whether a file is read as a page, tag by tag."""
    return path.endswith(_MARKUP)


def pieces(page: bytes) -> list[str]:
    """What a page says, piece by piece: its text, alternative texts, titles and labels."""
    return [said for part in _parts(page) for said in _said_in(part)]


def _parts(page: bytes) -> list[str]:
    """The tags of a page and the texts between them, without scripts and styles."""
    return _PARTS.split(_SILENT.sub("\n", page.decode("utf-8", "replace")))


def _said_in(part: str) -> list[str]:
    """What a part of a page says: its text, or alternative texts, titles and labels."""
    if not part.startswith("<"):
        return [unescape(part)] if part.strip() else []
    if not any(name in part for name in _READ_ALOUD):
        return []
    reader = _Reader()
    reader.feed(part)
    reader.close()
    return reader.said


def written(path: str, data: bytes) -> Iterator[str]:
    """What a file of data says: strings of JSON, cells of a table, lines of a text.

    Styles, scripts, pictures and signatures say nothing that anybody wrote.
    """
    kind = PurePosixPath(path).suffix
    text = data.decode("utf-8", "replace")
    if kind == ".json":
        yield from _strings(json.loads(text))
    elif kind == ".csv":
        yield from (cell for row in csv.reader(io.StringIO(text)) for cell in row)
    elif kind in _LINES:
        yield from text.splitlines()


def _strings(value: object) -> Iterator[str]:
    """Every string in a JSON value, the text of those that are markup; ``@`` begins a keyword."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield key.lstrip("@")
            yield from _strings(one)
    elif isinstance(value, list):
        yield from (said for one in value for said in _strings(one))
    elif isinstance(value, str):
        yield from pieces(value.encode("utf-8", "replace")) if "<" in value else [value]


def said_anew(head: Masthead) -> frozenset[str]:
    """What each edition says of its own number and day, line by line.

    It is nobody's, and the only words of the program that no edition before it held.
    """
    tongue, number, day = tongue_of(head.language), head.number, head.date
    line = (tongue.gettext("Edition %(number)s", number=number), spoken(tongue, day))
    return frozenset(
        (
            "".join(f"{one} · " for one in line if one),
            f"# {titled(head, tongue)}",
            *(f'version: "{number}"', f'date-released: "{day}"', day, f"{day}T00:00:00Z"),
        )
    )


class PageScreen:
    """Screens finished files; ``known`` are the texts that were screened before or may stand.

    ``ours`` are whole lines that are not looked at.
    """

    def __init__(self, known: Iterable[str], screen: Screen, ours: Iterable[str] = ()) -> None:
        self._before = known
        self._seen = set(ours)
        self._screen = screen
        self._parts: set[str] = set()

    def flags(self, path: str, page: bytes) -> Iterator[str]:
        """Kinds of personal data in a file that nobody decided about."""
        for piece in (_OURS.sub(" ", said) for said in self._said(path, page)):
            if piece not in self._seen:
                self._seen.add(piece)
                for flag in self._screen.flags(piece):
                    if piece[flag.start : flag.end] not in self._known:
                        yield flag.kind.value

    @cached_property
    def _known(self) -> str:
        """What was screened before, in one text. Mostly nothing is found that asks for it."""
        return "\n".join(sorted(set(self._before)))

    def _said(self, path: str, data: bytes) -> Iterator[str]:
        if not is_page(path):
            yield from written(path, data)
            return
        new = [part for part in dict.fromkeys(_parts(data)) if part not in self._parts]
        self._parts.update(new)
        yield from (said for part in new for said in _said_in(part))
