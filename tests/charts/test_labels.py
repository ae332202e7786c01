"""Labels never cover one another on a phone."""

from __future__ import annotations

from itertools import combinations

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
