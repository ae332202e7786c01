"""Pixels without a drawing library: rectangles, strokes with round ends, a PNG.

Everything is reckoned in whole numbers, so that the same picture has the same pixels on every
machine. A pixel is one byte, an index into a palette; edges of strokes are blends of two colours.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ownwords.charts.letters import Stroke

if TYPE_CHECKING:
    from numpy.typing import NDArray

Colour = tuple[int, int, int]
FINE = 4
"""Points a pixel is looked at, in each direction."""
LEVELS = FINE * FINE


class Canvas:
    """A picture of ``width`` by ``height`` pixels, first all of the colour ``paper``."""

    def __init__(self, width: int, height: int, paper: Colour) -> None:
        self.width, self.height = width, height
        self._palette: list[Colour] = [paper]
        self._pixels = np.zeros((height, width), dtype=np.uint8)

    def box(self, place: tuple[int, int, int, int], colour: Colour) -> None:
        """Fill a rectangle: left, top, width, height."""
        left, top, width, height = place
        self._pixels[top : top + height, left : left + width] = self._index(colour)

    def line(
        self, strokes: Iterable[Stroke], scale: int, origin: tuple[int, int], colour: Colour
    ) -> None:
        """Draw strokes with a round pen; ``scale`` is pixels a unit, the pen three fifths of it.

        What lies under them must be of one colour.
        """
        inked = np.zeros((self.height * FINE, self.width * FINE), dtype=np.bool_)
        for stroke in strokes:
            points = [tuple((at * scale + o) * FINE for at, o in zip(p, origin)) for p in stroke]  # noqa: B905
            for start, end in pairwise(points):
                _ink(inked, start, end, scale * FINE * 3 // 10)
        levels = _counted(inked)
        under = int(self._pixels[origin[1], origin[0]])
        ramp = self._ramp(under, colour)
        self._pixels = np.where(levels > 0, ramp[levels], self._pixels)

    def _index(self, colour: Colour) -> int:
        if colour not in self._palette:
            self._palette.append(colour)
        return self._palette.index(colour)

    def _ramp(self, under: int, ink: Colour) -> NDArray[np.uint8]:
        """Indices of the blends of two colours, by how many points of a pixel are inked."""
        paper = self._palette[under]
        blends = [_blend(paper, ink, level) for level in range(1, LEVELS + 1)]
        return np.array([under, *map(self._index, blends)], dtype=np.uint8)

    def png(self) -> bytes:
        """The picture as PNG with a palette, without metadata."""
        rows = np.zeros((self.height, self.width + 1), dtype=np.uint8)
        rows[:, 1:] = self._pixels
        palette = bytes(value for colour in self._palette for value in colour)
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 3, 0, 0, 0)
        parts = (
            (b"IHDR", head),
            (b"PLTE", palette),
            (b"IDAT", zlib.compress(rows.tobytes(), 9)),
            (b"IEND", b""),
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _counted(inked: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """How many points of each pixel are inked; 16 of them fit a byte."""
    points = inked.view(np.uint8)
    rows = sum((points[at::FINE] for at in range(1, FINE)), start=points[::FINE])
    return np.asarray(sum((rows[:, at::FINE] for at in range(1, FINE)), start=rows[:, ::FINE]))


def _blend(paper: Colour, ink: Colour, level: int) -> Colour:
    red, green, blue = (
        (p * (LEVELS - level) + i * level) // LEVELS for p, i in zip(paper, ink, strict=True)
    )
    return red, green, blue


def _ink(inked: NDArray[np.bool_], start: Sequence[int], end: Sequence[int], radius: int) -> None:
    """Mark every point that lies within ``radius`` of the segment, without a fraction."""
    left, right = min(start[0], end[0]) - radius, max(start[0], end[0]) + radius + 1
    top, bottom = min(start[1], end[1]) - radius, max(start[1], end[1]) + radius + 1
    region = inked[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    ys = np.arange(region.shape[0], dtype=np.int64)[:, None] + max(top, 0) - start[1]
    xs = np.arange(region.shape[1], dtype=np.int64)[None, :] + max(left, 0) - start[0]
    way = end[0] - start[0], end[1] - start[1]
    length = max(way[0] ** 2 + way[1] ** 2, 1)
    along = np.clip(xs * way[0] + ys * way[1], 0, length)
    away = (xs * length - along * way[0]) ** 2 + (ys * length - along * way[1]) ** 2
    region |= away <= (radius * length) ** 2


def _chunk(name: bytes, data: bytes) -> bytes:
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
