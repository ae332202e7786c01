"""A long list cut into stretches that can be searched each for itself, and remembered.

Lists of quotations, and the rows of the search, are cut before items. Where they are cut follows
from the items themselves, so that one quotation more changes one stretch and moves no other.

What a search of the stretches finds is what a search of the file finds: each goes on over its
border until more words are heard than the longest run has, no tag stands across a border, and every
decoder ends at the tags around an item's words. A file that may be packed is not cut.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import pairwise

from ownwords.consent.fingerprints import CHARACTERS_IN_A_RUN

_BORDER = re.compile(rb'\n(?:(?<=>\n)(?=<li |    </ol>)|(?<=,\n)(?=\["))')
_TAG = re.compile(rb"<[^<>]*>")
_WORD = re.compile(rb"\w+")
_PACKED = (b"\0", b"PK\x03\x04", b"BZh")
_ITEMS = 16  # in a stretch, about
_SEAM = 2 * CHARACTERS_IN_A_RUN  # twice, since signs like &amp; are heard as words here


def stretches(data: bytes) -> Iterator[bytes]:
    """The stretches of a file, each with the seam to the next; without a list, the file itself."""
    if not _is_text(data):
        yield data
        return
    borders = [0, *(border.end() for border in _BORDER.finditer(data)), len(data)]
    items = [data[start:end] for start, end in pairwise(borders)]
    begun = 0
    for number, item in enumerate(items, 1):
        outside = number in (1, len(items) - 1, len(items))
        if outside or zlib.crc32(item) % _ITEMS == 0:
            yield b"".join((*items[begun:number], *_seam(items, number)))
            begun = number


def _is_text(data: bytes) -> bool:
    """Whether it is plain UTF-8: in that, two of the magic numbers of archives can stand."""
    if any(sign in data for sign in _PACKED):
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _seam(items: list[bytes], number: int) -> Iterator[bytes]:
    """The items from there on until enough words are heard."""
    heard = 0
    for item in items[number:]:
        if heard >= _SEAM:
            return
        yield item
        heard += len(_WORD.findall(_TAG.sub(b"", item)))
