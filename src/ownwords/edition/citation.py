"""CITATION.cff: how to cite an edition, in the Citation File Format 1.2.0.

Written by hand: a JSON string is a YAML string, and the file needs nothing else. No licence is
named, since nobody gave one for the words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from ownwords.edition.addresses import FRONT, absolute
from ownwords.edition.pages import Masthead
from ownwords.edition.wording import invented
from ownwords.locales.tongue import Tongue

_UNHELD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]+")


def citation(head: Masthead, tags: Sequence[str], tongue: Tongue) -> bytes:
    """The file as bytes."""
    return ("\n".join(_lines(head, tags, tongue)) + "\n").encode("utf-8", "replace")


def _lines(head: Masthead, tags: Sequence[str], tongue: Tongue) -> Iterator[str]:
    message = tongue.gettext(
        "Cite the edition by its number, and each quotation by its own page. The words belong to "
        "those who said them; the edition says what each of them allowed."
    )
    title = f"{head.name} {tongue.gettext('(invented)')}" if head.invented else head.name
    yield "cff-version: 1.2.0"
    yield "type: dataset"
    yield f"message: {_text(message)}"
    yield f"title: {_text(title)}"
    if head.invented:
        yield f"abstract: {_text(invented(tongue))}"
    yield "authors:"
    yield f"  - name: {_text(head.told_by or head.name)}"
    if head.number:
        yield f"version: {_text(str(head.number))}"
    if head.date:
        yield f"date-released: {_text(head.date)}"
    if head.address:
        yield f"url: {_text(absolute(head.address, FRONT))}"
    if tags:
        yield "keywords:"
        yield from (f"  - {_text(tag)}" for tag in dict.fromkeys(tags))


def _text(text: str) -> str:
    """A YAML scalar in double quotes, without what YAML cannot hold."""
    clean = _UNHELD.sub(" ", text).encode("utf-8", "replace").decode()
    return json.dumps(clean, ensure_ascii=False)
