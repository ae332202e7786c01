"""Where each kept post lies, held in memory, so that a few posts are found without a scan.

One row for each version: hashes of its id, of its account and of the post that it answers, its
moment, its file and its place there, whether it is the first one and stands under this account, 41
bytes together. A million posts are laid out in a third of
a processor's second, once for each state of posts/. Hashes only lead to rows: a row says itself
whose it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ownwords.archive import question
from ownwords.archive.answers import Speaker
from ownwords.archive.asking import Asking
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry

_FEW = 4
"""Posts for each that is asked for, so that it is worth while to look where they lie."""
KINDS = ("posts", "versions")
"""First versions, and the others."""

FIELDS = (
    "id", "network", "attributed_to", "handle", "name", "published", "precision", "language",
    "type", "tags_folded", "mentions", "content", "content_format", "version_id", "in_reply_to",
    "repost_of", "quote_of", "url", "organisation", "redacted", "truncated", "updated",
    "payload_sha256", "links", "attachments",
)  # fmt: skip
"""What the rows of a post say; moments in microseconds."""

Row = dict[str, Any]

_LIES = """
create or replace temp table lies (post ubigint, account ubigint, answers ubigint,
  published bigint, file integer, row integer, stands boolean)
"""
_LAY_OUT = """
insert into lies select hash(id), hash(attributed_to), hash(in_reply_to), epoch_us(published),
  file_index + {before}, file_row_number, {first}
