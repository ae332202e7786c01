"""The search index of a campaign: ``cache/search.sqlite``, made from posts/ and nothing else.

The row id is time and a hash of the post id, so the newest posts are a walk along the index. The
index knows which state of posts/ it shows (the feed's ``state``) and catches up when it is opened;
a crash while it does leaves work that is done again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Self

import apsw
import msgspec

from ownwords.archive.folding import spans
from ownwords.archive.search_build import BESIDE, PATIENCE, Feed, alone, batches, build, put, remove
from ownwords.archive.search_match import SNIPPET, Read, Span, snippet
from ownwords.archive.search_plan import Node, Plan, expression, must_compare, scores
from ownwords.archive.search_rows import Entry, Indexable, Inside, entry_of, first_place
from ownwords.archive.search_store import COLUMNS, MADE_WITH, Store
from ownwords.archive.words import Authors, others_of
from ownwords.records.errors import FolderBroken
from ownwords.records.sealed import Sealed, Subject

_FIRST_PAGE = 50
_EARLIEST, _LATEST = -(1 << 63), (1 << 63) - 1
DAMAGED = (apsw.CorruptError, apsw.NotADBError)
"""What SQLite calls a file that is not as it was written."""


class Hit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A post that was found. ``snippet`` is the piece of ``words`` to show, in code points.

    ``cut`` says whether words stand before that piece, and behind it. ``score`` is greater for
    better hits, and None where the newest come first.
    """

    id: str
    version: str
    account: str
    published: int
    language: str
    words: Sealed
    snippet: Span
    cut: tuple[bool, bool] = (False, False)
    score: float | None = None


