"""Quotations as they stand in lists: three times each, tens of thousands in an edition.

How one looks says the macro ``in_list`` of ``templates/quotation.html``. It is filled in once for
each shape that a quotation can have, with a mark for each value; after that values take the places
of the marks, escaped like everything that a template prints; what follows from tables of our own
(ids, tags, directions, sizes, scripts, times for programs) has nothing to escape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import Markup, escape

from ownwords.edition import dates, writing
from ownwords.edition.addresses import Links, Places
from ownwords.edition.parts import Quotation
from ownwords.edition.pieces import Pieced
from ownwords.edition.sandbox import printed
from ownwords.edition.templating import environment
from ownwords.locales.tongue import Tongue

if TYPE_CHECKING:
    from ownwords.edition.browse import By

Listing = Callable[[Sequence[Quotation]], Markup]
"""Quotations to the items of a list."""

_BEGIN, _END = "\ue000", "\ue001"
_REMEMBERED = 1 << 12
_MARK = re.compile(f"{_BEGIN}(\\w+){_END}")


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What the macro prints of one quotation.

    id: its public id
    words: the words
    credit: the name, empty when it is withheld
    tag: its language for the ``lang`` attribute, empty when unknown
    direction: ``ltr`` or ``rtl``
    size: how large it is set
    script: how its lines are set
    machine: when it was said, for programs
    when: the same for people; empty when it is not told
    language: the language for people; empty where the list says it, or the page is in it
    href: where it stands
    """

    id: str
    words: str
    credit: str
    tag: str
    direction: str
    size: str
    script: str
    machine: str
    when: str
    language: str
    href: str


class _Said(msgspec.Struct, frozen=True):
    """What is the same in every list, escaped, and the two ways to tell the time.

    ``target`` is where the quotation stands within the edition, ``shape`` which values there are.
    """

    values: dict[str, str]
    under_day: str
    elsewhere: str
    target: str
    shape: tuple[object, ...]


class Listings:
    """The lists of one edition."""

    def __init__(self, places: Places, tongue: Tongue, pieced: Pieced) -> None:
        self._places, self._tongue, self._pieced = places, tongue, pieced
        self._macros: Any = environment(tongue).get_template("quotation.html").module
        self._moulds: dict[tuple[object, ...], str] = {}
        self._said: dict[str, _Said] = {}

    def on(self, here: str, by: By) -> Listing:
        """The list on one page."""
        to = Links(self._places, here)

        def listing(quotations: Sequence[Quotation]) -> Markup:
            def items() -> str:
                return "".join([self._item(one, to, by) for one in quotations])

            return Markup(self._pieced(here, by, quotations, items))  # noqa: S704

        return listing

    def _item(self, quotation: Quotation, to: Links, by: By) -> str:
        said = self._said.get(quotation.id) or self._read(quotation)
        when = said.under_day if by == "day" else said.elsewhere
        values = {**said.values, "when": when, "href": to.path(said.target)}
        shape = (by, said.shape)
        if shape not in self._moulds:
            self._moulds[shape] = self._mould(quotation, by, values)
        return self._moulds[shape] % values

    def _read(self, quotation: Quotation) -> _Said:
        words = printed(quotation.words)
        credit = quotation.words.credit
        tag = writing.language_tag(quotation.words.language)
        told = tag and tag != self._tongue.tag
        name = writing.language_name(self._tongue, quotation.words.language) if told else ""
        under_day = dates.hour(self._tongue, quotation.said, exact=bool(credit))
        elsewhere = dates.spoken(self._tongue, quotation.said, exact=bool(credit))
        has = (credit, tag, name, under_day, elsewhere)
        said = _Said(
            values={
                "id": quotation.id,
                "words": str(escape(words)),
                "credit": str(escape(credit)),
                "tag": tag,
                "direction": writing.direction(words),
                "size": writing.size_of(words),
                "script": writing.script_of(words),
                "machine": dates.machine(quotation.said, exact=bool(credit)),
                "language": _escaped(name),
            },
            under_day=_escaped(under_day),
            elsewhere=_escaped(elsewhere),
            target=_escaped(self._places.quotation(quotation.id)),
            shape=(quotation.standing, quotation.id in self._places.quoted, *map(bool, has)),
        )
        self._said[quotation.id] = said
        return said

    def _mould(self, quotation: Quotation, by: By, values: dict[str, str]) -> str:
        """The macro's markup for all quotations of this shape."""
        marks = {key: f"{_BEGIN}{key}{_END}" if value else "" for key, value in values.items()}
        if by == "language":
            marks["language"] = ""
        quoted = quotation.id in self._places.quoted
        html = self._macros.in_list(Listed(**marks), by, quotation.standing, quoted)
        return _MARK.sub(r"%(\1)s", str(html).replace("%", "%%")) + "\n"


@lru_cache(maxsize=_REMEMBERED)
def _escaped(text: str) -> str:
    """Of texts of our own, which stand in many items."""
    return str(escape(text))
