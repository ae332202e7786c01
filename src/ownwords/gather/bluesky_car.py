"""The repository of a Bluesky account as a CAR file: what the app exports, what ``getRepo`` gives.

Posts and reposts are taken, the profile and the postgates for what they wish. Likes, follows,
blocks and lists are never decoded. What proves who wrote it is kept in each payload.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ownwords.gather.bsky_posts import (
    NETWORK,
    POST,
    POSTGATE,
    PROFILE,
    REPOST,
    Author,
    forbids_quoting,
    profile_wishes,
    read_post,
)
from ownwords.gather.car import WHOLE, Car, is_car, read_car
from ownwords.gather.connector import Options
from ownwords.gather.cursor import Cursor, after_place
from ownwords.gather.dag_cbor import NotDagCbor, as_json, decode
from ownwords.gather.did_documents import Document, document_beside, signed_by
from ownwords.gather.repository import Commit, Entry, Lost, commit_of, micros_of_tid, walk
from ownwords.gather.sources import Head, Source
from ownwords.locales import marked
from ownwords.records.captured import Fault, LeftOut, Place, Read
from ownwords.records.post import Account

OTHERS = marked("records that are neither posts nor reposts")
_NOT_SIGNED = (
    "The signature of the commit does not fit the account's key: "
    "nothing proves that the account wrote these posts."
)
_GONE = "The block of a record is not in the file."
_WITHOUT_MEASURE = "The tree names more than the file holds: it is not read further."


class BlueskyCar:
    """Reads repositories."""

    name = "bluesky_car"
    title = "Bluesky repository (CAR)"
    extensions = (".car",)

    def recognises(self, head: Head) -> bool:
        """By the header of a CAR file."""
        return is_car(head.start[:512])

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """What is damaged, then posts and reposts in the order of their keys."""
        return after_place(lambda: _reads(source), Cursor.parse(cursor))

    def owner(self, source: Source) -> Account | None:
        """Whose repository it is."""
        car = read_car(source.chunks())
        commit = commit_of(car)
        if isinstance(commit, str):
            return None
        repository = _Repository(car, commit, source)
        list(repository.survey())
        return repository.author().account


def _reads(source: Source) -> Iterator[Read]:
    car = read_car(source.chunks())
    for damage in car.damages:
        yield Fault(Place(source.label, 0, damage.at), damage.reason, damage.kept)
    commit = commit_of(car)
    if isinstance(commit, str):
        if car.roots:
            yield Fault(Place(source.label), commit)
        return
    repository = _Repository(car, commit, source)
    yield from repository.survey()
    yield from repository.posts()


def _record(label: str, number: int, at: int = 0) -> Place:
    """Where a record of the repository stands."""
    return Place(label, number, at, "record")


class _Repository:
    """One reading of a repository: first a survey of its tree, then its posts."""

    def __init__(self, car: Car, commit: Commit, source: Source) -> None:
        self._car = car
        self._commit = commit
        self._label = source.label
        self._document = document_beside(source, commit.did)
        self._posts: list[Entry] = []
        self._gates: list[Entry] = []
        self._profile: Entry | None = None
        self._others = 0
        self._unread: list[Fault] = []

    def survey(self) -> Iterator[Fault]:
        """Walk the tree; what is damaged, and a signature that does not fit, are faults."""
        signed = _signature(self._commit, self._document)
        if signed["fits"] is False:
            place = Place(self._label, 0, self._car.blocks[self._commit.cid.cid].at)
            yield Fault(place, _NOT_SIGNED, marked("the posts, marked so"))
        for step in walk(self._car, self._commit.data):
            if isinstance(step, Lost):
                yield Fault(_record(self._label, step.number, step.at), step.reason)
            else:
                self._sort(step)

    def _sort(self, entry: Entry) -> None:
        collection = entry.key.partition("/")[0]
        if collection in {POST, REPOST}:
            self._posts.append(entry)
        elif collection == POSTGATE:
            self._gates.append(entry)
        elif entry.key == PROFILE:
            self._profile = entry
        else:
            self._others += 1

    def author(self) -> Author:
        """Whose posts they are and what is wished, after the survey."""
        did = self._commit.did
        profile = self._value(self._profile) if self._profile else {}
        gated = (gate for gate in self._gates if forbids_quoting(self._value(gate)))
        name = (profile or {}).get("displayName")
        handle = self._document.handle
        return Author(
            account=Account(did, NETWORK, handle, name if isinstance(name, str) else ""),
            wishes=profile_wishes(profile, did),
            unquotable=frozenset(gate.key.partition("/")[2] for gate in gated),
            commit=_signature(self._commit, self._document),
            seen_at=micros_of_tid(self._commit.revision),
        )

    def posts(self) -> Iterator[Read]:
        """Posts and reposts, then how many records are none."""
        author, given = self.author(), 0
        yield from self._unread
        for entry in self._posts:
            block = self._car.blocks.get(entry.cid)
            given += len(block.data) if block is not None else 0
            if given > WHOLE:
                yield Fault(_record(self._label, entry.number), _WITHOUT_MEASURE)
                return
            yield from self._read(entry, author)
        if self._others:
            yield LeftOut(Place(self._label), OTHERS, self._others)

    def _read(self, entry: Entry, author: Author) -> Iterator[Read]:
        read = self._decoded(entry)
        if isinstance(read, dict):
            place = _record(self._label, entry.number, self._car.blocks[entry.cid].at)
            yield read_post(entry, read, author, place)
        elif read is not None:
            yield read

    def _decoded(self, entry: Entry) -> dict[str, Any] | Fault | None:
        """A record, or why there is none; None when the damage of its block is named already."""
        block = self._car.blocks.get(entry.cid)
        if block is None:
            named = entry.cid in self._car.damaged
            return None if named else Fault(_record(self._label, entry.number), _GONE)
        place = _record(self._label, entry.number, block.at)
        try:
            value = decode(block.data)
        except NotDagCbor as problem:
            return Fault(place, str(problem))
        found = value if isinstance(value, dict) else None
        return found or Fault(place, "A record is no map of names and values.")

    def _value(self, entry: Entry) -> dict[str, Any] | None:
        """A record that is read for its wishes; None, and a fault, when it cannot be read."""
        read = self._decoded(entry)
        if isinstance(read, dict):
            return read
        self._unread += [read] if read is not None else []
        return None


def _signature(commit: Commit, document: Document) -> dict[str, Any]:
    """The signed object, the key that was at hand, and whether it fits (null: no key)."""
    fits = None if document.key is None else signed_by(commit.signed, document.key)
    key = None if document.key is None else str(document.key)
    return {"cid": str(commit.cid), "value": as_json(commit.signed), "key": key, "fits": fits}


CONNECTOR = BlueskyCar()
