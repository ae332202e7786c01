"""Sentences and numbers that pages print and that do not stand in a template."""

from __future__ import annotations

from ownwords.counting.cells import SPANS, WHOLE, WITHHELD
from ownwords.edition import dates, writing
from ownwords.records.cleared import ClearedCount
from ownwords.records.consent import Clearance, Rule

ROW_HEADINGS = {
    "hour": "Hour",
    "day": "Day",
    "week": "Week",
    "month": "Month",
    "language": "Language",
    "network": "Network",
    "type": "Kind",
    "other": "What",
}

_REASONS = {
    Rule.EXPLICIT_YES: "The voice said yes to this use of these words.",
    Rule.PUBLIC_ROLE: (
        "The speaker is an organisation or holds a public office, "
        "and the reason stands on the page Organisations."
    ),
    Rule.STEWARD_YES: "The steward allowed the words to be retold, not to be quoted.",
}


def reason(clearance: Clearance) -> str:
    """Why something may be shown, one sentence."""
    return _REASONS.get(clearance.rule, "The rules of this campaign allow it.")


_NAMES = {
    ("network", "x"): "X (Twitter)",
    ("network", "given"): "given to this campaign",
    ("type", "Note"): "said",
    ("type", "Announce"): "passed on",
}
_STEPS = {"hour": "hours", "day": "days", "week": "weeks", "month": "months"}


def honesty(counts: ClearedCount) -> str:
    """What a table does not show, one or two sentences; empty when it shows all."""
    said = ["Voices are rounded down, so that one table cannot be taken from another."]
    level = counts.coarsened
    if level in _STEPS:
        said.append(f"Told in {_STEPS[level]}: finer numbers would point at single people.")
    elif level == SPANS:
        said.append("Neighbours with too few voices are joined.")
    elif level == WITHHELD:
        return "Not shown: beside another table of this edition it would point at single people."
    elif level == WHOLE:
        return "Only the whole can be told: its parts would point at single people."
    elif counts.suppressed:
        rows = "row" if counts.suppressed == 1 else "rows"
        said.append(f"{thousands(counts.suppressed)} {rows} with too few voices joined.")
    return " ".join(said) if counts.rows else ""


def thousands(count: int) -> str:
    """A whole number with commas: 122,659."""
    return f"{count:,}"


def row_label(label: str, by: str) -> str:
    """The first cell of a row as people read it."""
    if by in {"hour", "day", "week", "month"}:
        return dates.label(label)
    if by == "language":
        return _language(label)
    return _NAMES.get((by, label), label)


def _language(label: str) -> str:
    if label in {"", "und"}:
        return "not named"
    return label if label in {"other", "all"} else writing.language_name(label)
