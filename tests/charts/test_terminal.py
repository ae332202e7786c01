"""Charts in a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.charts.bars import BarRow, Bars
from ownwords.charts.labels import columns
from ownwords.charts.terminal import Pen, draw_bars, draw_timeline, pen_for
from ownwords.records.campaign import Moment
from tests.charts.test_timeline import DAY, FIRST, chart, charts

pens = st.builds(Pen, st.integers(24, 200), st.booleans())


@given(charts, pens)
def test_a_timeline_never_exceeds_its_width(drawn, pen):
    lines = draw_timeline(drawn, pen)
    assert max(map(columns, lines)) <= pen.columns
    assert pen.unicode or all(line.isascii() for line in lines)
    assert not [c for line in lines for c in line if unicodedata.category(c) == "Cc"]


@given(st.lists(st.tuples(st.text(max_size=30), st.integers(0, 10**7)), max_size=10), pens)
def test_bars_never_exceed_their_width(amounts, pen):
    rows = tuple(BarRow(name, (value, value // 2)) for name, value in amounts)
    lines = draw_bars(Bars(id="b", title="t", panels=("one", "two"), rows=rows), pen)
    assert max(map(columns, lines)) <= pen.columns
    assert pen.unicode or all(line.isascii() for line in lines)
    assert len([line for line in lines if line]) >= len(rows)


def test_a_timeline_as_drawn():
    named = chart(moments=(Moment(FIRST + 7 * DAY, "Lonely Keepers' Day"),))
    assert draw_timeline(named, Pen(40)) == [
        "Posts a day",
        "Most on 11 Jan 2014: 188.",
        "188               █",
        "                  █",
        "                  █",
        "                  █ ▂",
        "                ▄ █ █ ▅ ▂",
        "    ▂ ▂ ▂ ▃ ▄ █ █ █ █ █ █ █ ▆ ▄ ▃ ▂",
        "  0 ────────────────────────────────",
        "                  a",
        "    4 Jan         11 Jan          19 Jan",
        "a 11 Jan 2014 Lonely Keepers' Day",
    ]


def test_bars_as_drawn_in_ascii():
    rows = (BarRow("Português", (40,)), BarRow("日本語", (10,)), BarRow("none", (0,)))
    drawn = Bars(id="b", title="Languages", panels=("Posts",), rows=rows)
    assert draw_bars(drawn, Pen(32, unicode=False)) == [
        "Languages",
        "Portugues ################### 40",
        "???       ##### 10",
        "none      0",
    ]


def test_escape_sequences_do_not_reach_the_terminal():
    lines = draw_timeline(chart(title="\x1b[31mred\x1b[0m\u202e"), Pen())
    assert lines[0] == "[31mred[0m"


@pytest.mark.parametrize(
    ("encoding", "whole"),
    [
        ("utf-8", True),
        ("UTF8", True),
        ("utf_8_sig", True),
        ("cp1252", False),
        ("ascii", False),
        (None, False),
    ],
)
def test_pens_know_what_an_output_can_show(encoding, whole):
    assert pen_for(80, encoding).unicode is whole
