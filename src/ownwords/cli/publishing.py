"""publish: build the edition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownwords.cli import show
from ownwords.cli.options import campaign_option, json_option, workspace

if TYPE_CHECKING:
    from ownwords.flows.publish import Published


@click.command()
@campaign_option
@json_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Also copy the edition here."
)
@click.option(
    "--put-at",
    "put_at",
    multiple=True,
    metavar="PLACE",
    help="Where you will put it (an address, a stick): named when somebody withdraws.",
)
def publish(
    *, campaign: Path | None, as_json: bool, out: Path | None, put_at: tuple[str, ...]
) -> None:
    """Build the edition: a static site that opens from a disk, with scripts off as well.

    Every word in it passed the gate; before it counts as built, every byte is searched for
    words that did not.
    """
    from ownwords.flows import publish as publishing

    published = publishing.publish(workspace(campaign), out=out, put_at=put_at)
    if as_json:
        show.json_line(published.summary())
        return
    _say(published)


def _say(published: Published) -> None:
    show.say(
        f"Edition {published.edition} of {show.several(published.files, 'file')}, "
        f"{published.bytes / 1000:,.0f} kB:"
    )
    show.say(f"  {published.path / 'index.html'}\n")
    show.say(
        f"{show.several(published.quotes, 'quotation')} by "
        f"{show.several(published.voices_quoted, 'voice')}. Not quoted:"
    )
    show.columns([(show.number(n), why) for why, n in published.voices_not_quoted.items()])
    if published.screened:
        kinds = ", ".join(f"{kind} {show.number(n)}" for kind, n in published.screened.items())
        show.say(f"Left out of the lists, because they may give somebody away: {kinds}.")
    if published.links_without_copy:
        many = len(published.links_without_copy)
        show.say(
            f"{show.several(many, 'link')} of your stories {'has' if many == 1 else 'have'} no "
            "kept copy in sources/: when the page goes, nothing is left of it."
        )
        show.columns([(address,) for address in published.links_without_copy])
    for waiting in published.waiting:
        show.say(f"\n{waiting.title}: {waiting.summary}")
        show.say(f"  Team preview: {waiting.path}")
    show.say("\nLooked through every byte for words without a yes: none found.")
    show.say("Made on this computer; nothing is online.")
