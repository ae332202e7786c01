"""The desk: what people decided, and which files of posts count.

One SQLite file (desk.sqlite). A decision that was acknowledged is on the disk before the
acknowledgement. Every change is one transaction that also moves the head of the chained digests.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw
import msgspec

from ownwords.archive import chain, tables
from ownwords.archive.blocks import Block, Blocks, Ruling, block_rows, by_kind, history, standing
from ownwords.archive.connection import connect
from ownwords.archive.desk_rows import (
    Leaving,
    accession_of,
    add_departures,
    add_hidden,
    add_statements,
    add_wishes,
    append_statements,
    as_json,
    fault_rows,
    put_voice,
    receipt_rows,
    replace_manifest,
    settle_wanted,
    wanted_of,
)
from ownwords.archive.finding import Finding
from ownwords.archive.layout import bring_up_to_date, lay_out
from ownwords.archive.manifest import FileEntry
from ownwords.archive.ownership import changed
from ownwords.archive.places import key_folder
from ownwords.records.accession import Accession, Receipt
from ownwords.records.captured import Fault, Place, Wanted
from ownwords.records.consent import Clearance, Statement, Voice, Wish, WishKind
from ownwords.records.edition import Edition, EditionTables, place_in
from ownwords.records.errors import FolderBroken, OwnwordsError
from ownwords.records.post import State


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that becomes visible with one accession."""

    accession: Accession
    token: str
    manifest: Sequence[FileEntry]
    faults: Iterable[Fault] = ()
    wishes: Iterable[Wish] = ()
    statements: Sequence[Statement] = ()
    departures: Iterable[Leaving] = ()
    asked: Sequence[Wanted] = ()
    settled: Collection[str] = ()
    """Addresses in ``wanted`` whose links wait no longer."""
    receipts: Sequence[Receipt] = ()
    hidden: Collection[str] = ()
    """Accounts that are hidden from now on."""


