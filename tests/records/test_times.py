"""Moments in microseconds and their ISO 8601 names; dates as precise as they were given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.records.times import PartialDate, from_micros, iso, iso_day, to_micros

YEAR = 365 * 86_400_000_000
moments = st.integers(-30 * YEAR, 500 * YEAR)


@given(moments)
def test_a_moment_comes_back_to_the_microsecond(micros: int) -> None:
    assert to_micros(from_micros(micros)) == micros


@given(moments, st.integers(-12 * 60, 14 * 60))
def test_a_moment_is_the_same_in_every_zone(micros: int, minutes: int) -> None:
    there = from_micros(micros).astimezone(timezone(timedelta(minutes=minutes)))
    assert to_micros(there) == micros


@given(moments)
def test_iso_names_the_second_that_the_moment_is_in(micros: int) -> None:
    said = iso(micros)
    second = datetime.strptime(said, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert 0 <= micros - to_micros(second) < 1_000_000
    assert iso_day(micros) == said[:10]


def test_no_moment_has_no_name() -> None:
    assert (iso(None), iso_day(None)) == ("", "")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2014", "2014-01-01T00:00:00Z", "2015-01-01T00:00:00Z"),
        ("2014-12", "2014-12-01T00:00:00Z", "2015-01-01T00:00:00Z"),
        ("2016-02-29", "2016-02-29T00:00:00Z", "2016-03-01T00:00:00Z"),
        ("2014-01-11T05:12Z", "2014-01-11T05:12:00Z", None),
        ("2014-01-11T05:12+05:30", "2014-01-10T23:42:00Z", None),
    ],
)
def test_a_date_reaches_as_far_as_it_was_said(text: str, start: str, end: str | None) -> None:
    said = PartialDate.parse(text)
    assert iso(said.start) == start
    assert said.start < said.end
    assert end is None or iso(said.end) == end


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2014", "year"),
        ("2014-01", "month"),
        ("2014-01-11", "day"),
        ("20140111", "day"),
        ("2014-01-11T05", ""),
        ("2014-01-11T05:12Z", ""),
    ],
)
def test_a_date_is_as_precise_as_it_was_said(text: str, precision: str) -> None:
    said = PartialDate.parse(text)
    assert said.precision == precision
    assert (said.end - said.start == 1) == (precision == "")


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2014-13", "2014-02-30", "20145", "2014-1-1", "2014-W02", "2014W02", "2014-W02-1"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)
