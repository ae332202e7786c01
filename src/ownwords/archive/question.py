"""The SQL of the engine, one constant or function a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry
from ownwords.records.text import fold_tag

STEPS = ("hour", "day", "week")

_SHOWN = """
select * from ({rows}) p
where not exists (from hidden h where h.account = p.attributed_to)
"""
_ONCE = """
and not exists (from doubled d where d.id = p.id and d.account = p.attributed_to)
"""
"""Without a post under those of its author's ids under which it does not stand (doubles.py)."""
_EMPTY = """
select null::varchar id, null::varchar handle, null::varchar as name, null::varchar network,
  null::varchar attributed_to,
  null::timestamptz published, null::varchar as precision, null::varchar as language,
  null::varchar language_source, null::varchar as type, null::varchar[] tags_folded,
  null::varchar[] mentions, null::varchar content, null::varchar content_format,
  null::varchar native_id, null::varchar version_id, null::boolean truncated,
  null::timestamptz updated,
  null::blob payload_sha256, null::varchar in_reply_to, null::varchar repost_of,
  null::varchar quote_of, null::varchar url, null::boolean organisation, null::boolean redacted
where false
"""

_NO_ARRIVALS = "select 0::bigint accession, 0::tinyint bucket, '' id, '' version_id where false"


_SAID = "id, handle, attributed_to, native_id, version_id"


def views(folder: Folder, manifest: Sequence[FileEntry]) -> Iterator[str]:
    """Statements that make the views: ``under_each_id`` (first versions), ``later`` (the others).

    ``every_post`` has first versions by hidden people too; ``said`` names the author of every
    post, theirs as well: only for asking the gate for them.
    """
    all_rows = []
    for view, kind in (("under_each_id", "posts"), ("later", "versions")):
        rows = _rows(folder, manifest, kind) or _EMPTY
        yield f"create or replace temp view {view} as {_SHOWN.format(rows=rows)}"
        if kind == "posts":
            yield f"create or replace temp view every_post as {rows}"
        all_rows.append(f"select {_SAID} from ({rows})")  # noqa: S608
    yield f"create or replace temp view said as {' union all '.join(all_rows)}"
    arrived = _rows(folder, manifest, "arrivals") or _NO_ARRIVALS
    yield f"create or replace temp view arrivals as {arrived}"


def each_once(*, doubled: bool) -> Iterator[str]:
    """Statements that make the view ``posts``: every post that is shown, once."""
    rows = _shown("from every_post", doubled=doubled)
    yield f"create or replace temp view posts as {rows}"


def _shown(rows: str, *, doubled: bool) -> str:
    return _SHOWN.format(rows=rows) + (_ONCE if doubled else "")


DOUBLED = """
create or replace temp table doubled as
select unnest(?::varchar[]) id, unnest(?::varchar[]) account
"""


def _rows(folder: Folder, manifest: Sequence[FileEntry], kind: str) -> str:
    entries = [entry for entry in manifest if entry.kind == kind]
    return f"from {files(folder, entries)}" if entries else ""


def files(folder: Folder, entries: Sequence[FileEntry]) -> str:
    """The rows of some files, one or more, as a table of SQL."""
    paths = (str((folder.root / entry.path).resolve()) for entry in entries)
    quoted = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{quoted}], hive_partitioning=false)"


def tagged(tag: str) -> tuple[str, list[str]]:
    """A condition for posts with a tag, and its values."""
    return ("where list_contains(tags_folded, ?)", [fold_tag(tag)]) if tag else ("where true", [])


def occurrences(tag: str) -> str:
    """How often a tag (or any tag) stands in a post."""
    return "len(list_filter(tags_folded, lambda t: t = ?))" if tag else "len(tags_folded)"


def occurrence_values(tag: str) -> list[str]:
    """The values that :func:`occurrences` needs."""
    return [fold_tag(tag)] if tag else []


def exact(by: str) -> str:
    """A condition that leaves out dates that are coarser than a step."""
    coarse = {"hour": ("year", "month", "day"), "day": ("year", "month"), "week": ("year", "month")}
    names = ", ".join(f"'{name}'" for name in coarse.get(by, ()))
    return f" and precision not in ({names})" if names else ""


