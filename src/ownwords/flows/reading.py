"""Reading for the command line: search, when, who first, in which language."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from ownwords.archive.answers import FirstUse
from ownwords.archive.language import forget_languages
from ownwords.archive.search_build import PATIENCE
from ownwords.archive.search_feed import rebuild_search
from ownwords.charts.terminal import Pen, draw_bars, draw_timeline, pen_for
from ownwords.consent.gate import Context, release
from ownwords.edition.wording import row_label
from ownwords.flows.blocked import under_every_id
from ownwords.flows.clock import now
from ownwords.flows.consenting import the_account
from ownwords.flows.flagged import screen_again
from ownwords.flows.lapsed import digest_key
from ownwords.flows.registers import read_register
from ownwords.locales.tongue import tongue_of
from ownwords.reading import first_uses as first
from ownwords.reading import languages as spoken
from ownwords.reading import timeline as times
from ownwords.reading.query import Query
from ownwords.reading.search import Result
from ownwords.reading.search import search as search_words
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Use
from ownwords.records.times import iso
from ownwords.stories.compose import quote_block
from ownwords.stories.quotation import digest
from ownwords.workspace import Workspace

if TYPE_CHECKING:
    from ownwords.archive.engine import Step


def team_context(workspace: Workspace) -> Context:
    """How the gate is asked inside the team."""
    policy = workspace.campaign.policy
    return Context(register=read_register(workspace), at=now(), audience="team", policy=policy)


def search(workspace: Workspace, query: Query, patience: float = PATIENCE) -> Iterator[Result]:
    """Hits that the team may read, in order; raises as :func:`of_one_account`.

    IndexBusy when another program makes the index for longer than ``patience`` in seconds.
    """
    asked = of_one_account(workspace, query)
    return search_words(workspace.vault, team_context(workspace), asked, patience)


def of_one_account(workspace: Workspace, query: Query) -> Query:
    """The query with every id by which exports name the account that it is about.

    ``query.account`` may be a handle; AskedWrongly when it names nobody here, or several accounts.
    """
    if not query.account:
        return query
    account = the_account(workspace, query.account)
    also = under_every_id(workspace, [account]) - {account}
    return msgspec.structs.replace(query, account=account, also=tuple(sorted(also)))


def as_json(result: Result) -> dict[str, object]:
    """A search result with the promised field names."""
    return {
        "id": result.id,
        "account": result.account,
        "published": iso(result.published),
        "language": result.language,
        "snippet": result.snippet.text,
        "score": result.score,
        "flags": result.flags,
    }


def block(workspace: Workspace, result: Result) -> str:
    """A quotation block of the whole post, ready to paste into a story."""
    words = workspace.vault.engine.words([result.id])[result.id]
    cleared = release(words, Use.READ, team_context(workspace))
    if not isinstance(cleared, Cleared):
        return ""
    return as_block(workspace, result.id, result.version, cleared)


def as_block(
    workspace: Workspace,
    post: str,
    version: str,
    words: Cleared,
    span: tuple[int, int] | None = None,
) -> str:
    """A quotation block of a post whose words the team may read, of all of it without a span."""
    start, end = span or (0, len(words.text))
    key = digest_key(workspace)
    mark = digest(key, words.text[start:end]) if key else ""
    return quote_block(post, version, len(words.text), (start, end), mark)


def periods(workspace: Workspace, by: Step, tag: str) -> Iterator[dict[str, object]]:
    """The timeline in the promised fields, periods without a post included."""
    for bar in times.timeline(workspace.vault.engine, by, tag):
        yield {"start": iso(bar.start), "posts": bar.posts, "accounts": bar.accounts or 0}


def timeline_drawn(workspace: Workspace, by: Step, tag: str) -> str:
    """The timeline for a terminal, the campaign's moments marked."""
    bars = times.timeline(workspace.vault.engine, by, tag)
    chart = times.picture(bars, by, workspace.campaign.moments, tag=tag)
    return "\n".join(draw_timeline(chart, _pen()))


def first_uses(workspace: Workspace, tag: str, limit: int) -> list[dict[str, str]]:
    """With a tag, the accounts that used it first; without, the first use of each of ours."""
    engine = workspace.vault.engine
    if tag:
        found = engine.first_users(tag, limit)
    else:
        found = first.first_uses(engine, workspace.campaign.hashtags, limit)
    return [_first(use) for use in found]


def _first(use: FirstUse) -> dict[str, str]:
    published = iso(use.published)
    return {"tag": use.tag, "id": use.id, "account": use.account, "published": published}


def languages(workspace: Workspace, tag: str) -> Iterator[spoken.Language]:
    """A row a language: labelled by the platform, and as we read it."""
    yield from spoken.languages(workspace.vault, tag).rows


def languages_drawn(workspace: Workspace, tag: str) -> str:
    """The languages for a terminal."""
    found = spoken.languages(workspace.vault, tag)
    lines = draw_bars(
        spoken.picture(found, lambda tag: row_label(tongue_of("en"), tag, "language")), _pen()
    )
    return "\n".join([*lines, "", spoken.agreement(found)])


def _pen() -> Pen:
    return pen_for(shutil.get_terminal_size().columns, sys.stdout.encoding)


def rebuild(workspace: Workspace) -> int:
    """Make the search index, the reading of languages and the screening again.

    Returns the posts indexed.
    """
    indexed = rebuild_search(workspace.vault)
    forget_languages(workspace.vault)
    spoken.languages(workspace.vault)
    screen_again(workspace)
    return indexed
