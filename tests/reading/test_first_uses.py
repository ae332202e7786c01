"""Who used a tag first."""

from __future__ import annotations

from ownwords.reading.first_uses import first_uses
from tests.reading.campaigns import at, campaign, post


def test_the_earliest_kept_post_of_each_tag(tmp_path):
    vault = campaign(
        tmp_path / "c",
        [
            post(1, "a", "later #WeKeepTheLight", at(12)),
            post(2, "b", "first #WEKEEPTHELIGHT #Straße", at(11)),
            post(3, "c", "other #STRASSE", at(10)),
        ],
    )
    uses = first_uses(vault.engine)
    assert [(use.tag, use.id, use.account) for use in uses] == [
        ("strasse", "x:3", "x:c"),
        ("wekeepthelight", "x:2", "x:b"),
    ]
    named = first_uses(vault.engine, ["#WeKeepTheLight", "unused", "wekeepTHElight"])
    assert [use.id for use in named] == ["x:2"]
    vault.desk.hide(["x:b"], at(20))
    assert [use.id for use in first_uses(vault.engine, ["WeKeepTheLight"])] == ["x:1"]
    assert [use.tag for use in first_uses(vault.engine, limit=1)] == ["strasse"]
    vault.close()
