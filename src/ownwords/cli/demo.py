"""demo: the invented campaign from exports to an edition."""

from __future__ import annotations

from pathlib import Path

import click

from ownwords.cli import show


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where to put it (default: ownwords-demo in the current folder).",
)
def demo(out: Path | None) -> None:
    """See it all with an invented campaign: gather, read, publish, show.

    Lighthouse and lock keepers answer an awareness day that speaks about them. No keeper in it
    exists. Nothing leaves this computer.
    """
    from ownwords.flows.demo import run_demo

    run_demo(out or Path("ownwords-demo"), show.say)
