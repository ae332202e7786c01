"""The export that Mastodon gives a person of their own account: zip, tar.gz, or unpacked folder.

Only ``outbox.json`` and ``actor.json`` are ever opened: likes, bookmarks, followers, lists and
pictures stay closed. Posts to followers or to single people stand in the outbox too; they are
counted and left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from ownwords.gather.activities import Owner, network_of, read_activity
from ownwords.gather.bundles import Bundle
from ownwords.gather.connector import Options
from ownwords.gather.cursor import Cursor, after_place
from ownwords.gather.hashtags import extract_tags
from ownwords.gather.json_arrays import array_elements
from ownwords.gather.members import bundle_or_fault, cut_of, opened_or_none, small_member
from ownwords.gather.reasons import MALFORMED
from ownwords.gather.sources import Head, Source
from ownwords.locales import marked
from ownwords.records.captured import Fault, LeftOut, Place, Read
from ownwords.records.consent import Wish, WishKind
from ownwords.records.post import Account
from ownwords.records.text import fold_tag, plain_text

_OUTBOX = re.compile(r"(?:[^/]+/)?outbox\.json")
_ACTOR = re.compile(r"(?:[^/]+/)?actor\.json")
_SAID_IN_PROFILE = {
    "nobot": WishKind.NO_BULK,
    "noarchive": WishKind.NO_ARCHIVE,
    "noindex": WishKind.NOT_INDEXABLE,
}


class _Actor(msgspec.Struct):
    id: str
    handle: str = msgspec.field(default="", name="preferredUsername")
    name: str | None = None
    summary: str | None = None
    indexable: Any = None
    discoverable: Any = None


_DECODER = msgspec.json.Decoder(_Actor)


class MastodonArchive:
    """Reads account exports."""

    name = "mastodon_archive"
    title = "Mastodon account export"
    extensions = (".zip", ".tar.gz")

    def recognises(self, head: Head) -> bool:
        """By the name of its outbox."""
        return any(_OUTBOX.fullmatch(name) for name in head.members)

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """Public posts and reposts in the order of the outbox, then what was left out."""
        return after_place(lambda: _reads(source), Cursor.parse(cursor))

    def owner(self, source: Source) -> Account | None:
        """Whose export this is."""
        bundle = opened_or_none(source)
        owner = None if bundle is None else _owner(bundle)
        return None if owner is None else owner.account


def _reads(source: Source) -> Iterator[Read]:
    bundle = bundle_or_fault(source)
    if isinstance(bundle, Fault):
        yield bundle
        return
    yield from cut_of(bundle, source)
    owner = _owner(bundle)
    if owner is None:
        reason = "The export does not say whose it is: actor.json is missing or damaged."
        yield Fault(Place(source.label), reason, marked("the posts, without handle and wishes"))
    outboxes = list(filter(_OUTBOX.fullmatch, bundle.names()))
    if not outboxes:
        yield Fault(Place(source.label), "The export holds no outbox.json.")
    for name in outboxes:
        yield from _outbox(bundle.chunks(name), f"{source.label}!{name}", owner)


def _outbox(pieces: Iterator[bytes], file: str, owner: Owner | None) -> Iterator[Read]:
    left_out: Counter[str] = Counter()
    for element in array_elements(pieces, b"orderedItems"):
        place = Place(file, element.line, element.offset)
        if element.problem:
            yield Fault(place, element.problem, element.kept)
            continue
        read = read_activity(element.data, place, owner)
        if isinstance(read, LeftOut):
            left_out[read.reason] += read.count
        else:
            yield read
    for reason, count in left_out.items():
        yield LeftOut(Place(file), reason, count)


def _owner(bundle: Bundle) -> Owner | None:
    """From actor.json: id, handle, name, and what the profile asks for."""
    for name in filter(_ACTOR.fullmatch, bundle.names()):
        try:
            actor = _DECODER.decode(small_member(bundle, name))
        except MALFORMED:
            continue
        if ":" in actor.id:
            network = network_of(actor.id)
            account = Account(actor.id, network, actor.handle, actor.name or "")
            return Owner(account, _wishes(actor))
    return None


def _wishes(actor: _Actor) -> tuple[Wish, ...]:
    """Only ``false`` is a wish: a server may say ``true`` for everybody."""
    kinds = []
    if actor.indexable is False or actor.discoverable is False:
        kinds.append(WishKind.NOT_INDEXABLE)
    said = map(fold_tag, extract_tags(plain_text(actor.summary or "", "text/html")))
    kinds += [_SAID_IN_PROFILE[tag] for tag in said if tag in _SAID_IN_PROFILE]
    return tuple(Wish(kind, actor.id) for kind in dict.fromkeys(kinds))


CONNECTOR = MastodonArchive()
