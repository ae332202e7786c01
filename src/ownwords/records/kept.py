"""Kept copies: what a link of a story led to, as it was on the day it was copied."""

from __future__ import annotations

import msgspec


class KeptCopy(msgspec.Struct, frozen=True, kw_only=True):
    """One source with its copy.

    ``name`` is that of its record, ``taken`` the ISO day of the copy, ``sha256`` the digest of the
    copy in hex. ``text`` is the copy itself where the steward decided that it may be published and
    it is plain text, else empty; ``why`` is the reason for that decision.
    """

    name: str
    url: str
    taken: str
    title: str = ""
    by: str = ""
    sha256: str = ""
    text: str = ""
    why: str = ""
