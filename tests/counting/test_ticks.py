"""Round numbers for an axis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.counting.ticks import compact, ticks


@given(st.integers(1, 10**12), st.integers(1, 10))
def test_ticks_are_few_round_and_even(top, want):
    found = ticks(top, want)
    assert 1 <= len(found) <= want / 0.75 or (want == 1 and found == (1,)) or not found
    assert all(0 < tick <= top for tick in found)
    if found:
        step = found[0]
        assert found == tuple(range(step, top + 1, step))
        assert str(step).rstrip("0") in {"1", "2", "25", "5"}


@pytest.mark.parametrize(
    ("top", "found"),
    [(0, ()), (0.5, ()), (1, (1,)), (7, (2, 4, 6)), (188, (50, 100, 150)), (5886, (2000, 4000))],
)
def test_ticks_as_drawn(top, found):
    assert ticks(top) == found


@given(st.integers(0, 10**11))
def test_compact_is_short_and_never_more_than_the_number(number):
    text = compact(number)
    assert len(text) <= 5
    units = {"k": 1e3, "M": 1e6, "G": 1e9}
    value = float(text[:-1]) * units[text[-1]] if text[-1] in units else float(text)
    assert number * 0.9 <= value <= number


def test_compact_as_drawn():
    assert [compact(n) for n in (950, 1000, 1250, 35_900, 4_100_000)] == [
        "950",
        "1k",
        "1.2k",
        "35.9k",
        "4.1M",
    ]
