"""Periods in UTC and counts without gaps."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.counting.periods import (
    PERIODS,
    Bar,
    bars_of,
    end_of,
    fill,
    label_of,
    span_of,
    start_of,
)
from ownwords.records.times import from_micros, to_micros

moments = st.integers(-2_050_000_000_000_000, 7_226_000_000_000_000)  # 1905 to 2198
periods = st.sampled_from(PERIODS)


def at(*parts: int) -> int:
    return to_micros(datetime(*parts, tzinfo=UTC))  # type: ignore[misc, arg-type]


@given(moments, periods)
def test_a_moment_lies_in_its_period(moment, by):
    start, end = start_of(moment, by), end_of(moment, by)
    assert start <= moment < end
    assert start_of(start, by) == start == start_of(end - 1, by)
    assert start_of(end, by) == end


@given(moments, periods)
def test_starts_are_what_a_calendar_says(moment, by):
    start = from_micros(start_of(moment, by))
    assert (start.minute, start.second, start.microsecond) == (0, 0, 0)
    assert by == "hour" or start.hour == 0
    assert by != "week" or start.isoweekday() == 1
    assert by != "month" or start.day == 1


@given(moments, periods)
def test_a_label_names_its_period(moment, by):
    assert span_of(label_of(moment, by)) == (start_of(moment, by), end_of(moment, by))


@given(moments, moments, periods)
def test_two_labels_span_both(one, other, by):
    first, last = sorted((one, other))
    label = f"{label_of(first, by)}/{label_of(last, by)}"
    assert span_of(label) == (start_of(first, by), end_of(last, by))


@pytest.mark.parametrize(
    "label",
    [
        "",
        "2014",
        "2014-13",
        "2014-02-30",
        "2014-W60",
        "2014-01-01T24",
        "other",
        "2014-02/2014-01",
        "２０１４-01",
    ],
)
def test_other_labels_are_refused(label):
    with pytest.raises(ValueError, match=r".+"):
        span_of(label)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 50)), max_size=20), periods)
def test_filling_keeps_counts_and_leaves_no_gap(counts, by):
    found: dict[int, int] = {}
    for offset, posts in counts:
        start = start_of(at(2014, 1, 1) + offset * 3_600_000_000, by)
        found[start] = found.get(start, 0) + posts
    bars = list(fill([Bar(s, end_of(s, by), n, 1) for s, n in sorted(found.items())], by))
    assert sum(bar.posts for bar in bars) == sum(found.values())
    assert {bar.start: bar.posts for bar in bars if bar.posts} == found
    assert all(one.end == other.start for one, other in pairwise(bars))
    if found:
        assert (bars[0].start, bars[-1].start) == (min(found), max(found))


def test_counts_out_of_order_are_refused():
    days = [Bar(at(2014, 1, 2), at(2014, 1, 3), 1), Bar(at(2014, 1, 1), at(2014, 1, 2), 1)]
    with pytest.raises(ValueError, match="in order"):
        list(fill(days, "day"))


def test_cleared_rows_become_bars_in_order():
    rows = (("2014-W03", 40, 12), ("2014-01-04/2014-01-10", 25, 11), ("2014-01-11", 188, 93))
    bars = bars_of(rows)
    assert [bar.posts for bar in bars] == [25, 188, 40]
    assert bars[0] == Bar(at(2014, 1, 4), at(2014, 1, 11), 25, 11)
    assert bars[2] == Bar(at(2014, 1, 13), at(2014, 1, 20), 40, 12)
