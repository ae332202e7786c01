"""Where labels stand so that none covers another, even on a narrow phone.

Places along the width are fractions from 0 to 1. Widths are estimated for :data:`NARROW` pixels,
the width of a phone's column; what fits there fits everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice, product
from typing import Literal

import msgspec

NARROW = 320
_LETTER, _WIDE = 6.6, 12.5
_GAP = 6
_TRIED = 256  # ways to hang labels that are tried before one is cut

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
    """Labels for rules that hang from them: none covers another, and no rule runs through one.

    ``marks`` are (place, text) in order of place; the answer keeps their order. A label hangs to
    the right of its rule unless that leaves the picture or two would stand on each other's rules.
    A label above another's rule takes an upper row, so that the rule begins beneath it.
    """
    sides = _sides(marks)
    placed: dict[int, Placed] = {}
    waiting = list(range(len(sides)))
    while waiting:
        index = next((i for i in waiting if not _below(i, waiting, sides)), waiting[0])
        waiting.remove(index)
        label = _clear(sides[index], [sides[i] for i in placed])
        rows = (row for row in range(len(marks)) if _free(label, row, placed.values()))
        placed[index] = msgspec.structs.replace(label, row=next(rows, len(placed)))
    return [placed[index] for index in range(len(marks))]


def _sides(marks: Sequence[tuple[float, str]]) -> list[Placed]:
    """Sides on which no two labels stand on each other's rules; whole labels if there is a way."""
    whole = [[side for side, fits in _rooms(at, text) if fits] for at, text in marks]
    for sides in islice(product(*whole), _TRIED):
        if not any(_in_the_way(label, sides) for label in sides):
            return list(sides)
    chosen: list[Placed] = []
    for at, text in marks:
        chosen.append(_side(at, text, chosen))
    return chosen


def _side(at: float, text: str, others: Sequence[Placed]) -> Placed:
    """Where the label stands whole beside the others, else where most of it does."""
    rooms = _rooms(at, text)
    fitting = (side for side, fits in rooms if fits and not _in_the_way(side, others))
    shorter = (_clear(side, others) for side, _ in rooms)
    return next(fitting, None) or max(shorter, key=lambda label: pixels(label.text))


def _rooms(at: float, text: str) -> list[tuple[Placed, bool]]:
    """Right of its rule, left of it and to both sides: cut to the picture, and whether it is whole.

    The first is the best: the first that is whole, else the one with most room.
    """
    rooms: list[tuple[Anchor, float]] = [
        ("start", (1 - at) * NARROW - _GAP),
        ("end", at * NARROW - _GAP),
        ("middle", 2 * min(at, 1 - at) * NARROW),
    ]
    width = pixels(text)
    rooms.sort(key=lambda side: 0 if width <= side[1] else -side[1] + NARROW * 2)
    return [(Placed(cut(text, room), at, anchor), width <= room) for anchor, room in rooms]


def _in_the_way(label: Placed, others: Iterable[Placed]) -> list[Placed]:
    """Those that stand on the label's rule while it stands on theirs."""
    return [other for other in others if _covers(label, other) and _covers(other, label)]


def _clear(label: Placed, others: Iterable[Placed]) -> Placed:
    """The label, cut so that it ends before the rules of those in its way."""
    rooms = [abs(other.at - label.at) * NARROW - _GAP for other in _in_the_way(label, others)]
    if not rooms:
        return label
    sides = 2 if label.anchor == "middle" else 1
    return msgspec.structs.replace(label, text=cut(label.text, sides * (min(rooms) - _GAP)))


def _covers(label: Placed, other: Placed) -> bool:
    """Whether the rule of another would run through the label, if it began above it."""
    first, last = _extent(label)
    return first < other.at < last


def _below(index: int, waiting: Iterable[int], sides: Sequence[Placed]) -> bool:
    """Whether one that waits has to stand above this label."""
    return any(i != index and _covers(sides[i], sides[index]) for i in waiting)


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
        if other.row < row and _covers(label, other):
            return False
        if other.row > row and _covers(other, label):
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
