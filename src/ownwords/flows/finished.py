"""The finished pages, screened once more as a reader sees them.

Quotations were screened when they were cleared, the tellers' words with their files and lines.
What is left are the words of the site itself and whatever a later page may print: nothing of these
is personal data, so any flag here stops the edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from ownwords.flows.screened import Screen

_READ_ALOUD = frozenset({"alt", "title", "aria-label", "content", "placeholder"})
_MARKUP = (".html", ".svg", ".xml")
_SILENT = frozenset({"script", "style"})
_OURS = re.compile(
    r"(?<![0-9A-Za-z])(?:q[0-9a-f]{16}|(?=[0-9]*[a-f])[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{64}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9A-Za-z])"
)
"""Public names of quotations, of voices and of entries in feeds, and digests: random digits, among
which any number may stand."""


class _Reader(HTMLParser):
    """Text between tags, and what attributes say to a reader."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in _SILENT
        self.pieces += [value for name, value in attrs if value and name in _READ_ALOUD]

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent and not data.isspace():
            self.pieces.append(data)


def pieces(page: bytes) -> list[str]:
    """What a page says, piece by piece: its text, alternative texts, titles and labels."""
    reader = _Reader()
    reader.feed(page.decode("utf-8", "replace"))
    reader.close()
    return reader.pieces


class PageScreen:
    """Screens finished pages; ``known`` are the texts that were screened before or may stand."""

    def __init__(self, known: Iterable[str], screen: Screen) -> None:
        self._seen = set(known)
        self._known = "\n".join(sorted(self._seen))
        self._screen = screen

    def flags(self, path: str, page: bytes) -> Iterator[str]:
        """Kinds of personal data on a page that nobody decided about."""
        if not path.endswith(_MARKUP):
            return
        for piece in (_OURS.sub(" ", one) for one in pieces(page)):
            if piece not in self._seen:
                self._seen.add(piece)
                for flag in self._screen.flags(piece):
                    if piece[flag.start : flag.end] not in self._known:
                        yield flag.kind.value
