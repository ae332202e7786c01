"""Whose a long text of an X archive is; the voices are invented."""

from __future__ import annotations

import json

import pytest

from ownwords.gather.long_texts import LongTexts
from ownwords.records.captured import Fault

_AT = "Fri Sep 08 04:35:45 +0000 2023"
_LONG = "I keep the lamp at Ninefathom, and nobody asked me whether I wanted to be brought ashore. "
_CUT = f"{_LONG}{_LONG[:60]}… https://t.co/x"


def held(*texts: tuple[str, int]) -> LongTexts:
    """Long texts, each with the second of its minute."""
    notes = [
        {"noteTweet": {"createdAt": f"2023-09-08T04:35:{at}.000Z", "core": {"text": text}}}
        for text, at in texts
    ]
    made = LongTexts()
    data = f"window.YTD.note_tweet.part0 = {json.dumps(notes)}".encode()
    assert not list(made.read(iter([data]), "note-tweet.js"))
    return made


@pytest.mark.parametrize("text", ["", "I", "I keep the lamp"])
def test_a_short_post_of_the_same_moment_takes_no_long_text(text: str):
    texts = held((_LONG * 3, 45))
    assert texts.take(text, _AT) == ("", b"")
    assert texts.take(_CUT, _AT)[0] == _LONG * 3
    assert not list(texts.unmatched())


def test_a_short_text_with_a_shape_of_its_own_finds_its_post():
    texts = held(("in bold &amp; slanted", 46))
    assert texts.take("in bold &amp; slanted", _AT)[0] == "in bold & slanted"


def test_of_two_alike_a_post_takes_the_one_of_its_second():
    texts = held((_LONG * 2 + "first", 44), (_LONG * 2 + "second", 45))
    assert texts.take(_CUT, _AT)[0].endswith("second")
    [left] = texts.unmatched()
    assert isinstance(left, Fault)
