"""The campaign: its tags, window, moments and policy, as campaign.toml says."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Risk(StrEnum):
    """How much a mistake could hurt. High is the default."""

    HIGH = "high"
    ORDINARY = "ordinary"


class Moment(msgspec.Struct, frozen=True):
    """Something that happened, marked on timelines; ``at`` and ``until`` in microseconds UTC."""

    at: int
    name: str
    until: int | None = None


class Keep(msgspec.Struct, frozen=True, kw_only=True):
    """Personal data in the tellers' own words that a person decided to leave in, and why.

    ``where`` is a file of the folder (``introduction.md``, ``about.md``, ``campaign.toml``) or
    ``decisions``: the reasons for quoting organisations and public offices. ``kinds`` are those of
    screening.
    """

    where: str
    kinds: tuple[str, ...]
    reason: str


FLOOR = 5
"""No published count ever stands for fewer voices than this, whatever campaign.toml says."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Settings that only the steward changes. ``cell`` is never below :data:`FLOOR`."""

    cell: int = 10
    deletion_erases: bool = False
    regions: tuple[str, ...] = ()


class Campaign(msgspec.Struct, frozen=True, kw_only=True):
    """One campaign. ``since`` and ``until`` are microseconds UTC, ``until`` exclusive."""

    name: str
    hashtags: tuple[str, ...]
    since: int | None = None
    until: int | None = None
    languages: tuple[str, ...] = ("en",)
    introduction: str = ""
    contact: str = ""
    address: str = ""
    """Where the newest edition stands on the web, ending in a slash; empty when nowhere."""

    risk: Risk = Risk.HIGH
    told_by: str = ""
    invented: bool = False
    moments: tuple[Moment, ...] = ()
    keep: tuple[Keep, ...] = ()
    policy: Policy = Policy()
