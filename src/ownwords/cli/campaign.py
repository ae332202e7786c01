"""init, status, verify, rebuild: the campaign folder itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypedDict, Unpack

import click

from ownwords.cli import show
from ownwords.cli.options import campaign_option, json_option, workspace

if TYPE_CHECKING:
    from ownwords.flows.checking import Report
    from ownwords.flows.standing import Status


class InitOptions(TypedDict):
    """Options of ``init``."""

    folder: Path
    tags: tuple[str, ...]
    risk: str
    contact: str
    name: str
    languages: tuple[str, ...]
    told_by: str
    recover: TextIO | None
    sheet: bool


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A hashtag; may be repeated.")
@click.option(
    "--risk",
    type=click.Choice(["high", "ordinary"]),
    default="high",
    show_default=True,
    help="How much a mistake could hurt somebody.",
)
@click.option(
    "--contact",
    default="",
    metavar="ADDRESS",
    help="Where people write who want a change or out; publish refuses without one.",
)
@click.option("--name", default="", help="The campaign's name (default: its first tag).")
@click.option(
    "--language", "languages", multiple=True, metavar="TAG", help="A language it writes in (en)."
)
@click.option("--told-by", default="", metavar="WHO", help="Who tells the story.")
@click.option(
    "--recover",
    type=click.File("r", encoding="utf-8"),
    metavar="SHEET",
    help="Put the keys of an existing campaign back from its recovery sheet ('-' to type it).",
)
@click.option(
    "--sheet", is_flag=True, help="Print the recovery sheet of an existing campaign again."
)
def init(**options: Unpack[InitOptions]) -> None:
    """Start a campaign folder, with its key and a recovery sheet.

    \b
    ownwords init our-campaign --tag OurTag --contact us@example.org
    """
    from ownwords.flows import starting
    from ownwords.records.campaign import Campaign, Risk

    if options["sheet"]:
        show.say(starting.sheet_again(options["folder"]))
        return
    if options["recover"] is not None:
        starting.recover(options["folder"], options["recover"].read())
        show.say("The key is back on this computer. Gathering works again.")
        return
    if not options["tags"]:
        raise click.UsageError("A campaign needs at least one --tag.")
    tags = starting.hashtags_of(options["tags"])
    campaign = Campaign(
        name=options["name"] or f"#{tags[0] if tags else ''}",
        hashtags=tags,
        risk=Risk(options["risk"]),
        contact=options["contact"],
        languages=options["languages"] or ("en",),
        told_by=options["told_by"],
    )
    started = starting.start(options["folder"], campaign)
    show.say(f"{options['folder']} is ready. Its settings are in campaign.toml.\n")
    show.say(started.recovery_sheet)
    for warning in started.warnings:
        show.say(warning)
    show.say(f"\nNext: ownwords gather FILE --campaign {options['folder']}")


@click.command()
@campaign_option
@json_option
@click.option("--tag", default="", help="Only posts with this tag.")
def status(*, campaign: Path | None, as_json: bool, tag: str) -> None:
    """What is in the campaign: posts, accounts, languages, what could not be read."""
    from ownwords.flows import standing

    opened = workspace(campaign)
    if tag:
        tagged = standing.tagged(opened, tag)
        if as_json:
            show.json_line(tagged)
            return
        show.columns(
            [
                ("posts with the tag", show.number(tagged.tagged_posts)),
                ("uses of the tag", show.number(tagged.tag_occurrences)),
                ("accounts", show.number(tagged.accounts)),
                ("first", tagged.first),
                ("last", tagged.last),
            ]
        )
        return
    held = standing.status(opened)
    if as_json:
        show.json_line(held)
        return
    show.say(opened.campaign.name)
    _say_held(held)


def _say_held(held: Status) -> None:
    show.columns(_counts(held))
    for line in _to_look_at(held):
        show.say(f"  {line}")
    if held.waiting:
        many = f"{show.number(held.waiting)} links wait, each for its post"
        said = "1 link waits for its post" if held.waiting == 1 else many
        show.say(f"  {said}: an export that brings it fills it.")
    for title, said in (("from", _networks(held)), ("languages", _languages(held))):
        if said:
            show.say(f"  {title}: {said}")
    for caveat in held.caveats:
        show.say(f"  {caveat}")


def _counts(held: Status) -> list[tuple[str, str]]:
    """What is in the campaign, in rows; what there is none of and nobody asks for has no row."""
    rows = [
        ("posts", held.posts),
        ("accounts that wrote them", held.accounts),
        ("people and organisations on record", held.voices),
        ("accounts hidden from everybody", held.hidden),
        ("times that something came in", held.accessions),
        ("things that could not be read", held.faults),
        ("left out on purpose (not public, or no posts)", held.not_taken),
    ]
    always = {"posts", "accounts that wrote them", "things that could not be read"}
    counted = [(name, show.number(count)) for name, count in rows if count or name in always]
    when = [("first post", held.first), ("last post", held.last)]
    return [*counted, *((name, _moment(at)) for name, at in when if at)]


def _moment(at: str) -> str:
    """``2014-01-11 05:12 UTC``"""
    return f"{at[:16].replace('T', ' ')} UTC"


_NETWORKS = {"x": "X", "bsky": "Bluesky", "given": "given to you directly"}


def _networks(held: Status) -> str:
    return _listed({_NETWORKS.get(name, name): n for name, n in held.networks.items()})


def _languages(held: Status) -> str:
    from ownwords.locales.tongue import tongue_of

    names = tongue_of("en").language
    named = {names(tag): n for tag, n in held.languages.items() if tag not in {"", "und"}}
    rest = sum(held.languages.values()) - sum(named.values())
    return _listed({**named, "no language that could be told": rest} if rest else named)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {show.number(n)}" for name, n in counts.items())


def _to_look_at(held: Status) -> Iterator[str]:
    """What somebody should look at: what is not finished, lost permissions, personal data."""
    if held.unfinished:
        yield "somebody is being taken out, and that is not finished: ownwords withdraw --resume"
    for left in held.interrupted:
        yield (
            f"a gather of {left.source} was interrupted ({_moment(left.since)}), and what it took "
            f"in is not visible. Gather the same again to go on, or let go of it: {left.command}"
        )
    if held.lapsed:
        rest = "quotation rests" if held.lapsed == 1 else "quotations rest"
        yield (
            f"{show.number(held.lapsed)} {rest} on a yes that has ended or was taken back, in "
            f"edition {held.edition}: publish again, and put the new edition where the old one is."
        )
    if held.flagged:
        from ownwords.consent.screening_flags import in_words

        kinds = ", ".join(
            f"{show.number(n)} with {in_words(kind)}" for kind, n in held.flagged.items()
        )
        yield f"posts that may give somebody away: {kinds}"
    if held.unscreened:
        posts = show.several(held.unscreened, "post")
        yield f"{posts} not looked through for personal data yet: ownwords rebuild"


@click.command()
@campaign_option
@json_option
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True))
def verify(*, campaign: Path | None, as_json: bool, path: Path | None) -> None:
    """Check every file, row and decision. Quiet when all is well.

    With PATH, check a published edition against its own manifest instead, or a letter to somebody
    who was taken out, and say who signed it.
    """
    checked = _checked(campaign, path)
    if as_json:
        show.json_line(checked)
    else:
        for fault in checked.faults:
            row = f", row {fault.row}" if fault.row else ""
            show.say(f"{fault.file}{row}: {fault.what.rstrip('.')}. {fault.do}", err=True)
        if path and checked.ok:
            _say_signer(path, checked)
    if not checked.ok:
        raise click.exceptions.Exit(1)


def _checked(campaign: Path | None, path: Path | None) -> Report:
    from ownwords.flows import checking

    if path is None:
        return checking.campaign_at(campaign)
    return checking.letter(path) if path.is_file() else checking.edition(path)


def _say_signer(path: Path, checked: Report) -> None:
    letter = path.is_file()
    if not letter:
        show.say(f"{show.several(checked.files, 'file')} as the manifest lists them.")
    if checked.signed_by:
        what, whole = ("letter", "letter") if letter else ("manifest", "edition")
        show.say(
            f"The {what} is signed with the key {checked.signed_by}. That shows where the {whole} "
            "comes from only if it is the campaign's key: compare it with one that you have from "
            "elsewhere (an edition, a letter, the campaign itself)."
        )
    else:
        show.say("Nobody signed it: whoever changed files could have changed their list as well.")


@click.command()
@campaign_option
def rebuild(campaign: Path | None) -> None:
    """Make the search index and every other cache again from the posts."""
    from ownwords.flows import reading

    indexed = reading.rebuild(workspace(campaign))
    show.say(f"The search index holds {show.several(indexed, 'post')}.")
