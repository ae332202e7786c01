"""Sentences and numbers that pages print and that do not stand in a template."""

from __future__ import annotations

from ownwords.charts.wording import Wording
from ownwords.counting.cells import SPANS, WHOLE, WITHHELD
from ownwords.edition import dates, writing
from ownwords.locales import marked
from ownwords.locales.tongue import Tongue
from ownwords.records.cleared import ClearedCount
from ownwords.records.consent import Clearance, Rule
from ownwords.records.post import PASSED_ON

_ROW_HEADINGS = {
    "hour": marked("Hour"),
    "day": marked("Day"),
    "week": marked("Week"),
    "month": marked("Month"),
    "language": marked("Language"),
    "network": marked("Network"),
    "type": marked("Kind"),
    "source": marked("Source"),
    "reason": marked("Why"),
    "other": marked("What"),
}

_REASONS = {
    Rule.EXPLICIT_YES: marked("The voice said yes to this use of these words."),
    Rule.PUBLIC_ROLE: marked(
        "The speaker is an organisation or holds a public office, "
        "and the reason stands on the page Organisations."
    ),
    Rule.STEWARD_YES: marked("The steward allowed the words to be retold, not to be quoted."),
}


def invented(tongue: Tongue) -> str:
    """Stands in every file of an invented campaign that leaves by itself: feeds, packets …"""
    return tongue.gettext("Invented. Nobody who speaks here exists.")


def row_headings(tongue: Tongue) -> dict[str, str]:
    """What the first column of a table is called, by what a row is."""
    return {by: tongue.gettext(heading) for by, heading in _ROW_HEADINGS.items()}


def reason(tongue: Tongue, clearance: Clearance) -> str:
    """Why something may be shown, one sentence."""
    other = marked("The rules of this campaign allow it.")
    return tongue.gettext(_REASONS.get(clearance.rule, other))


_NAMES = {
    ("network", "x"): "X (Twitter)",
    ("network", "given"): marked("given to this campaign"),
    ("type", "Note"): marked("said"),
    ("type", PASSED_ON): marked("passed on"),
}
_STEPS = {
    "hour": marked("Told in hours: finer numbers would point at single people."),
    "day": marked("Told in days: finer numbers would point at single people."),
    "week": marked("Told in weeks: finer numbers would point at single people."),
    "month": marked("Told in months: finer numbers would point at single people."),
}


def honesty(tongue: Tongue, counts: ClearedCount) -> str:
    """What a table does not show, one or two sentences; empty when it shows all."""
    said = [
        tongue.gettext("Voices are rounded down, so that one table cannot be taken from another.")
    ]
    level = counts.coarsened
    if level in _STEPS:
        said.append(tongue.gettext(_STEPS[level]))
    elif level == SPANS:
        said.append(tongue.gettext("Neighbours with too few voices are joined."))
    elif level == WITHHELD:
        return tongue.gettext(
            "Not shown: beside another table of this edition it would point at single people."
        )
    elif level == WHOLE:
        return tongue.gettext("Only the whole can be told: its parts would point at single people.")
    elif counts.suppressed:
        joined = tongue.ngettext(
            "%(count)s row with too few voices joined.",
            "%(count)s rows with too few voices joined.",
            counts.suppressed,
        )
        said.append(joined)
    if counts.as_of:
        again = tongue.gettext(
            "As of %(day)s: the difference since would point at single people, so these numbers "
            "are told again until more voices have come.",
            day=dates.spoken(tongue, counts.as_of),
        )
        said.append(again)
    return " ".join(said) if counts.rows else ""


def row_label(tongue: Tongue, label: str, by: str) -> str:
    """The first cell of a row as people read it."""
    if by in {"hour", "day", "week", "month"}:
        return dates.label(tongue, label)
    if by == "language":
        return _language(tongue, label)
    if by == "reason":
        return tongue.gettext(label)
    name = _NAMES.get((by, label))
    return tongue.gettext(name) if name else label


def _language(tongue: Tongue, label: str) -> str:
    if label in {"", "und"}:
        return tongue.gettext("not named")
    wholes = {"other": marked("other"), "all": marked("all")}
    if label in wholes:
        return tongue.gettext(wholes[label])
    return writing.language_name(tongue, label)


def chart_words(tongue: Tongue) -> Wording:
    """The words that charts add of their own."""
    return Wording(
        months=tongue.short_months(),
        number=tongue.number,
        week=tongue.gettext("week of {day}"),
        total=tongue.gettext("{posts} posts, {when}."),
        peak=tongue.gettext("Most on {when}: {posts}."),
        nothing=tongue.gettext("Nothing counted yet."),
        joined=tongue.gettext("Where bars join several days, their height is the mean."),
    )
