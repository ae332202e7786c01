"""Capital letters as strokes, for pictures that are made without a font.

Drawn for this project: each letter is a few lines on a grid four wide and six high, with cut
corners. Whatever has no strokes here is not drawn at all: a word in a script that needs shaping
comes out as None, never as a row of wrong letters.
"""

from __future__ import annotations

import unicodedata

Point = tuple[int, int]
Stroke = tuple[Point, ...]

HEIGHT = 6
_GAP = 2
_SPACE = 3

# Points as two digits, x and y; strokes apart by a space, points of one stroke by a dash.
_LETTERS = {
    "A": "06-01-10-30-41-46 03-43",
    "B": "33-03-00-30-41-42-33-44-45-36-06-03",
    "C": "41-30-10-01-05-16-36-45",
    "D": "00-20-42-44-26-06-00",
    "E": "40-00-06-46 03-33",
    "F": "40-00-06 03-33",
    "G": "41-30-10-01-05-16-36-45-43-23",
    "H": "00-06 40-46 03-43",
    "I": "00-06",
    "J": "40-45-36-16-05",
    "K": "00-06 40-13-03 13-46",
    "L": "00-06-46",
    "M": "06-00-23-40-46",
    "N": "06-00-46-40",
    "O": "10-30-41-45-36-16-05-01-10",
    "P": "06-00-30-41-42-33-03",
    "Q": "10-30-41-45-36-16-05-01-10 24-46",
    "R": "06-00-30-41-42-33-03 23-46",
    "S": "41-30-10-01-02-13-33-44-45-36-16-05",
    "T": "00-40 20-26",
    "U": "00-05-16-36-45-40",
    "V": "00-26-40",
    "W": "00-16-23-36-40",
    "X": "00-46 40-06",
    "Y": "00-23-40 23-26",
    "Z": "00-40-06-46",
    "Æ": "46-26-20-40 20-06 14-24 23-43",
    "Œ": "46-26-06-00-20-40 20-26 23-43",
    "Ø": "10-30-41-45-36-16-05-01-10 40-06",
    "0": "10-30-41-45-36-16-05-01-10",
    "1": "02-20-26",
    "2": "01-10-30-41-42-06-46",
    "3": "01-10-30-41-42-33-13 33-44-45-36-16-05",
    "4": "36-30-04-44",
    "5": "40-00-03-33-44-45-36-16-05",
    "6": "41-30-10-01-05-16-36-45-44-33-03",
    "7": "00-40-16",
    "8": "10-30-41-42-33-13-02-01-10 13-04-05-16-36-45-44-33",
    "9": "05-16-36-45-41-30-10-01-02-13-43",
    "-": "03-23",
    "'": "00-02",
    ".": "06-06",
    ",": "16-07",
    ":": "02-02 05-05",
    "!": "00-04 06-06",
    "?": "01-10-30-41-42-23-24 26-26",
    "/": "06-40",
    "&": "46-01-10-21-04-15-26-44",
    "#": "10-16 30-36 02-42 04-44",
    "+": "12-16 04-24",
}
_SAME = {"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "ẞ": "SS"}
# Accents over (or, for the cedilla, under) a letter four wide.
_MARKS = {
    "\u0300": (((1, -3), (2, -1)),),
    "\u0301": (((3, -3), (2, -1)),),
    "\u0302": (((1, -1), (2, -3), (3, -1)),),
    "\u0303": (((0, -1), (1, -2), (3, -1), (4, -2)),),
    "\u0308": (((1, -2), (1, -2)), ((3, -2), (3, -2))),
    "\u030a": (((1, -2), (2, -3), (3, -2), (2, -1), (1, -2)),),
    "\u030c": (((1, -3), (2, -1), (3, -3)),),
    "\u0327": (((2, 6), (2, 8), (1, 8)),),
}


def strokes(text: str) -> tuple[list[Stroke], int] | None:
    """The strokes of a line of capitals and its width, in units of the grid.

    None when any character has none: a text is drawn whole or not at all.
    """
    drawn: list[Stroke] = []
    at = middle = 0
    for character in unicodedata.normalize("NFD", "".join(_SAME.get(c, c) for c in text.upper())):
        if character == " ":
            at += _SPACE
        elif character in _MARKS:
            drawn += _moved(_MARKS[character], middle - 2)
        elif character in _LETTERS:
            letter = _letter(character)
            width = max(x for stroke in letter for x, _ in stroke)
            drawn += _moved(letter, at)
            middle, at = at + width // 2, at + width + _GAP
        else:
            return None
    return drawn, max(at - _GAP, 0)


def _letter(character: str) -> tuple[Stroke, ...]:
    said = (stroke.split("-") for stroke in _LETTERS[character].split(" "))
    return tuple(tuple((int(point[0]), int(point[1])) for point in stroke) for stroke in said)


def _moved(letter: tuple[Stroke, ...], by: int) -> list[Stroke]:
    return [tuple((x + by, y) for x, y in stroke) for stroke in letter]
