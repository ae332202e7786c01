"""What finished files hold that nothing explains: words without a yes, and personal data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple

from ownwords.consent.leaks import Leak, LeakScanner
from ownwords.flows.finished import PageScreen
from ownwords.flows.prepared import Prepared, fixed_words, quotations_of
from ownwords.records.errors import PublishStopped
from ownwords.workspace import Workspace

_SHOWN = 8


class LeakSearch:
    """Searches finished files for every held word; it reads all of them once, when it is made."""

    def __init__(self, workspace: Workspace, prepared: Prepared) -> None:
        self._scanner = LeakScanner(workspace.vault.engine.held_words(), fixed_words(workspace))
        self._cleared = prepared.cleared

    def __call__(self, path: str, data: bytes) -> list[Leak]:
        """What one file holds and may not."""
        return self._scanner.scan(path, data, self._cleared)


def page_screen(prepared: Prepared) -> PageScreen:
    """Screens finished pages for what was not screened before they were made."""
    known = (*_texts(prepared), *(one.words for one in prepared.passages))
    return PageScreen(known, prepared.screen)


def _texts(prepared: Prepared) -> Iterator[str]:
    """What was let through already: words and names, and what stands beside them to be checked."""
    for one in prepared.cleared:
        yield one.text
        yield one.credit
    for quotation in quotations_of(prepared.site):
        yield quotation.id
        yield from (said for said in astuple(quotation.check) if isinstance(said, str))


def stop_at_leaks(leaks: Sequence[Leak]) -> None:
    """Raise PublishStopped with the places, never the words."""
    if leaks:
        raise PublishStopped(
            f"The finished edition holds words or names that no yes covers: {_places(leaks)}.",
            kept="The edition was not built; the last one is untouched.",
            do="Look at these pages' sources (story, introduction, campaign.toml) and take the "
            "words out, or quote them in a quote block.",
        )


def stop_at_page_flags(found: Sequence[str]) -> None:
    """Raise PublishStopped when a finished page was flagged; ``found`` are places with kinds."""
    if found:
        shown = ", ".join(list(dict.fromkeys(found))[:_SHOWN])
        raise PublishStopped(
            f"Finished pages hold what could give somebody away: {shown}.",
            kept="The edition was not built; the last one is untouched.",
            do="Look at what these pages are made from, and take it out.",
        )


def _places(leaks: Sequence[Leak]) -> str:
    counted = Counter(
        (f"{leak.path}, line {leak.line}" if leak.line else leak.path, leak.kind) for leak in leaks
    )
    shown = [
        f"{path} ({kind}{f', {n} times' if n > 1 else ''})"
        for (path, kind), n in counted.most_common(_SHOWN)
    ]
    return ", ".join(shown) + (" and more" if len(counted) > _SHOWN else "")
