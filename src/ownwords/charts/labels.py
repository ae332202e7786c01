"""Where labels stand so that none covers another, even on a narrow phone.

Places along the width are fractions from 0 to 1. Widths are estimated for :data:`NARROW` pixels,
the width of a phone's column; what fits there fits everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

NARROW = 320
_LETTER, _WIDE = 6.6, 12.5
_GAP = 6

Anchor = Literal["start", "middle", "end"]


class Placed(msgspec.Struct, frozen=True):
    """A label: its text as drawn, its place, the side it hangs from, its row from the top."""

    text: str
    at: float
    anchor: Anchor
    row: int = 0


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def pixels(text: str) -> float:
    """About how wide a text is at 12 px; rather too much than too little."""
    return sum((0, _LETTER, _WIDE)[_columns(character)] for character in text)


def cut(text: str, most: float) -> str:
    """The text, or as much of it as fits into ``most`` pixels and an ellipsis."""
    if pixels(text) <= most:
        return text
    kept, used = "", pixels("…")
    for character in text:
        used += pixels(character)
        if used > most:
            break
        kept += character
    return kept.rstrip() + "…"


def hang(marks: Sequence[tuple[float, str]]) -> list[Placed]:
    """Labels for rules that hang from them: none covers another, and rules avoid them.

    ``marks`` are (place, text) in order of place; the answer keeps their order. A label hangs to
    the right of its rule unless that leaves the picture. Those at the end take the upper rows, so
    that rules of lower rows pass beneath them.
    """
    placed: dict[int, Placed] = {}
    sides = [_side(at, text) for at, text in marks]
    leftward = [i for i in reversed(range(len(marks))) if sides[i].anchor != "start"]
    rightward = [i for i in range(len(marks)) if sides[i].anchor == "start"]
    for index in leftward + rightward:
        label = sides[index]
        rows = (row for row in range(len(marks)) if _free(label, row, placed.values()))
        row = next(rows, len(placed))
        placed[index] = msgspec.structs.replace(label, row=row)
    return [placed[index] for index in range(len(marks))]


def _side(at: float, text: str) -> Placed:
    """Right of its rule if that fits, else left, else to both sides, else cut."""
    rooms: list[tuple[Anchor, float]] = [
        ("start", (1 - at) * NARROW - _GAP),
        ("end", at * NARROW - _GAP),
        ("middle", 2 * min(at, 1 - at) * NARROW),
    ]
    width = pixels(text)
    fitting = (side for side in rooms if width <= side[1])
    anchor, room = next(fitting, max(rooms, key=lambda side: side[1]))
    return Placed(cut(text, room), at, anchor)


def _extent(label: Placed) -> tuple[float, float]:
    width = (pixels(label.text) + 2 * _GAP) / NARROW
    if label.anchor == "middle":
        return label.at - width / 2, label.at + width / 2
    return (label.at, label.at + width) if label.anchor == "start" else (label.at - width, label.at)


def _free(label: Placed, row: int, others: Iterable[Placed]) -> bool:
    left, right = _extent(label)
    for other in others:
        first, last = _extent(other)
        if other.row == row and left < last and first < right:
            return False
        if other.row < row and left < other.at < right:
            return False
        if other.row > row and first < label.at < last:
            return False
    return True


def along(candidates: Sequence[tuple[float, str]]) -> list[Placed]:
    """As many labels of one line as have room; earlier candidates come first.

    The answer stands in order of place.
    """
    kept: list[Placed] = []
    for at, text in candidates:
        label = Placed(text, at, _anchor(at, text))
        left, right = _extent(label)
        if all(right <= _extent(other)[0] or _extent(other)[1] <= left for other in kept):
            kept.append(label)
    return sorted(kept, key=lambda label: label.at)


def _anchor(at: float, text: str) -> Anchor:
    half = (pixels(text) / 2) / NARROW
    if at < half:
        return "start"
    return "end" if at > 1 - half else "middle"
