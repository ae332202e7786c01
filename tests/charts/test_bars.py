"""Amounts side by side."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.charts.bars import BarRow, Bars, describe, svg

LANGUAGES = Bars(
    id="languages",
    title="Languages",
    panels=("Platform says", "We detect"),
    rows=(BarRow("English", (412, 398)), BarRow("العربية", (88, 91)), BarRow("<?>", (0, None))),
)
values = st.none() | st.integers(0, 10**9)
rows = st.lists(st.builds(BarRow, st.text(max_size=30), st.tuples(values, values)), max_size=12)


@given(rows.map(tuple), st.booleans())
def test_any_chart_is_well_formed_and_inside_its_frame(given_rows, rtl):
    drawn = Bars(id="b", title="t", panels=("one", "two"), rows=given_rows, rtl=rtl)
    root = ET.fromstring(svg(drawn))
    shapes = root.findall("rect")
    assert len(shapes) == sum(1 for row in given_rows for value in row.values if value)
    for shape in shapes:
        x, width = (float(shape.get(name).rstrip("%")) for name in ("x", "width"))
        assert x >= 0
        assert x + width <= 100
    assert len(root.findall("text[@class='value']")) == 2 * len(given_rows)


def test_values_are_written_and_unknown_is_a_dash():
    root = ET.fromstring(svg(LANGUAGES))
    shown = [t.text.strip("\u2068\u2069") for t in root.findall("text[@class='value']")]
    assert shown == ["412", "398", "88", "91", "0", "–"]
    assert "<?>" not in svg(LANGUAGES)


def test_lengths_follow_values():
    shapes = ET.fromstring(svg(LANGUAGES)).findall("rect")
    widths = [float(shape.get("width").rstrip("%")) for shape in shapes]
    assert widths[2] / widths[0] == pytest.approx(88 / 412, rel=0.01)


def test_the_description_tells_the_numbers():
    assert describe(LANGUAGES).startswith("Platform says: \u2068English\u2069 412,")


def test_a_share_has_its_interval_drawn():
    row = BarRow("Ask us", (0.62,), ((0.55, 0.69),))
    drawn = Bars(id="s", title="Themes", panels=("Share",), rows=(row,), shares=True)
    assert len(ET.fromstring(svg(drawn)).findall("line[@class='interval']")) == 1


def test_rows_that_do_not_fit_the_panels_are_refused():
    with pytest.raises(ValueError, match="one value for each panel"):
        svg(Bars(id="b", title="t", panels=("one",), rows=(BarRow("x", (1, 2)),)))


def test_a_long_name_stands_whole_above_its_bar():
    rows = (BarRow("given to this campaign", (8,)), BarRow("X (Twitter)", (3,)))
    root = ET.fromstring(svg(Bars(id="b", title="t", panels=("posts",), rows=rows)))
    names = root.findall("text[@class='name']")
    assert [one.text.strip("\u2068\u2069") for one in names] == [row.name for row in rows]
    for name, bar in zip(names, root.findall("rect"), strict=True):
        assert float(bar.get("y")) > float(name.get("y"))
        assert float(bar.get("x").rstrip("%")) == 0


def test_short_names_stand_beside_their_bars():
    root = ET.fromstring(svg(LANGUAGES))
    assert min(float(bar.get("x").rstrip("%")) for bar in root.findall("rect")) > 0
