"""gather: take in posts from files and exports."""

from __future__ import annotations

import math
import shlex
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from ownwords.cli import show
from ownwords.cli.meter import Meter
from ownwords.cli.options import campaign_option, json_option, workspace
from ownwords.cli.recalled import say_recalled, summary_of
from ownwords.records.errors import OwnwordsError

if TYPE_CHECKING:
    from ownwords.flows.deletions import Settled
    from ownwords.flows.dump_search import Progress
    from ownwords.flows.gathering import Request
    from ownwords.flows.mine import Choice
    from ownwords.records.accession import Accession, Receipt
    from ownwords.records.captured import Fault, LeftOut
    from ownwords.workspace import Workspace

FAULTS_SHOWN = 20
_SEARCH_FROM: dict[bool | None, float] = {True: 0.0, False: math.inf}
_COUNTED = ("lines", "hits")


class GatherOptions(TypedDict):
    """Options of ``gather``."""

    sources: tuple[str, ...]
    campaign: Path | None
    as_json: bool
    format: str
    mapping: str
    tags: tuple[str, ...]
    everything: bool
    search: bool | None
    jobs: int | None
    mine: bool
    posts: str | None
    words: str | None
    name: str | None
    also_if_deleted: bool | None
    yes: bool
    let_go: bool


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@campaign_option
@json_option
@click.option("--format", default="", metavar="F", help="Name the format instead of finding it.")
@click.option(
    "--map",
    "mapping",
    default="",
    metavar="FILE",
    help="Mapping for CSV and JSONL: tags, 4cat or a file.",
)
@click.option(
    "--tag", "tags", multiple=True, metavar="TAG", help="Keep posts with this tag (the campaign's)."
)
@click.option("--all", "everything", is_flag=True, help="Keep every post, with a tag or without.")
@click.option(
    "--search/--every-line",
    default=None,
    help="Read the lines that a search for the tag finds, or all (search from 256 MB on).",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Processes that search a large dump (one for each core).",
)
@click.option("--mine", is_flag=True, help="This export is mine: say yes to quoting it.")
@click.option(
    "--posts", type=click.Choice(["tagged", "all"]), help="With --mine: to which posts the yes is."
)
@click.option(
    "--words",
    type=click.Choice(["exact", "retold"]),
    help="With --mine: my exact words, or retold in other words.",
)
@click.option("--name", help="With --mine: the name to print; empty for none.")
@click.option(
    "--also-if-deleted/--not-if-deleted",
    default=None,
    help="With --mine: whether the yes holds if I delete a post.",
)
@click.option("--yes", is_flag=True, help="With --mine: do not ask again.")
@click.option(
    "--let-go", is_flag=True, help="Drop what an interrupted gather of it left; take nothing in."
)
def gather(**options: Unpack[GatherOptions]) -> None:
    """Take in posts from files, folders, archives or '-' (standard input).

    What cannot be read is named with file, line and byte, and the rest goes on; the exit status
    is then 1. Taking in the same file twice adds nothing.

    \b
    ownwords gather tweets.jsonl.gz exports/
    ownwords gather my-x-archive.zip --mine
    ownwords gather sheet.csv --map tags
    ownwords gather /dumps/2014-01 --tag WeKeepTheLight
    """
    from ownwords.flows import dump_search
    from ownwords.flows.gathering import Request

    opened = workspace(options["campaign"])
    if options["let_go"]:
        _let_go(opened, options)
        return
    request = Request(
        sources=options["sources"],
        format=options["format"],
        mapping=options["mapping"],
        tags=options["tags"],
        everything=options["everything"] or (options["mine"] and options["posts"] == "all"),
        search_from=_SEARCH_FROM.get(options["search"], dump_search.SEARCH_FROM),
        jobs=options["jobs"] or 0,
    )
    try:
        faults = _take_in(opened, request, _Printer(as_json=options["as_json"]))
        if options["mine"]:
            _mine(opened, options)
    except OwnwordsError:
        _settle_deletions(opened, as_json=options["as_json"])
        raise
    left = _settle_deletions(opened, as_json=options["as_json"])
    if faults or left:
        raise click.exceptions.Exit(1)


def _let_go(opened: Workspace, options: GatherOptions) -> None:
    from ownwords.flows import interrupted

    for source in options["sources"]:
        count = interrupted.let_go(opened, source)
        if options["as_json"]:
            show.json_line({"source": source, "dropped": count})
        elif count:
            show.say(f"{source}: {show.several(count, 'interrupted gather')} dropped.")
        else:
            show.say(f"{source}: no gather of it was interrupted; 'ownwords status' names those.")


