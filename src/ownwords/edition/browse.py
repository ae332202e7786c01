"""Lists of cleared quotations by day, by language and by voice, cut into pages."""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Literal

from msgspec.structs import replace

from ownwords.edition import dates, writing
from ownwords.edition.addresses import page_name, section_anchor
from ownwords.edition.pages import BrowsePage, Section
from ownwords.edition.parts import Quotation
from ownwords.locales.tongue import Tongue

By = Literal["day", "language", "voice"]
ORDERS: tuple[By, ...] = ("day", "language", "voice")

MOST_QUOTATIONS = 200
MOST_BYTES = 66_000  # of a list, so that page and style sheet stay under 100 kB
MOST_CONTENTS = 120
_NUMBER = re.compile(r"\d+")
_MARKUP = 330  # bytes around the words of one quotation, about


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
    return not section.key, _as_counted(name), section.key


def _as_counted(name: str) -> str:
    """A name as people put it in order: 2 before 11. A number stands where its first digit would.

    Numbers are compared by their length, which is written as a sign before them, then by their
    digits.
    """
    return _NUMBER.sub(_with_length, name)


def _with_length(number: re.Match[str]) -> str:
    digits = "".join(str(unicodedata.decimal(digit)) for digit in number[0]).lstrip("0")
    return f"0{chr(min(len(digits), sys.maxunicode))}{digits}"


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
            page=by,
            quotations=tuple(group),
        )
        for key, group in groups.items()
    ]
    return sorted(made, key=lambda section: _sorting(by, section))


def pages(quotations: Sequence[Quotation], by: By, tongue: Tongue) -> list[BrowsePage]:
    """The list cut into pages; there is always one, also when it is empty."""
    whole = sections(quotations, by, tongue)
    cut = _cut(whole)
    names, begins = _named(cut, by)
    few = whole if len(whole) <= MOST_CONTENTS else []
    contents = tuple(replace(section, page=begins[section.anchor]) for section in few)
    return [
        BrowsePage(
            by=by,
            name=name,
            number=number,
            pages=len(cut),
            previous=names[number - 2] if number > 1 else "",
            next=names[number] if number < len(cut) else "",
            sections=tuple(replace(section, page=begins[section.anchor]) for section in part),
            contents=contents,
            total=len(quotations),
        )
        for number, (name, part) in enumerate(zip(names, cut, strict=True), 1)
    ]


def _named(cut: list[list[Section]], by: By) -> tuple[list[str], dict[str, str]]:
    """Names of the pages, and the name of the one on which each section begins, by its anchor."""
    names: list[str] = []
    begins: dict[str, str] = {}
    for part in cut:
        names.append(_name(part[0], begins) if names else by)
        for section in part:
            begins.setdefault(section.anchor, names[-1])
    return names, begins


def _name(first: Section, begun: Mapping[str, str]) -> str:
    within = first.anchor in begun
    return page_name(first.anchor, first.quotations[0].id if within else "")


def _cut(whole: list[Section]) -> list[list[Section]]:
    """Sections on pages. One quotation more or less moves few others to another page."""
    begins = _begins([one for section in whole for one in section.quotations])
    cut: list[list[Section]] = [[]]
    before = 0
    for section in whole:
        start, end = 0, len(section.quotations)
        for index in range(end):
            if before + index in begins:
                _put(cut[-1], section, start, index)
                cut.append([])
                start = index
        _put(cut[-1], section, start, end)
        before += end
    return cut


def _begins(quotations: Sequence[Quotation]) -> frozenset[int]:
    """Which quotations begin a page, but for the first page.

    A page is at least half full. Of the quotations that it may end before, the next page begins
    with the one that has the least digest: mostly the same one when the page before began a little
    earlier or later, so behind a change pages are soon as they were.
    """
    ends = list(accumulate(map(_cost, quotations), initial=0))
    begins: list[int] = []
    start = 0
    while (most := _within(ends, start, MOST_QUOTATIONS, MOST_BYTES)) < len(quotations):
        least = _within(ends, start, MOST_QUOTATIONS // 2, MOST_BYTES // 2)
        start = min(range(least, most + 1), key=lambda at: _digest(quotations[at]))
        begins.append(start)
    return frozenset(begins)


def _within(ends: Sequence[int], start: int, quotations: int, size: int) -> int:
    """How far a page reaches that has at most so many quotations and bytes, and at least one."""
    full = bisect_right(ends, ends[start] + size) - 1
    return max(start + 1, min(start + quotations, full))


def _cost(quotation: Quotation) -> int:
    words = quotation.words.text
    return _MARKUP + len(words if words.isascii() else words.encode("utf-8", "replace"))


def _digest(quotation: Quotation) -> int:
    return zlib.crc32(quotation.id.encode())


def _put(page: list[Section], section: Section, start: int, end: int) -> None:
    if start == 0 and end == len(section.quotations):
        page.append(section)
    elif start < end:
        page.append(replace(section, quotations=section.quotations[start:end]))