from {files}
"""
_SCAN = "select {fields} from {files} where id in (select unnest(?::varchar[]))"
_MOMENTS = frozenset({"published", "updated"})
_ASKED = "(select hash(name) from (select unnest(?::varchar[]) name))"
_STANDS = """
update lies set stands = false from doubled
where lies.post = hash(doubled.id) and lies.account = hash(doubled.account)
"""
_SHOWN = "stands and account not in (select hash(account) from hidden)"
_OF_POSTS = f"select file, row from lies where post in {_ASKED}"  # noqa: S608
_NEWEST = f"""
select file, row from lies where {_SHOWN} and (? = '' or account = hash(?))
order by published desc, post limit ?
"""  # noqa: S608
_REPLIES = f"""
select file, row from lies where {_SHOWN} and answers in {_ASKED}
order by published, post limit ?
"""  # noqa: S608
_NAMES = """
create or replace temp table account_names as
select distinct hash(attributed_to) account, attributed_to as name from under_each_id
"""
_SPEAKERS = f"""
with counted as (
  select account, count(*) posts, arg_max((file, row), (published, post)) newest from lies
  where {_SHOWN} and (len(?::varchar[]) = 0 or account in {_ASKED}) group by account
)
select name, posts, newest from counted join account_names using (account)
order by posts desc, name limit ? offset ?
"""  # noqa: S608
_CAME = """
create or replace temp table came as
select hash(id) post, version_id as version, accession from arrivals
"""
_CAME_WITH = """
with asked as (select name, hash(name) post from (select unnest(?::varchar[]) name))
select name, version, min(accession) from came join asked using (post) group by name, version
"""


class Place(NamedTuple):
    """A row: the number of its file and its number in it."""

    file: int
    row: int


class Whereabouts:
    """Where the posts of one manifest lie.

    ``asking`` has the tables ``hidden`` and ``doubled`` and the views of ``question.views``.
    Nothing is laid out before it is asked for.
    """

    def __init__(self, asking: Asking, folder: Folder, manifest: Sequence[FileEntry]) -> None:
        self._asking = asking
        self._folder = folder
        self._files = [entry for kind in KINDS for entry in manifest if entry.kind == kind]
        self._made: set[str] = set()

    def rows(self, ids: Sequence[str], fields: Sequence[str] = FIELDS) -> list[Row]:
        """Every version of some posts, those of hidden people too, in no order."""
        wanted = frozenset(ids)
        if _FEW * len(wanted) > sum(entry.rows for entry in self._files):
            return self._scanned(sorted(wanted), fields)
        found = self._read(self._places(_OF_POSTS, [sorted(wanted)]), fields)
        return [row for row in found if row["id"] in wanted]

    def _scanned(self, ids: Sequence[str], fields: Sequence[str]) -> list[Row]:
        """The same by reading everything, which is cheaper where much of it is asked for."""
        if not self._files:
            return []
        names = (f"epoch_us({name})" if name in _MOMENTS else f'"{name}"' for name in fields)
        sql = _SCAN.format(fields=", ".join(names), files=question.files(self._folder, self._files))
        return [dict(zip(fields, row, strict=True)) for row in self._asking.each(sql, [ids])]

    def newest(self, limit: int, account: str = "") -> list[str]:
        """Ids of the newest posts, of one account or of everybody who is not hidden."""
        places = self._places(_NEWEST, [account, account, limit])
        rows = self._read(places, ("id", "attributed_to", "published"))
        kept = [row for row in rows if account in ("", row["attributed_to"])]
        return [row["id"] for row in sorted(kept, key=_moment, reverse=True)]

    def replies(self, ids: Sequence[str], limit: int) -> list[str]:
        """Ids of direct replies to some posts, oldest first."""
        places = self._places(_REPLIES, [list(ids), limit])
        rows = self._read(places, ("id", "in_reply_to", "published"))
        answered = frozenset(ids)
        kept = [row for row in rows if row["in_reply_to"] in answered]
        return [row["id"] for row in sorted(kept, key=_moment)]

    def speakers(self, accounts: Sequence[str], limit: int, offset: int) -> list[Speaker]:
        """Who posted most, the most first; of ``accounts`` only when they are named."""
        self._make("account_names", _NAMES)
        among = list(accounts)
        found = self._ask(_SPEAKERS, [among, among, limit, offset])
        newest = [Place(*place) for _, _, place in found]
        ids = {row["attributed_to"]: row["id"] for row in self._read(newest, _WHOSE)}
        return [Speaker(name, posts, ids[name]) for name, posts, _ in found]

    def came_with(self, ids: Sequence[str]) -> dict[tuple[str, str], int]:
        """With which accession each version of some posts came first, by id and version."""
        self._make("came", _CAME)
        return {(post, version): came for post, version, came in self._ask(_CAME_WITH, [list(ids)])}

    def _make(self, name: str, sql: str) -> None:
        if name not in self._made:
            self._asking.rows(sql)
            self._made.add(name)

    def _ask(self, sql: str, asked: Sequence[Any]) -> list[tuple[Any, ...]]:
        if "lies" not in self._made:
            self._make("lies", _LIES)
            self._lay_out()
        return self._asking.rows(sql, asked)

    def _places(self, sql: str, asked: Sequence[Any]) -> list[Place]:
        return [Place(*row) for row in self._ask(sql, asked)]

    def _lay_out(self) -> None:
        before = 0
        for kind in KINDS:
            entries = [entry for entry in self._files if entry.kind == kind]
            if entries:
                first = str(kind == "posts").lower()
                files = question.files(self._folder, entries)
                self._asking.rows(_LAY_OUT.format(before=before, first=first, files=files))
            before += len(entries)
        self._asking.rows(_STANDS)

    def _read(self, places: Sequence[Place], fields: Sequence[str]) -> list[Row]:
        by_file: dict[int, list[int]] = defaultdict(list)
        for place in places:
            by_file[place.file].append(place.row)
        return [
            row
            for file, numbers in by_file.items()
            for row in self._rows_of(self._files[file], numbers, fields)
        ]

    def _rows_of(
        self, entry: FileEntry, numbers: Sequence[int], fields: Sequence[str]
    ) -> Iterator[Row]:
        """Some rows of a file: only the row groups that hold them are read."""
        from ownwords.archive.arrow import pa  # who reads all files with one scan needs none of it
        from ownwords.archive.chunks import open_file
        from ownwords.archive.columns import values

        with open_file(self._folder, entry) as file:
            start = 0
            for group in range(file.num_row_groups):
                end = start + file.metadata.row_group(group).num_rows
                inside = [number - start for number in numbers if start <= number < end]
                if inside:
                    table = file.read_row_group(group, columns=list(fields), use_threads=False)
                    few = table.take(pa.array(inside))
                    columns = [values(few.column(name)) for name in fields]
                    yield from (
                        dict(zip(fields, row, strict=True)) for row in zip(*columns, strict=True)
                    )
                start = end


_WHOSE = ("id", "attributed_to")


def _moment(row: Row) -> tuple[int, str]:
    return row["published"], row["id"]
