"""The teller's Markdown to HTML.

CommonMark without raw HTML, without pictures (a picture would be fetched from elsewhere) and with
links to http, https and mailto only. What is refused stays visible as the text that was typed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LINK = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)


def link_allowed(address: str) -> bool:
    """Whether a page may link there: http, https or mailto, nothing relative, nothing else."""
    return _LINK.match(address) is not None


def prose_html(markdown: str, *, top: int = 2) -> str:
    """HTML of the teller's words; the highest heading is ``h<top>``, the lowest one below it."""
    reader = _reader()
    tokens = reader.parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{top if token.tag in {'h1', 'h2'} else top + 1}"
        _mark_links(token)
    html: str = reader.renderer.render(tokens, reader.options, {})
    return html


def _mark_links(token: Token) -> None:
    for child in token.children or ():
        if child.type == "link_open":
            child.attrSet("rel", "noreferrer")


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False})
    reader.disable(["image", "blockquote", "html_block", "html_inline"])
    reader.validateLink = link_allowed  # type: ignore[method-assign,assignment]
    return reader
