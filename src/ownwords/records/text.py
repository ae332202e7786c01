"""The plain text of a post, and the folding of tags; what of a text can be seen.

A span of a quotation counts code points of the plain text, so it and the folding of tags are part
of the public format (docs/format.md) and may only change with a new format number.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from html.parser import HTMLParser
from typing import Any

UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Scripts whose words are not parted by spaces, or change at their ends (Hangul), as a class of
``re`` lists them: Thai, Lao, Burmese, Khmer, Kana, Han, Hangul. Three state it for themselves: the
proof, which shares nothing with the eraser (a test compares them); the search
(:mod:`ownwords.archive.folding`) and the scanner (:mod:`ownwords.consent.fingerprints`), for which
radicals, jamo and rare blocks are letters too. An index and a measured floor rest on those.
"""
INVISIBLE = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Signs that nobody sees, as a class lists them; some put one into a name so as to call nobody."""

_BREAKS = {"br": "\n", "p": "\n\n", "div": "\n", "li": "\n", "blockquote": "\n\n"}
_SILENT = {"script", "style", "template"}


_UNCLOSED = 32
"""Pieces of markup without an end after which what follows is text."""


class Markup(HTMLParser):
    """Python's reader of HTML, without two habits: it ends with an error at ``<![`` and what it
    does not know, and for every piece of markup without an end it reads the whole rest in vain, so
    that 60 KB of ``<a `` take it half a minute.
    """

    def reset(self) -> None:
        """Begin anew."""
        super().reset()
        self._unclosed = 0
        self._ending = False

    def close(self) -> None:
        """Read the rest: what is open now stays open, and is text up to the next bracket."""
        self._ending = True
        super().close()

    def parse_starttag(self, i: int) -> int:
        """Where the tag that begins at ``i`` ends; -1 where it does not."""
        return self._bounded(i, super().parse_starttag(i))

    def parse_endtag(self, i: int) -> int:
        """The same of an end tag."""
        return self._bounded(i, super().parse_endtag(i))

    def parse_pi(self, i: int) -> int:
        """The same of an instruction."""
        return self._bounded(i, super().parse_pi(i))

    def parse_comment(self, i: int, report: Any = 1) -> int:
        """The same of a comment."""
        return self._bounded(i, super().parse_comment(i, report))

    def parse_html_declaration(self, i: int) -> int:
        """The same of a declaration."""
        return self._bounded(i, super().parse_html_declaration(i))

    def _bounded(self, i: int, end: int) -> int:
        """Where the reader goes on; behind the last piece that may stay open that is the end."""
        if end >= 0 or not self._ending:
            return end
        self._unclosed += 1
        rest = self.rawdata
        if self._unclosed <= _UNCLOSED:
            end = rest.find(">", i) + 1 or rest.find("<", i + 1)
        end = end if end > 0 else len(rest)
        self.handle_data(unescape(rest[i:end]))
        return end

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


_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
"""Letters and signs that are drawn as nothing."""
_SELECTING = re.compile("[\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Marks that are not drawn themselves."""


def _is_seen(character: str) -> bool:
    return character not in _BLANK and unicodedata.category(character)[0] not in "CMZ"


def seen(text: str) -> str:
    """A text without the blanks at its ends; empty where nothing of it can be seen."""
    return text.strip() if any(map(_is_seen, text)) else ""


def alike(name: str) -> str:
    """How names of people are compared: what of them can be seen, NFKC, case-folded."""
    folded = _SELECTING.sub("", unicodedata.normalize("NFKC", name).casefold())
    return " ".join("".join(filter(_is_drawn, folded)).split())


def _is_drawn(character: str) -> bool:
    """Marks on letters tell names apart; a blank parts words."""
    category = unicodedata.category(character)
    return character.isspace() or (character not in _BLANK and category not in {"Cc", "Cf"})