def _take_in(opened: Workspace, request: Request, printer: _Printer) -> int:
    """Every source; how many things could not be read."""
    from ownwords.flows import gathering

    faults = 0
    try:
        for accession in gathering.gather(opened, request, printer):
            printer.searched(opened.vault.desk.receipts(accession.id))
            printer.done(accession)
            faults += accession.counts.faults
    except KeyboardInterrupt:
        printer.interrupted()
        raise
    return faults


class _Printer:
    """Shows a gather: a moving line on a terminal, nothing between the lines when piped."""

    def __init__(self, *, as_json: bool) -> None:
        self._json = as_json
        self._live = sys.stderr.isatty() and not as_json
        self._faults = 0
        self._left_out: Counter[tuple[str, str]] = Counter()
        self._meter: Meter | None = None
        self._receipts: list[Receipt] = []
        self._since = _micros()

    def progress(self, source: str, read: int, kept: int) -> None:
        if self._live and self._meter is None:
            name = Path(source).name
            show.moving(f"{name}: {read:,} read, {kept:,} kept")

    def searching(self, progress: Progress) -> None:
        if self._meter is None:
            self._meter = Meter(live=self._live)
        for notice in self._meter.notices(progress):
            self._line(notice)
        line = "" if self._json else self._meter.line(progress)
        if line and self._live:
            show.moving(line)
        elif line:
            show.say(line, err=True)

    def searched(self, receipts: list[Receipt]) -> None:
        """What the searches of one source came to; shown with its counts."""
        self._receipts = receipts
        if self._json:
            for one in receipts:
                fields = {name: getattr(one, name) for name in one.__struct_fields__}
                show.json_line({"searched": fields})

    def fault(self, fault: Fault) -> None:
        if self._json:
            show.fault_line(fault)
            return
        self._faults += 1
        if self._faults == FAULTS_SHOWN + 1:
            self._line("More could not be read; 'ownwords status' counts them, --json lists them.")
        if self._faults <= FAULTS_SHOWN:
            where = f"{fault.place.spelled()}: "
            if fault.reason.startswith(f"{fault.place.spelled()} "):  # it says itself which file
                where = ""
            self._line(f"Could not be read: {where}{fault.reason} Kept: {fault.kept}.")

    def left_out(self, what: LeftOut) -> None:
        self._left_out[what.place.file, what.reason] += what.count

    def interrupted(self) -> None:
        """How to go on from here."""
        self._line("What was taken in stays. Say the same again, and it goes on from here.")

    def _reasons(self) -> Counter[str]:
        """What was left out, by its reason; with ``--json`` a line for each file that held it."""
        reasons: Counter[str] = Counter()
        for (file, reason), count in self._left_out.items():
            reasons[reason] += count
            if self._json:
                show.json_line({"left_out": {"file": file, "reason": reason, "count": count}})
        self._left_out.clear()
        return reasons

    def done(self, accession: Accession) -> None:
        from ownwords.gather.connector import caveat_of

        counts, reasons = accession.counts, self._reasons()
        took = self._took(accession)
        if self._json:
            record = {"accession": accession.id, "source": accession.source}
            fields = {name: getattr(counts, name) for name in counts.__struct_fields__}
            show.json_line({**record, **fields, "seconds": round(took, 3)})
            return
        self._clear()
        show.say(f"{accession.source} ({accession.connector}) in {took:.1f} s")
        self._say_searched()
        show.columns(_counted(accession, reasons))
        caveat = caveat_of(accession.connector)
        if caveat:
            show.say(f"  {caveat}")

    def _took(self, accession: Accession) -> float:
        """Seconds of this run: one that was gone on with may have begun days before."""
        began, self._since = max(accession.started, self._since), _micros()
        return max(0, (accession.ended or began) - began) / 1_000_000

    def _say_searched(self) -> None:
        if not self._receipts:
            return
        lines, hits = (sum(getattr(one, name) for one in self._receipts) for name in _COUNTED)
        files = show.several(len(self._receipts), "file")
        show.say(f"  Searched {files}: {lines:,} lines, {hits:,} of them read.")

    def _line(self, text: str) -> None:
        self._clear()
        show.say(text, err=True)

    def _clear(self) -> None:
        if self._live:
            show.moving("")


def _micros() -> int:
    return time.time_ns() // 1000


