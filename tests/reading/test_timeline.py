"""When it was said."""

from __future__ import annotations

from ownwords.charts.terminal import Pen, draw_timeline
from ownwords.charts.timeline import svg
from ownwords.reading.timeline import picture, timeline
from ownwords.records.campaign import Moment
from tests.reading.campaigns import at, campaign, post


def test_days_without_a_post_are_there_and_hidden_accounts_are_not(tmp_path):
    vault = campaign(
        tmp_path / "c",
        [
            post(1, "a", "one #WeKeepTheLight", at(11)),
            post(2, "a", "two #wekeepthelight", at(11, 23)),
            post(3, "b", "three", at(11, 1)),
            post(4, "b", "four #WeKeepTheLight", at(14)),
            post(5, "c", "once in that year", at(20), precision="year"),
        ],
    )
    bars = timeline(vault.engine, "day")
    assert [(bar.posts, bar.accounts) for bar in bars] == [(3, 2), (0, 0), (0, 0), (1, 1)]
    tagged = timeline(vault.engine, "day", "WEKEEPTHELIGHT")
    assert [bar.posts for bar in tagged] == [2, 0, 0, 1]
    assert sum(bar.posts for bar in timeline(vault.engine, "hour")) == 4
    assert [bar.start for bar in timeline(vault.engine, "week")] == [at(6, 0), at(13, 0)]
    vault.desk.hide(["x:b"], at(21))
    assert [(bar.posts, bar.accounts) for bar in timeline(vault.engine, "day")] == [(2, 1)]
    vault.close()


def test_the_picture_marks_moments_and_names_the_tag(tmp_path):
    vault = campaign(tmp_path / "c", [post(1, "a", "one", at(11)), post(2, "b", "two", at(13))])
    bars = timeline(vault.engine, "day")
    drawn = picture(bars, "day", [Moment(at(12), "Lonely Keepers' Day")], tag="#WeKeepTheLight")
    assert "Lonely Keepers&#39; Day" in svg(drawn)
    lines = draw_timeline(drawn, Pen())
    assert lines[0] == "Posts a day, #WeKeepTheLight"
    assert lines[-1] == "a 12 Jan 2014 Lonely Keepers' Day"
    vault.close()
