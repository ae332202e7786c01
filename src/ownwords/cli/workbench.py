"""workbench: the private web application in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from ownwords.cli import show
from ownwords.cli.options import campaign_option


@click.command()
@campaign_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Which port (default: a free one)."
)
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening it.")
def workbench(*, campaign: Path | None, port: int, no_browser: bool) -> None:
    """Gather, read, ask, write and publish in a browser window, on this computer alone.

    Without a campaign it opens the page that makes or opens one. Ctrl-C ends it.
    """
    from ownwords.workbench.serve import Place, serve

    def ready(place: Place) -> None:
        show.say(f"The workbench is open, for this computer alone:\n\n  {place.address}\n")
        show.say("The address opens one window, once. Nothing leaves this computer. Ctrl-C ends.")

    serve(campaign or _here(), port, ready, browser=not no_browser)


def _here() -> Path | None:
    """The current folder if it is a campaign."""
    return Path() if (Path() / "campaign.toml").is_file() else None