class Desk:
    """One open desk. Use it in one thread; several processes may have it open."""

    def __init__(self, path: Path, connection: apsw.Connection) -> None:
        self.path = path
        self._connection = connection
        self._untouched = True
        self.campaign_id = self._meta("campaign")
        beside_keys = key_folder(self.campaign_id) / chain.head_name(path)
        self._heads = chain.Heads([path.with_name("desk.head"), beside_keys])
        self._rest = self._heads.check_at_rest(path) if not chain.has_log(path) else []
        bring_up_to_date(path, connection, self._heads)

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Desk:
        """Open a desk, or make it with ``create``; an older one is brought up to date.

        Raises FolderBroken when it is no desk, or one of a newer version.
        """
        if not create and not path.is_file():
            raise FolderBroken(f"{path.name} is missing.", do="Put it back from a backup.")
        fresh = create and not path.exists()
        connection = connect(path, create=create)
        try:
            if fresh:
                lay_out(path, connection)
            return cls(path, connection)
        except apsw.Error as error:
            connection.close()
            raise FolderBroken(f"{path.name} cannot be read.", do=chain.PUT_BACK) from error
        except OwnwordsError:
            connection.close()
            raise

    def close(self) -> None:
        """Close, and note the digest of the file at rest when nobody else is writing to it."""
        with contextlib.suppress(apsw.Error, OSError):
            self._heads.note_at_rest(self._connection, self.path)
        self._connection.close()

    # --- reading and changing -------------------------------------------------------------

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a question of this room finds; SQL stays inside archive/."""
        return self._connection.execute(sql, values).fetchall()

    def _meta(self, key: str) -> str:
        found = self.rows("select value from meta where key = ?", [key])
        if not found:
            raise FolderBroken(f"{self.path.name} does not say its {key}.", do=chain.PUT_BACK)
        return str(found[0][0])

    @contextlib.contextmanager
    def change(self) -> Iterator[apsw.Connection]:
        """One durable transaction. It refuses when the desk is not the one last written."""
        connection = self._connection
        connection.execute("begin immediate")
        try:
            before = chain.head(connection)
            if not self._heads.accept(before):
                do = f"{chain.PUT_BACK} `ownwords verify` says which rows."
                raise FolderBroken("desk.sqlite does not fit desk.head.", do=do)
            yield connection
            after = chain.head(connection)
            self._heads.write(chain.HeadFile(heads=(before, after)))
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise
        self._untouched = False
        with contextlib.suppress(apsw.BusyError):  # then both heads stand until the next change
            self._heads.note(connection)

    # --- what came in ---------------------------------------------------------------------

    def accessions(self) -> list[Accession]:
        """Every act of taking in, oldest first."""
        columns = ", ".join(tables.TABLES["accessions"][1:])
        found = self.rows(f"select id, {columns} from accessions order by id")  # noqa: S608
        return [accession_of(row) for row in found]

    def tokens(self) -> frozenset[str]:
        """Names of the takings that have become visible."""
        return frozenset(row[0] for row in self.rows("select token from accessions"))

    def faults(self, accession: int | None = None) -> Iterator[tuple[int, Fault]]:
        """What could not be read, with the accession it belongs to."""
        sql = "select accession, file, line, position, reason, kept from faults"
        where = "" if accession is None else " where accession = ?"
        values = [] if accession is None else [accession]
        for number, file, line, offset, reason, kept in self.rows(
            f"{sql}{where} order by id", values
        ):
            yield number, Fault(Place(file, line, offset), reason, kept)

    def receipts(self, accession: int) -> list[Receipt]:
        """What searches through the files of an accession came to, in their order."""
        sql = "select file, bytes, lines, hits, faults from receipts where accession = ?"
        return [Receipt(*row) for row in self.rows(f"{sql} order by id", [accession])]

    def add_arrival(self, arrival: Arrival) -> None:
        """The visible step of an accession: files, counts, faults, wishes, all or nothing."""
        what = arrival.accession
        counts = msgspec.structs.astuple(what.counts)
        row = [arrival.token, what.source, what.connector, what.tool, what.started, what.ended]
        with self.change() as connection:
            chain.append(connection, "accessions", [[*row, *counts]])
            chain.append(connection, "faults", fault_rows(what.id, arrival.faults))
            add_wishes(connection, arrival.wishes, what.id)
            add_statements(connection, arrival.statements)
            add_departures(connection, arrival.departures, what.id)
            settle_wanted(connection, arrival.asked, arrival.settled, what.id)
            chain.append(connection, "receipts", receipt_rows(what.id, arrival.receipts))
            add_hidden(connection, arrival.hidden, what.started)
            replace_manifest(connection, arrival.manifest)

    def manifest(self) -> list[FileEntry]:
        """The files of posts/ that count, by kind, bucket and place in the bucket."""
        columns = ", ".join(tables.TABLES["manifest"])
        found = self.rows(f"select {columns} from manifest order by id")  # noqa: S608
        return [FileEntry(*row) for row in found]

    def generation(self) -> int:
        """Grows by one whenever the manifest changes; caches note which one they were made from."""
        return int(self._meta("generation"))

    def changes(self) -> tuple[int, int]:
        """Another value after every change, by whomever: for what was worked out from the desk."""
        version = int(self.rows("pragma data_version")[0][0])
        return version, self._connection.total_changes()

    def departures(self) -> dict[str, State]:
        """Id of a post or an account to what is known of its leaving."""
        return {row[0]: State(row[1]) for row in self.rows("select target, state from departures")}

    def wanted(self) -> list[Wanted]:
        """The links that wait for their post."""
        columns = ", ".join(tables.TABLES["wanted"])
        return [wanted_of(row) for row in self.rows(f"select {columns} from wanted order by id")]  # noqa: S608

    def departed(self, *states: State) -> Blocks:
        """What its author took away in one of these ways: ids of posts and of accounts."""
        rows = self.rows("select target, what, state from departures")
        return by_kind(row[:2] for row in rows if row[2] in states)

    def authors_of_departed(self, posts: Collection[str]) -> dict[str, str]:
        """Whose these posts were, as far as whoever told of their deletion said so."""
        rows = self.rows("select target, author from departures where what = 'post'")
        return {post: author for post, author in rows if author and post in posts}

    # --- what people said -----------------------------------------------------------------

    def add_statements(self, statements: Sequence[Statement]) -> list[int]:
        """Append what voices said, durably; returns the sequence numbers."""
        with self.change() as connection:
            return append_statements(connection, statements)

    def statements(self) -> list[Statement]:
        """Everything that was said, oldest first, with its sequence number."""
        found = self.rows("select id, said from statements order by id")
        said = [(number, msgspec.json.decode(text, type=Statement)) for number, text in found]
        return [msgspec.structs.replace(one, sequence=number) for number, one in said]

    def add_wishes(self, wishes: Iterable[Wish]) -> int:
        """Keep wishes that are not known yet; returns how many were new."""
        with self.change() as connection:
            return add_wishes(connection, wishes, 0)

    def wishes(self) -> list[Wish]:
        """Every wish that a platform carried."""
        found = self.rows("select kind, account, post, seen_at from wishes order by id")
        return [Wish(WishKind(kind), account, post, at) for kind, account, post, at in found]

    def put_voices(self, voices: Sequence[Voice], at: int) -> None:
        """Add voices, or replace what is known of them from ``at`` on (microseconds UTC).

        An account has one owner: other voices give up what these own now. Every voice remembers
        which accounts it had before.
        """
        with self.change() as connection:
            for one in changed(self.voices(), voices, at):
                row = [one.id, one.name, one.kind.value, as_json(one)]
                put_voice(connection, row)

    def voices(self) -> list[Voice]:
        """Every voice, in the order in which they came."""
        found = self.rows("select said from voices order by id")
        return [msgspec.json.decode(row[0], type=Voice) for row in found]

    # --- what must not be shown -----------------------------------------------------------

    def hide(self, accounts: Sequence[str], at: int) -> None:
        """Hide accounts from every reader, durably. Hidden twice is hidden once."""
        if not self.hidden().issuperset(accounts):
            with self.change() as connection:
                add_hidden(connection, accounts, at)

    def unhide(self, accounts: Sequence[str]) -> None:
        """Show accounts again (possible only while nothing was erased)."""
        with self.change() as connection:
            for account in accounts:
                connection.execute("delete from hidden where account = ?", [account])
            chain.relink(connection, "hidden")

    def hidden(self) -> frozenset[str]:
        """Ids of the accounts that no reader may see."""
        return frozenset(row[0] for row in self.rows("select account from hidden"))

    def block(
        self, posts: Sequence[str], accounts: Sequence[str], reason: str, by: str, at: int
    ) -> None:
        """Keep posts and accounts from being shown, for a reason that ``by`` answers for."""
        self.rule(Blocks(frozenset(posts), frozenset(accounts)), Ruling(reason, by, at))

    def rule(self, targets: Blocks, ruling: Ruling, *, lift: bool = False) -> None:
        """Block what is named, or lift what stands on it; what was decided before stays written."""
        with self.change() as connection:
            chain.append(connection, "blocks", block_rows(targets, ruling, lift=lift))

    def blocked(self) -> list[Block]:
        """Every block that was ever decided, oldest first, those that were lifted as well."""
        sql = "select target, what, reason, decided_by, at from blocks order by id"
        return history(self.rows(sql))

    def blocks(self) -> Blocks:
        """Everything that is blocked now."""
        return standing(self.blocked())

    # --- what went out --------------------------------------------------------------------

    def add_edition(self, edition: Edition, clearances: Sequence[Clearance]) -> None:
        """Note a finished edition with the clearances of everything in it."""
        number = edition.number
        rows = [[number, c.id, c.use.value, c.rule.value, c.policy_version] for c in clearances]
        with self.change() as connection:
            chain.append(connection, "editions", [[number, edition.date, as_json(edition)]])
            chain.append(connection, "clearances", rows)

    def editions(self) -> list[Edition]:
        """Every edition, first one first."""
        found = self.rows("select said from editions order by number")
        return [msgspec.json.decode(row[0], type=Edition) for row in found]

    def counted(self) -> list[EditionTables]:
        """What every edition counted, first one first: a small part of :meth:`editions`."""
        found = self.rows("select said from editions order by number")
        return [msgspec.json.decode(row[0], type=EditionTables) for row in found]

    def last_edition(self) -> int:
        """The number of the newest edition, 0 before the first."""
        return int(self.rows("select coalesce(max(number), 0) from editions")[0][0])

    def public_id(self, post: str, version: str, span: tuple[int, int] | None) -> str:
        """The public name of a quotation: random, made once, the same in every edition."""
        return self.public_ids([(post, version, span)])[0]

    def public_ids(self, asked: Sequence[tuple[str, str, tuple[int, int] | None]]) -> list[str]:
        """The same for many, in their order; those that are new are noted in one transaction."""
        sql = (
            "select post, version, starts, ends, public_id from public_ids"
            " where post in (select value from json_each(?))"
        )
        wanted = [(post, version, *(span or (None, None))) for post, version, span in asked]
        posts = msgspec.json.encode([post for post, _, _ in asked]).decode()
        names = {(*what,): str(name) for *what, name in self.rows(sql, [posts])}
        new = {one: f"q{secrets.token_hex(8)}" for one in wanted if one not in names}
        if new:
            with self.change() as connection:
                rows = [[name, *one] for one, name in new.items()]
                chain.append(connection, "public_ids", rows)
        return [names.get(one) or new[one] for one in wanted]

    def quoted(self, public_id: str) -> tuple[str, str, tuple[int, int] | None] | None:
        """The post, version and span behind a public name; None when there is no such name."""
        sql = "select post, version, starts, ends from public_ids where public_id = ?"
        for post, version, start, end in self.rows(sql, [place_in(public_id)]):
            return post, version, None if start is None else (start, end)
        return None

    def compact(self) -> None:
        """Write the file anew without what was deleted, and empty the log; FolderBroken if not."""
        self._heads.forget_rest(self._connection)
        self._connection.execute("vacuum")
        busy = self.rows("pragma wal_checkpoint(truncate)")[0][0]
        if busy or chain.has_log(self.path):
            raise FolderBroken(
                f"{self.path.name} could not be written anew: another program has it open.",
                kept="Nothing is lost; what was deleted may still be readable in its log.",
                do="Close other programs that use this campaign, then run it again.",
            )

    # --- checks ---------------------------------------------------------------------------

    def check_chain(self) -> list[Finding]:
        """Rows and heads that are not what was written; empty when all is well."""
        findings = list(self._rest) if self._untouched else []
        try:
            findings += chain.check(self._connection)
            findings += self._heads.check(chain.head(self._connection))
            findings += _integrity(self._connection)
        except (apsw.Error, UnicodeDecodeError) as error:
            what = f"it cannot be read ({type(error).__name__})"
            findings.append(Finding("desk.sqlite", "", what, chain.PUT_BACK))
        return findings

    def sound(self) -> bool:
        """Whether what is named here can be relied on: the manifest's chain and the head hold."""
        if self._rest and self._untouched:
            return False
        try:
            held = self._heads.accept(chain.head(self._connection))
            return held and not chain.check(self._connection, ("meta", "manifest", "accessions"))
        except (apsw.Error, UnicodeDecodeError):
            return False


def _integrity(connection: apsw.Connection) -> list[Finding]:
    found = [row[0] for row in connection.execute("pragma integrity_check")]
    if found == ["ok"]:
        return []
    return [Finding("desk.sqlite", "", f"SQLite finds {len(found)} faults in it", chain.PUT_BACK)]
