"""One dot for each thing, where it stands in time."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.charts.dots import Day, Dots, one_dot, svg

START = date(2014, 1, 4)
counts = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=90)


def chart(days: list[tuple[int, int]], *, step: int = 1, rtl: bool = False) -> Dots:
    made = tuple(
        Day(START + timedelta(days=n * step), filled, rings)
        for n, (filled, rings) in enumerate(days)
    )
    return Dots(
        id="d",
        title="t",
        description="d",
        days=made,
        first="4 January 2014",
        last="9 March 2014",
        whole="all",
        rtl=rtl,
    )


def drawn(one: Dots) -> ET.Element:
    return ET.fromstring(svg(one))


def test_every_thing_has_its_dot_and_a_ring_is_a_ring() -> None:
    root = drawn(chart([(2, 1), (0, 0), (0, 3)]))
    assert len(root.findall("circle[@class='dot']")) == 2
    assert len(root.findall("circle[@class='dot ring']")) == 4


@given(counts, st.integers(1, 40), st.booleans())
def test_any_picture_stays_inside_its_frame_and_loses_nobody(days, step, rtl) -> None:
    one = chart(days, step=step, rtl=rtl)
    root, unit = drawn(one), one_dot(one)
    height = float(root.get("height"))
    shown = root.findall("circle")
    for dot in shown:
        assert 0 <= float(dot.get("cx").rstrip("%")) <= 100
        assert float(dot.get("cy")) - 5 >= 0
        assert float(dot.get("cy")) + 5 <= height
    assert len(shown) * unit >= sum(filled + rings for filled, rings in days)
    assert len({dot.get("cx") for dot in shown}) <= 28


def test_time_runs_the_other_way_from_right_to_left() -> None:
    ways = [
        [float(dot.get("cx").rstrip("%")) for dot in drawn(chart([(1, 0)] * 8, rtl=rtl))
         .findall("circle")]
        for rtl in (False, True)
    ]  # fmt: skip
    assert ways[0] == sorted(ways[0])
    assert ways[1] == sorted(ways[0], reverse=True)


def test_ends_that_would_cover_each_other_are_named_together() -> None:
    def named(days: int) -> list[str]:
        return [t.text.strip("\u2068\u2069") for t in drawn(chart([(1, 0)] * days)).iter("text")]

    assert named(20) == ["4 January 2014", "9 March 2014"]
    assert named(2) == ["all"]
    assert named(1) == ["all"]


def test_many_share_a_dot() -> None:
    assert one_dot(chart([(12, 0)])) == 1
    assert one_dot(chart([(12, 1)])) == 2


def test_an_id_that_cannot_stand_on_a_page_is_refused() -> None:
    with pytest.raises(ValueError, match="id"):
        svg(Dots(id="1", title="t", description="d", days=()))


def test_a_ring_is_one_without_a_style_sheet_too() -> None:
    [full, ring] = drawn(chart([(1, 1)])).findall("circle")
    assert "fill-opacity" not in full.attrib
    assert (ring.get("fill-opacity"), ring.get("stroke")) == ("0", "currentColor")
