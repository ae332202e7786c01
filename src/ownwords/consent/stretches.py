"""A finished file cut into stretches that can be searched each for itself, and remembered.

Lists and the rows of the search are cut before items, pages before the line that tells the number
of the edition. Where a list is cut follows from the items themselves, so that one quotation more
changes one stretch and its neighbour and moves no other.

What a search of the stretches finds is what a search of the file finds: each begins so far before
its border that more words are heard again than the longest run has, no tag stands across a border,
and every decoder ends at the tags around an item's words. A file that may be packed is not cut.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from ownwords.consent.fingerprints import CHARACTERS_IN_A_RUN

_BORDER = re.compile(
    rb'\n(?:(?<=>\n)(?:(?=<li |    </ol>|  <section>)|(?=(  <p class="fine">)))|(?<=,\n)(?=\["))'
)
_FOOT = b'>\n  <p class="fine">'
_LINE = re.compile(rb">\n(?= *<)")
_TAG = re.compile(rb"<[^<>]*>")
_WORD = re.compile(r"\w+")
_PACKED = (b"\0", b"PK\x03\x04", b"BZh")
_HEADING = (b"  <section>", b"    </ol>")
_ITEMS = 16  # in a stretch, about
_SEAM = CHARACTERS_IN_A_RUN + 4


def cuts(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each stretch begins and ends, each with the seam to the last; without a border, one.

    What stands before a list, and what stands behind it, shares no stretch with more of the items
    than those of the seam. No heading is cut off from the item that it is about.
    """
    if not _is_text(data):
        yield 0, len(data)
        return
    found = list(_BORDER.finditer(data))
    items = [border.end() for border in found if not border.lastindex]
    always = {border.end() for border in found if border.lastindex}.union(items[:1], items[-1:])
    begun = 0
    for start, end in pairwise((0, *sorted(always.union(items)))):
        item = data[start:end]
        if end in always or (zlib.crc32(item) % _ITEMS == 0 and not item.startswith(_HEADING)):
            yield begun, end
            begun = _seam(data, end, items)
    yield begun, len(data)


def foot(data: bytes) -> int:
    """Where the foot of a page begins, in which every edition has its number.

    A file without one ends there; so does one whose foot is more than text: it must be seen whole.
    """
    found = data.rfind(_FOOT)
    border = found + _FOOT.index(b" ")
    return border if found >= 0 and _is_text(data[border:]) else len(data)


def _is_text(data: bytes) -> bool:
    """Whether it is plain UTF-8: in that, two of the magic numbers of archives can stand."""
    if any(sign in data for sign in _PACKED):
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _seam(data: bytes, border: int, items: list[int]) -> int:
    """Where to begin so that enough words are heard before a border."""
    heard, end = 0, border
    for start in _before(data, border, items):
        heard += len(_WORD.findall(unescape(_TAG.sub(b"", data[start:end]).decode())))
        if heard >= _SEAM:
            return start
        end = start
    return 0


def _before(data: bytes, border: int, items: list[int]) -> Iterator[int]:
    """Where a stretch may begin, backwards: before whole items of a list, else behind a tag."""
    if items and border > items[-1]:
        yield from _lines(data, items[-1], border)
        yield items[-1]
    yield from reversed(items[: bisect_left(items, border)])
    yield from _lines(data, 0, items[0] if items and items[0] < border else border)


def _lines(data: bytes, start: int, end: int) -> Iterator[int]:
    """The lines that begin with a tag behind another, backwards."""
    yield from reversed([line.end() for line in _LINE.finditer(data, start, end)])
