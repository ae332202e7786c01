"""The teller's Markdown to HTML.

CommonMark without raw HTML, without pictures (a picture would be fetched from elsewhere) and with
links to http, https and mailto only. What is refused stays visible as the text that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LINK = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)


def link_allowed(address: str) -> bool:
    """Whether a page may link there: http, https or mailto, nothing relative, nothing else."""
    return _LINK.match(address) is not None


def _nothing(address: str) -> str:
    """What stands after a link when nobody says more."""
    del address
    return ""


def prose_html(markdown: str, *, top: int = 2, after: Callable[[str], str] = _nothing) -> str:
    """HTML of the teller's words; the highest heading is ``h<top>``, the lowest one below it.

    ``after`` gives markup to put behind a link, by its address without the fragment.
    """
    reader = _reader()
    tokens = reader.parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{top if token.tag in {'h1', 'h2'} else top + 1}"
        _mark_links(token)
        if token.children:
            token.children = list(_followed(token.children, after))
    html: str = reader.renderer.render(tokens, reader.options, {})
    return html


def _mark_links(token: Token) -> None:
    for child in token.children or ():
        if child.type == "link_open":
            child.attrSet("rel", "noreferrer")


def _followed(children: list[Token], after: Callable[[str], str]) -> Iterator[Token]:
    """The parts of a line with what ``after`` puts behind each link."""
    from markdown_it.token import Token as Made

    address = ""
    for child in children:
        yield child
        if child.type == "link_open":
            address = bare(str(child.attrGet("href") or ""))
        elif child.type == "link_close" and (more := after(address)):
            yield Made("html_inline", "", 0, content=more)


def links_of(markdown: str) -> Iterator[str]:
    """Web addresses that the teller's words link to, in order, without their fragments."""
    for token in _reader().parse(markdown):
        for child in token.children or ():
            if child.type == "link_open":
                address = str(child.attrGet("href") or "")
                if not address.lower().startswith("mailto:"):
                    yield bare(address)


def bare(address: str) -> str:
    """An address as the reader of Markdown writes it, without its fragment: the whole page."""
    written: str = _reader().normalizeLink(address)
    return written.partition("#")[0]


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False})
    reader.disable(["image", "blockquote", "html_block", "html_inline"])
    reader.validateLink = link_allowed  # type: ignore[method-assign,assignment]
    return reader