def _counted(accession: Accession, reasons: Counter[str]) -> list[tuple[str, str]]:
    """What became of the records of one source, in rows; what did not happen has none."""
    counts, links = accession.counts, accession.connector == "links"
    known = "links known already: they wait, or their post is here" if links else "known already"
    rows = [
        ("posts kept", counts.kept),
        (known, counts.known),
        ("without the tag, not kept", counts.not_matching),
        ("held back (keep-out list)", counts.held_back),
        ("deletions and withdrawals", counts.withdrawals),
        *((f"{what}, left out", count) for what, count in reasons.items()),
        ("could not be read", counts.faults),
        ("pages kept as sources", counts.pages),
        ("links that wait for their post", counts.asked),
        ("links whose post came now", counts.filled),
    ]
    never_empty = "" if links else "posts kept"
    return [(name, show.number(count)) for name, count in rows if count or name == never_empty]


def _settle_deletions(opened: Workspace, *, as_json: bool) -> bool:
    """Erase what authors deleted, where the campaign says so; whether something of it is left."""
    if not opened.campaign.policy.deletion_erases:
        return False
    from ownwords.flows import deletions

    settled = deletions.settle(opened)
    if as_json:
        counts = {"posts": settled.posts, "stay": settled.stay, "hits": len(settled.hits)}
        erased = counts | {"inside_others": settled.inside_others}
        show.json_line({"deleted": erased | summary_of(settled.recalled)})
    elif settled.posts or settled.stay:
        _say_settled(settled)
    return bool(settled.hits or settled.stopped)


def _say_settled(settled: Settled) -> None:
    if settled.posts:
        show.say(
            f"Deleted by their authors: {show.several(settled.posts, 'post')}, erased here too, "
            f"and out of {show.several(settled.inside_others, 'post')} of others."
        )
    if settled.stay:
        show.say(f"{show.several(settled.stay, 'post')} stay: the yes holds also if deleted.")
    for recalled in settled.recalled:
        say_recalled(recalled)
    for hit in settled.hits[:FAULTS_SHOWN]:
        show.say(f"  left in {hit.path}: {hit.kind} ({hit.how})", err=True)
    if settled.hits:
        show.say("Take it out there, then: ownwords withdraw --resume", err=True)


def _mine(opened: Workspace, options: GatherOptions) -> None:
    """Ask the owner what may be done with the words; an error says where nobody answered."""
    try:
        _one_screen(opened, options)
    except click.Abort:
        raise _not_answered(options["sources"]) from None


def _one_screen(opened: Workspace, options: GatherOptions) -> None:
    """One screen: which posts, exact words or not, which name, also if I delete."""
    from ownwords.flows import mine
    from ownwords.locales.tongue import tongue_of

    owner = mine.owner_of(options["sources"])
    held = mine.held(opened, owner)
    show.say(f"\nThis export belongs to @{owner.handle}. Of their own posts {held.all:,} are kept,")
    show.say(f"{held.tagged:,} of them with the campaign's tag.\n")
    choice = _choice(options, show.plain(owner.name or owner.handle))
    show.say(f"\nYou say yes. {mine.in_words(choice, tongue_of('en'))}")
    show.say(mine.LIMITS)
    if not options["yes"]:
        click.confirm("Record this yes?", abort=True)
    mine.record(opened, owner, choice, options["sources"])
    show.say("Recorded. You can change it or take yourself out at any time.")


def _not_answered(sources: tuple[str, ...]) -> OwnwordsError:
    """What stands when nobody was there to answer, or somebody left in the middle."""
    return OwnwordsError(
        "No yes was recorded: the questions were not answered to the end.",
        kept="The posts are kept. They are quoted no more than before.",
        do=f"Answer whenever you like; nothing comes in twice: ownwords gather "
        f"{' '.join(map(shlex.quote, sources))} --mine\nWhere nobody can be asked, answer in the "
        "command: --posts tagged|all --words exact|retold --name NAME "
        "--not-if-deleted|--also-if-deleted --yes",
    )


def _choice(options: GatherOptions, name: str) -> Choice:
    from ownwords.flows.mine import Choice

    posts = options["posts"] or click.prompt(
        "Which posts may be quoted", type=click.Choice(["tagged", "all"]), default="tagged"
    )
    words = options["words"] or click.prompt(
        "Your exact words (a search may find you by them), or retold",
        type=click.Choice(["exact", "retold"]),
        default="exact",
    )
    credit = options["name"]
    if credit is None and words == "exact":
        credit = click.prompt(
            "Under which name (a name, or '-' for none)", default=name, show_default=True
        )
    kept = options["also_if_deleted"]
    if kept is None:
        kept = click.confirm("Does this hold also if you delete a post?", default=False)
    return Choice(
        posts=posts,
        words=words,
        name="" if credit in (None, "-") else str(credit),
        also_if_deleted=kept,
    )