TOTALS = """
select count(*), count(distinct attributed_to), sum({tags}),
  epoch_us(min(published)), epoch_us(max(published))
from posts {where}
"""
BY_COLUMN = """
select {column}, count(*) n from posts {where} group by {column} order by n desc, {column}
"""
BINS = """
select epoch_us(date_trunc('{step}', published)) start, count(*), count(distinct attributed_to)
from posts {where} {exact} group by start order by start
"""
LANGUAGES = """
select language, language_source, count(*) n, count(distinct attributed_to)
from posts group by language, language_source order by n desc, language, language_source
"""
CELLS = {
    "hour": "strftime(published, '%Y-%m-%dT%H')",
    "day": "strftime(published, '%Y-%m-%d')",
    "week": "strftime(published, '%G-W%V')",
    "language": "language",
    "network": "network",
    "type": "type",
    "accession": """coalesce((
      select min(a.accession) from ({came}) a where a.id = posts.id), 0)::varchar""",
    "whole": "'all'",
}
_MEMBERS = """
select {cell} cell, attributed_to, count(*) from {posts} posts {where}
group by cell, attributed_to order by cell, attributed_to
"""
_HOLD = """
create or replace temp table held as
select attributed_to, network, type, language, published, precision from every_post p where true
"""
HELD = f"({_SHOWN.format(rows='from held')})"


def hold(*, doubled: bool) -> str:
    """The columns that are counted by, for who counts often."""
    return _HOLD + (_ONCE if doubled else "")


_CAME_AFTER = """
and id in (select id from ({came}) group by id having min(accession) > {mark})
"""


class Members(NamedTuple):
    """Which cells to count the posts of each account in.

    ``by`` is one of :data:`CELLS`. ``dated`` leaves out posts without a day, so that all tables
    count the same posts. ``after`` leaves out what had come in with that accession or before.
    """

    by: str
    tag: str = ""
    dated: bool = False
    after: int = 0

    @property
    def by_arrival(self) -> bool:
        """Whether the answer depends on what each post came in with."""
        return self.by == "accession" or self.after > 0

    def sql(self, posts: str = "posts", came: str = "") -> tuple[str, list[str]]:
        """The statement and its values. ``came`` are the arrivals of these posts, if needed."""
        where, values = tagged(self.tag)
        days = exact(self.by) or (exact("day") if self.dated else "")
        late = _CAME_AFTER.format(came=came, mark=int(self.after)) if self.after else ""
        cell = CELLS[self.by].format(came=came)
        return _MEMBERS.format(cell=cell, posts=posts, where=where + days + late), values


def buckets(folder: Folder, files: Sequence[FileEntry], *, doubled: bool) -> tuple[str, str]:
    """What stands for the posts of whole buckets, all their ``files``, and for their arrivals."""
    rows = _rows(folder, files, "posts")
    numbers = ", ".join(str(number) for number in sorted({int(one.bucket) for one in files}))
    came = f"select id, accession from arrivals where bucket in ({numbers})"  # noqa: S608
    came += " or id in (select id from doubled)" if doubled else ""
    return f"({_shown(rows, doubled=doubled)})", came


OF_ACCOUNTS = """
select id from under_each_id
where attributed_to in (select unnest(?::varchar[])) and type = 'Note'
  and (len(?::varchar[]) = 0 or list_has_any(tags_folded, ?::varchar[]))
group by id order by min(published), id
"""
HELD_BY = """
select count(distinct id) from under_each_id where attributed_to in (select unnest(?::varchar[]))
"""
ACCOUNTS = "select distinct attributed_to from under_each_id"
NAMED = """
select distinct attributed_to, network, handle, lower(handle) from every_post
where lower(handle) in (select unnest(?::varchar[])) order by 1, 2, 3
"""
SHARED_HANDLES = """
with had as materialized (
  select distinct attributed_to account, lower(handle) handle from under_each_id
  where handle <> ''
)
select account, handle from had
where handle in (select handle from had group by handle having count(*) > 1)
"""
HANDLES_OF = """
select distinct attributed_to, lower(handle) from said
where handle <> '' and attributed_to in (select unnest(?::varchar[]))
"""
EDITED = """
select distinct id, native_id, version_id from said
where version_id <> native_id and regexp_full_match(version_id, '[0-9]+')
"""
SPEAKERS_NAMED = """
select distinct lower(handle), attributed_to from said
where lower(handle) in (select unnest(?::varchar[])) order by 1, 2
"""
FIRST_USERS = """
select ? tag, arg_min(id, (published, id)), attributed_to, epoch_us(min(published)) first
from posts where list_contains(tags_folded, ?) and type = 'Note'
group by attributed_to order by first, attributed_to limit ?
"""


def first_uses(tag: str, limit: int) -> tuple[str, list[object]]:
    """The first post of one folded tag, or of each tag."""
    chosen = "where tag = ?" if tag else ""
    sql = f"""
    with uses as (
      select unnest(list_distinct(tags_folded)) tag, id, attributed_to, published from posts
      where type = 'Note'
    )
    select tag, arg_min(id, (published, id)), arg_min(attributed_to, (published, id)),
      epoch_us(min(published)) first
    from uses {chosen} group by tag order by first, tag limit ?
    """  # noqa: S608
    return sql, [tag, limit] if tag else [limit]
