"""consent: what people said may be done with their words."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from ownwords.cli import show
from ownwords.cli.options import campaign_option, day, json_option, workspace

if TYPE_CHECKING:
    from ownwords.flows.consenting import Explained, Heard, Held
    from ownwords.records.consent import Statement
    from ownwords.workspace import Workspace

USES = [
    "hold",
    "read",
    "count",
    "paraphrase",
    "verbatim",
    "named",
    "media",
    "research-export",
    "machine-learning",
]


@click.group()
def consent() -> None:
    """What people said may be done with their words."""


@consent.command(name="show", short_help="What may be done with somebody's words, and why")
@campaign_option
@json_option
@click.argument("who", metavar="ACCOUNT|VOICE|POST")
def show_decisions(*, campaign: Path | None, as_json: bool, who: str) -> None:
    """What may be done with somebody's words, why, and what would make it a yes."""
    from ownwords.flows import consenting

    for decided in consenting.explain(workspace(campaign), who):
        if as_json:
            show.json_line(decided)
        else:
            _say_decided(decided)


def _say_decided(decided: Explained) -> None:
    show.say(decided.voice)
    if decided.account != decided.voice:
        show.say(f"  {decided.account}")
    for use, entry in decided.uses.items():
        answer = "yes" if entry.allowed else "no"
        show.say(f"  {use:16} {answer:4} {entry.why}")
        if not entry.allowed and entry.what_would_make_it_yes:
            show.say(f"  {'':21} To make it yes: {entry.what_would_make_it_yes}")
    for block in decided.blocks:
        show.say(f"  {_decided_against(block)}")
    for said in decided.statements:
        show.say(f"  recorded: {_in_short(said)}")
    if decided.flags:
        from ownwords.consent.screening_flags import in_words

        kinds = ", ".join(map(in_words, decided.flags))
        show.say(f"  This post may give somebody away: {kinds}.")


def _in_short(said: Heard) -> str:
    """A recorded statement in one line: "yes to named (all), as “Maren”, until 2027-01-01"."""
    parts = (
        f"{said.answer} to {', '.join(said.to) or 'every use above counting'} ({said.scope})",
        f"as “{said.name}”" if said.name else "",
        f"from {said.starts}" if said.starts else "",
        f"until {said.ends}" if said.ends else "",
        f"by {said.given_by}",
        said.date,
        f"evidence: {said.evidence}" if said.evidence else "no evidence",
    )
    return ", ".join(part for part in parts if part)


def _decided_against(block: Held) -> str:
    """A block in one line, and its end if it was lifted."""
    what = f"the {block.what} {block.target}"
    if not block.until:
        return f"blocked: {what}, since {block.since}, by {block.by}: {block.reason}"
    lifted = f"lifted {block.until}, by {block.lifted_by}: {block.lifted_for}"
    return f"was blocked: {what}, {block.since}, by {block.by}: {block.reason}; {lifted}"


class RecordOptions(TypedDict):
    """Options of ``consent record``."""

    who: str
    campaign: Path | None
    answer: str
    uses: tuple[str, ...]
    scope: str | None
    posts: tuple[str, ...]
    story: str
    name: str
    starts: str | None
    ends: str | None
    also_if_deleted: bool
    audience: str
    evidence: str
    given_by: str
    date: str | None


