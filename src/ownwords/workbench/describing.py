"""The form that describes a campaign: read into a record, and a record written into its fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

import msgspec

from ownwords.archive.settings import language_named
from ownwords.flows.starting import hashtags_of
from ownwords.locales import marked
from ownwords.records.campaign import Campaign, Moment, Risk
from ownwords.records.errors import AskedWrongly
from ownwords.records.times import DAY, from_micros, to_micros
from ownwords.workbench.asked import Asked

MOMENTS = 6
"""Moments that the form has room for; those beyond stay as they are in campaign.toml."""

_WORDS = re.compile(r"[\s,]+")
PLAIN = ("name", "tags", "languages", "contact", "told_by", "risk", "since", "until", "address")
FIELDS = (*PLAIN, *(f"{part}{n}" for n in range(MOMENTS) for part in ("at", "what")))


def filled_in(asked: Asked) -> dict[str, str]:
    """What was typed into the form."""
    return {name: asked.text(name) for name in FIELDS}


def fields_of(campaign: Campaign) -> dict[str, str]:
    """A campaign as the form shows it."""
    shown = dict.fromkeys(FIELDS, "")
    shown |= {
        "name": campaign.name,
        "tags": " ".join(campaign.hashtags),
        "languages": " ".join(campaign.languages),
        "contact": campaign.contact,
        "told_by": campaign.told_by,
        "risk": campaign.risk.value,
        "since": _written(campaign.since),
        "until": _written(None if campaign.until is None else campaign.until - 1),
        "address": campaign.address,
    }
    for place, moment in enumerate(campaign.moments[:MOMENTS]):
        shown[f"at{place}"], shown[f"what{place}"] = _written(moment.at), moment.name
    return shown


def differing(theirs: Campaign, mine: Campaign) -> tuple[tuple[str, str, str], ...]:
    """The fields in which two descriptions differ, each with what both say; moments as one."""
    pairs = [(name, fields_of(theirs)[name], fields_of(mine)[name]) for name in PLAIN]
    pairs.append(("moments", _in_lines(theirs.moments), _in_lines(mine.moments)))
    return tuple(one for one in pairs if one[1] != one[2])


def _in_lines(moments: tuple[Moment, ...]) -> str:
    return "\n".join(f"{_written(one.at)} {one.name}" for one in moments)


def described(filled: Mapping[str, str], before: Campaign | None = None) -> Campaign:
    """The campaign that the form describes; what it does not ask for stays as it was.

    Raises AskedWrongly with what is missing.
    """
    tags = hashtags_of(_several(filled["tags"]))
    if not tags:
        raise AskedWrongly("A campaign needs a hashtag.", do="Write at least one.")
    until = _day(filled["until"], marked("The last day is not a date."))
    made = Campaign(
        name=filled["name"] or f"#{tags[0]}",
        hashtags=tags,
        since=_day(filled["since"], marked("The first day is not a date.")),
        until=None if until is None else until + DAY,
        languages=tuple(map(language_named, _several(filled["languages"]))) or ("en",),
        contact=filled["contact"],
        told_by=filled["told_by"],
        risk=Risk.ORDINARY if filled["risk"] == Risk.ORDINARY.value else Risk.HIGH,
        moments=_moments(filled),
        address=filled["address"],
    )
    if before is None:
        return made
    return msgspec.structs.replace(
        made,
        introduction=before.introduction,
        invented=before.invented,
        keep=before.keep,
        policy=before.policy,
        moments=_with_ends(made.moments, before.moments) + before.moments[MOMENTS:],
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in _WORDS.split(text) if part)


def _moments(filled: Mapping[str, str]) -> tuple[Moment, ...]:
    moments = []
    for place in range(MOMENTS):
        at = _day(filled[f"at{place}"], marked("The day of a moment is not a date."))
        what = filled[f"what{place}"]
        if at is not None and what:
            moments.append(Moment(at, what))
        elif at is not None or what:
            raise AskedWrongly(
                "Moment %(number)s needs a day and a name.",
                do="Fill in both, or neither.",
                number=place + 1,
            )
    return tuple(moments)


def _with_ends(made: tuple[Moment, ...], before: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """Moments that the form only names keep the hour and the end that the file gives them."""
    known = {(_written(one.at), one.name): one for one in before}
    return tuple(known.get((_written(one.at), one.name), one) for one in made)


def _written(micros: int | None) -> str:
    return "" if micros is None else from_micros(micros).date().isoformat()


def _day(text: str, wrong: str) -> int | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise AskedWrongly(wrong, do="Write it as 2014-01-11.") from None
    return to_micros(datetime(day.year, day.month, day.day, tzinfo=UTC))
