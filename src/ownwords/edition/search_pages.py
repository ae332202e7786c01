"""What the search page looks through: cleared quotations as one plain script.

The words stand in it as they are, so that the scanner of finished output sees them, and cannot
end the script element or a line of the script.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from ownwords.edition import dates, writing
from ownwords.edition.addresses import Places
from ownwords.edition.parts import Quotation
from ownwords.locales.tongue import Tongue

_ESCAPES = (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def search_index(quotations: Iterable[Quotation], places: Places, tongue: Tongue) -> bytes:
    """``OWNWORDS = [[address, words, language, direction, script, line under the words], …]``."""
    rows = [_row(quotation, places, tongue) for quotation in quotations]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines = ",\n".join(map(encode, rows))
    for sign, escape in _ESCAPES:
        lines = lines.replace(sign, escape)
    script = f"window.OWNWORDS=[\n{lines}\n];\n"
    return script.encode("utf-8", "replace")


def _row(quotation: Quotation, places: Places, tongue: Tongue) -> list[str]:
    words = quotation.words
    named = bool(words.credit)
    line = [
        words.credit or tongue.gettext("A voice, name withheld"),
        dates.spoken(tongue, quotation.said, exact=named),
        writing.language_name(tongue, words.language) if words.language else "",
    ]
    return [
        places.quotation(quotation.id),
        words.text,
        writing.language_tag(words.language),
        writing.direction(words.text),
        writing.script_of(words.text),
        " · ".join(part for part in line if part),
    ]
