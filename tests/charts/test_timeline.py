"""The picture of posts over time."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.charts.timeline import PLOT, Timeline, describe, peak, svg
from ownwords.counting.periods import Bar, bars_of
from ownwords.records.campaign import Moment
from ownwords.records.times import DAY, to_micros

SVG = "{http://www.w3.org/2000/svg}"
FIRST = to_micros(datetime(2014, 1, 4, tzinfo=UTC))
POSTS = (6, 7, 9, 12, 16, 30, 48, 188, 70, 52, 38, 30, 22, 16, 12, 9)


def days(posts=POSTS) -> tuple[Bar, ...]:
    spans = (FIRST + index * DAY for index in range(len(posts)))
    return tuple(Bar(s, s + DAY, n, n // 2) for s, n in zip(spans, posts, strict=True))


def chart(**given) -> Timeline:
    return Timeline(**{"id": "pulse", "title": "Posts a day", "bars": days(), **given})


def read(markup: str) -> ET.Element:
    return ET.fromstring(markup)


texts = st.text(max_size=60)
moments = st.builds(
    Moment,
    st.integers(FIRST - 3 * DAY, FIRST + 20 * DAY),
    texts,
    st.none() | st.integers(FIRST + 21 * DAY, FIRST + 30 * DAY),
)
charts = st.builds(
    Timeline,
    id=st.just("c"),
    title=texts,
    bars=st.lists(st.integers(0, 10**7), max_size=40).map(days),
    moments=st.lists(moments, max_size=6).map(tuple),
    description=texts,
    rtl=st.booleans(),
)


@given(charts)
def test_any_chart_is_well_formed_and_inside_its_frame(drawn):
    root = read(svg(drawn))
    assert root.tag == "svg"
    [bars] = root.findall("svg[@class='bars']") or [None]
    shapes = [] if bars is None else bars.findall("rect")
    assert len(shapes) == sum(1 for bar in drawn.bars if bar.posts)
    for shape in shapes:
        x, y, width, height = (float(shape.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert x + width <= 10_001
        assert width >= 1
        assert height >= 1
        assert y >= -0.01
        assert y + height == pytest.approx(PLOT, abs=0.02)
    assert len(root.findall(".//rect[@class='hi']")) == (1 if peak(drawn) else 0)


@given(charts)
def test_same_chart_same_bytes(drawn):
    again = Timeline(**{name: getattr(drawn, name) for name in drawn.__struct_fields__})
    assert svg(drawn) == svg(again)


def test_texts_are_escaped():
    hostile = '</title><script>alert("1")</script>&'
    markup = svg(chart(title=hostile, moments=(Moment(FIRST + DAY, hostile),), description=hostile))
    assert "<script" not in markup
    root = read(markup)
    assert root.find("title").text == hostile
    assert root.find("desc").text == hostile


def test_title_and_description_are_tied_to_the_picture():
    root = read(svg(chart()))
    assert root.get("role") == "img"
    named = root.get("aria-labelledby").split()
    assert named == [root.find("title").get("id"), root.find("desc").get("id")]
    assert all(name.startswith("pulse-") for name in named)


@pytest.mark.parametrize("wrong", ["", "1a", 'a"b', "a b", "ä"])
def test_an_id_that_breaks_a_page_is_refused(wrong):
    with pytest.raises(ValueError, match="id starts with"):
        svg(chart(id=wrong))


def test_the_peak_is_lit_named_and_told():
    root = read(svg(chart()))
    [lit] = root.findall(".//rect[@class='hi']")
    assert lit.find("title").text == "11 Jan 2014: 188"
    assert [t.text for t in root.findall("text[@class='peak']")] == ["188"]
    assert describe(chart()).startswith("565 posts, 4 Jan – 19 Jan 2014. Most on 11 Jan 2014: 188.")


def test_the_year_stands_once_under_the_axis():
    found = read(svg(chart())).findall("text[@class='date']")
    dates = [t.text.strip("\u2068\u2069") for t in found]
    assert dates == ["4 Jan 2014", "11 Jan", "19 Jan"]


def test_moments_get_a_rule_and_a_name_and_stay_inside_the_window():
    inside = Moment(FIRST + 7 * DAY, "Lonely Keepers' Day")
    lasting = Moment(FIRST - DAY, "The strike", FIRST + 2 * DAY)
    outside = Moment(FIRST + 99 * DAY, "Later")
    root = read(svg(chart(moments=(inside, outside, lasting))))
    assert len(root.findall("line[@class='moment']")) == 2
    names = [t.text.strip("\u2068\u2069") for t in root.findall("text[@class='moment-name']")]
    assert names == ["The strike", "Lonely Keepers' Day"]
    assert len(root.findall("rect[@class='while']")) == 1
    assert "Later" not in describe(chart(moments=(outside,)))


def test_time_runs_the_other_way_for_right_to_left_pages():
    left = read(svg(chart())).find(".//rect[@class='hi']").get("x")
    right = read(svg(chart(rtl=True))).find(".//rect[@class='hi']").get("x")
    width = float(read(svg(chart())).find(".//rect[@class='hi']").get("width"))
    assert float(left) + width + float(right) == pytest.approx(10_000, abs=2)


def test_joined_days_show_their_mean_and_say_so():
    joined = bars_of((("2014-01-04/2014-01-13", 200, 60), ("2014-01-14", 100, 50)))
    drawn = chart(bars=joined)
    shapes = read(svg(drawn)).findall(".//rect")
    heights = {s.find("title").text: float(s.get("height")) for s in shapes}
    assert heights == {"4 Jan – 13 Jan 2014: 200": 22.4, "14 Jan 2014: 100": PLOT}
    assert "their height is the mean" in describe(drawn)


def test_nothing_counted_is_said():
    empty = chart(bars=())
    assert "Nothing counted yet." in svg(empty)
