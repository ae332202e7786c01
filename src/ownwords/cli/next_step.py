"""Bare ``ownwords``: what is the next thing to do here."""

from __future__ import annotations

import click

from ownwords.records.errors import AskedWrongly


def say_next_step() -> None:
    """Look at the current folder and name one step."""
    from ownwords.workspace import open_workspace

    try:
        workspace = open_workspace(None)
    except AskedWrongly:
        click.echo("ownwords keeps a hashtag campaign in its people's own words.\n")
        click.echo("There is no campaign in this folder. To look around first:\n")
        click.echo("  ownwords demo\n")
        click.echo("To start your own:\n")
        click.echo("  ownwords init my-campaign --tag YourTag --contact you@example.org\n")
        click.echo("'ownwords --help' lists every verb.")
        return
    from ownwords.flows.next_step import next_step

    step = next_step(workspace)
    click.echo(f"{workspace.campaign.name}: {step.where_we_are}\n")
    click.echo(f"Next: {step.what}\n")
    click.echo(f"  {step.command}")
