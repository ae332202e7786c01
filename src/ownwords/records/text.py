"""The plain text of a post, and the folding of tags.

A span of a quotation counts code points of this plain text, so both functions are part of the
public format (docs/format.md) and may only change with a new format number.
"""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser
from typing import Any

_BREAKS = {"br": "\n", "p": "\n\n", "div": "\n", "li": "\n", "blockquote": "\n\n"}
_SILENT = {"script", "style", "template"}


class Markup(HTMLParser):
    """Python's reader of HTML, which ends with an error at ``<![`` and what it does not know."""

    def parse_marked_section(self, i: int, report: Any = 1) -> int:
        """Where such a section ends; one that is not known ends like a tag."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.rawdata.find(">", i) + 1 or -1


class _Words(Markup):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _BREAKS and self.parts:
            self.parts.append(_BREAKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain_text(content: str, content_format: str) -> str:
    """The words without markup: HTML becomes text, plain text stays as it is, byte for byte."""
    if content_format != "text/html":
        return content
    reader = _Words()
    reader.feed(content)
    reader.close()
    return "".join(reader.parts).strip()


def fold_tag(tag: str) -> str:
    """How tags are compared: without '#', NFKC, case-folded. ``#Straße`` equals ``#STRASSE``."""
    if tag.isascii():
        return tag.lstrip("#").lower()
    bare = unicodedata.normalize("NFKC", tag).lstrip("#")
    return unicodedata.normalize("NFKC", bare.casefold())