class SearchIndex:
    """An open index. Use one per thread, and close it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(cls, path: Path, feed: Feed, patience: float = PATIENCE) -> Self:
        """Open the index of a campaign, made or brought up to date as far as needed."""
        with alone(path, patience):
            index = cls._opened(path)
            if index is None:
                return cls(build(path, feed))
            try:
                index.catch_up(feed)
            except DAMAGED:
                index.close()
                return cls(build(path, feed))
            return index

    @classmethod
    def made(cls, path: Path, feed: Feed) -> Self:
        """Make the index again from all posts, whatever is there, and open it."""
        with alone(path):
            return cls(build(path, feed))

    @classmethod
    def _opened(cls, path: Path) -> Self | None:
        remove(path.with_name(path.name + BESIDE))
        if not path.exists():
            return None
        with suppress(FolderBroken):
            store = Store(path)
            if store.noted("made_with") == MADE_WITH:
                return cls(store)
            store.close()
        return None

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return self._store.count()

    def is_sound(self) -> bool:
        """Do the words of the index agree with its rows?"""
        return self._store.is_sound()

    @property
    def state(self) -> str:
        """The state of posts/ that the index shows."""
        return self._store.noted("state")

    def catch_up(self, feed: Feed) -> None:
        """Take in what came since the index was last brought up to date."""
        state = feed.state
        if state == self.state:
            return
        self.add(feed.rows(self.state))
        if len(self) > feed.count:
            path = self._store.path
            self._store.close()
            self._store = build(path, feed)
            return
        with self._store.connection:
            self._store.note("state", state)

    def add(self, rows: Iterable[Indexable]) -> None:
        """Take in posts in any order, also such as are there already."""
        for batch in batches(map(entry_of, rows)):
            with self._store.connection:
                put(self._store, batch)

    def hits(self, plan: Plan) -> Iterator[Hit]:
        """What a plan finds, compared with the original text, in the order that it asks for."""
        by_score = plan.relevance and plan.node is not None and scores(plan.node)
        try:
            found = self._best(plan) if by_score else self._newest(plan)
            for entry, score in found:
                hit = self._compared(entry, plan, score)
                if hit is not None:
                    yield hit
        except (*DAMAGED, apsw.IOError) as error:
            raise FolderBroken(
                "The search index is damaged.",
                kept="The posts are untouched.",
                do="Make it again with 'ownwords rebuild'.",
            ) from error

    def _compared(self, entry: Entry, plan: Plan, score: float | None) -> Hit | None:
        if not _in_time(entry.published, plan):
            return None
        shown = _piece(entry, plan.node)
        if shown is None:
            return None
        return Hit(
            id=entry.id,
            version=entry.version,
            account=entry.account,
            published=entry.published,
            language=entry.language,
            words=self._sealed(entry),
            snippet=shown,
            cut=(shown[0] > 0, shown[1] < len(entry.body)),
            score=score,
        )

    def words(self, post: str) -> Sealed | None:
        """The plain text of a post, sealed; None when the index does not hold it."""
        entry = self._store.entry_by_id(post)
        return None if entry is None else self._sealed(entry)

    def _sealed(self, entry: Entry) -> Sealed:
        whose = entry.whose()
        authors = dict(self._authors(whose))
        row = {
            "attributed_to": entry.account,
            "repost_of": whose.repost_of,
            "quote_of": whose.quote_of,
            "mentions": whose.mentions,
        }
        others = others_of(row, Authors(authors))
        posts = {account: post for post, account in authors.items()}
        subject = Subject(
            entry.id,
            entry.account,
            version=entry.version,
            others=others,
            other_posts=tuple(posts.get(account, "") for account in others),
            language=entry.language,
        )
        return Sealed(entry.body, subject)

    def _authors(self, whose: Inside) -> Iterator[tuple[str, str]]:
        """Accounts of the posts that are reposted or quoted, as far as they are kept."""
        for post in (whose.quote_of, whose.repost_of):
            entry = self._store.entry_by_id(post) if post else None
            if entry is not None:
                yield post, entry.account

    def _newest(self, plan: Plan) -> Iterator[tuple[Entry, None]]:
        condition, values = _where(plan)
        query = f"select {COLUMNS} from posts where {condition} order by rowid desc"  # noqa: S608
        with closing(self._store.connection.cursor()) as cursor:
            for row in cursor.execute(query, values):
                yield Entry(*row), None

    def _best(self, plan: Plan) -> Iterator[tuple[Entry, float]]:
        """Pages that grow: most readers stop in the first, and sorting all is for nobody."""
        condition, values = _where(plan)
        query = (
            "select rowid, bm25(posts, 1.0, 0.0) as weight from posts "  # noqa: S608
            f"where {condition} order by weight, rowid desc limit ? offset ?"
        )
        size, offset = _FIRST_PAGE, 0
        while True:
            page = self._store.ask(query, (*values, size, offset))
            for seat, weight in page:
                entry = self._store.entry(seat)
                if entry is not None:
                    yield entry, -weight
            if len(page) < size:
                return
            offset += size
            size *= 20


def _where(plan: Plan) -> tuple[str, tuple[str | int, ...]]:
    low = _EARLIEST if plan.since is None else first_place(plan.since)
    high = _LATEST if plan.until is None else first_place(plan.until + 999)
    condition = "rowid between ? and ?"
    if plan.node is None:
        return condition, (low, high)
    return f"posts match ? and {condition}", (expression(plan.node), low, high)


def _in_time(published: int, plan: Plan) -> bool:
    if plan.since is not None and published < plan.since:
        return False
    return plan.until is None or published < plan.until


def _piece(entry: Entry, node: Node | None) -> Span | None:
    """The piece of a post to show; None when the original text does not hold what was asked.

    What FTS5 finds exactly and is shown whole need not be read again.
    """
    exact = node is None or not must_compare(node)
    if exact and len(entry.body) <= SNIPPET:
        return 0, len(entry.body)
    read = Read(entry.body, spans(entry.body), entry.facets)
    found = [] if node is None else read.found(node)
    return None if found is None else snippet(read, found[0] if found else None)
