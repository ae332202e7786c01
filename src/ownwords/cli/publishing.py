"""publish, editions, recall: build an edition, list them, call one back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownwords.cli import show
from ownwords.cli.options import campaign_option, json_option, workspace

if TYPE_CHECKING:
    from ownwords.flows.editions import Shelved
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
    from ownwords.flows.collection import AN_EDITION, count_as_old, rare_collection

    with rare_collection(AN_EDITION):  # what is imported stays as well
        from ownwords.flows import publish as publishing

        published = publishing.publish(workspace(campaign), out=out, put_at=put_at)
        count_as_old()
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
        f"{show.several(published.voices_quoted, 'voice')}."
        f"{' Not quoted:' if published.voices_not_quoted else ''}"
    )
    show.columns([(show.number(n), why) for why, n in published.voices_not_quoted.items()])
    _say_screened(published)
    if published.links_without_copy:
        many = len(published.links_without_copy)
        show.say(
            f"{show.several(many, 'link')} of your stories {'has' if many == 1 else 'have'} no "
            "kept copy in sources/: when the page goes, nothing is left of it."
        )
        show.columns([(address,) for address in published.links_without_copy])
    if published.ending.at is not None:
        from ownwords.records.times import iso

        until = iso(published.ending.at)[: len("2090-01-01T00:00")].replace("T", " ")
        show.say(
            f"{show.several(published.ending.quotes, 'quotation')} may be shown until {until} UTC "
            "only: publish again by then, and put the new edition where this one is."
        )
    for waiting in published.waiting:
        show.say(f"\n{waiting.title}: {waiting.summary}")
        show.say(f"  Team preview: {waiting.path}")
    show.say("\nLooked through every byte for words without a yes: none found.")
    show.say("Made on this computer; nothing is online.")


def _say_screened(published: Published) -> None:
    """Which posts with a yes stand in no list, for what they hold, and what can be done."""
    if not published.screened:
        return
    from ownwords.consent.screening_flags import WHAT, Kind

    show.say(
        "Posts with a yes that stand in no list, because something in them may give somebody away:"
    )
    show.columns([(show.number(n), WHAT[Kind(kind)]) for kind, n in published.screened.items()])
    show.say(
        "They are kept. To show one, quote it in a story: there you are shown the place, and cut "
        "it out, or let it stand and write why."
    )


@click.command()
@campaign_option
@json_option
def editions(*, campaign: Path | None, as_json: bool) -> None:
    """Every edition, the newest first: what it is, and where copies of it stand."""
    from ownwords.flows import editions as shelves

    shelf = shelves.shelf(workspace(campaign))
    if as_json:
        for one in shelf:
            show.json_line(_row(one))
        return
    if not shelf:
        show.say("Nothing has been published yet.")
    for one in shelf:
        what = "recalled" if one.recalled else show.several(one.files, "file")
        show.say(f"Edition {one.number}, {one.date}: {what}")
        show.columns([(str(part),) for part in (one.folder, one.packed) if part])
        _say_copies(one)


def _row(one: Shelved) -> dict[str, object]:
    return {
        "number": one.number,
        "date": one.date,
        "recalled": one.recalled,
        "files": one.files,
        "bytes": one.bytes,
        "folder": str(one.folder or ""),
        "zip": str(one.packed or ""),
        "places": one.places,
    }


def _say_copies(one: Shelved) -> None:
    """Where copies stand; of a recalled edition somebody must take them away."""
    do = "still stands, take it away" if one.recalled else "a copy stands"
    show.columns([(f"{do}: {place}",) for place in one.places])


@click.command()
@campaign_option
@click.argument("number", type=click.IntRange(min=1))
@click.option("--yes", is_flag=True, help="Do not ask again.")
def recall(*, campaign: Path | None, number: int, yes: bool) -> None:
    """Call an edition back: its folder and its zip are removed from this computer.

    NUMBER is that of 'ownwords editions'. Copies elsewhere are named; take them away there.
    """
    from ownwords.flows import editions as shelves
    from ownwords.flows import recall as recalling

    opened = workspace(campaign)
    shelves.the(opened, number)
    if not yes:
        show.say(f"Edition {number} is removed from this computer. This cannot be undone.")
        click.confirm("Recall it?", abort=True)
    recalling.call_back(opened, number)
    show.say(f"Edition {number} is recalled.")
    [recalled] = [one for one in shelves.shelf(opened) if one.number == number]
    _say_copies(recalled)
    show.say("What others copied, nobody can call back. Publish again when it is mended.")
