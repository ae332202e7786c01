"""Bare ``ownwords``: what is the next thing to do here."""

from __future__ import annotations

from ownwords.cli import show
from ownwords.records.errors import AskedWrongly, BadSettings


def say_next_step() -> None:
    """Look at the current folder and name one step."""
    from ownwords.workspace import open_workspace

    try:
        workspace = open_workspace(None)
    except BadSettings:  # there is a campaign: what is wrong with its settings is the next step
        raise
    except AskedWrongly:
        show.say("ownwords keeps a hashtag campaign in its people's own words.\n")
        show.say("There is no campaign in this folder. To look around first:\n")
        show.say("  ownwords demo\n")
        show.say("To start your own:\n")
        show.say("  ownwords init my-campaign --tag YourTag --contact you@example.org\n")
        show.say("'ownwords --help' lists every verb.")
        return
    from ownwords.flows.next_step import next_step

    step = next_step(workspace)
    show.say(f"{workspace.campaign.name}: {step.where_we_are}\n")
    show.say(f"Next: {step.what}\n")
    show.say(f"  {step.command}")
