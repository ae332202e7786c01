"""Labels never cover one another on a phone."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.charts.labels import NARROW, along, columns, cut, hang, pixels

words = st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs")), max_size=40)
places = st.floats(0, 1)


def extent(label):
    width = pixels(label.text) / NARROW
    left = {"start": label.at, "middle": label.at - width / 2, "end": label.at - width}
    return left[label.anchor], left[label.anchor] + width


@given(st.lists(st.tuples(places, words), max_size=6))
def test_hung_labels_of_a_row_stand_apart_and_inside(marks):
    placed = hang(sorted(marks))
    assert [label.at for label in placed] == sorted(at for at, _ in marks)
    for label in placed:
        left, right = extent(label)
        assert left >= -0.01
        assert right <= 1.01
    for one, other in combinations(placed, 2):
        if one.row == other.row:
            assert extent(one)[1] <= extent(other)[0] or extent(other)[1] <= extent(one)[0]


@given(st.lists(st.tuples(st.integers(1, 19).map(lambda at: at / 20), words), max_size=6))
def test_no_rule_runs_through_the_label_of_another(marks):
    placed = hang(sorted(set(marks)))
    for label, other in permutations(placed, 2):
        left, right = extent(label)
        runs_through = left + 0.001 < other.at < right - 0.001
        assert not (other.row < label.row and runs_through), (label, other)


@pytest.mark.parametrize("rtl", [False, True])
def test_labels_that_would_stand_on_the_rules_of_each_other_hang_apart(rtl):
    marks = [(0.34, "The first answer"), (0.45, "The film without keepers"), (0.9, "A vote")]
    if rtl:
        marks = [(1 - at, name) for at, name in reversed(marks)]
    placed = hang(marks)
    assert [label.text for label in placed] == [name for _, name in marks]
    for label, other in permutations(placed, 2):
        left, right = extent(label)
        assert not (other.row < label.row and left < other.at < right), (label, other)


@given(st.lists(st.tuples(places, words), max_size=8))
def test_labels_of_a_line_stand_apart_and_the_first_is_kept(candidates):
    kept = along(candidates)
    assert all(
        extent(one)[1] <= extent(other)[0] or extent(other)[1] <= extent(one)[0]
        for one, other in combinations(kept, 2)
    )
    if candidates:
        assert candidates[0] in [(label.at, label.text) for label in kept]


def test_three_moments_close_together_take_three_rows():
    marks = [(0.45, "The poster"), (0.47, "Lonely Keepers' Day"), (0.49, "The answer")]
    assert sorted(label.row for label in hang(marks)) == [0, 1, 2]


@given(words, st.integers(20, 300))
def test_a_cut_text_fits(text, room):
    short = cut(text, room)
    assert short == text or (short.endswith("…") and pixels(short) <= room)


def test_wide_scripts_take_two_columns_and_marks_none():
    assert [columns(text) for text in ("abc", "日本", "e\u0301", "\u200f")] == [3, 4, 1, 0]
