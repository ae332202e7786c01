"""withdraw: somebody wants out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click

from ownwords.cli import show
from ownwords.cli.options import campaign_option, json_option, workspace

if TYPE_CHECKING:
    from ownwords.flows.erasure import Outcome
    from ownwords.flows.kept_copies import Settled
    from ownwords.flows.proof.proving import Proof
    from ownwords.flows.withdraw import Plan
    from ownwords.workspace import Workspace


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
    opened = workspace(options["campaign"])
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

    withdrawing.lift(opened, (options["who"],), options["evidence"])
    show.say("They can be gathered again. What was erased does not come back by itself.")


def _take_out(opened: Workspace, options: Options) -> None:
    from ownwords.flows import erasure
    from ownwords.flows import withdraw as withdrawing

    planned = withdrawing.plan(opened, options["who"])
    if not options["as_json"]:
        _say_plan(planned, erases=not options["hide_only"])
    if not options["yes"]:
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

    show.say(
        f"This hides {show.several(len(planned.accounts), 'account')} with "
        f"{show.several(planned.posts, 'post')} at once, everywhere in this campaign."
    )
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


def _say_hidden(seconds: float, planned: Plan, *, as_json: bool) -> None:
    if as_json:
        show.json_line({"hidden_seconds": round(seconds, 6), "rows": planned.posts})
        return
    show.say(
        f"Hidden in {seconds * 1000:.0f} ms. Nothing is erased yet: do it with "
        "'ownwords withdraw', or take it back with --undo."
    )


def _finish(opened: Workspace, hidden: float, options: Options) -> None:
    from ownwords.flows import erasure, kept_copies
    from ownwords.flows.proof import proving

    works = erasure.unfinished(opened)
    if not works:
        show.say("Nobody is being erased.", err=True)
        return
    quiet = options["as_json"]
    outcome = erasure.erase(opened, (lambda _: None) if quiet else show.say)
    proof = proving.prove(opened, works, outcome.recalled)
    how = options["kept_copies"]
    if how and kept_copies.kept(proof.hits):
        settled = kept_copies.settle(opened, works, proof.hits, how)
        if not quiet:
            _say_settled(settled)
        proof = proving.prove(opened, works, outcome.recalled)
    if proof.hits:
        _say_hits(proof)
    else:
        erasure.finish(opened)
    if quiet:
        show.json_line(_summary(hidden, outcome, proof))
    else:
        _say_outcome(outcome, proof)
    _letter(opened, proof, options)
    if proof.hits or outcome.recalled.stopped:
        raise click.exceptions.Exit(1)


def _summary(hidden: float, outcome: Outcome, proof: Proof) -> dict[str, object]:
    return {
        "hidden_seconds": round(hidden, 6),
        "erased_seconds": round(outcome.seconds, 3),
        "rows": outcome.rows,
        "inside_others": outcome.inside_others,
        "editions": outcome.recalled.editions,
        "files_scanned": proof.files,
        "bytes_decoded": proof.bytes,
        "needles": proof.needles,
        "hits": len(proof.hits),
        "places": outcome.recalled.places,
        "replacement": str(outcome.recalled.replacement or ""),
    }


def _say_hits(proof: Proof) -> None:
    show.say("Something of them is left:", err=True)
    for hit in proof.hits[:40]:
        show.say(f"  {hit.path}: {hit.kind} ({hit.how})", err=True)
    if any(hit.path.startswith(("sources/", "articles/")) for hit in proof.hits):
        show.say(
            "Kept copies: 'ownwords withdraw --resume --kept-copies redact' cuts them out of text "
            "and seals other files to your key.",
            err=True,
        )
    show.say(
        "Else take it out of these files by hand, or remove them, then run "
        "'ownwords withdraw --resume'.",
        err=True,
    )


def _say_settled(settled: Settled) -> None:
    for name in settled.redacted:
        show.say(f"Cut and marked [withdrawn]: {name}")
    for name in settled.quarantined:
        show.say(f"Sealed to the steward key, away from every reader: {name}")


def _say_outcome(outcome: Outcome, proof: Proof) -> None:
    show.say(
        f"Erased in {outcome.seconds:.1f} s: {show.several(outcome.rows, 'row')}, and out of "
        f"{show.several(outcome.inside_others, 'post')} of others."
    )
    recalled = outcome.recalled
    for name in recalled.stories:
        show.say(f"A quotation was cut from stories/{name}: read the passage again.")
    for number in recalled.editions:
        show.say(f"Edition {number} quoted them and is removed.")
    for place in recalled.places:
        show.say(f"Take it away yourself, and put the new one there: {place}")
    if recalled.replacement:
        show.say(f"Replacement: {recalled.replacement}\n  as one file: {recalled.packed}")
    if recalled.stopped:
        show.say(f"No replacement yet: {recalled.stopped}")
    show.say(
        f"Looked through {show.several(proof.files, 'file')}, {proof.bytes / 1e6:,.1f} MB decoded, "
        f"for {proof.needles:,} traces: {len(proof.hits)} found."
    )


def _letter(opened: Workspace, proof: Proof, options: Options) -> None:
    from ownwords.flows.proof import letter

    text = letter.letter(opened, proof)
    if options["report"] is not None:
        options["report"].write_text(text, encoding="utf-8")
    elif not options["as_json"]:
        show.say("\n" + text)
