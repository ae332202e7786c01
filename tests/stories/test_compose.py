"""Story files: what is read, what is refused with its line, what is written back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.records.consent import Use
from ownwords.records.errors import BadStory
from ownwords.records.story import Chart, Number, Paraphrase, Prose, Quote
from ownwords.stories.compose import fill_digests, parse_story, quote_block

STORY = """---
title: Ask us what the night is like
standfirst: For one week they wrote
  under one tag.
by: the Skerry Assembly
language: en
date: 2014-02
order: 1
---
Every January the charity counts the lonely.

```quote
post: https://x.com/i/status/1
version: 2
span: 0-84
use: named
digest: k1:00112233445566778899aabbccddeeff
dissent: yes
translation: Do not write about us.
translated-by: the Assembly
note: asked 3 Feb
reply-asked: 2014-02-03
```

## The number

~~~python
post: this is code and stays prose
~~~

```paraphrase
post: given:1
words: One keeper asked for a winch.
```
```chart
show: timeline
```
```number
label: The number
title: 4,000 a year

It counts *everyone*.

And so on.
```
"""


def test_a_story_is_read_whole() -> None:
    story = parse_story(STORY, "night")
    assert (story.title, story.by, story.date, story.order, story.slug) == (
        "Ask us what the night is like",
        "the Skerry Assembly",
        "2014-02",
        1,
        "night",
    )
    assert story.standfirst == "For one week they wrote under one tag."
    kinds = [type(block) for block in story.blocks]
    assert kinds == [Prose, Quote, Prose, Paraphrase, Chart, Number]


def test_a_quotation_keeps_its_fields_and_its_line() -> None:
    quote = parse_story(STORY, "night").blocks[1]
    assert quote == Quote(
        post="https://x.com/i/status/1",
        version="2",
        start=0,
        end=84,
        digest="k1:00112233445566778899aabbccddeeff",
        use=Use.NAMED,
        dissent=True,
        translation="Do not write about us.",
        translated_by="the Assembly",
        note="asked 3 Feb",
        reply_asked="2014-02-03",
        line=12,
    )
    assert STORY.split("\n")[11] == "```quote"


def test_prose_keeps_its_code_blocks_and_its_line() -> None:
    prose = parse_story(STORY, "night").blocks[2]
    assert isinstance(prose, Prose)
    assert prose.markdown.startswith("## The number")
    assert "stays prose" in prose.markdown
    assert STORY.split("\n")[prose.line - 1] == "## The number"


def test_a_number_keeps_its_text() -> None:
    number = parse_story(STORY, "night").blocks[5]
    assert STORY.split("\n")[37] == "```number"
    assert number == Number("The number", "4,000 a year", "It counts *everyone*.\n\nAnd so on.", 38)


def test_windows_line_endings_and_a_byte_order_mark_change_nothing() -> None:
    assert parse_story("\ufeff" + STORY.replace("\n", "\r\n"), "night") == parse_story(
        STORY, "night"
    )


HEAD = "---\ntitle: T\n---\n"


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("no header", 1, "---"),
        ("---\ntitle: T\n", 1, "second line"),
        ("---\nby: me\n---\n", 1, "title"),
        ("---\ntitel: T\n---\n", 2, "'title'"),
        ("---\ntitle: T\n\nby: me\n---\n", 2, "Take it out"),
        ("---\ntitle: T\ntitle: U\n---\n", 3, "Keep one"),
        ("---\ntitle: T\ndate: soon\n---\n", 3, "2014-01"),
        ("---\ntitle: T\nlanguage: e n\n---\n", 3, "Correct"),
        (HEAD + "```quote\npost: 1\n", 4, "Close it"),
        (HEAD + "```quote\nversion: 1\n```\n", 4, "post"),
        (HEAD + "```quote\npost: 1\nspam: 0-3\n```\n", 6, "'span'"),
        (HEAD + "```quote\npost: 1\nspan: 9-3\n```\n", 6, "first-last"),
        (HEAD + "```quote\npost: 1\nuse: media\n```\n", 6, "verbatim"),
        (HEAD + "```quote\npost: 1\ndissent: maybe\n```\n", 6, "Write one"),
        (HEAD + "```quote\npost: 1\ndigest: abc\n```\n", 6, "Correct"),
        (HEAD + "```quote\npost: 1\n\nwords of somebody\n```\n", 4, "Take the blank"),
        (HEAD + "```quote\nwords of somebody\n```\n", 5, "Keys"),
        (HEAD + "```qoute\npost: 1\n```\n", 4, "'quote'"),
        (HEAD + "```chart\nshow: pie\n```\n", 5, "timeline"),
        (HEAD + "Text.\n\n> words of somebody\n", 6, "ownwords search"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, hint: str) -> None:
    with pytest.raises(BadStory) as caught:
        parse_story(text, "night")
    assert f"stories/night.md, line {line}:" in caught.value.what
    assert hint in caught.value.do
    assert "somebody" not in str(caught.value)


def test_a_file_name_that_is_no_address_is_refused() -> None:
    with pytest.raises(BadStory):
        parse_story(STORY, "../night")


@given(
    post=st.from_regex(r"[!-~]{1,60}", fullmatch=True),
    length=st.integers(1, 5000),
    data=st.data(),
)
def test_a_pasted_block_reads_back(post: str, length: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, length - 1))
    end = data.draw(st.integers(start + 1, length))
    digest = "k1:" + "0f" * 16
    block = quote_block(post, "v7", length, (start, end), digest)
    (quote,) = parse_story(HEAD + block, "s").blocks
    assert isinstance(quote, Quote)
    assert (quote.post, quote.version, quote.start, quote.end, quote.digest) == (
        post,
        "v7",
        start,
        end,
        digest,
    )


def test_a_block_without_a_span_takes_the_whole_text() -> None:
    assert "span: 0-12\n" in quote_block("1", "", 12, None, "")


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1e"])
def test_digests_are_filled_in_below_signs_that_end_no_line_of_a_story(sign: str) -> None:
    text = f"---\ntitle: A\n---\nOne{sign}two{sign}\n```quote\npost: p\nuse: named\n```\nEnd.\n"
    [_, quote, _] = parse_story(text, "a").blocks
    assert isinstance(quote, Quote)
    filled = fill_digests(text, {quote.line: f"k1:{'0' * 32}"})
    assert filled == text.replace("use: named\n", f"use: named\ndigest: k1:{'0' * 32}\n")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_digests_are_filled_in_and_nothing_else_changes(ending: str) -> None:
    text = (HEAD + "A\n\n```quote\npost: 1\nnote: n\n```\n\n```quote\npost: 2\n```\n").replace(
        "\n", ending
    )
    one, two = "k1:" + "11" * 16, "k1:" + "22" * 16
    filled = fill_digests(text, {6: one, 11: two})
    quotes = [block for block in parse_story(filled, "s").blocks if isinstance(block, Quote)]
    assert [quote.digest for quote in quotes] == [one, two]
    kept = filled.replace(f"digest: {one}{ending}", "").replace(f"digest: {two}{ending}", "")
    assert kept == text
    again = fill_digests(filled, {6: two})
    assert again == filled.replace(one, two)
