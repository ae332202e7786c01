"""Shares and their intervals."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ownwords.counting.shares import percent, share


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe, Stat. Med. 17 (1998) 857-872, table I, method 3 (Wilson score).
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_intervals(part: int, whole: int, low: float, high: float) -> None:
    found = share(part, whole)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


_counts = st.integers(0, 10**9).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)


@given(_counts, st.floats(0.5, 0.999))
def test_interval_holds_the_share(counts, confidence):
    found = share(*counts, confidence)
    assert 0 <= found.low <= found.value <= found.high <= 1
    if counts[1]:
        assert found.low < found.high


@given(_counts)
def test_the_rest_has_the_mirrored_interval(counts):
    part, whole = counts
    one, other = share(part, whole), share(whole - part, whole)
    assert one.high == pytest.approx(1 - other.low if whole else 1.0, abs=1e-9)


@given(_counts)
def test_more_confidence_is_wider(counts):
    narrow, wide = share(*counts, 0.8), share(*counts, 0.99)
    assert wide.low <= narrow.low
    assert narrow.high <= wide.high


def test_nothing_counted_tells_nothing():
    found = share(0, 0)
    assert (found.value, found.low, found.high) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize("wrong", [(-1, 5, 0.95), (6, 5, 0.95), (1, 5, 0.0), (1, 5, 1.0)])
def test_impossible_counts_are_refused(wrong):
    with pytest.raises(ValueError, match=r"share|Confidence"):
        share(*wrong)


@given(st.floats(0, 1))
@example(0.995)
@example(0.99)
@example(0.0999)
def test_percent_never_claims_none_or_all_falsely(value):
    text = percent(value)
    assert (text == "0%") == (value == 0)
    assert (text == "100%") == (value == 1)
    assert text.endswith("%")


def test_percent_as_read():
    read = [percent(x) for x in (0, 0.0004, 0.0312, 0.5, 0.9996, 1)]
    assert read == ["0%", "<0.1%", "3.1%", "50%", ">99%", "100%"]
