"""Searching what is kept, for the team: the index finds, the gate says what may be read.

Hidden people are in no result: the gate is asked for the use ``read`` for the author of each hit
and for everybody whose words are inside, and a hit that it refuses is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec

from ownwords.archive.engine import Engine
from ownwords.archive.search_build import PATIENCE
from ownwords.archive.search_feed import open_search
from ownwords.archive.search_index import Hit, SearchIndex
from ownwords.archive.search_plan import Plan
from ownwords.archive.vault import Vault
from ownwords.consent.gate import Context, release
from ownwords.consent.screening import kinds_in
from ownwords.reading.query import Query, plan
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Use


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One result. ``snippet`` is a piece of the original text, ``span`` where it stands there.

    ``cut`` says whether words stand before the piece, and behind it. ``published`` is in
    microseconds UTC, ``span`` in code points. ``score`` is greater for better results, and None
    where the newest come first.
    """

    id: str
    version: str
    account: str
    published: int
    language: str
    snippet: Cleared
    span: tuple[int, int]
    cut: tuple[bool, bool]
    score: float | None
    flags: tuple[str, ...] = ()
    """Kinds of personal data in the whole post, as screening names them."""


def search(
    vault: Vault, context: Context, query: Query, patience: float = PATIENCE
) -> Iterator[Result]:
    """The results of a query that the team may read, in the order that it asks for.

    Raises AskedWrongly when the query cannot be read, and FolderBroken when another program makes
    the index for longer than ``patience`` in seconds.
    """
    asked = plan(query)
    engine = vault.engine if vault.desk.hidden() else None
    with open_search(vault, patience) as index:
        yield from islice(results(index, context, asked, engine), query.limit)


def newest(engine: Engine, context: Context, limit: int) -> Iterator[Result]:
    """The newest posts that the team may read, whole. They are found without the index."""
    ids = engine.newest(limit)
    heads, words = engine.heads(ids), engine.words(ids)
    for name in ids:
        cleared = release(words[name], Use.READ, context) if name in words else None
        if isinstance(cleared, Cleared):
            head = heads[name]
            yield Result(
                id=name,
                version=head.version,
                account=head.account,
                published=head.published,
                language=head.language,
                snippet=cleared,
                span=(0, len(cleared.text)),
                cut=(False, False),
                score=None,
                flags=kinds_in(words[name], context.policy.regions),
            )


def results(
    index: SearchIndex, context: Context, asked: Plan, engine: Engine | None = None
) -> Iterator[Result]:
    """The results of a plan, as many as there are.

    The index does not know whose words stand behind ``RT @name``. While somebody is hidden, the
    ``engine`` is asked for each hit: it does.
    """
    for hit in index.hits(asked):
        known = hit if engine is None else _with_everybody(hit, engine)
        result = None if known is None else _result(known, context)
        if result is not None:
            yield result


def _with_everybody(hit: Hit, engine: Engine) -> Hit | None:
    """The hit with all who speak in it; None when its author is hidden."""
    words = engine.words([hit.id]).get(hit.id)
    return None if words is None else msgspec.structs.replace(hit, words=words)


def _result(hit: Hit, context: Context) -> Result | None:
    start, end = hit.snippet
    # A post without words (a picture alone) has no piece to cut.
    cleared = release(hit.words, Use.READ, context, hit.snippet if start < end else None)
    if not isinstance(cleared, Cleared):
        return None
    return Result(
        id=hit.id,
        version=hit.version,
        account=hit.account,
        published=hit.published,
        language=hit.language,
        snippet=cleared,
        span=hit.snippet,
        cut=hit.cut,
        score=hit.score,
        flags=kinds_in(hit.words, context.policy.regions),
    )