@consent.command()
@campaign_option
@click.argument("who", metavar="ACCOUNT|VOICE")
@click.option(
    "--answer", type=click.Choice(["yes", "no", "asked"]), required=True, help="What they said."
)
@click.option(
    "--use", "uses", multiple=True, required=True, type=click.Choice(USES), help="To which use."
)
@click.option(
    "--scope",
    type=click.Choice(["all", "campaign", "story", "posts"]),
    help="How far it reaches (default: what is named by --post or --story, else the campaign).",
)
@click.option(
    "--post", "posts", multiple=True, metavar="ID", help="Only this post; may be repeated."
)
@click.option("--story", default="", metavar="NAME", help="Only in this story.")
@click.option("--name", default="", help="The name to print.")
@click.option("--from", "starts", metavar="DATE", help="Holds from this date (embargo).")
@click.option("--until", "ends", metavar="DATE", help="Holds until this date.")
@click.option("--also-if-deleted", is_flag=True, help="Holds also if they delete the post.")
@click.option(
    "--audience",
    type=click.Choice(["everyone", "team"]),
    default="everyone",
    show_default=True,
    help="Who may see it.",
)
@click.option("--evidence", default="", help="Where the yes can be looked up.")
@click.option(
    "--given-by",
    type=click.Choice(["self", "representative", "steward"]),
    default="self",
    show_default=True,
    help="Who passed it on.",
)
@click.option("--date", metavar="DATE", help="When they said it (default: now).")
def record(**options: Unpack[RecordOptions]) -> None:
    """Record what somebody said.

    A later statement about the same use, of equal scope, replaces an earlier one.

    \b
    ownwords consent record @maren --answer yes --use verbatim --evidence "letter, 3 Feb"
    """
    from ownwords.consent.vocabularies import scope_of
    from ownwords.flows import consenting
    from ownwords.flows.taking_back import going_further, outweighing
    from ownwords.records.consent import Answer, GivenBy, Scope, Statement, Use

    said = Statement(
        answer=Answer(options["answer"]),
        uses=tuple(Use(use) for use in options["uses"]),
        scope=Scope(options["scope"] or scope_of(options["posts"], options["story"])),
        posts=options["posts"],
        story=options["story"],
        name=options["name"],
        starts=day(options["starts"]),
        ends=day(options["ends"]),
        also_if_deleted=options["also_if_deleted"],
        audience=options["audience"],
        evidence=options["evidence"],
        given_by=GivenBy(options["given_by"]),
        given_at=day(options["date"]) or 0,
    )
    opened, scope_was_said = workspace(options["campaign"]), options["scope"] is not None
    written = consenting.record(opened, options["who"], said, scope_was_said=scope_was_said)
    show.say(f"Recorded: {consenting.in_words(written)}")
    for account in consenting.also_meant(opened, written):
        show.say(
            f"It holds for {account} too: the same handle on the same network, or the same post."
        )
    for yes in outweighing(opened, written):
        show.say(
            f"Still stands, for it is about less: {consenting.in_words(yes)}\n"
            f"  To end it as well: ownwords consent record {_ending(options['who'], yes)}"
        )
    for yes, no in going_further(opened, written):
        show.say(
            f"Still stands, for it goes further: {consenting.in_words(yes)}\n"
            f"  To end it: ownwords consent record {_ending(options['who'], no)}"
        )
    _say_lapsed(opened)


def _ending(who: str, yes: Statement) -> str:
    """What to type behind the verb for a no to all of a yes, as a shell takes it."""
    uses = [("--use", use.value) for use in yes.uses]
    posts = [("--post", post) for post in yes.posts]
    story = [("--story", yes.story)] if yes.story else []
    scope = [("--scope", yes.scope.value)]
    options = [word for pair in (*uses, *scope, *posts, *story) for word in pair]
    return shlex.join([who, "--answer", "no", *options])


