"""The finished pages, screened once more as a reader sees them.

Quotations were screened when they were cleared, the tellers' words with their files and lines.
What is left are the words of the site itself and whatever a later page may print: nothing of these
is personal data, so any flag here stops the edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from html.parser import HTMLParser

from ownwords.flows.screened import Screen

_READ_ALOUD = frozenset({"alt", "title", "aria-label", "content", "placeholder"})
_MARKUP = (".html", ".svg", ".xml")
_SILENT = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_PARTS = re.compile(r"(<[^<>]*>)")
_OURS = re.compile(
    r"(?<![0-9A-Za-z])(?:q[0-9a-f]{16}|(?=[0-9]*[a-f])[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{64}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9A-Za-z])"
)
"""Public names of quotations, of voices and of entries in feeds, and digests: random digits, among
which any number may stand."""


class _Reader(HTMLParser):
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


class PageScreen:
    """Screens finished pages; ``known`` are the texts that were screened before or may stand."""

    def __init__(self, known: Iterable[str], screen: Screen) -> None:
        self._seen = set(known)
        self._known = "\n".join(sorted(self._seen))
        self._screen = screen
        self._parts: set[str] = set()

    def flags(self, path: str, page: bytes) -> Iterator[str]:
        """Kinds of personal data on a page that nobody decided about."""
        if not is_page(path):
            return
        new = [part for part in dict.fromkeys(_parts(page)) if part not in self._parts]
        self._parts.update(new)
        for piece in (_OURS.sub(" ", said) for part in new for said in _said_in(part)):
            if piece not in self._seen:
                self._seen.add(piece)
                for flag in self._screen.flags(piece):
                    if piece[flag.start : flag.end] not in self._known:
                        yield flag.kind.value
