"""A tongue: one interface language with its sentences, dates, numbers and names of languages.

Dates, numbers and names are those of the Unicode CLDR, by way of Babel. Digits are the same in
every tongue, 0 to 9, because readers compare them with digests, versions and files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ownwords.locales.catalogue import SOURCE, Speaker, languages, translations

if TYPE_CHECKING:
    from babel import Locale

OWN_NAMES = Path(__file__).with_name("own_names.json")
_REGIONS = {"en": "en_GB"}
"""Where the region decides how a date is written: the day comes before the month."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """One interface language; ``tag`` is its BCP 47 tag. Made by :func:`tongue_of` alone."""

    tag: str
    direction: Literal["ltr", "rtl"]
    locale: Locale = field(repr=False)
    catalogue: NullTranslations = field(repr=False)

    @property
    def rtl(self) -> bool:
        """Whether its lines run from right to left."""
        return self.direction == "rtl"

    def has(self, message: str) -> bool:
        """Whether it says this sentence itself; if not, readers get the English one."""
        return self.tag == SOURCE or self.catalogue.gettext(message) != message

    def gettext(self, message: str, **values: object) -> str:
        """A sentence; ``values`` fill its ``%(name)s``."""
        said = self.catalogue.gettext(message)
        return said % values if values else said

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """A sentence about ``count`` things, which also fills ``%(count)s`` as a number."""
        said = self.catalogue.ngettext(one, many, count)
        return said % {"count": self.number(count), **values}

    def pgettext(self, context: str, message: str) -> str:
        """A word that means different things in different places, by its place."""
        return self.catalogue.pgettext(context, message)

    def number(self, count: int) -> str:
        """A whole number with its thousands set apart."""
        return _number(self.locale, count)

    def day(self, at: date) -> str:
        """``11 January 2014``."""
        return _date(self.locale, at)

    def month(self, at: date) -> str:
        """``January 2014``."""
        return str(self.locale.datetime_skeletons["yMMMM"].apply(at, self.locale))

    def short_months(self) -> tuple[str, ...]:
        """``Jan`` to ``Dec``, for narrow places."""
        names = self.locale.months["format"]["abbreviated"]
        return tuple(names[number] for number in range(1, 13))

    def language(self, tag: str) -> str:
        """The name of a language in this tongue, the tag itself when it has none."""
        return str(self.locale.languages.get(tag.split("-")[0], tag))


@cache
def tongue_of(language: str, speaker: Speaker = "edition") -> Tongue:
    """The tongue for readers of a language, a BCP 47 tag: English where there is no other.

    ``speaker`` says whose sentences it has; they include those of the speakers before.
    """
    from babel import Locale

    first = language.replace("_", "-").split("-")[0].lower()
    tag = first if first in languages() else SOURCE
    locale = Locale.parse(_REGIONS.get(tag, tag))
    direction: Literal["ltr", "rtl"] = "rtl" if locale.text_direction == "rtl" else "ltr"
    return Tongue(tag, direction, locale, translations(tag, speaker))


def own_name(tag: str) -> str:
    """What a language calls itself, empty when that is not known."""
    return _own_names().get(tag.split("-")[0].lower(), "")


@cache
def _own_names() -> dict[str, str]:
    """By tag; made by docs/make_own_names.py from CLDR, as Babel has it."""
    names: dict[str, str] = json.loads(OWN_NAMES.read_text("utf-8"))
    return names


@lru_cache(maxsize=4096)
def _date(locale: Locale, at: date) -> str:
    return str(locale.date_formats["long"].apply(at, locale))


@lru_cache(maxsize=4096)
def _number(locale: Locale, count: int) -> str:
    from babel.numbers import format_decimal

    return format_decimal(count, locale=locale)
