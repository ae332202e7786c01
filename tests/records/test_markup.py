"""Broken markup: what is never closed is text, and costs no more than a few looks at the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from ownwords.flows.finished_screen import pieces
from ownwords.gather.activity_parts import links_in
from ownwords.records import text
from ownwords.records.text import Markup, plain_text

BROKEN = [
    *("<a ", "<a\n", "<a/", "<a =", "<a b=", "<a b='", '<a b="', "<a b=c/", '<a b="c"d'),
    *('<a b=">" ', "<a b='>' c=\">\" ", "<!--", "<!- >", "<!", "<!doctype", "<?", "</", "</a "),
    *("<![", "<![x", "<![if", "<![CDATA[", "<![CDATA[ >", "<script", "<script>", "</script", "&#"),
]
KINDS = ("starttag", "endtag", "pi", "comment", "html_declaration")
SIZE = 60_000


def read_in_vain(patch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts, from now on, the characters behind each piece of markup that Python finds open."""
    work: Counter[str] = Counter()

    def counted(kind: str) -> None:
        look = getattr(HTMLParser, f"parse_{kind}")

        def parse(reader: HTMLParser, i: int, *more: object) -> int:
            end: int = look(reader, i, *more)
            work[kind] += len(reader.rawdata) - i if end < 0 else 0
            return end

        patch.setattr(HTMLParser, f"parse_{kind}", parse)

    for kind in KINDS:
        counted(kind)
    return work


@pytest.mark.parametrize("piece", BROKEN)
def test_broken_markup_is_read_in_a_bounded_number_of_looks(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = read_in_vain(monkeypatch)
    words = plain_text("The kettle " + piece * (SIZE // len(piece)) + " goes on", "text/html")
    assert sum(work.values()) <= 2 * (text._UNCLOSED + 2) * SIZE
    assert words.startswith("The kettle")
    assert words.endswith("goes on") or piece == "<script>", "what a script holds is no word"


def test_without_a_bound_the_count_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_UNCLOSED", SIZE)
    work = read_in_vain(monkeypatch)
    plain_text("<!--" * 2000, "text/html")
    assert sum(work.values()) > 900 * len("<!--" * 2000)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("a <b c", "a <b c"),
        ("a <!-- b > c", "a <!-- b > c"),
        ("a </b c &amp; d", "a </b c & d"),
        ("<p>a</p><p>b <i", "a\n\nb <i"),
        ("a <![x b", "a <![x b"),
        ("<p>a <? b", "a <? b"),
    ],
)
def test_a_piece_that_is_never_closed_stays_as_text(broken: str, words: str) -> None:
    assert plain_text(broken, "text/html") == words


def test_behind_many_open_pieces_everything_is_text_and_nothing_is_lost() -> None:
    open_pieces = "<!-- x > " * (text._UNCLOSED + 1)
    assert plain_text(f"{open_pieces}<b>bold</b>", "text/html") == f"{open_pieces}<b>bold</b>"
    one_less = "<!-- x > " * text._UNCLOSED
    assert plain_text(f"{one_less}<b>bold</b> &amp; b", "text/html") == f"{one_less}bold & b"


def test_a_reader_that_begins_anew_counts_anew() -> None:
    reader = Markup()
    for _ in range(text._UNCLOSED + 3):
        reader.feed("<b")
        reader.close()
        reader.reset()
    assert reader._unclosed == 0


@pytest.mark.parametrize(
    "read", [links_in, lambda words: pieces(words.encode())], ids=["links", "pages"]
)
def test_other_readers_of_markup_are_bounded_too(
    read: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    work = read_in_vain(monkeypatch)
    read('<a title="x" ' * (SIZE // 13))
    assert 0 < sum(work.values()) <= 2 * (text._UNCLOSED + 2) * SIZE
