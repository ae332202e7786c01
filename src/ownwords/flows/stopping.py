"""An edition is not built: what is the matter, and each place of it on a line of its own."""

from __future__ import annotations

from collections.abc import Iterable

from ownwords.records.errors import PublishStopped

_SHOWN = 12


def stop_where(places: Iterable[str], what: str, do: str) -> None:
    """Raise PublishStopped with ``what`` is the matter at these places, each once; else nothing.

    A place names a file and a kind, never words.
    """
    named = list(dict.fromkeys(places))
    if not named:
        return
    more = len(named) - _SHOWN
    lines = [*named[:_SHOWN], *([f"and {more} more"] if more > 0 else [])]
    raise PublishStopped(
        "".join([what, *(f"\n  {line}" for line in lines)]),
        kept="The edition was not built; the last one is untouched.",
        do=do,
    )
