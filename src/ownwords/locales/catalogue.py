"""Catalogues: the ``.po`` files, read as they are."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PLACE = Path(__file__).parent
SOURCE = "en"


def languages() -> tuple[str, ...]:
    """Every interface language by its tag; English, the language of the code, comes first."""
    return (SOURCE, *sorted(path.stem for path in PLACE.glob("*.po")))


@cache
def catalogue(language: str) -> Catalog:
    """The messages of one language with their translations, read from its file."""
    from babel.messages.pofile import read_po

    with (PLACE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@cache
def translations(language: str) -> NullTranslations:
    """The same for looking up; a message without a translation comes back in English."""
    if language == SOURCE:
        return NullTranslations()
    from babel.messages.mofile import write_mo

    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def sentences(language: str) -> Iterator[str]:
    """All that pages of this language may say, plural forms each for itself."""
    for message in catalogue(language) if language != SOURCE else ():
        if message.id:
            yield from _forms(message.id)
            yield from _forms(message.string or "")


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)
