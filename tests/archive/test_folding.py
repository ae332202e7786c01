"""Folding: spellings that a reader takes for one word meet, in every script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ownwords.archive.folding import Token, is_unsegmented, spans, tokens

# Case, the text of a post, what a reader types: the query must be a phrase of the text.
LANGUAGE_CASES = (
    ("ja two characters", "昨日は東京タワーに行った", "東京"),
    ("zh two characters", "我们保持灯光", "灯光"),
    ("ko two characters", "우리는 등대를 지킨다", "등대"),
    ("zh one character", "我们保持灯光", "灯"),
    ("zh three characters", "我们保持灯光", "保持灯"),
    ("th word", "เราเฝ้าประภาคารทุกคืน", "ประภาคาร"),
    ("ar with vowel signs", "السَّلَامُ عَلَيْكُمْ", "سلام"),
    ("ar with and + article", "نحن والكتاب معا", "كتاب"),
    ("ar with preposition + article", "كتبنا بالقلم", "قلم"),
    ("ar alef and teh marbuta", "أحمد في المدرسة", "احمد"),
    ("hi with nukta", "हम लड़की की आवाज़", "आवाज़"),
    ("hi keeps its vowels", "दीपक जलता है", "दीपक"),
    ("tr dotted capital", "İSTANBUL'da ışık", "istanbul"),
    ("fr accents", "un café à la plage", "cafe"),
    ("de sharp s", "die Straße am Meer", "STRASSE"),
)


def _holds(text: str, query: str) -> bool:
    there, wanted = tokens(text), tokens(query)
    return any(there[at : at + len(wanted)] == wanted for at in range(len(there)))


@pytest.mark.parametrize(
    ("text", "query"), [case[1:] for case in LANGUAGE_CASES], ids=[c[0] for c in LANGUAGE_CASES]
)
def test_a_word_is_found_in_its_language(text: str, query: str) -> None:
    assert _holds(text, query)
    assert not _holds(text, query + "zz")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łódź", "lodz"),
        ("ＦＵＬＬ ｗｉｄｔｈ", "full width"),
        ("ﬁne", "fine"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("か\u3099", "が"),
        (unicodedata.normalize("NFD", "한국어"), "한국어"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("١٢٣ ४५", "123 45"),
        ("مـــوج", "موج"),
        ("کیا", "كيا"),
        ("שָׁלוֹם", "שלום"),
        ("ёлка", "елка"),
        ("don’t", "don't"),
        ("soft\u00adhyphen", "softhyphen"),
        ("👍🏽", "👍"),
        ("❤️", "❤"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert tokens(one) == tokens(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [("कि", "की"), ("ก", "กี"), ("が", "か"), ("மா", "மி"), ("a", "а"), ("🙂", "🙁")],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert tokens(one) != tokens(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#WeKeepTheLight", ["wekeepthelight"]),
        ("@lamp_room", ["lamp", "room"]),
        ("https://T.co/aBc?x=1", ["https", "t", "co", "abc", "x", "1"]),
        ("light🔥fire", ["light", "🔥", "fire"]),
        ("海light", ["海", "light"]),
        ("£5 €6", ["£", "5", "€", "6"]),
        ("", []),
        ("?!… —", []),
    ],
)
def test_tags_mentions_addresses_emoji(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_spans_point_into_the_original() -> None:
    text = "Le CAFE\u0301 والكتاب 한국 กี"
    assert [(token.text, text[token.start : token.end]) for token in spans(text)] == [
        ("le", "Le"),
        ("cafe", "CAFE\u0301"),
        ("كتاب", "كتاب"),
        ("한", "한"),
        ("국", "국"),
        ("ก", "กี"),
        ("ี", "กี"),
    ]


def test_a_flag_is_one_piece() -> None:
    flags = "🇺🇦🇺🇸"
    assert [token[1:] for token in spans(flags)] == [(0, 2), (0, 2), (2, 4), (2, 4)]
    assert is_unsegmented("灯")
    assert not is_unsegmented("lamp")


_HARD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "والبكفللأ\u0301\u3099\uff9e\u1161\u11a8\u09be\u09c7\u1025\u102eİßﷺ\u200b\u200d🇺🇦"
        ),
    ),
    max_size=40,
)


@given(_HARD)
@example("\ud800lone")
@example("\u1100\u1161\u11a8")
@example("وال\u0301كتاب")
def test_the_slow_way_finds_the_tokens_of_the_fast_way(text: str) -> None:
    found = spans(text)
    assert [token.text for token in found] == tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert found == sorted(found, key=lambda token: token.start)


@given(st.text(st.characters(max_codepoint=127)))
def test_the_fast_way_for_ascii_equals_the_general_one(text: str) -> None:
    assert tokens(text) == tokens(text + " é")[:-1]
    assert all(isinstance(token, Token) for token in spans(text))
