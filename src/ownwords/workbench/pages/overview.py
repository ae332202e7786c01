"""The front page of a campaign: what is here, what waits for a decision, the next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ownwords.charts import bars, timeline
from ownwords.charts.bars import BarRow, Bars
from ownwords.charts.timeline import Timeline
from ownwords.edition.wording import chart_words, row_label
from ownwords.flows.clock import now
from ownwords.flows.editions import shelf
from ownwords.flows.interrupted import interrupted
from ownwords.flows.standing import Status, status
from ownwords.locales.tongue import Tongue
from ownwords.reading import timeline as times
from ownwords.records.accession import Accession
from ownwords.records.consent import Answer as Said
from ownwords.records.times import DAY
from ownwords.workbench.asked import Answer, Asked, Page, Shown
from ownwords.workbench.upload import inbox_of
from ownwords.workspace import Workspace

_LATEST = 5
_LANGUAGES = 8
_NOT_NAMED = "und"
_MONTH = 31 * DAY
_DAYS_DRAWN_DAILY = 120


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that waits for a decision, and where it is made."""

    kind: str
    count: int
    where: str


@dataclass(frozen=True, slots=True)
class CameIn:
    """One act of taking in, as a row."""

    source: str
    day: int
    kept: int
    faults: int


def show(asked: Asked) -> Answer:
    """Numbers, the shape in time, languages, what waits."""
    bench, tongue = asked.bench, asked.bench.tongue
    standing = bench.known("status", status)
    values = {
        "standing": standing,
        "timeline": bench.known(f"timeline {tongue.tag}", partial(_timeline, tongue))
        if standing.posts
        else "",
        "languages": bench.known(f"languages {tongue.tag}", partial(_languages, tongue))
        if standing.posts
        else "",
        "waits": tuple(_waits(bench.workspace, standing)),
        "came_in": bench.known("came in", _came_in),
        "step": _step(bench.workspace, standing),
    }
    return Shown("overview.html", values)


def _timeline(tongue: Tongue, workspace: Workspace) -> str:
    """Posts a day, or a week where days would be too many to tell apart."""
    engine = workspace.vault.engine
    drawn, title = times.timeline(engine, "day"), tongue.gettext("Posts a day")
    if len(drawn) > _DAYS_DRAWN_DAILY:
        drawn, title = times.timeline(engine, "week"), tongue.gettext("Posts a week")
    chart = Timeline(
        id="timeline",
        title=title,
        bars=drawn,
        moments=workspace.campaign.moments,
        rtl=tongue.rtl,
        wording=chart_words(tongue),
    )
    return timeline.svg(chart)


def _languages(tongue: Tongue, workspace: Workspace) -> str:
    """As the networks and authors label them: our own reading takes minutes on a large campaign."""
    labelled: Counter[str] = Counter()
    for count in workspace.vault.engine.language_counts():
        labelled["" if count.language == _NOT_NAMED else count.language] += count.posts
    most = labelled.most_common(_LANGUAGES)
    chart = Bars(
        id="languages",
        title=tongue.gettext("Languages"),
        rows=tuple(BarRow(row_label(tongue, name, "language"), (posts,)) for name, posts in most),
        panels=(tongue.gettext("Posts"),),
        rtl=tongue.rtl,
        wording=chart_words(tongue),
    )
    return bars.svg(chart)


def _came_in(workspace: Workspace) -> tuple[CameIn, ...]:
    latest = workspace.vault.desk.accessions()[-_LATEST:]
    return tuple(_row(one) for one in reversed(latest))


def _row(one: Accession) -> CameIn:
    name = Path(one.source).name or one.source
    return CameIn(name, one.ended or one.started, one.counts.kept, one.counts.faults)


def _waits(workspace: Workspace, standing: Status) -> Iterator[Waits]:
    desk = workspace.vault.desk
    said = desk.statements()
    asked = {one.account or one.voice for one in said if one.answer is Said.ASKED}
    answered = {one.account or one.voice for one in said if one.answer is not Said.ASKED}
    ending = sum(one.ends is not None and now() <= one.ends < now() + _MONTH for one in said)
    copies = sum(len(one.places) for one in shelf(workspace) if one.recalled)
    reviews = sum(one.review is not None and one.review <= now() for one in desk.voices())
    dropped = sum(1 for _ in inbox_of(workspace.folder.root).glob("*/*"))
    found = (
        Waits("dropped", dropped, "/gather"),
        Waits("interrupted", len(interrupted(workspace)), "/gather#interrupted"),
        Waits("asks", len(asked - answered), "/asks"),
        Waits("reviews", reviews, "/voices"),
        Waits("ending", ending, "/asks"),
        Waits("hidden", standing.hidden, "/voices#hidden"),
        Waits("lapsed", standing.lapsed, "/publish"),
        Waits("recalled", copies, "/publish#editions"),
        Waits("wanted", standing.waiting, "/gather#wanted"),
        Waits("faults", standing.faults, "/gather/faults"),
    )
    yield from (one for one in found if one.count)


def _step(workspace: Workspace, standing: Status) -> tuple[str, str]:
    """What to do next, by name, and where."""
    if not standing.posts:
        return "gather", "/gather"
    if not workspace.vault.desk.statements():
        return "ask", "/asks"
    if not any(workspace.folder.stories.glob("*.md")):
        return "write", "/stories"
    return "again" if standing.edition else "publish", "/publish"


PAGES = (Page("GET", "/", show),)
