"""Lists of cleared quotations by day, by language and by voice, cut into pages."""

from __future__ import annotations

import hashlib
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from msgspec.structs import replace

from ownwords.edition import dates, writing
from ownwords.edition.addresses import section_anchor
from ownwords.edition.pages import BrowsePage, Section
from ownwords.edition.parts import Quotation
from ownwords.locales.tongue import Tongue

By = Literal["day", "language", "voice"]
ORDERS: tuple[By, ...] = ("day", "language", "voice")

MOST_QUOTATIONS = 200
MOST_BYTES = 66_000  # of a list, so that page and style sheet stay under 100 kB
MOST_CONTENTS = 120
_MARKUP = 330  # bytes around the words of one quotation, about
_ONE_IN = 8  # quotations, the name of one says that a page may begin with it
_ENOUGH = 0.75  # of a page, from where on it may end


def day_key(quotation: Quotation) -> str:
    """The day, month or year a quotation belongs to; empty when undated."""
    return dates.key(quotation.said)


def language_key(quotation: Quotation) -> str:
    """The language without region or script; empty when not determined."""
    return writing.language_tag(quotation.words.language).split("-")[0]


def voice_key(quotation: Quotation) -> str:
    """One key for each name of each voice, so that two names of one voice stay apart."""
    if not quotation.words.credit:
        return ""
    said = f"{quotation.voice}\0{quotation.words.credit}".encode()
    return hashlib.sha256(said).hexdigest()[:12]


def in_order(quotations: Iterable[Quotation]) -> list[Quotation]:
    """By time. Words without a name stand in no order within their day: it would tell the time."""
    return sorted(quotations, key=_moment)


def _moment(quotation: Quotation) -> tuple[str, str, str]:
    day = day_key(quotation)
    time = dates.machine(quotation.said, exact=True) if quotation.words.credit else ""
    return day or "~", time, quotation.id


_KEYS: dict[By, Callable[[Quotation], str]] = {
    "day": day_key,
    "language": language_key,
    "voice": voice_key,
}


def _heading(tongue: Tongue, by: By, key: str, first: Quotation) -> str:
    if by == "day":
        return dates.spoken(tongue, key) or tongue.gettext("Without a date")
    if by == "language":
        name = writing.language_name(tongue, key)
        return name if key else tongue.gettext("Language not determined")
    return first.words.credit or tongue.gettext("Names withheld")


def _sorting(by: By, section: Section) -> tuple[bool, str, str]:
    name = section.key
    if by != "day":
        name = unicodedata.normalize("NFKC", section.heading).casefold()
    return not section.key, name, section.key


def sections(quotations: Iterable[Quotation], by: By, tongue: Tongue) -> list[Section]:
    """Quotations that are in order under their headings; the nameless heading comes last."""
    groups: dict[str, list[Quotation]] = {}
    for quotation in quotations:
        groups.setdefault(_KEYS[by](quotation), []).append(quotation)
    made = [
        Section(
            key=key,
            heading=_heading(tongue, by, key, group[0]),
            native=writing.native_name(tongue, key) if by == "language" else "",
            anchor=section_anchor(by, key),
            page=1,
            quotations=tuple(group),
        )
        for key, group in groups.items()
    ]
    return sorted(made, key=lambda section: _sorting(by, section))


def pages(quotations: Sequence[Quotation], by: By, tongue: Tongue) -> list[BrowsePage]:
    """The list cut into pages; there is always one, also when it is empty."""
    whole = sections(quotations, by, tongue)
    cut = _cut(whole)
    begins: dict[str, int] = {}
    for number, part in enumerate(cut, 1):
        for section in part:
            begins.setdefault(section.anchor, number)
    few = whole if len(whole) <= MOST_CONTENTS else []
    contents = tuple(replace(section, page=begins[section.anchor]) for section in few)
    return [
        BrowsePage(
            by=by,
            number=number,
            pages=len(cut),
            sections=tuple(replace(section, page=begins[section.anchor]) for section in part),
            contents=contents,
            total=len(quotations),
        )
        for number, part in enumerate(cut, 1)
    ]


def _cut(whole: list[Section]) -> list[list[Section]]:
    """Sections on pages. One quotation more or less moves few others to another page."""
    cut: list[list[Section]] = [[]]
    page = _Page()
    for section in whole:
        start = 0
        for index, quotation in enumerate(section.quotations):
            if not page.takes(quotation):
                _put(cut[-1], section, start, index)
                cut.append([])
                start, page = index, _Page()
                page.takes(quotation)
        _put(cut[-1], section, start, len(section.quotations))
    return cut


class _Page:
    """How full a page is.

    One that is nearly full ends before a quotation whose name says so, by chance: then it ends
    there in the next edition too, and links to what follows stay right.
    """

    def __init__(self) -> None:
        self._quotations = self._bytes = 0

    def takes(self, quotation: Quotation) -> bool:
        """Whether a quotation stands on this page; if so it is counted."""
        words = quotation.words.text
        cost = _MARKUP + len(words if words.isascii() else words.encode("utf-8", "replace"))
        full = self._quotations == MOST_QUOTATIONS or self._bytes + cost > MOST_BYTES
        enough = (
            self._quotations >= _ENOUGH * MOST_QUOTATIONS or self._bytes >= _ENOUGH * MOST_BYTES
        )
        if self._quotations and (full or (enough and _begins_a_page(quotation))):
            return False
        self._quotations, self._bytes = self._quotations + 1, self._bytes + cost
        return True


def _begins_a_page(quotation: Quotation) -> bool:
    return zlib.crc32(quotation.id.encode()) % _ONE_IN == 0


def _put(page: list[Section], section: Section, start: int, end: int) -> None:
    if start == 0 and end == len(section.quotations):
        page.append(section)
    elif start < end:
        page.append(replace(section, quotations=section.quotations[start:end]))
