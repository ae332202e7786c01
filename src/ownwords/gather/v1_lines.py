"""A line of Twitter API 1.1 in, records out: a status, a withdrawal, a notice of the stream."""

from __future__ import annotations

from collections.abc import Container, Iterable

import msgspec
from msgspec import Raw

from ownwords.gather.lines import Line
from ownwords.gather.reasons import MALFORMED, NOT_UTF8, why_not_json
from ownwords.gather.signs import with_keys, with_true
from ownwords.gather.x_dialect import account_uri, status_uri
from ownwords.gather.x_status import Around, read_status
from ownwords.locales import marked
from ownwords.records.captured import Departed, Departure, Fault, LeftOut, Place, Read

LOSSES = {
    "limit": "The stream was limited here: posts are missing that the platform did not deliver.",
    "disconnect": "The platform ended the stream here; posts may be missing.",
    "warning": "The platform warned that the reader was too slow; posts may be missing.",
}
NOTICES = {
    "scrub_geo": marked("requests to forget locations (no column holds any, payloads may)"),
    "status_withheld": marked("notices that a post is withheld in some countries"),
    "user_withheld": marked("notices that an account is withheld in some countries"),
}
ACCOUNTS = {
    "user_delete": Departure.DELETED,
    "user_protect": Departure.PRIVATE,
    "user_suspend": Departure.SUSPENDED,
}
SIGNS = (*with_keys("delete", *ACCOUNTS, *LOSSES, *NOTICES), *with_true("protected"))
"""What tells of a line that must be read whatever its words (signs.py)."""

_STATUS_KEYS = frozenset({"created_at", "text", "full_text", "user"})


class _Gone(msgspec.Struct):
    id_str: str | None = None
    id: int | None = None
    user_id_str: str | None = None
    user_id: int | None = None


class _Delete(msgspec.Struct):
    status: _Gone
    timestamp_ms: str | int | None = None


class _AccountGone(msgspec.Struct):
    id: int | str
    timestamp_ms: str | int | None = None


_KEYS = msgspec.json.Decoder(dict[str, Raw])
_DELETE = msgspec.json.Decoder(_Delete)
_ACCOUNT_GONE = msgspec.json.Decoder(_AccountGone)


def looks_like_v1(records: Iterable[bytes]) -> bool:
    """Whether these are lines of API 1.1, by the keys of the first that can be read."""
    for line in records:
        try:
            keys = _KEYS.decode(line)
        except MALFORMED:
            continue
        if {"user", "created_at"} <= keys.keys() and {"id", "id_str"} & keys.keys():
            return "author_id" not in keys
        return len(keys) <= 2 and bool({"delete", *LOSSES, *NOTICES, *ACCOUNTS} & keys.keys())
    return False


def read_v1(line: Line, file: str) -> list[Read]:
    """The post of a line, then the posts inside it; or what else the line tells."""
    place = Place(file, line.number, line.offset)
    data = line.data.strip()
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return [Fault(place, NOT_UTF8)]
    if b'"created_at"' in data and b'"user"' in data:
        return read_status(data, Around(place))
    return [_notice(data, place)]


def _notice(data: bytes, place: Place) -> Read:
    """What is no post: a withdrawal, or something that the stream says of itself."""
    try:
        keys = _KEYS.decode(data)
        if "delete" in keys:
            return _deleted(keys["delete"], place)
        for name, kind in ACCOUNTS.items():
            if name in keys:
                gone = _ACCOUNT_GONE.decode(keys[name])
                account = account_uri(str(gone.id))
                return Departed(kind, place, account=account, at=_at(gone.timestamp_ms))
    except MALFORMED as problem:
        return Fault(place, why_not_json(data, problem))
    if what := _told_of_itself(keys, place):
        return what
    if len(_STATUS_KEYS & keys.keys()) >= 2:
        return read_status(data, Around(place))[0]
    return Fault(place, "This is JSON, but neither a post nor a notice of the 1.1 stream.")


def _told_of_itself(keys: Container[str], place: Place) -> Fault | LeftOut | None:
    """That posts are missing, or a notice by which nothing is lost; None when it is neither."""
    for name, reason in LOSSES.items():
        if name in keys:
            return Fault(place, reason, marked("everything that was delivered"))
    return next((LeftOut(place, many, 1) for name, many in NOTICES.items() if name in keys), None)


def _deleted(raw: Raw, place: Place) -> Read:
    delete = _DELETE.decode(raw)
    gone = delete.status
    post = gone.id_str or (str(gone.id) if gone.id is not None else "")
    author = gone.user_id_str or (str(gone.user_id) if gone.user_id is not None else "")
    if not post:
        return Fault(place, "A withdrawal that does not say which post.")
    at = _at(delete.timestamp_ms)
    return Departed(Departure.DELETED, place, status_uri(post), account_uri(author), at)


def _at(milliseconds: str | int | None) -> int | None:
    said = str(milliseconds)
    return int(said) * 1000 if said.isdecimal() and len(said) < 16 else None
