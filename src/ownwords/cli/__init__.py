"""The command line: one file per verb group, loaded when the verb is used."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
import threading
from importlib import import_module
from typing import NamedTuple, NoReturn

import click

from ownwords import __version__
from ownwords.cli import show
from ownwords.egress import refuse_network
from ownwords.records.errors import OwnwordsError, is_of_the_disk

_MANY_OBJECTS = 10_000


class Verb(NamedTuple):
    """Where a verb lives and what it is for, known without loading it."""

    module: str
    attribute: str
    purpose: str


VERBS: dict[str, Verb] = {
    "demo": Verb("demo", "demo", "See it all with an invented campaign"),
    "init": Verb("campaign", "init", "Start a campaign folder"),
    "gather": Verb("gathering", "gather", "Take in posts from files and exports"),
    "status": Verb("campaign", "status", "What is in the campaign"),
    "search": Verb("reading", "search", "Find words"),
    "timeline": Verb("reading", "timeline", "When it was said"),
    "first-uses": Verb("reading", "first_uses", "Who used the tag first (team only)"),
    "languages": Verb("reading", "languages", "In which languages it was said"),
    "consent": Verb("consenting", "consent", "What people said may be done with their words"),
    "workbench": Verb("workbench", "workbench", "Do it all in a browser window, on this computer"),
    "withdraw": Verb("withdrawing", "withdraw", "Take a person out: hidden, erased, proved"),
    "publish": Verb("publishing", "publish", "Build the edition, a site for any shelf or server"),
    "editions": Verb("publishing", "editions", "Every edition, and where copies stand"),
    "recall": Verb("publishing", "recall", "Call an edition back"),
    "verify": Verb("campaign", "verify", "Check every file and row"),
    "rebuild": Verb("campaign", "rebuild", "Make the search index and caches again"),
}


class Verbs(click.Group):
    """A group whose verbs are imported only when they run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        verb = VERBS.get(cmd_name)
        if verb is None:
            return None
        command = getattr(import_module(f"ownwords.cli.{verb.module}"), verb.attribute)
        assert isinstance(command, click.Command)  # noqa: S101
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in VERBS:
            ctx.fail(_unknown(args[0]))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl([(name, verb.purpose) for name, verb in VERBS.items()])


def _unknown(asked: str) -> str:
    from ownwords.records.nearest import nearest

    near = nearest(asked, VERBS, 0.5)
    hint = f" Did you mean {near!r}?" if near else " 'ownwords --help' lists the verbs."
    return f"There is no verb {asked!r}.{hint}"


@click.group(cls=Verbs, invoke_without_command=True)
@click.version_option(__version__, prog_name="ownwords")
@click.pass_context
def cli(context: click.Context) -> None:
    """Keep a hashtag campaign in its people's own words.

    Everything stays on this computer. Nothing is quoted without a yes.
    """
    if context.invoked_subcommand is None:
        from ownwords.cli.next_step import say_next_step

        say_next_step()


def main() -> None:
    """Run a verb; an error of ours prints what happened, what was kept and what to do now."""
    _seldom_look_for_cycles()
    _calculate_alone()
    _print_what_it_can()
    refuse_network()
    try:
        status = cli.main(standalone_mode=False)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as asked_wrongly:
        asked_wrongly.show()
        sys.exit(asked_wrongly.exit_code)
    except click.Abort:
        show.say("Stopped. What was finished by then stays.", err=True)
        sys.exit(1)
    except OwnwordsError as error:
        for part in filter(None, (error.what, error.kept, error.do)):
            show.say(part, err=True)
        sys.exit(error.exit_status)
    except Exception as error:
        sys.exit(_say_refused(error) if is_of_the_disk(error) else _say_unexpected(error))
    _leave(status if isinstance(status, int) else 0)


def _leave(status: int) -> NoReturn:
    """Close the desk and end: the system takes memory back in one piece, Python object by object.

    As Python ends where no desk was open, another thread is still at work, or whoever reads what
    is said has gone.
    """
    apsw = sys.modules.get("apsw")
    if apsw is not None and threading.active_count() == 1:
        with contextlib.suppress(OSError, apsw.Error):
            for connection in apsw.connections():
                connection.close()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    sys.exit(status)


def _seldom_look_for_cycles() -> None:
    """What a start makes stays, and who is about to end need not look first.

    Looking for reference cycles as often as Python does takes a seventh of a start.
    """
    gc.set_threshold(_MANY_OBJECTS)
    atexit.register(gc.disable)


def _calculate_alone() -> None:
    """Nothing here multiplies matrices, for which numpy would start threads that wait busily."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _say_refused(error: Exception) -> int:
    """The system would not read or write: no space, no permission, a disk that was pulled out."""
    why = type(error).__name__
    if isinstance(error, OSError):
        why = error.strerror or why
        why += f": {error.filename}" if isinstance(error.filename, str) else ""
    show.say(f"This computer refused to read or write ({why}).", err=True)
    show.say("What was kept before stays as it was.", err=True)
    show.say("Make room, or see that you may read and write there, and ask again.", err=True)
    return 1


def _say_unexpected(error: Exception) -> int:
    """An error nobody foresaw: where it happened, without its message, which may hold words."""
    import traceback

    show.say(f"Something went wrong inside ownwords ({type(error).__name__}).", err=True)
    for frame in traceback.extract_tb(error.__traceback__)[-3:]:
        show.say(f"  in {frame.name}, {frame.filename}, line {frame.lineno}", err=True)
    show.say("What was kept before stays as it was. Please report these lines.", err=True)
    return 70


def _print_what_it_can() -> None:
    """Where a terminal knows few characters a ``?`` stands for another one, instead of an error.

    Such are code pages of Windows and the C locale.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(errors="replace")