@consent.command(short_help="Keep words from being shown, or lift that")
@campaign_option
@click.argument("who", metavar="POST|ACCOUNT|VOICE")
@click.option("--reason", required=True, metavar="TEXT", help="Why; the next steward reads it.")
@click.option("--by", required=True, metavar="NAME", help="Who decides, and answers for it.")
@click.option("--lift", is_flag=True, help="Let go of the blocks that stand on it.")
def block(*, campaign: Path | None, who: str, reason: str, by: str, lift: bool) -> None:
    """Keep a post, or all posts of an account, from being shown, and from being read here.

    For a steward's or a court's decision; people who want to be taken out are withdrawn instead.
    A block holds whatever yes there is, until it is lifted; both stay written down.

    \b
    ownwords consent block @maren --reason "court order, 3 May" --by Ila
    ownwords consent block @maren --lift --reason "annulled, 9 June" --by Ila
    """
    from ownwords.flows import blocking

    opened = workspace(campaign)
    targets = blocking.meant(opened, who)
    decide = blocking.lift if lift else blocking.block
    decide(opened, targets, reason, by)
    verb = "Lifted; the other rules decide again" if lift else "Blocked"
    for target in sorted(targets.posts | targets.accounts):
        show.say(f"{verb}: {target}, by {by.strip()}: {reason.strip()}")
    for account in blocking.also_meant(opened, targets):
        show.say(
            f"It holds for {account} too: the same handle on the same network, or the same post."
        )
    _say_lapsed(opened)


def _say_lapsed(opened: Workspace) -> None:
    """How much the newest edition shows that may not be shown any more: an answer can do that."""
    from ownwords.flows.lapsed import lapsed

    gone = lapsed(opened)
    if gone.quotes:
        quotes = show.several(gone.quotes, "quotation")
        show.say(
            f"{quotes} of edition {gone.edition} may not be shown any more: publish again, and put "
            "the new edition where the old one is."
        )


@consent.command()
@campaign_option
@click.argument("quotation", metavar="QUOTATION")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def opening(*, campaign: Path | None, quotation: str, file: Path) -> None:
    """Write what opens the commitment of a quotation without a name.

    QUOTATION is the name in the address of its page. Hand the file to the voice, or to an auditor
    whom the voice trusts, and to nobody else: it names the account.
    """
    from ownwords.flows import consenting

    opened = consenting.opening(workspace(campaign), quotation)
    file.touch(0o600)
    file.write_bytes(opened)
    show.say(f"{file} names the account. Its SHA-256 is the commitment of the page.")


_ROWS = {"statements": "statement", "social-humans": "label", "voices": "voice"}


@consent.command(
    name="import", short_help="Take in many statements, labels or voices from a CSV file"
)
@campaign_option
@json_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--vocabulary",
    type=click.Choice(["statements", "social-humans", "voices"]),
    default="statements",
    show_default=True,
    help="What the file holds.",
)
def import_file(*, campaign: Path | None, as_json: bool, file: Path, vocabulary: str) -> None:
    """Take in many statements, Social Humans labels or voices from a CSV file."""
    from ownwords.flows import importing

    opened = workspace(campaign)
    imported = importing.import_file(opened, file, vocabulary)
    if as_json:
        for fault in imported.faults:
            show.fault_line(fault)
        counts = {"recorded": imported.recorded, "faults": len(imported.faults)}
        counts |= {"of_nobody": imported.of_nobody, "stays": imported.stays}
        show.json_line({**counts, "held_back": imported.held_back})
    else:
        for fault in imported.faults:
            show.say(f"{fault.place.file}, line {fault.place.line}: {fault.reason}", err=True)
        show.say(f"Recorded: {show.several(imported.recorded, _ROWS[vocabulary])}.")
        if imported.held_back:
            show.say(f"Held back (keep-out list): {imported.held_back:,}.")
        if imported.of_nobody:
            of_them = "1 of them is" if imported.of_nobody == 1 else f"{imported.of_nobody:,} are"
            show.say(
                f"{of_them} about nobody who is held here, or about a post that is not. If that "
                "should not be so, look at the spelling: an account id, or a handle with its @; "
                "the id or the link of a post.",
                err=True,
            )
        if imported.stays:
            show.say(
                f"{show.several(imported.stays, 'yes', 'yeses')} said in the name of a voice holds "
                "for the accounts that the voice had then. For its other accounts, ask again.",
                err=True,
            )
        _say_lapsed(opened)
    if imported.faults:
        raise click.exceptions.Exit(1)
