"""Catalogues: the ``.po`` files, read as they are.

There are three a language. What an edition says lies beside this file; the scanner of finished
files counts it as ours. What only the team's workbench says lies in ``workbench/``, so that it
explains nothing in an edition; why something could not be read, which it says too, in ``reasons/``.
Whoever speaks looks into their own first, then into those before.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

Speaker = Literal["edition", "workbench", "reasons"]
"""Whose sentences a catalogue holds."""

SPEAKERS: tuple[Speaker, ...] = ("edition", "workbench", "reasons")
PLACE = Path(__file__).parent
SOURCE = "en"


def languages() -> tuple[str, ...]:
    """Every interface language by its tag; English, the language of the code, comes first."""
    return (SOURCE, *sorted(path.stem for path in PLACE.glob("*.po")))


def file_of(language: str, speaker: Speaker = "edition") -> Path:
    """The file that people edit."""
    folder = PLACE if speaker == "edition" else PLACE / speaker
    return folder / f"{language}.po"


def before_of(speaker: Speaker) -> tuple[Speaker, ...]:
    """The speakers whose sentences this one has as well."""
    return SPEAKERS[: SPEAKERS.index(speaker)]


@cache
def catalogue(language: str, speaker: Speaker = "edition") -> Catalog:
    """The messages of one language with their translations, read from its file."""
    from babel.messages.pofile import read_po

    with file_of(language, speaker).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@cache
def translations(language: str, speaker: Speaker = "edition") -> NullTranslations:
    """The same for looking up; a message without a translation comes back in English."""
    if language == SOURCE:
        return NullTranslations()
    from babel.messages.mofile import write_mo

    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language, speaker))
    compiled.seek(0)
    found = GNUTranslations(compiled)
    for before in before_of(speaker)[-1:]:
        found.add_fallback(translations(language, before))
    return found


def sentences(language: str) -> Iterator[str]:
    """All that an edition in this language may say, plural forms each for itself.

    What it says in English stands in every catalogue beside its translation, so any will do.
    """
    for message in catalogue(language if language != SOURCE else languages()[-1]):
        if message.id:
            yield from _forms(message.id)
            yield from _forms(message.string or "") if language != SOURCE else ()


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)
