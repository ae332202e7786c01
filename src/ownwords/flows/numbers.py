"""Counts for pages: asked of the engine, passed by the gate, drawn by charts.

Every table is asked of the gate once an edition, over the same posts (those with a day); the pages
share the answers, so that two pages can never be subtracted from each other. What earlier editions
told is held against it, so that two editions cannot either (counting/editions.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Literal

from ownwords.charts import bars, timeline
from ownwords.consent.gate import Context, release_count
from ownwords.counting.cells import (
    OTHER,
    SPANS,
    WHOLE,
    Ladder,
    Member,
    Table,
    names_ladder,
    time_ladder,
    voices_ladder,
    whole_ladder,
)
from ownwords.counting.editions import Earlier, Told
from ownwords.counting.periods import bars_of
from ownwords.edition.parts import Picture
from ownwords.edition.wording import chart_words, row_label
from ownwords.locales import marked
from ownwords.locales.tongue import tongue_of
from ownwords.records.campaign import FLOOR, Campaign
from ownwords.records.cleared import ClearedCount
from ownwords.records.edition import CountedTable
from ownwords.workspace import Workspace

Step = Literal["hour", "day", "week", "month"]
_LEVELS: dict[str, tuple[str, Step]] = {
    "hour": (marked("Posts an hour"), "hour"),
    "day": (marked("Posts a day"), "day"),
    "week": (marked("Posts a week"), "week"),
    "month": (marked("Posts a month"), "month"),
    SPANS: (marked("Posts over time"), "day"),
    WHOLE: (marked("Posts over time"), "month"),
}
_UNNAMED = "und"
_TITLES = {
    "language": marked("Languages"),
    "network": marked("Networks"),
    "type": marked("Said and passed on"),
}
_CAPTIONS = {
    "language": marked("Posts by language, as the networks and the speakers name it."),
    "network": marked("Posts by where they were said."),
    "type": marked("Words said, and words of others passed on."),
}


class Numbers:
    """The cleared tables of one edition and their pictures."""

    def __init__(self, workspace: Workspace, context: Context) -> None:
        self._engine = workspace.vault.engine
        self._campaign: Campaign = workspace.campaign
        self._context = context
        self._editions = workspace.vault.desk.counted()
        accessions = workspace.vault.desk.accessions()
        self._mark = max((one.id for one in accessions), default=0)
        self.fresh: list[CountedTable] = []
        self.again: dict[str, str] = {}
        """Tables that stand as an earlier edition told them, with its ISO day."""
        self.tongue = tongue_of(workspace.campaign.languages[0])

    def _ask(self, by: str, ladder: Ladder) -> ClearedCount:
        return self._told(by, partial(self._members, by), ladder)

    def _members(self, by: str, after: int) -> Iterator[Member]:
        """Everybody in a table, or those of what came in after an accession."""
        if self._mark and after >= self._mark:
            return
        for label, account, posts in self._engine.members(by, dated=True, after=after):
            yield label or _UNNAMED, account, posts

    def _told(
        self, name: str, members: Callable[[int], Iterable[Member]], ladder: Ladder
    ) -> ClearedCount:
        """A table that may stand beside those of every earlier edition; a new one is noted."""
        told = self._earlier.get(name, {})
        earlier = Earlier([Told(table, told[table, mark], mark) for table, mark in told], members)
        counts = release_count(members(0), ladder, self._context, earlier)
        if counts.as_of:
            self.again[name] = counts.as_of
        elif counts.rows:
            self.fresh.append(
                CountedTable(
                    name=name,
                    rows=counts.rows,
                    coarsened=counts.coarsened,
                    suppressed=counts.suppressed,
                    mark=self._mark,
                )
            )
        return counts

    @cached_property
    def _earlier(self) -> dict[str, dict[tuple[Table, int], str]]:
        """By name: the tables of earlier editions with their marks, and the day of the last one.

        Editions that told the same are one, in the place of the last of them.
        """
        found: dict[str, dict[tuple[Table, int], str]] = defaultdict(dict)
        for edition in self._editions:
            for one in edition.tables:
                told = Table(one.rows, one.coarsened, one.suppressed), one.mark
                found[one.name].pop(told, None)
                found[one.name][told] = edition.date
        return found

    @cached_property
    def totals(self) -> ClearedCount:
        """One row for the whole campaign."""
        return self._ask("whole", whole_ladder())

    @cached_property
    def days(self) -> ClearedCount:
        """Rows over time, days where they stand."""
        return self._ask("day", time_ladder("day"))

    @cached_property
    def by_language(self) -> ClearedCount:
        """Rows by the language that the network says."""
        return self._ask("language", names_ladder("language"))

    @cached_property
    def by_network(self) -> ClearedCount:
        """Rows by network."""
        return self._ask("network", names_ladder("network"))

    @cached_property
    def by_type(self) -> ClearedCount:
        """Rows by kind of post: said, or passed on."""
        return self._ask("type", names_ladder("type"))

    def by_source(self, kinds: Mapping[str, str]) -> ClearedCount:
        """Rows by kind of source; ``kinds`` names the kind of each accession."""

        def members(after: int) -> Iterator[Member]:
            for label, account, posts in self._members("accession", after):
                yield kinds.get(label, OTHER), account, posts

        return self._told("source", members, names_ladder("source"))

    def not_quoted(self, members: list[Member]) -> ClearedCount:
        """Rows of (reason, account, posts) for who is not quoted; only voices are told."""
        return self._told("reason", lambda _: members, voices_ladder("reason"))

    def when(self, picture_id: str) -> Picture | None:
        """The timeline with the campaign's moments; None when too few voices for one."""
        counts = self.days
        if not counts.rows:
            return None
        level, by = _LEVELS[counts.coarsened or "day"]
        title = self.tongue.gettext(level)
        chart = timeline.Timeline(
            id=picture_id,
            title=title,
            bars=bars_of(counts.rows),
            moments=self._campaign.moments,
            rtl=self.tongue.rtl,
            wording=chart_words(self.tongue),
        )
        return Picture(
            title=title,
            caption=self._caption(counts),
            counts=counts,
            svg=timeline.svg(chart),
            by=by,
        )

    def languages(self, picture_id: str) -> Picture | None:
        """Posts by language."""
        return self._amounts(picture_id, "language", self.by_language)

    def networks(self, picture_id: str) -> Picture | None:
        """Posts by network."""
        return self._amounts(picture_id, "network", self.by_network)

    def types(self, picture_id: str) -> Picture | None:
        """Posts said, and posts passed on."""
        return self._amounts(picture_id, "type", self.by_type)

    def others(self, networks: str, kinds: str) -> tuple[Picture, ...]:
        """Networks and kinds under these ids, where there is more than one to tell apart."""
        made = (self.networks(networks), self.types(kinds))
        return tuple(picture for picture in made if picture and len(picture.counts.rows) > 1)

    def pictures(self) -> tuple[Picture, ...]:
        """Everything that the page of numbers shows."""
        made = (self.when("n1"), self.languages("n2"), self.networks("n3"), self.types("n4"))
        return tuple(picture for picture in made if picture is not None)

    def _amounts(
        self, picture_id: str, by: Literal["language", "network", "type"], counts: ClearedCount
    ) -> Picture | None:
        if not counts.rows:
            return None
        tongue = self.tongue
        title = tongue.gettext(_TITLES[by])
        ordered = sorted(counts.rows, key=lambda row: (row[0] == OTHER, -row[1], row[0]))
        rows = tuple(
            bars.BarRow(row_label(tongue, label, by), (posts,)) for label, posts, _ in ordered
        )
        chart = bars.Bars(
            id=picture_id,
            title=title,
            rows=rows,
            panels=(tongue.gettext("Posts"),),
            rtl=tongue.rtl,
            wording=chart_words(tongue),
        )
        caption = tongue.gettext(_CAPTIONS[by])
        return Picture(title=title, caption=caption, counts=counts, svg=bars.svg(chart), by=by)

    def _caption(self, counts: ClearedCount) -> str:
        cell = max(FLOOR, self._campaign.policy.cell)
        most = max(counts.rows, key=lambda row: row[1])
        fullest = self.tongue.ngettext(
            "%(count)s post in the fullest stretch.",
            "%(count)s posts in the fullest stretch.",
            most[1],
        )
        joined = self.tongue.ngettext(
            "Days with fewer than %(count)s voice are joined to their neighbours.",
            "Days with fewer than %(count)s voices are joined to their neighbours.",
            cell,
        )
        return f"{fullest} {joined}"
