"""Questions to the kept posts. All analytic SQL lives here, so that another engine can answer.

DuckDB runs in memory over the files that the manifest names. Answers hold columns that are not
words; words come as Sealed. Hidden accounts are in no answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Literal

from ownwords.archive import question
from ownwords.archive.answers import Bin, Dated, FirstUse, Head, LanguageCount, Speaker, Totals
from ownwords.archive.asking import Asking
from ownwords.archive.desk import Desk
from ownwords.archive.doubles import Doubles, SameWords, held_again, same_words
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry, by_bucket, read_again
from ownwords.archive.other_ids import other_ids
from ownwords.archive.version_ids import id_of_version
from ownwords.archive.whereabouts import FIELDS, Whereabouts
from ownwords.archive.words import (
    SPOKEN,
    Asked,
    Authors,
    Parts,
    dated_words,
    every_word,
    heads_of,
    passed_on,
    sealed_words,
)
from ownwords.records.errors import AskedWrongly
from ownwords.records.post import Account
from ownwords.records.sealed import Sealed
from ownwords.records.text import fold_tag

Step = Literal["hour", "day", "week"]
_Row = dict[str, Any]
_NAMES_KEPT = 10_000
"""Names whose accounts are remembered: to look for one, every post is asked."""
_HELD_AT_MOST = 100_000
"""Posts of which the columns that are counted by are held in memory: about 10 MB."""
_SPOKEN_AS = ("id", "version_id", "attributed_to", "content", "content_format", "truncated")
_JOINED_AT_ONCE = 30_000
"""Posts that are joined with their arrivals in one question."""


class Engine:
    """Answers from one campaign. Asks the desk for the manifest anew before every answer."""

    def __init__(self, folder: Folder, desk: Desk) -> None:
        self._folder = folder
        self._desk = desk
        self._generation = -1
        self._held = False
        self._hidden: frozenset[str] = frozenset()
        self._asking = Asking(folder)
        self._doubles = Doubles()
        self._whereabouts = Whereabouts(self._asking, folder, ())
        self._last_asked: object = None
        self._named_in: object = None
        self._named: dict[str, list[Account]] = {}
        self._other_ids: dict[str, frozenset[str]] | None = None
        self._versions: dict[str, str] | None = None
        self._same_words: SameWords | None = None
        self._last: list[Parts] = []

    def close(self) -> None:
        """Let go of the memory."""
        self._asking.close()

    def _ask(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return read_again(lambda: self._asked(sql, values))

    def _asked(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        self._refresh()
        return self._asking.rows(sql, values)

    def _refresh(self) -> None:
        """Point the views at the files of the manifest, and load who is hidden."""
        generation, hidden = self._desk.generation(), self._desk.hidden()
        if generation != self._generation:
            manifest = self._desk.manifest()
            self._asking.files = manifest
            for statement in question.views(self._folder, manifest):
                self._asking.rows(statement)
            self._tell_doubles(manifest)
            self._whereabouts = Whereabouts(self._asking, self._folder, manifest)
            self._generation, self._held = generation, False
        if hidden != self._hidden:
            self._asking.rows("delete from hidden")
            self._asking.rows("insert into hidden select unnest(?::varchar[])", [list(hidden)])
            self._hidden = hidden

    def _tell_doubles(self, manifest: Sequence[FileEntry]) -> None:
        """Find the posts that are held under several ids, and show each of them once."""
        held = sum(entry.rows for entry in manifest if entry.kind == "posts")
        self._doubles = Doubles(held_again(self._asking.rows, held))
        self._asking.rows(question.DOUBLED, self._doubles.pairs())
        for statement in question.each_once(doubled=bool(self._doubles)):
            self._asking.rows(statement)

    def totals(self, tag: str = "") -> Totals:
        """How much is kept, of one tag or of everything."""
        where, values = question.tagged(tag)
        posts, accounts, occurrences, first, last = self._ask(
            question.TOTALS.format(where=where, tags=question.occurrences(tag)),
            [*question.occurrence_values(tag), *values],
        )[0]
        return Totals(
            posts=posts,
            accounts=accounts,
            tag_occurrences=int(occurrences or 0),
            first=first,
            last=last,
            networks=dict(
                self._ask(question.BY_COLUMN.format(column="network", where=where), values)
            ),
            languages=dict(
                self._ask(question.BY_COLUMN.format(column="language", where=where), values)
            ),
        )

    def bins(self, by: Step, tag: str = "") -> list[Bin]:
        """A timeline; posts whose date is coarser than the step are left out."""
        where, values = question.tagged(tag)
        sql = question.BINS.format(step=_step(by), where=where, exact=question.exact(by))
        return [Bin(*row) for row in self._ask(sql, values)]

    def first_uses(self, tag: str = "", limit: int = 20) -> list[FirstUse]:
        """The first post of each tag, earliest first; of one tag when it is named."""
        sql, values = question.first_uses(fold_tag(tag), limit)
        return [FirstUse(*row) for row in self._ask(sql, values)]

    def first_users(self, tag: str, limit: int = 20) -> list[FirstUse]:
        """The first post with a tag of each account, earliest first; what was passed on is not."""
        folded = fold_tag(tag)
        return [FirstUse(*row) for row in self._ask(question.FIRST_USERS, [folded, folded, limit])]

    def language_counts(self) -> list[LanguageCount]:
        """The languages that the networks and authors named, the most frequent first."""
        return [LanguageCount(*row) for row in self._ask(question.LANGUAGES)]

    def members(
        self, by: str, tag: str = "", *, dated: bool = False, after: int = 0
    ) -> Iterator[tuple[str, str, int]]:
        """(cell, account, posts) for the cells of a table: what counting voices needs.

        The parameters are those of :class:`question.Members`. Every pair comes once, in no order
        that holds.
        """
        if by not in question.CELLS:
            raise AskedWrongly(
                f"Posts are not counted by {by!r}.", do=f"One of {list(question.CELLS)}."
            )
        self._refresh()
        asked = question.Members(by, tag, dated, after)
        if not asked.by_arrival:
            yield from self._asking.each(*asked.sql("posts" if tag else self._counted()))
            return
        for files in _whole_buckets(self._asking.files):
            several = bool(self._doubles)
            rows = question.buckets(self._folder, files, doubled=several)
            yield from self._asking.each(*asked.sql(*rows))

    def _counted(self) -> str:
        """What is counted from. Of few posts the columns are read once, not for each table."""
        if sum(one.rows for one in self._asking.files if one.kind == "posts") > _HELD_AT_MOST:
            return "posts"
        if not self._held:
            self._asking.rows(question.hold(doubled=bool(self._doubles)))
            self._held = True
        return question.HELD

    def words(self, ids: Sequence[str]) -> dict[str, Sealed]:
        """The plain text of posts, the newest version, or ``id@version`` when that is asked.

        A post that is not kept, or whose account is hidden, is not in the answer.
        """
        asked = [Asked.parse(name) for name in ids]
        return sealed_words(asked, self._said({part for one in asked for part in one[:2]}))

    def dated_words(self, ids: Sequence[str]) -> dict[str, tuple[Dated, Sealed]]:
        """The newest words of many posts with when they were said, and nothing else of them."""
        return dated_words(self._read(frozenset(ids), SPOKEN))

    def heads(self, ids: Sequence[str]) -> dict[str, Head]:
        """What posts are, without their words."""
        said = self._said(set(ids))
        came = self._lie().came_with([one.row["id"] for one in said])
        return heads_of(said, came)

    def _said(self, ids: AbstractSet[str]) -> list[Parts]:
        """Every version of some posts, the first one first, and who speaks in them.

        The last answer is kept: heads and words of the same posts are mostly asked one after the
        other.
        """
        lie, hidden = self._lie(), self._desk.hidden()
        asked = (lie, hidden, frozenset(ids))
        if asked != self._last_asked:
            self._last = self._read(ids, FIELDS)
            self._last_asked = asked
        return self._last

    def _read(self, ids: AbstractSet[str], fields: Sequence[str]) -> list[Parts]:
        rows, hidden = self._lie().rows(sorted(ids), fields), self._desk.hidden()
        once = self._doubles.each_once(rows)
        found = [row for row in once if row["attributed_to"] not in hidden]
        found.sort(key=_first_version_first)
        authors = self._authors(found)
        return [Parts(row, authors) for row in found]

    def _lie(self) -> Whereabouts:
        """Where the posts lie that count now."""
        self._refresh()
        return self._whereabouts

    def _authors(self, rows: Sequence[_Row]) -> Authors:
        """Whose words some rows repost, quote or pass on, as far as they are kept.

        Hidden people are among them: then the gate lets nobody read their words there either.
        """
        ids = {row[name] for row in rows for name in ("repost_of", "quote_of") if row[name]}
        found = self._lie().rows(sorted(ids), ("id", "attributed_to")) if ids else []
        ids_of = self._doubles.ids_of
        posts = {row["id"]: ids_of.get(row["id"], [row["attributed_to"]])[0] for row in found}
        handles = sorted({handle for row in rows for handle in passed_on(row)})
        named: dict[str, tuple[str, ...]] = {}
        for handle, account in self._ask(question.SPEAKERS_NAMED, [handles]) if handles else ():
            named[handle] = (*named.get(handle, ()), account)
        return Authors(posts, named)

    def standing_elsewhere(self, entry: FileEntry) -> frozenset[int]:
        """Which rows of a file of first versions hold posts that stand under another id of their
        author.
        """
        self._refresh()
        if not self._doubles:
            return frozenset()
        from ownwords.archive.chunks import read_columns  # brings pyarrow

        names = zip(*read_columns(self._folder, entry, ("id", "attributed_to")), strict=True)
        leaving = self._doubles.leaving
        found = (place for place, (post, who) in enumerate(names) if who in leaving.get(post, ()))
        return frozenset(found)

    def held_words(self) -> Iterator[Sealed]:
        """Every text, name, handle and id that is kept, of hidden accounts too.

        Only for scanners, which look for what must not be there.
        """
        yield from every_word(self._folder, self._desk.manifest())

    def newest(self, limit: int = 20, account: str = "") -> list[str]:
        """Ids of the newest posts, of one account or of everybody."""
        return self._lie().newest(limit, account)

    def replies(self, ids: Sequence[str], limit: int = 50) -> list[str]:
        """Ids of direct replies to some posts, oldest first."""
        return self._lie().replies(ids, limit)

    def posts_of(self, accounts: Sequence[str], tags: Sequence[str] = ()) -> list[str]:
        """Ids of what accounts said themselves, oldest first; only with one of ``tags`` if any."""
        folded = [fold_tag(tag) for tag in tags]
        rows = self._ask(question.OF_ACCOUNTS, [list(accounts), folded, folded])
        return [row[0] for row in rows]

    def speakers(
        self, accounts: Sequence[str] = (), limit: int = 50, offset: int = 0
    ) -> list[Speaker]:
        """Who posted most, the most first; of ``accounts`` only when they are named."""
        return self._lie().speakers(accounts, limit, offset)

    def accounts(self) -> set[str]:
        """The accounts of all posts, under every id."""
        return {row[0] for row in self._ask(question.ACCOUNTS)}

    def held_by(self, accounts: Sequence[str]) -> int:
        """How many posts accounts have here, those they passed on as well."""
        return int(self._ask(question.HELD_BY, [list(accounts)])[0][0])

    def accounts_named(self, handles: Sequence[str], *, hidden: bool = False) -> list[Account]:
        """The accounts that ever had one of these handles, with or without its ``@``.

        With ``hidden`` those of hidden people too: only for the register, which must know whose a
        handle was.
        """
        bare = {handle.lstrip("@").lower() for handle in handles}
        self._forget_names()
        if new := sorted(bare - self._named.keys()):
            self._named |= {handle: [] for handle in new}
            for *account, handle in self._ask(question.NAMED, [new]):
                self._named[handle].append(Account(*account))
        unseen = frozenset() if hidden else self._desk.hidden()
        found = {one for handle in bare for one in self._named[handle] if one.id not in unseen}
        return sorted(found, key=lambda one: (one.id, one.network, one.handle))

    def other_ids(self) -> Mapping[str, frozenset[str]]:
        """For each account the ids of another kind under which exports name it, if there are any.

        The same handle on the same network, or the same post: every post is asked, once for each
        state.
        """
        self._forget_names()
        if self._other_ids is None:
            shared = self._ask(question.SHARED_HANDLES)
            self._other_ids = other_ids(shared, self._doubles.together)
        return self._other_ids

    def same_words(self) -> SameWords:
        """Of posts that are held under several ids, surely of one author, and of each version, the
        ids under which the very same words are held; of hidden people too.
        """
        self._forget_names()
        if self._same_words is None:
            ids = sorted({account for pair in self._doubles.together for account in pair})
            held = self._doubles.surely_one(self._ask(question.HANDLES_OF, [ids]) if ids else ())
            self._same_words = same_words(self._lie().rows(held, _SPOKEN_AS) if held else ())
        return self._same_words

    def versions(self) -> Mapping[str, str]:
        """Ids under which versions of posts are told elsewhere, to the posts; of hidden people too.

        Every post is asked, once for each state.
        """
        self._forget_names()
        if self._versions is None:
            edited = self._ask(question.EDITED)
            told = ((id_of_version(*row), row[0]) for row in sorted(edited))
            self._versions = {name: post for name, post in told if name}
        return self._versions

    def _forget_names(self) -> None:
        """Look names up anew when other posts are held or shown."""
        state = self._desk.generation(), frozenset(self._desk.hidden())
        if state != self._named_in:
            self._named_in, self._named = state, {}
            self._other_ids = self._versions = self._same_words = None
        elif len(self._named) > _NAMES_KEPT:
            self._named = {}


def _whole_buckets(files: Sequence[FileEntry]) -> Iterator[list[FileEntry]]:
    """The posts of some buckets at a time: a million of them with their arrivals are too many."""
    some: list[FileEntry] = []
    for (kind, _), bucket in by_bucket(files).items():
        if kind == "posts":
            some += bucket
            if sum(one.rows for one in some) >= _JOINED_AT_ONCE:
                yield some
                some = []
    if some:
        yield some


def _first_version_first(row: _Row) -> tuple[Any, ...]:
    """Whole texts after cut ones, later ones after earlier ones; what has no moment comes first."""
    updated = row["updated"]
    return (
        row["id"],
        not row["truncated"],
        (0, 0) if updated is None else (1, updated),
        len(row["version_id"]),
        row["version_id"],
        row["payload_sha256"],
    )


def _step(by: str) -> str:
    if by not in question.STEPS:
        raise AskedWrongly(f"A timeline has no step {by!r}.", do=f"One of {list(question.STEPS)}.")
    return by
