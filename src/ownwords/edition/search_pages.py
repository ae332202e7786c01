"""What the search page looks through: cleared quotations as one plain script.

The words stand in it as they are, so that the scanner of finished output sees them, and cannot
end the script element or a line of the script.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from functools import partial

from ownwords.edition import dates, writing
from ownwords.edition.addresses import SEARCH_INDEX, Places
from ownwords.edition.parts import Quotation
from ownwords.edition.pieces import Pieced
from ownwords.locales.tongue import Tongue

_ESCAPES = (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))
_TOGETHER = 64
"""Quotations in a piece, about."""


def search_index(quotations: Iterable[Quotation], tongue: Tongue, pieced: Pieced) -> bytes:
    """``OWNWORDS = [[address, words, language, direction, script, name, day and language], …]``."""
    pieces = [
        pieced(SEARCH_INDEX, "rows", some, partial(_rows, some, pieced.places, tongue))
        for some in _some(quotations)
    ]
    lines = ",\n".join(pieces)
    return f"window.OWNWORDS=[\n{lines}\n];\n".encode("utf-8", "replace")


def _some(quotations: Iterable[Quotation]) -> Iterator[list[Quotation]]:
    """Some at a time; where they are parted follows from their names: one more moves no other."""
    some: list[Quotation] = []
    for one in quotations:
        if some and zlib.crc32(one.id.encode()) % _TOGETHER == 0:
            yield some
            some = []
        some.append(one)
    if some:
        yield some


def _rows(quotations: Iterable[Quotation], places: Places, tongue: Tongue) -> str:
    """The lines of some quotations."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines = ",\n".join([encode(_row(one, places, tongue)) for one in quotations])
    for sign, escape in _ESCAPES:
        lines = lines.replace(sign, escape)
    return lines


def _row(quotation: Quotation, places: Places, tongue: Tongue) -> list[str]:
    words = quotation.words
    named = bool(words.credit)
    line = [
        dates.spoken(tongue, quotation.said, exact=named),
        writing.language_name(tongue, words.language) if words.language else "",
    ]
    return [
        places.quotation(quotation.id),
        words.text,
        writing.language_tag(words.language),
        writing.direction(words.text),
        writing.script_of(words.text),
        words.credit or tongue.gettext("A voice, name withheld"),
        " · ".join(part for part in line if part),
    ]
