"""Sentences and numbers that pages print and that do not stand in a template."""

from __future__ import annotations

from ownwords.edition import dates, writing
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


def thousands(count: int) -> str:
    """A whole number with commas: 122,659."""
    return f"{count:,}"


def row_label(label: str, by: str) -> str:
    """The first cell of a row as people read it."""
    if by in {"hour", "day", "week", "month"}:
        return dates.label(label)
    if by == "language" and writing.native_name(label):
        return writing.language_name(label)
    return label
