"""What a connector yields: a post, a withdrawal, a fault, what is left out or asked for, a page."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from ownwords.records.consent import Statement, Wish
from ownwords.records.post import Metrics, Post


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where in a source something stands: file (member after ``!``), line from 1, offset from 0.

    The offset counts bytes of the decompressed stream. A file that has no lines is counted in
    another ``unit``. Line 0 stands for none: the whole file, or a byte of it.
    """

    file: str
    line: int = 0
    offset: int = 0
    unit: Literal["line", "record"] = "line"

    def spelled(self) -> str:
        """The place for people: ``posts.jsonl, line 3, byte 120``."""
        known = self.offset or (self.line and self.unit == "line")
        line = f", {self.unit} {self.line}" if self.line else ""
        return f"{self.file}{line}" + (f", byte {self.offset}" if known else "")


class Captured(msgspec.Struct, frozen=True, gc=False):
    """One post as a source delivers it, with what the source tells about its author's wishes."""

    post: Post
    place: Place
    wishes: tuple[Wish, ...] = ()
    statements: tuple[Statement, ...] = ()
    metrics: Metrics | None = None


class Departure(StrEnum):
    """How a post or an account left its network."""

    DELETED = "deleted"
    PRIVATE = "private"
    SUSPENDED = "suspended"


class Departed(msgspec.Struct, frozen=True, gc=False):
    """A deletion, protection or suspension that the source tells of (a compliance line).

    Exactly one of ``post`` and ``account`` is set. ``account`` may stand beside ``post`` as the
    author when the source names it.
    """

    kind: Departure
    place: Place
    post: str = ""
    account: str = ""
    at: int | None = None


class Fault(msgspec.Struct, frozen=True, gc=False):
    """Something that could not be read: where and why, never the words.

    ``kept`` says what of the record was kept nevertheless (usually nothing).
    """

    place: Place
    reason: str
    kept: str = "nothing"


class LeftOut(msgspec.Struct, frozen=True, gc=False):
    """Records that were understood and are never taken in, such as posts that are not public.

    ``reason`` names them in the plural. Nothing of them is kept, and it is no fault.
    """

    place: Place
    reason: str
    count: int


class Wanted(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The link of a post that somebody wants; none of its words are here yet.

    ``post`` is the post's address as far as the link tells it, ``url`` the link without what
    trackers add. ``account`` (an id) or ``handle``, known on ``network`` (an authority such as
    ``x.com``), says whose it is; both are empty when the link does not.
    """

    post: str
    url: str
    network: str
    place: Place
    account: str = ""
    handle: str = ""


class Page(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A page of a web archive, kept as a source: it is no post, and is quoted by nobody's yes.

    ``data`` are the bytes as they were answered, unpacked; ``taken`` is when, in microseconds UTC;
    ``type`` the media type with its parameters; ``ending`` how its file ends; ``record`` names the
    record in the archive.
    """

    url: str
    taken: int
    data: bytes
    type: str
    ending: str
    record: str
    place: Place


Read = Captured | Departed | Fault | LeftOut | Page | Wanted
