"""Writes what each language calls itself into the package, from Babel's copy of CLDR.

python docs/make_own_names.py

Babel reads all that it knows of a language to tell its name, four milliseconds each; an edition in
thirteen languages names all of them.
"""

from __future__ import annotations

import json

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers

from ownwords.locales.tongue import OWN_NAMES


def own_names() -> dict[str, str]:
    """By tag, of every language that Babel knows by its own name."""
    tags = {tag.split("_")[0] for tag in locale_identifiers()} | set(Locale("en").languages)
    told = {tag: _own_name(tag) for tag in sorted(tags) if tag.isalpha()}
    return {tag: name for tag, name in told.items() if name}


def _own_name(tag: str) -> str:
    try:
        return str(Locale.parse(tag).languages.get(tag, ""))
    except (UnknownLocaleError, ValueError):
        return ""


if __name__ == "__main__":
    OWN_NAMES.write_text(
        json.dumps(own_names(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
