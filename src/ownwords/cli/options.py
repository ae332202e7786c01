"""Options that many verbs share, and where a campaign is looked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from ownwords.workspace import Workspace

P = ParamSpec("P")
R = TypeVar("R")


def campaign_option(command: Callable[P, R]) -> Callable[P, R]:
    """``--campaign DIR``: which campaign; default ``$OWNWORDS_CAMPAIGN`` or the current folder."""
    return click.option(
        "--campaign",
        metavar="DIR",
        type=click.Path(path_type=Path),
        envvar="OWNWORDS_CAMPAIGN",
        help="The campaign folder (default: $OWNWORDS_CAMPAIGN or the current folder).",
    )(command)


def json_option(command: Callable[P, R]) -> Callable[P, R]:
    """``--json``: JSON lines for other programs."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print JSON lines for other programs."
    )(command)


def workspace(campaign: Path | None) -> Workspace:
    """Open the campaign that the option names."""
    from ownwords.workspace import open_workspace

    return open_workspace(campaign)


def day(text: str | None) -> int | None:
    """A date of any precision as microseconds UTC of its start."""
    if text is None:
        return None
    from ownwords.records.times import PartialDate

    try:
        return PartialDate.parse(text).start
    except ValueError:
        message = f"{text!r} is not a date. Write 2014, 2014-01, 2014-01-11 or 2014-01-11T05:12Z."
        raise click.BadParameter(message) from None
