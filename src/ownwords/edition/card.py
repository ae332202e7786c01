"""The picture that a platform shows beside a link: the shape of the campaign, 1200 by 630 pixels.

It holds no words of anybody. Pixels are the one place that the leak scanner cannot read; platforms
keep such pictures when the page is long gone; and a script that needs shaping would come out wrong
without a shaping engine. The words go where they are set right and can be searched: into the title
and the description of the link. Why, and what else was tried: docs/decisions/0020.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownwords.charts.letters import HEIGHT, strokes
from ownwords.charts.raster import Canvas, Colour
from ownwords.counting.periods import bars_of
from ownwords.edition.pages import Masthead
from ownwords.locales.tongue import Tongue
from ownwords.records.cleared import ClearedCount

WIDTH, TALL = 1200, 630
_PAPER: Colour = (0xFB, 0xF8, 0xF2)
_INK: Colour = (0x1C, 0x1B, 0x19)
_LAMP: Colour = (0x80, 0x39, 0x00)
_RULE: Colour = (0xDD, 0xD5, 0xC6)
_EDGE = 84
HEADROOM = 96
_GROUND = TALL - 84
_HIGHEST = 260
_SIZES = ((1, 16), (1, 14), (1, 12), (1, 10), (2, 12), (2, 10), (2, 8), (3, 8), (3, 7))
"""Lines and pixels a unit, the largest first; a name that fits none is not drawn."""


def card(head: Masthead, days: ClearedCount | None, tongue: Tongue) -> bytes:
    """The card as PNG; ``days`` are posts over time as the gate let them through."""
    canvas = Canvas(WIDTH, TALL, _PAPER)
    if head.invented:
        canvas.box((0, 0, WIDTH, HEADROOM), _LAMP)
        _write(canvas, _mark(tongue), 7, (_EDGE, HEADROOM // 2 - 21), _PAPER)
    below = _name(canvas, head.name)
    _bars(canvas, days, min(_GROUND - below - 40, _HIGHEST))
    return canvas.png()


def _mark(tongue: Tongue) -> str:
    """The band of an invented campaign; in English where its own word cannot be drawn."""
    word = tongue.gettext("Invented")
    return word if strokes(word) is not None else "Invented"


def _name(canvas: Canvas, name: str) -> int:
    """The campaign's name in the largest size that fits, or nothing; returns where it ends."""
    top = HEADROOM + 66
    for most, scale in _SIZES:
        lines = _wrapped(name, (WIDTH - 2 * _EDGE) // scale)
        if lines is not None and len(lines) <= most:
            for line in lines:
                _write(canvas, line, scale, (_EDGE, top), _INK)
                top += (HEIGHT + 6) * scale
            break
    return top


def _wrapped(text: str, room: int) -> list[str] | None:
    """Lines of at most ``room`` units; None when a word is too long or cannot be drawn."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        drawn = strokes(word)
        if drawn is None or drawn[1] > room:
            return None
        whole = strokes(longer)
        if lines and whole is not None and whole[1] <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _write(canvas: Canvas, text: str, scale: int, place: tuple[int, int], colour: Colour) -> None:
    drawn = strokes(text)
    if drawn is not None:
        canvas.line(drawn[0], scale, place, colour)


def _bars(canvas: Canvas, days: ClearedCount | None, highest: int) -> None:
    """Posts over time; a bar that joins several days is as high as their mean."""
    canvas.box((_EDGE, _GROUND, WIDTH - 2 * _EDGE, 3), _RULE)
    for left, right, height in _shape(days.rows if days is not None else (), highest):
        canvas.box((left, _GROUND - height, max(right - left - 2, 2), height), _LAMP)


def _shape(rows: Sequence[tuple[str, int, int]], highest: int) -> Iterator[tuple[int, int, int]]:
    """Left, right and height of each bar in pixels."""
    bars = bars_of(rows)
    if not bars:
        return
    first, last = bars[0].start, max(bar.end for bar in bars)
    room, span = WIDTH - 2 * _EDGE, max(last - first, 1)
    fullest = max(bar.posts * span // max(bar.end - bar.start, 1) for bar in bars)
    for bar in bars:
        height = bar.posts * span // max(bar.end - bar.start, 1) * highest // max(fullest, 1)
        left, right = ((at - first) * room // span + _EDGE for at in (bar.start, bar.end))
        yield left, right, max(height, 2)
