"""What is held: posts, accounts, times, languages, one tag."""

from __future__ import annotations

import msgspec

from ownwords.flows.flagged import flagged
from ownwords.flows.interrupted import Interrupted, interrupted
from ownwords.flows.lapsed import lapsed
from ownwords.gather.connector import caveats_of
from ownwords.records.times import iso
from ownwords.workspace import Workspace


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a campaign; ``first`` and ``last`` are ISO 8601 UTC, empty when there is none."""

    posts: int
    accounts: int
    voices: int
    hidden: int
    unfinished: bool
    """Whether somebody is being taken out and traces of them are left."""
    interrupted: tuple[Interrupted, ...]
    """Gathers that nobody has gone on with; what they took in is not counted here."""
    accessions: int
    faults: int
    not_taken: int
    """Records of a sort that is never taken in, such as posts that are not public."""
    waiting: int
    first: str
    last: str
    networks: dict[str, int]
    languages: dict[str, int]
    flagged: dict[str, int]
    """Posts that hold what could give somebody away, by kind; ``unscreened`` were not looked at."""
    unscreened: int
    edition: int
    """The newest edition that was not recalled, 0 for none; ``lapsed`` of its quotations may not be
    shown any more."""
    lapsed: int
    caveats: tuple[str, ...]
    """What is to be said of the formats that came in: a sample is no whole."""


class Tagged(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a campaign carries one tag."""

    tagged_posts: int
    tag_occurrences: int
    accounts: int
    first: str
    last: str


def status(workspace: Workspace) -> Status:
    """Everything held, hidden people left out."""
    desk = workspace.vault.desk
    totals = workspace.vault.engine.totals()
    accessions = desk.accessions()
    screened, gone = flagged(workspace), lapsed(workspace)
    return Status(
        posts=totals.posts,
        accounts=totals.accounts,
        voices=sum(not voice.into for voice in desk.voices()),
        hidden=len(desk.hidden()),
        unfinished=workspace.folder.erasing.exists(),
        interrupted=interrupted(workspace),
        accessions=len(accessions),
        faults=sum(one.counts.faults for one in accessions),
        not_taken=sum(one.counts.not_taken for one in accessions),
        waiting=len(desk.wanted()),
        first=iso(totals.first),
        last=iso(totals.last),
        networks=totals.networks,
        languages=totals.languages,
        flagged=screened.kinds,
        unscreened=screened.unread,
        edition=gone.edition,
        lapsed=gone.quotes,
        caveats=caveats_of(one.connector for one in accessions),
    )


def tagged(workspace: Workspace, tag: str) -> Tagged:
    """Everything held that carries ``tag``."""
    totals = workspace.vault.engine.totals(tag)
    return Tagged(
        tagged_posts=totals.posts,
        tag_occurrences=totals.tag_occurrences,
        accounts=totals.accounts,
        first=iso(totals.first),
        last=iso(totals.last),
    )
