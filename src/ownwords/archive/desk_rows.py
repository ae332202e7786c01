"""Rows of the desk's tables: records into rows, and the changes that need several steps.

All of these run inside :meth:`ownwords.archive.desk.Desk.change`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import apsw
import msgspec

from ownwords.archive import chain, tables
from ownwords.archive.manifest import FileEntry
from ownwords.records.accession import Accession, Counts, Receipt
from ownwords.records.captured import Fault, Place, Wanted
from ownwords.records.consent import Answer, Statement, Use, Wish, refusing
from ownwords.records.post import State

_SEVERITY = {State.PRESENT: 0, State.SUSPENDED: 1, State.PRIVATE: 2, State.DELETED: 3}


class Leaving(msgspec.Struct, frozen=True):
    """A post or account that left its network; ``what`` is ``post`` or ``account``."""

    target: str
    what: str
    state: State
    author: str = ""
    at: int | None = None


def as_json(record: msgspec.Struct) -> str:
    return msgspec.json.encode(record).decode()


def accession_of(row: Sequence[Any]) -> Accession:
    return Accession(
        id=row[0],
        source=row[1],
        connector=row[2],
        tool=row[3],
        started=row[4],
        ended=row[5],
        counts=Counts(**dict(zip(Counts.__struct_fields__, row[6:], strict=True))),
    )


def fault_rows(accession: int, faults: Iterable[Fault]) -> Iterator[list[object]]:
    for fault in faults:
        place = fault.place
        yield [accession, place.file, place.line, place.offset, fault.reason, fault.kept]


def receipt_rows(accession: int, receipts: Iterable[Receipt]) -> Iterator[list[object]]:
    for one in receipts:
        yield [accession, *msgspec.structs.astuple(one)]


def add_wishes(connection: apsw.Connection, wishes: Iterable[Wish], accession: int) -> int:
    sql = "select 1 from wishes where post = ? and account = ? and kind = ?"
    new = []
    seen: set[tuple[str, str, str]] = set()
    for wish in wishes:
        key = (wish.post, wish.account, wish.kind.value)
        if key not in seen and not connection.execute(sql, key).fetchall():
            seen.add(key)
            new.append([wish.kind.value, wish.account, wish.post, wish.seen_at, accession])
    return len(chain.append(connection, "wishes", new))


def append_statements(connection: apsw.Connection, statements: Sequence[Statement]) -> list[int]:
    rows = []
    for one in statements:
        said = as_json(msgspec.structs.replace(one, sequence=0))
        row = [one.account, one.voice, one.answer.value, one.scope.value, one.given_at, said]
        rows.append(row)
    return chain.append(connection, "statements", rows)


def add_statements(connection: apsw.Connection, statements: Sequence[Statement]) -> None:
    """Statements that a source carries; one that it brought before is not said again.

    When it came is not compared: a yes that was taken back since would count as the later word. For
    the same reason none is taken from a source for a post to which that account said no, whatever
    else stands in the source by now. A yes that is for less than when the source brought it before
    brings a no to the rest.
    """
    if not statements:
        return
    rows = connection.execute("select said from statements")
    held = [msgspec.json.decode(said, type=Statement) for (said,) in rows]
    known = set(map(_as_brought, held))
    refused = {(one.account, post) for one in held if one.answer is Answer.NO for post in one.posts}
    new: dict[str, Statement] = {}
    for one in statements:
        if _as_brought(one) in known:
            continue
        brought = list(_noes_to_the_rest(one, held))
        if not any((one.account, post) in refused for post in one.posts):
            brought.append(one)
        for said in brought:
            new.setdefault(_as_brought(said), said)
    append_statements(connection, list(new.values()))


def _noes_to_the_rest(said: Statement, held: Iterable[Statement]) -> Iterator[Statement]:
    """A no to what the same evidence gave a yes to before and gives none to now."""
    before = {use for one in held if _gives_the_same(one, said) for use in one.uses}
    rest = tuple(use for use in Use if use in before and use not in said.uses)
    if said.answer is Answer.YES and rest:
        yield refusing(said, rest)


def _gives_the_same(one: Statement, said: Statement) -> bool:
    """Whether it is a yes of the same account about the same posts by the same evidence."""
    place = (one.account, one.posts, one.evidence)
    return one.answer is Answer.YES and place == (said.account, said.posts, said.evidence)


def _as_brought(one: Statement) -> str:
    return as_json(msgspec.structs.replace(one, sequence=0, given_at=0))


def add_departures(
    connection: apsw.Connection, departures: Iterable[Leaving], accession: int
) -> None:
    """The gravest of what was told stays: a deletion outweighs privacy, privacy a suspension.

    Who wrote the post stays as well, whoever of those that told of it said so.
    """
    changed = 0
    for one in departures:
        sql = "select state, author, at, accession from departures where target = ? and what = ?"
        found: list[Any] = connection.execute(sql, [one.target, one.what]).fetchall()
        told = [one.state.value, one.author, one.at, accession]
        if found:
            held = list(found[0])
            told = _joined(held, told)
            if told == held:
                continue
        row = [one.target, one.what, *told]
        connection.execute("delete from departures where target = ? and what = ?", row[:2])
        chain.append(connection, "departures", [row])
        changed += bool(found)
    if changed:
        chain.relink(connection, "departures")


def _joined(held: list[Any], told: list[Any]) -> list[Any]:
    """State, author, moment and accession of what was told twice; the earlier of two like ones."""
    graver = _SEVERITY[State(told[0])] > _SEVERITY[State(held[0])]
    state, _, *since = told if graver else held
    return [state, held[1] or told[1], *since]


def add_hidden(connection: apsw.Connection, accounts: Iterable[str], at: int) -> None:
    """Hidden twice is hidden once."""
    known = {row[0] for row in connection.execute("select account from hidden")}
    rows = [[account, at] for account in dict.fromkeys(accounts) if account not in known]
    chain.append(connection, "hidden", rows)


def wanted_of(row: Sequence[Any]) -> Wanted:
    """A link that waits; its place is the accession that brought it."""
    post, url, network, account, handle, accession = row
    place = Place(str(accession))
    return Wanted(post=post, url=url, network=network, account=account, handle=handle, place=place)


def settle_wanted(
    connection: apsw.Connection, asked: Iterable[Wanted], settled: Collection[str], accession: int
) -> None:
    """Add links that wait from now on, and take away those whose post came or must not come."""
    new = [[one.post, one.url, one.network, one.account, one.handle, accession] for one in asked]
    for post in settled:
        connection.execute("delete from wanted where post = ?", [post])
    if settled:
        chain.relink(connection, "wanted")
    chain.append(connection, "wanted", new)


def replace_manifest(connection: apsw.Connection, entries: Sequence[FileEntry]) -> None:
    rows = [list(msgspec.structs.astuple(entry)) for entry in entries]
    columns = ", ".join(tables.TABLES["manifest"])
    held = connection.execute(f"select {columns} from manifest order by id").fetchall()  # noqa: S608
    if [tuple(row) for row in rows] == held:
        return
    connection.execute("delete from manifest")
    chain.append(connection, "manifest", rows)
    connection.execute("update meta set value = value + 1 where key = 'generation'")
    chain.relink(connection, "meta")


def put_voice(connection: apsw.Connection, row: Sequence[Any]) -> None:
    """Add the row of a voice, or replace the one with the same id in its place."""
    sql = "select id from voices where voice = ?"
    found: list[Any] = connection.execute(sql, row[:1]).fetchall()
    if not found:
        chain.append(connection, "voices", [row])
        return
    pairs = ", ".join(f"{column} = ?" for column in tables.TABLES["voices"])
    connection.execute(f"update voices set {pairs} where id = ?", [*row, found[0][0]])  # noqa: S608
    chain.relink(connection, "voices", found[0][0])
