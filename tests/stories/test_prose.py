"""The teller's Markdown: no raw HTML, no pictures, links only where they may go."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.stories.prose import link_allowed, prose_html

ALLOWED = {"p", "h2", "h3", "ul", "ol", "li", "em", "strong", "a", "code", "pre", "br", "hr"}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Tags()
    reader.feed(html)
    return reader.seen


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "![alt](https://example.org/pixel.gif)",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hello)",
        "[x](//example.org/)",
        "[x](../../etc/passwd)",
        "<https://example.org> &lt;script&gt; <!-- c -->",
        '[x](https://example.org/"onclick=alert(1))',
        "> words",
    ],
)
def test_nothing_dangerous_becomes_markup(markdown: str) -> None:
    for tag, attributes in tags(prose_html(markdown)):
        assert tag in ALLOWED
        assert set(attributes) <= {"href", "rel", "title", "class", "start"}
        assert "href" not in attributes or link_allowed(attributes["href"] or "")


@given(st.text(max_size=300))
def test_any_text_makes_allowed_markup_only(markdown: str) -> None:
    assert {tag for tag, _ in tags(prose_html(markdown))} <= ALLOWED


def test_links_do_not_tell_where_they_come_from() -> None:
    assert tags(prose_html("[x](https://example.org)")) == [
        ("p", {}),
        ("a", {"href": "https://example.org", "rel": "noreferrer"}),
    ]


def test_headings_begin_below_the_title_of_the_page() -> None:
    html = prose_html("# A\n\n## B\n\n### C\n\n###### D", top=3)
    assert [tag for tag, _ in tags(html)] == ["h3", "h3", "h4", "h4"]


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org", True),
        ("mailto:a@example.org", True),
        ("https:///x", False),
        ("ftp://example.org", False),
        ("javascript://example.org/%0aalert(1)", False),
        ("#fragment", False),
        ("", False),
    ],
)
def test_which_links_are_allowed(address: str, allowed: bool) -> None:
    assert link_allowed(address) is allowed
