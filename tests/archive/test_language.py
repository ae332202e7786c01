"""Our own reading of languages: what is left out, and when it says nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.archive.language import UNDETERMINED, Detector, clean, letters, platform_language

DETECTOR = Detector()


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("RT @keeper_1: fix the winch", ": fix the winch"),
        ("ask us #WeKeepTheLight, please", "ask us , please"),
        ("see https://example.org/a?b=c now", "see now"),
        ("१०० दीप #दीपस्तंभ 👩‍🔧🏽⚓", "१०० दीप"),
        ("اسألونا #نحن_نحفظ_النور، كل ليلة", "اسألونا ، كل ليلة"),
        ("灯台#灯を守る を見て", "灯台 を見て"),
        ("a &amp; b", "a b"),
    ],
)
def test_what_has_no_language_is_taken_out(words, left):
    assert clean(words) == left


@given(st.text())
def test_any_text_gets_an_answer(words):
    answer = DETECTOR.detect(words)
    assert answer == UNDETERMINED or answer.isascii()


@given(st.text(st.characters(categories=("N", "P", "S", "Z")), max_size=40))
def test_text_without_letters_is_undetermined(words):
    assert DETECTOR.detect(words) == UNDETERMINED


@pytest.mark.parametrize("words", ["", "lol", "ok", "#WeKeepTheLight @keeper", "12 345"])
def test_too_little_to_say(words):
    assert DETECTOR.detect(words) == UNDETERMINED


def test_dense_scripts_need_fewer_letters():
    assert letters("灯台") == 4
    assert letters("lamp") == 4
    assert DETECTOR.detect("私は孤独ではありません") == "ja"


@pytest.mark.parametrize(
    ("label", "language"),
    [
        ("en", "en"),
        ("pt-BR", "pt"),
        ("zh_Hant", "zh"),
        ("in", "id"),
        ("iw", "he"),
        ("qme", "und"),
        ("", "und"),
    ],
)
def test_platform_labels_become_bare_codes(label, language):
    assert platform_language(label) == language
