"""The archive that X gives a person of their own account: the zip, or the folder it unpacks to.

Both generations: ``data/tweets.js`` and its like (since 2018), ``data/js/tweets/2014_01.js``
(2012 to 2018). Only members named here are ever opened; direct messages, phone numbers,
addresses and deleted posts stay closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import Raw

from ownwords.gather.bundles import Bundle
from ownwords.gather.connector import Options
from ownwords.gather.cursor import Cursor, after_place
from ownwords.gather.json_arrays import array_elements
from ownwords.gather.long_texts import LongTexts
from ownwords.gather.members import bundle_or_fault, cut_of, opened_or_none, small_member
from ownwords.gather.reasons import MALFORMED, why_not_json
from ownwords.gather.sources import Head, Source
from ownwords.gather.x_dialect import NETWORK, account_uri
from ownwords.gather.x_status import STATUS, Around, Status, read_status
from ownwords.records.captured import Fault, Place, Read
from ownwords.records.post import Account

_POSTS = re.compile(
    r"(?:[^/]+/)?(?:data/)?(?:tweets?|community-tweet)(?:-part(\d+))?\.js"
    r"|(?:[^/]+/)?data/js/tweets/\d{4}_\d{2}\.js"
)
_NOTES = re.compile(r"(?:[^/]+/)?(?:data/)?note-tweet(?:-part\d+)?\.js")
_OWNER = re.compile(r"(?:[^/]+/)?(?:data/)?(?:account|manifest|js/user_details)\.js")
_NOBODY = "The archive does not say whose it is: account.js is missing."


class _Who(msgspec.Struct):
    native: str = ""
    handle: str | None = None
    name: str | None = None


class _AccountJs(_Who):
    native: str = msgspec.field(default="", name="accountId")
    handle: str | None = msgspec.field(default=None, name="username")
    name: str | None = msgspec.field(default=None, name="accountDisplayName")


class _AccountLine(msgspec.Struct):
    who: _AccountJs = msgspec.field(name="account")


class _UserInfo(_Who):
    native: str = msgspec.field(default="", name="accountId")
    handle: str | None = msgspec.field(default=None, name="userName")
    name: str | None = msgspec.field(default=None, name="displayName")


class _Manifest(msgspec.Struct):
    who: _UserInfo = msgspec.field(name="userInfo")


class _UserDetails(_Who):
    native: str = msgspec.field(default="", name="id")
    handle: str | None = msgspec.field(default=None, name="screen_name")
    name: str | None = msgspec.field(default=None, name="full_name")


class _Wrapped(msgspec.Struct):
    tweet: Raw


_WRAPPED = msgspec.json.Decoder(_Wrapped)
_ACCOUNT = msgspec.json.Decoder(list[_AccountLine])
_MANIFEST = msgspec.json.Decoder(_Manifest)
_DETAILS = msgspec.json.Decoder(_UserDetails)


class XArchive:
    """Reads account archives."""

    name = "x_archive"
    title = "X (Twitter) account archive"
    extensions = (".zip",)

    def recognises(self, head: Head) -> bool:
        """By the names of its members."""
        return any(_POSTS.fullmatch(name) for name in head.members)

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """Posts member by member; long texts are joined with the posts that they complete."""
        return after_place(lambda: _reads(source), Cursor.parse(cursor))

    def owner(self, source: Source) -> Account | None:
        """Whose archive this is."""
        bundle = opened_or_none(source)
        return None if bundle is None else _owner(bundle)


def _reads(source: Source) -> Iterator[Read]:
    bundle = bundle_or_fault(source)
    if isinstance(bundle, Fault):
        yield bundle
        return
    yield from cut_of(bundle, source)
    owner = _owner(bundle)
    long_texts = LongTexts()
    for name in filter(_NOTES.fullmatch, bundle.names()):
        yield from long_texts.read(bundle.chunks(name), f"{source.label}!{name}")
    for name in sorted(filter(_POSTS.fullmatch, bundle.names()), key=_order):
        yield from _member(bundle.chunks(name), f"{source.label}!{name}", owner, long_texts)
    yield from long_texts.unmatched()


def _order(name: str) -> tuple[str, int]:
    found = _POSTS.fullmatch(name)
    part = found.group(1) if found else None
    return (re.sub(r"-part\d+", "", name), int(part) if part else -1)


def _member(
    pieces: Iterator[bytes], file: str, owner: Account | None, long_texts: LongTexts
) -> Iterator[Read]:
    for element in array_elements(pieces):
        place = Place(file, element.line, element.offset)
        if element.problem:
            yield Fault(place, element.problem, element.kept)
            continue
        try:
            raw = _status_bytes(element.data)
            status = STATUS.decode(raw)
        except MALFORMED as problem:
            yield Fault(place, why_not_json(element.data, problem))
            continue
        if owner is None and status.user is None:
            yield Fault(place, _NOBODY)
            continue
        long_text, note = _long_text(status, long_texts)
        payload = b'{"tweet":%b,"noteTweet":%b}' % (raw, note) if note else element.data
        yield from read_status(raw, Around(place, owner, long_text, payload))


def _status_bytes(data: bytes) -> bytes:
    if not data.isascii():
        data.decode("utf-8")
    try:
        return bytes(_WRAPPED.decode(data).tweet)
    except msgspec.ValidationError:
        return data


def _long_text(status: Status, long_texts: LongTexts) -> tuple[str, bytes]:
    return long_texts.take(status.full_text or status.text or "", status.created_at)


def _owner(bundle: Bundle) -> Account | None:
    """From account.js, user_details.js or manifest.js: id, handle and name, nothing else of it."""
    for name in sorted(filter(_OWNER.fullmatch, bundle.names())):
        account = _account(small_member(bundle, name))
        if account is not None:
            return account
    return None


def _account(data: bytes) -> Account | None:
    _, _, value = data.partition(b"=")
    value = value.strip().rstrip(b";")
    for decoder in (_ACCOUNT, _MANIFEST, _DETAILS):
        try:
            found = decoder.decode(value)
        except MALFORMED:
            continue
        inner = found[0] if isinstance(found, list) and found else found
        who = inner.who if isinstance(inner, _AccountLine | _Manifest) else inner
        if isinstance(who, _Who) and who.native.isdecimal():
            return Account(account_uri(who.native), NETWORK, who.handle or "", who.name or "")
    return None


CONNECTOR = XArchive()
