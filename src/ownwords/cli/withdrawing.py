"""withdraw: somebody wants out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click

from ownwords.cli import show
from ownwords.cli.options import campaign_option, json_option, workspace
from ownwords.cli.recalled import say_recalled, summary_of

if TYPE_CHECKING:
    from ownwords.flows.erasure import Outcome
    from ownwords.flows.kept_copies import Settled
    from ownwords.flows.proof.proving import Hit, Proof
    from ownwords.flows.recalled import Place
    from ownwords.flows.taking_out import TakenOut
    from ownwords.flows.withdraw import Plan
    from ownwords.workspace import Workspace


_SHOWN = 40
"""Places that are listed at the most."""
_THEIRS = {
    "words": "words of theirs",
    "id": "an address of theirs",
    "handle": "their handle",
    "name": "their name",
    "named": "their name, in a sentence",
}


class Options(TypedDict):
    """Options of ``withdraw``."""

    who: str
    campaign: Path | None
    as_json: bool
    yes: bool
    resume: bool
    undo: bool
    hide_only: bool
    lift: bool
    evidence: str
    report: Path | None
    kept_copies: Literal["redact", "quarantine"] | None
    others: Literal["remove"] | None
    keep_lines: tuple[str, ...]


@click.command()
@campaign_option
@json_option
@click.argument("who", metavar="ACCOUNT|VOICE", default="")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--hide-only", is_flag=True, help="Hide them and erase nothing yet.")
@click.option("--undo", is_flag=True, help="Show them again, while they are only hidden.")
@click.option("--resume", is_flag=True, help="Go on with what was interrupted.")
@click.option("--lift", is_flag=True, help="Let them be gathered again: their own yes.")
@click.option("--evidence", default="", help="With --lift: where their yes can be looked up.")
@click.option(
    "--kept-copies",
    type=click.Choice(["redact", "quarantine"]),
    help="Cut them out of files under sources/ and articles/ too, or seal these files away.",
)
@click.option(
    "--others",
    type=click.Choice(["remove"]),
    help="Take the posts of others out as well in which their words stand unnamed.",
)
@click.option(
    "--keep-line",
    "keep_lines",
    multiple=True,
    metavar="FILE:LINE",
    help="With --resume: the name in this line is somebody else's. May be repeated.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the letter for the person here.",
)
def withdraw(**options: Unpack[Options]) -> None:
    """Take a person out: hidden at once, then erased from every file, then proved.

    Hiding is one durable step and can be undone. Erasing cannot: their posts go, they go out of
    what others said, quotations are cut from stories, editions that quote them are replaced, and
    every file is decoded and searched for what is left of them.

    \b
    ownwords withdraw @maren
    ownwords withdraw --resume --report letter.txt
    """
    if options["keep_lines"] and not options["resume"]:
        raise click.UsageError("--keep-line goes with --resume: say it when a line was named.")
    opened = workspace(options["campaign"])
    try:
        _do(opened, options)
    except KeyboardInterrupt:
        if opened.folder.erasing.exists():
            show.say(
                "They stay hidden. They are not erased everywhere yet: go on with "
                "'ownwords withdraw --resume'.",
                err=True,
            )
        raise


def _do(opened: Workspace, options: Options) -> None:
    if options["resume"]:
        _finish(opened, 0.0, options)
    elif not options["who"]:
        raise click.UsageError("Say whom: an account, a @handle or a voice.")
    elif options["undo"]:
        _undo(opened, options["who"])
    elif options["lift"]:
        _lift(opened, options)
    else:
        _take_out(opened, options)


def _undo(opened: Workspace, who: str) -> None:
    from ownwords.flows import withdraw as withdrawing

    accounts = withdrawing.undo(opened, who)
    show.say(f"{show.several(len(accounts), 'account')} can be seen again.")


def _lift(opened: Workspace, options: Options) -> None:
    from ownwords.flows import withdraw as withdrawing

    withdrawing.lift(opened, options["who"], options["evidence"])
    show.say(
        "Under this name they can be gathered again. An account that has a number as well as a "
        "handle is kept out under both: lift both. What was erased does not come back by itself."
    )


def _take_out(opened: Workspace, options: Options) -> None:
    from ownwords.flows import erasure
    from ownwords.flows import withdraw as withdrawing

    planned = withdrawing.plan(opened, options["who"])
    if not options["as_json"]:
        _say_plan(planned, erases=not options["hide_only"])
    if not options["yes"]:
        if not options["as_json"] and not options["hide_only"]:
            _say_foreseen(opened, planned)
        click.confirm("Take them out now?", abort=True)
    seconds = withdrawing.hide(opened, planned)
    if options["hide_only"]:
        _say_hidden(seconds, planned, as_json=options["as_json"])
        return
    if not options["as_json"]:
        show.say(f"Hidden in {seconds * 1000:.0f} ms. Erasing...")
    erasure.begin(opened, planned.accounts)
    _finish(opened, seconds, options)


def _say_plan(planned: Plan, *, erases: bool) -> None:
    from ownwords.flows.withdraw import LIMITS

    accounts = show.several(len(planned.accounts), "account")
    if planned.hidden:
        show.say(f"Hidden already, with all posts: {accounts}.")
    else:
        posts = show.several(planned.posts, "post")
        show.say(f"This hides {accounts} with {posts} at once, everywhere in this campaign.")
    for account in planned.also:
        show.say(f"Theirs too, by the same handle on the same network, or the same post: {account}")
    for account in planned.others:
        show.say(f"Somebody else who had their handle once: {account}")
    if planned.others:
        show.say("What was said under that handle goes, whoever of them said it.")
    if erases:
        show.say(
            "Then it erases them: their posts, their answers to you, and their words and names "
            "inside what others said.\nThis cannot be undone. Quotations are cut from stories; "
            "editions that quote them are replaced by one without them."
        )
    for path in planned.editions:
        show.say(f"Built before: {path}")
    for place in planned.places:
        show.say(f"Put somewhere before; take it away there yourself: {place}")
    show.say(LIMITS)


def _say_foreseen(opened: Workspace, planned: Plan) -> None:
    from ownwords.flows import taking_out

    places = taking_out.foreseen(opened, planned.accounts)
    if places:
        show.say(
            "\nWhat you wrote yourselves may repeat or name them, and is not cut. Somebody has to "
            "say it in other words, in"
        )
        _say_places(places)
        show.say("")


def _say_places(places: list[Place], *, err: bool = False) -> None:
    for place in places[:_SHOWN]:
        line = f", line {place.line}" if place.line else ""
        show.say(f"  {place.file}{line}: {_THEIRS.get(place.kind, place.kind)}", err=err)
    if len(places) > _SHOWN:
        show.say(f"  and {show.number(len(places) - _SHOWN)} places more", err=err)


def _say_hidden(seconds: float, planned: Plan, *, as_json: bool) -> None:
    if as_json:
        show.json_line({"hidden_seconds": round(seconds, 6), "rows": planned.posts})
        return
    show.say(
        f"Hidden in {seconds * 1000:.0f} ms. Nothing is erased yet: do it with "
        "'ownwords withdraw', or take it back with --undo."
    )


def _finish(opened: Workspace, hidden: float, options: Options) -> None:
    from ownwords.flows import taking_out

    if not opened.folder.erasing.exists():
        show.say("Nobody is being erased.", err=True)
        return
    quiet = options["as_json"]
    if options["keep_lines"]:
        taking_out.keep_lines(opened, options["keep_lines"])
    go_on = taking_out.carry_on_without_others if options["others"] else taking_out.carry_on
    done = go_on(opened, _silent if quiet else _say_step, options["kept_copies"])
    if quiet:
        show.json_line(_summary(hidden, done))
    else:
        _say_outcome(done.outcome, done.proof)
    _say_left(done)
    _letter(opened, done, options)
    if not done.finished:
        raise click.exceptions.Exit(1)


def _silent(_: str) -> None:
    """For who reads JSON."""


def _say_step(name: str) -> None:
    if name == "editions":
        show.say("Posts, desk, search and caches are without them.")


def _summary(hidden: float, done: TakenOut) -> dict[str, object]:
    outcome, proof = done.outcome, done.proof
    return {
        "hidden_seconds": round(hidden, 6),
        "erased_seconds": round(outcome.seconds, 3),
        "rows": outcome.rows,
        "inside_others": outcome.inside_others,
        "files_scanned": proof.files,
        "bytes_decoded": proof.bytes,
        "needles": proof.needles,
        "hits": len(proof.hits),
        **summary_of([outcome.recalled]),
        "repeated": [place._asdict() for place in outcome.recalled.repeated],
        "named": [place._asdict() for place in outcome.recalled.named],
        "of_others": list(done.of_others),
    }


def _say_left(done: TakenOut) -> None:
    """What stands between them and the end: first what a person wrote and can mend."""
    repeated = done.outcome.recalled.repeated
    if repeated:
        _say_repeated(repeated, waits=done.outcome.recalled.in_place)
    if done.outcome.recalled.named:
        _say_named(done.outcome.recalled.named)
    if done.of_others:
        _say_of_others(done.of_others)
    if done.left:
        _say_hits(done.left)
    if done.copies:
        files = show.several(done.copies, "file")
        show.say(
            f"Made from these, and mended with them: {files} of editions/ and cache/.", err=True
        )
    if done.proof.hits:
        show.say("\nThen: ownwords withdraw --resume", err=True)


def _say_repeated(places: list[Place], *, waits: bool) -> None:
    show.say("\nStopped: what you wrote yourselves repeats them, in", err=True)
    _say_places(places, err=True)
    show.say("Say it in other words there, or take it out.", err=True)
    names = [place for place in places if place.kind == "named"]
    if names:
        line = f"{names[0].file}:{names[0].line}"
        show.say(
            f"A name that is somebody else's: ownwords withdraw --resume --keep-line {line}",
            err=True,
        )
    if waits:
        show.say(
            "Until then no new edition is built in place of the old one. Nothing else waits for "
            "you: their posts are erased.",
            err=True,
        )


def _say_named(places: list[Place]) -> None:
    show.say("\nWhat you wrote yourselves names them, or somebody else of that name, in", err=True)
    _say_places(places, err=True)
    show.say(
        "Read these lines: a first name may be anybody's. If it is them, say it otherwise and "
        "publish again before you put an edition anywhere.",
        err=True,
    )


def _say_of_others(posts: tuple[str, ...]) -> None:
    show.say(
        "\nWords of theirs are left in what others said, with no sign whose they are:", err=True
    )
    for post in posts[:_SHOWN]:
        show.say(f"  {post}", err=True)
    if len(posts) > _SHOWN:
        show.say(f"  and {show.number(len(posts) - _SHOWN)} posts more", err=True)
    show.say(
        "Take these posts out as well, for good; their authors stay: "
        "ownwords withdraw --resume --others remove",
        err=True,
    )


def _say_hits(hits: list[Hit]) -> None:
    from ownwords.flows.kept_copies import kept

    show.say("\nSomething of them is left in", err=True)
    for hit in hits[:_SHOWN]:
        show.say(f"  {hit.path}: {hit.kind} ({hit.how})", err=True)
    if len(hits) > _SHOWN:
        show.say(f"  and {show.number(len(hits) - _SHOWN)} places more", err=True)
    if kept(hits):
        show.say(
            "Kept copies: 'ownwords withdraw --resume --kept-copies redact' cuts them out of text "
            "and seals other files to your key; with 'quarantine' it seals all of them, and what "
            "cannot be opened too.",
            err=True,
        )
    show.say("Else take it out of these files by hand, or remove them.", err=True)


def _say_settled(settled: Settled) -> None:
    for name in settled.redacted:
        show.say(f"Cut and marked [withdrawn]: {name}")
    for name in settled.quarantined:
        show.say(f"Sealed to the steward key, away from every reader: {name}")
    for name in settled.shut:
        show.say(
            f"Sealed too, for nobody can look into it; nothing of them was found there: {name}"
        )


def _say_outcome(outcome: Outcome, proof: Proof) -> None:
    if outcome.rows or outcome.inside_others:
        show.say(
            f"Erased in {outcome.seconds:.1f} s: {show.several(outcome.rows, 'row')}, and out of "
            f"{show.several(outcome.inside_others, 'post')} of others."
        )
    _say_settled(outcome.settled)
    say_recalled(outcome.recalled)
    show.say(
        f"Looked through {show.several(proof.files, 'file')}, {proof.bytes / 1e6:,.1f} MB decoded, "
        f"for {proof.needles:,} traces: {len(proof.hits)} found."
    )


def _letter(opened: Workspace, done: TakenOut, options: Options) -> None:
    """The letter, at the end; a file of it also before, in which it says that it is not the end."""
    from ownwords.flows.proof import letter

    if options["report"] is not None:
        options["report"].write_text(letter.letter(opened, done.proof), encoding="utf-8")
    elif not options["as_json"] and not done.proof.hits:
        show.say("\n" + letter.letter(opened, done.proof))
