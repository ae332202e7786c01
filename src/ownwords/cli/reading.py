"""search, timeline, first-uses, languages: reading inside the team."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from ownwords.cli import show
from ownwords.cli.options import campaign_option, day, json_option, workspace
from ownwords.records.errors import IndexBusy

if TYPE_CHECKING:
    from ownwords.archive.engine import Step
    from ownwords.reading.query import Query
    from ownwords.reading.search import Result
    from ownwords.workspace import Workspace


class SearchOptions(TypedDict):
    """Options of ``search``."""

    query: tuple[str, ...]
    campaign: Path | None
    as_json: bool
    tag: str
    language: str
    network: str
    since: str | None
    until: str | None
    account: str
    limit: int
    relevance: bool
    blocks: bool


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, metavar="QUERY")
@campaign_option
@json_option
@click.option("--tag", default="", help="Only posts with this tag.")
@click.option("--language", default="", metavar="TAG", help="Only this language, such as en or ar.")
@click.option("--network", default="", metavar="NAME", help="Only this network, such as x or bsky.")
@click.option("--since", metavar="DATE", help="Not before this date (UTC).")
@click.option("--until", metavar="DATE", help="Before this date (UTC).")
@click.option("--account", default="", metavar="ID|@HANDLE", help="Only this account.")
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="At most so many."
)
@click.option("--relevance", is_flag=True, help="Best first instead of newest first.")
@click.option("--blocks", is_flag=True, help="Print a quotation block to paste for each result.")
def search(**options: Unpack[SearchOptions]) -> None:
    """Find words: terms, "a phrase", AND, OR, -not, begin*.

    \b
    ownwords search lamp "at work" -poster
    ownwords search winch --language en --since 2014-01-11 --blocks
    """
    from ownwords.flows import reading
    from ownwords.reading.query import Query

    query = Query(
        text=_typed(options["query"]),
        tag=options["tag"],
        language=options["language"],
        network=options["network"],
        since=day(options["since"]),
        until=day(options["until"]),
        account=options["account"],
        limit=options["limit"],
        relevance=options["relevance"],
    )
    opened = workspace(options["campaign"])
    found = 0
    for result in _found(opened, query):
        found += 1
        if options["as_json"]:
            show.json_line(reading.as_json(result))
        else:
            _print(result)
            if options["blocks"]:
                show.say(reading.block(opened, result))
    if not found and not options["as_json"]:
        show.say("Nothing found. Fewer words, or a beginning with *, find more.")


def _found(opened: Workspace, query: Query) -> Iterator[Result]:
    """What is found; while another program makes the index it is said once what is waited for."""
    from ownwords.flows import reading

    try:
        yield from reading.search(opened, query, patience=0)
    except IndexBusy:
        show.say(
            "Another ownwords is making the search index of this campaign. This search waits for "
            "it, ten minutes at the most; Ctrl-C stops the waiting.",
            err=True,
        )
        yield from reading.search(opened, query)


def _typed(words: tuple[str, ...]) -> str:
    """The query as it was meant: what the shell took the quotes from is a phrase again."""
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word)
    if len(words) == 1:
        return words[0]
    return " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)


def _print(result: Result) -> None:
    from ownwords.consent.screening_flags import in_words
    from ownwords.records.times import iso

    show.say(f"{iso(result.published)[:16].replace('T', ' ')}  {result.id}")
    before, behind = ("…" if one else "" for one in result.cut)
    words = f"{before}{result.snippet.text}{behind}".replace("\n", "\n  ")
    kinds = ", ".join(map(in_words, result.flags))
    held = f"\n  (may give somebody away: {kinds})" if kinds else ""
    show.say(f"  {words}{held}\n")


@click.command()
@campaign_option
@json_option
@click.option("--tag", default="", help="Only posts with this tag.")
@click.option(
    "--by",
    type=click.Choice(["hour", "day", "week"]),
    default="day",
    show_default=True,
    help="How long one step is.",
)
def timeline(*, campaign: Path | None, as_json: bool, tag: str, by: Step) -> None:
    """When it was said: posts and accounts over time, with the campaign's moments."""
    from ownwords.flows import reading

    opened = workspace(campaign)
    if as_json:
        for period in reading.periods(opened, by, tag):
            show.json_line(period)
        return
    show.say(reading.timeline_drawn(opened, by, tag))


@click.command(name="first-uses")
@campaign_option
@json_option
@click.option("--tag", default="", help="The tag (default: the campaign's).")
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="At most so many."
)
def first_uses(*, campaign: Path | None, as_json: bool, tag: str, limit: int) -> None:
    """Who used the tag first. For the team only; an edition never names first users."""
    from ownwords.flows import reading

    opened = workspace(campaign)
    rows = reading.first_uses(opened, tag, limit)
    if as_json:
        for row in rows:
            show.json_line(row)
        return
    if not rows:
        show.say("Nobody used it in what is held here.")
    show.columns([(row["published"], f"#{row['tag']}", row["account"], row["id"]) for row in rows])


@click.command()
@campaign_option
@json_option
@click.option("--tag", default="", help="Only posts with this tag.")
def languages(*, campaign: Path | None, as_json: bool, tag: str) -> None:
    """In which languages it was said: the platform's label beside our own reading."""
    from ownwords.flows import reading

    opened = workspace(campaign)
    if as_json:
        for row in reading.languages(opened, tag):
            show.json_line(row)
        return
    show.say(reading.languages_drawn(opened, tag))
