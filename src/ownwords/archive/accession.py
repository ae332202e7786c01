"""Taking in: posts become visible all at once, or not at all, and never twice."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec

from ownwords import __version__
from ownwords.archive import files, keep_out_twice, kept_pages
from ownwords.archive.desk import Arrival
from ownwords.archive.desk_rows import Leaving
from ownwords.archive.filling import fill
from ownwords.archive.keep_out import missing_key
from ownwords.archive.kept_pages import STAGED_PAGES, Pages
from ownwords.archive.lock import Lock
from ownwords.archive.manifest import FileEntry
from ownwords.archive.namesakes import namesakes
from ownwords.archive.redaction import without
from ownwords.archive.seen import Seen
from ownwords.archive.staging import About, Log, storable
from ownwords.archive.version_ids import ids_of
from ownwords.archive.wanted import Files, Links, Waiting, is_kept_out
from ownwords.locales import marked
from ownwords.records.accession import Accession, Counts, Receipt
from ownwords.records.captured import (
    Captured,
    Departed,
    Departure,
    Fault,
    LeftOut,
    Page,
    Read,
    Wanted,
)
from ownwords.records.consent import Statement, Wish
from ownwords.records.errors import AskedWrongly, OwnwordsError
from ownwords.records.post import Post, State

if TYPE_CHECKING:
    from ownwords.archive.vault import Vault

MOST = 2000
"""Items in one call of :meth:`Taking.add`."""

_HALF = marked(
    "The post cannot be kept: it holds half a character (a lone surrogate) or too large a number."
)
_ABOUT = "about.json"
_LOG = "log"
_STATES = {
    Departure.DELETED: State.DELETED,
    Departure.PRIVATE: State.PRIVATE,
    Departure.SUSPENDED: State.SUSPENDED,
}


class Taking:
    """One act of taking in. Nothing of it can be seen before :meth:`finish` returns.

    What stood before the last :meth:`checkpoint` survives a crash: :meth:`begin` with the same
    source goes on from :attr:`cursor`. One taking at a time.
    """

    def __init__(self, vault: Vault, place: Path, lock: Lock) -> None:
        self._vault = vault
        self._place = place
        self._lock = lock
        self._about = msgspec.json.decode((place / _ABOUT).read_bytes(), type=About)
        keys = vault.keys
        if keys is None:
            raise missing_key()
        keep_out_twice.put_right(vault)
        key = keys.derive("keep-out")
        self._keep_out = keep_out_twice.read(vault.folder, vault.desk, key)
        self._log = Log(place / _LOG)
        self._seen = Seen()
        self.waiting = Waiting(vault.desk.wanted())
        self._unwanted: set[str] = set()
        self._refused: list[Fault] = []
        self._pages = Pages(vault.folder, place / STAGED_PAGES)
        self._before = msgspec.structs.replace(self._log.tally)

    @classmethod
    def begin(cls, vault: Vault, source: str, connector: str, asked: str = "") -> Taking:
        """Begin, or go on with what a crash left of the same.

        ``asked`` tells what is wanted of a source from what was wanted of it another time.
        """
        if vault.keys is None:
            raise missing_key()
        lock = Lock(vault.folder.gathering)
        if not lock.take():
            raise AskedWrongly(
                "Another gather is taking in posts for this campaign.",
                kept="Nothing was changed.",
                do="Wait until it is done, then gather again.",
            )
        try:
            wanted = _about(source, connector, asked)
            return cls(vault, _open_one(vault, wanted) or _new_one(vault, wanted), lock)
        except BaseException:
            lock.release()
            raise

    @property
    def cursor(self) -> str:
        """Where the connector goes on; empty at the start."""
        return self._log.cursor

    @property
    def looked_for(self) -> int:
        """A mark of what may be kept: another one when links were noted or somebody is let in."""
        asked = sum(one.counts.asked for one in self._vault.desk.accessions())
        return crc32(self._vault.folder.keep_out.read_bytes(), asked)

    def begin_again(self) -> None:
        """Read everything again beside what is staged: the files, or what is kept, changed since.

        What was counted and what could not be read is forgotten: it is counted and named anew.
        """
        self._log.begin_again()
        self._before = msgspec.structs.replace(self._log.tally)

    def add(self, batch: Sequence[Read]) -> list[Fault]:
        """Take in what a connector yielded, at most 2,000 items; returns what cannot be kept of it.

        Whom the keep-out list holds back is dropped here, and cut out of what others said,
        before a byte of it is written.
        """
        if len(batch) > MOST:
            raise AskedWrongly(
                f"A batch holds at most {MOST} items.", do="Hand in smaller batches."
            )
        guarded = not self._keep_out.is_empty
        if guarded:
            batch = [without(item, self._keep_out) for item in batch]
        posts = []
        for item in batch:
            if type(item) is not Captured:
                self._note(item)
            elif guarded and self._holds_back(item.post):
                self._log.tally.held_back += 1
                self._unwanted |= self.waiting.keys_asked(item.post)
                self._note_other_ids(item)
            elif why := storable(item.post):
                self._refuse(item, why)
            else:
                posts.append(item)
        self._stage(posts)
        self._log.settle()
        refused, self._refused = self._refused, []
        return refused

    def _stage(self, posts: list[Captured]) -> None:
        """Put posts into the log: a version once, and nothing that cannot be kept."""
        new, known = self._seen.sift(posts)
        try:
            self._log.stage(new, known)
        except (ValueError, OverflowError):
            self._seen.forget()
            for item in posts:
                try:
                    self._log.stage([item])
                    self._log.settle()
                except (ValueError, OverflowError):
                    self._refuse(item, _HALF)

    def _holds_back(self, post: Post) -> bool:
        keep_out = self._keep_out
        if keep_out.holds_back(post.attributed_to, post.handle):
            return True
        return any(map(keep_out.post, ids_of([post])))

    def _note_other_ids(self, item: Captured) -> None:
        """A post that was erased alone under one of its ids is gone under the other one as well."""
        post, keep_out = item.post, self._keep_out
        if keep_out.holds_back(post.attributed_to, post.handle):
            return
        for name in ids_of([post]):
            if not keep_out.post(name):
                gone = Departed(Departure.DELETED, item.place, name, post.attributed_to)
                self._log.note(gone)

    def _refuse(self, item: Captured, why: str) -> None:
        self._refused.append(Fault(item.place, why))
        self._log.note(self._refused[-1])

    def _note(self, item: Read) -> None:
        if self._is_held_back(item):
            self._log.tally.held_back += 1
        elif isinstance(item, Departed | Fault | LeftOut | Wanted):
            self._log.note(item)
        elif isinstance(item, Page) and not self._pages.stage(item):
            self._log.tally.known += 1

    def _is_held_back(self, item: Read) -> bool:
        if isinstance(item, Wanted):
            return is_kept_out(item, self._keep_out)
        if isinstance(item, Page):
            return kept_pages.is_kept_out(item, self._keep_out)
        if not isinstance(item, Departed):
            return False
        return self._keep_out.holds_back(item.account, "") or self._keep_out.post(item.post)

    def note_searched(self, receipt: Receipt) -> None:
        """Keep what a search through one file came to."""
        self._log.note(receipt)

    def checkpoint(self, cursor: str, *, not_matching: int = 0, read: int = 0) -> None:
        """Make everything so far durable; ``not_matching`` and ``read`` count since the begin."""
        tally = self._log.tally
        tally.not_matching = self._before.not_matching + not_matching
        tally.read = self._before.read + read
        self._pages.sync()
        self._log.checkpoint(cursor)

    def finish(self, not_matching: int = 0, read: int = 0) -> Accession:
        """Make everything visible in one step.

        The counts are since :meth:`begin`; what a crash interrupted is added. When finishing is
        itself interrupted, nothing is visible and the taking can be gone on with.
        """
        desk, folder, log = self._vault.desk, self._vault.folder, self._log
        log.flush(None)
        accessions = desk.accessions()
        number = accessions[-1].id + 1 if accessions else 1
        present = desk.manifest()
        filled = fill(folder, log, present, number)
        files.sync_folder(folder.posts)
        self._pages.sync()
        tally = log.tally
        links = self._links(present, filled.entries)
        counts = Counts(
            read=self._before.read + read + filled.earlier,
            kept=filled.kept,
            known=filled.known + links.known,
            not_matching=self._before.not_matching + not_matching,
            held_back=tally.held_back,
            withdrawals=tally.withdrawals,
            faults=tally.faults,
            asked=len(links.asked),
            filled=links.filled,
            pages=self._pages.count(),
            not_taken=tally.not_taken,
        )
        arrived = self._accession(number, counts)
        hidden = desk.hidden()
        desk.add_arrival(
            Arrival(
                accession=arrived,
                token=self._about.token,
                manifest=filled.entries,
                faults=self._faults(),
                wishes=self._wishes(),
                statements=self._statements(),
                departures=self._departures(),
                asked=links.asked,
                settled=links.settled,
                receipts=[one for beside in log.beside() for one in beside.receipts],
                hidden=self._also_hidden(filled.entries),
            )
        )
        if not desk.hidden().issubset(hidden):  # somebody was meanwhile, or came with it
            desk.hide(sorted(self._also_hidden(filled.entries)), time.time_ns() // 1000)
        kept_pages.settle(folder, self._place / STAGED_PAGES)
        stay = {entry.path for entry in filled.entries}
        self._end([folder.root / old.path for old in present if old.path not in stay])
        return arrived

    def abandon(self) -> None:
        """Drop everything of this taking; nothing of it was visible."""
        self._end([])

    def close(self) -> None:
        """Let go without finishing; what was checkpointed can be gone on with."""
        self._log.close()
        self._lock.release()

    def _accession(self, number: int, counts: Counts) -> Accession:
        about = self._about
        return Accession(
            id=number,
            source=about.source,
            connector=about.connector,
            tool=about.tool,
            started=about.started,
            ended=time.time_ns() // 1000,
            counts=counts,
        )

    def _end(self, old: Sequence[Path]) -> None:
        self._log.close()
        for path in old:
            files.remove(path)
        files.remove(self._place)
        self._lock.release()

    def _also_hidden(self, entries: Sequence[FileEntry]) -> frozenset[str]:
        """Other ids of hidden accounts: what comes in of them is hidden too."""
        hidden = self._vault.desk.hidden()
        if not hidden:
            return hidden
        return namesakes(self._vault.folder, entries, hidden)

    def _links(self, before: Sequence[FileEntry], after: Sequence[FileEntry]) -> Links:
        """What becomes of the links that waited and of those that came."""
        came = [one for beside in self._log.beside() for one in beside.wanted]
        known = {entry.path for entry in before}
        changed = [entry for entry in after if entry.path not in known]
        return self.waiting.settle(came, self._unwanted, Files(self._vault.folder, changed, after))

    def _faults(self) -> Iterator[Fault]:
        for beside in self._log.beside():
            yield from beside.faults

    def _wishes(self) -> Iterator[Wish]:
        for beside in self._log.beside():
            yield from beside.wishes

    def _statements(self) -> list[Statement]:
        return [statement for beside in self._log.beside() for statement in beside.statements]

    def _departures(self) -> Iterator[Leaving]:
        for beside in self._log.beside():
            for one in beside.departed:
                what = "post" if one.post else "account"
                state = _STATES[one.kind]
                yield Leaving(one.post or one.account, what, state, one.account, one.at)


def unfinished(vault: Vault) -> list[About]:
    """Takings that a crash interrupted and that nobody has gone on with."""
    found = []
    for path in sorted(vault.folder.staging.glob(f"*/{_ABOUT}")):
        try:
            found.append(msgspec.json.decode(path.read_bytes(), type=About))
        except msgspec.MsgspecError as error:
            raise OwnwordsError(
                "What a crash left cannot be read.", do=f"Remove {path.parent}."
            ) from error
    return found


def _about(source: str, connector: str, asked: str) -> About:
    token = secrets.token_hex(8)
    tool, started = f"ownwords {__version__}", time.time_ns() // 1000
    return About(source, connector, tool, started, token, asked)


def _open_one(vault: Vault, wanted: About) -> Path | None:
    finished = vault.desk.tokens()
    for about in unfinished(vault):
        if about.same(wanted) and about.token not in finished:
            return vault.folder.staging / about.token
    return None


def _new_one(vault: Vault, about: About) -> Path:
    place = vault.folder.staging / about.token
    place.mkdir(parents=True)
    files.write_bytes(place / _ABOUT, msgspec.json.encode(about))
    files.sync_folder(vault.folder.staging)
    return place
