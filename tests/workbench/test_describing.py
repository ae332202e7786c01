"""The form that describes a campaign, and what it makes of it."""

from __future__ import annotations

from ownwords.records.campaign import Campaign
from ownwords.workbench.describing import described, fields_of


def test_a_campaign_without_an_end_in_sight_stays_as_it_is() -> None:
    last = 253_402_300_800_000_000  # the end of 9999-12-31
    campaign = Campaign(name="n", hashtags=("t",), until=last)
    assert fields_of(campaign)["until"] == "9999-12-31"
    assert described(fields_of(campaign)) == campaign
