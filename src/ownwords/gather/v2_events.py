"""Twitter API v2: what is no post. Compliance lines, events, errors and pages without posts."""

from __future__ import annotations

import msgspec
from msgspec import Raw

from ownwords.gather.iso_times import micros_if_iso
from ownwords.gather.reasons import MALFORMED
from ownwords.gather.v2_shapes import KEYS, META
from ownwords.gather.x_dialect import account_uri, status_uri
from ownwords.records.captured import Departed, Departure, Fault, Place, Read

_REASONS = {
    "deleted": Departure.DELETED,
    "deactivated": Departure.DELETED,
    "protected": Departure.PRIVATE,
    "suspended": Departure.SUSPENDED,
}
_POST_EVENTS = {"delete": Departure.DELETED, "drop": Departure.SUSPENDED}
_ACCOUNT_EVENTS = {
    "user_delete": Departure.DELETED,
    "user_deactivate": Departure.DELETED,
    "user_protect": Departure.PRIVATE,
    "user_suspend": Departure.SUSPENDED,
}
_NOTICES = frozenset(
    {
        "scrub_geo",
        "undrop",
        "withheld",
        "tweet_edit",
        "user_withheld",
        "user_undelete",
        "user_unprotect",
        "user_unsuspend",
        "user_profile_modification",
    }
)
EVENTS = (*_POST_EVENTS, *_ACCOUNT_EVENTS, *sorted(_NOTICES))
"""The keys of lines that are no posts."""

_OTHER = "A notice of the platform that names no withdrawal."


class _Line(msgspec.Struct):
    id: str
    action: str
    reason: str = "deleted"
    redacted_at: str | None = None


class _Someone(msgspec.Struct):
    id: str = ""
    author_id: str = ""


class _Event(msgspec.Struct):
    tweet: _Someone | None = None
    user: _Someone | None = None
    event_at: str | None = None


_LINE = msgspec.json.Decoder(_Line)
_EVENT = msgspec.json.Decoder(_Event)


def compliance_line(data: bytes, place: Place) -> Read | None:
    """A line of a compliance job: ``{"id", "action": "delete", "reason", ...}``; None else."""
    try:
        line = _LINE.decode(data)
    except MALFORMED:
        return None
    kind = _REASONS.get(line.reason)
    if line.action != "delete" or kind is None:
        return Fault(place, _OTHER)
    return Departed(kind, place, post=status_uri(line.id), at=micros_if_iso(line.redacted_at))


def stream_event(data: bytes, place: Place) -> Read | None:
    """An event of the compliance stream, ``{"delete": {"tweet": ...}}`` and its like; None else."""
    try:
        keys = KEYS.decode(data)
    except MALFORMED:
        return None
    if len(keys) != 1:
        return None
    ((name, raw),) = keys.items()
    if name in _NOTICES:
        return Fault(place, _OTHER)
    if name in _POST_EVENTS or name in _ACCOUNT_EVENTS:
        return _departed(name, raw, place)
    return None


def _departed(name: str, raw: Raw, place: Place) -> Read:
    unknown = Fault(place, "A withdrawal that names neither post nor account.")
    try:
        event = _EVENT.decode(raw)
    except MALFORMED:
        return unknown
    at = micros_if_iso(event.event_at)
    if name in _ACCOUNT_EVENTS:
        if event.user is None or not event.user.id:
            return unknown
        return Departed(_ACCOUNT_EVENTS[name], place, account=account_uri(event.user.id), at=at)
    if event.tweet is None or not event.tweet.id:
        return unknown
    post, author = status_uri(event.tweet.id), account_uri(event.tweet.author_id)
    return Departed(_POST_EVENTS[name], place, post, author, at)


def errors_only(keys: dict[str, Raw]) -> bool:
    """Whether a line holds the platform's errors and no posts."""
    return "errors" in keys and not {"data", "id"} & keys.keys()


def nothing_found(keys: dict[str, Raw]) -> bool:
    """Whether a line is a page of a search that found nothing: a count of none, and no posts."""
    if "meta" not in keys or {"data", "id", "errors"} & keys.keys():
        return False
    try:
        return META.decode(keys["meta"]).result_count == 0
    except MALFORMED:
        return False
