"""Brings the catalogues of interface languages up to what the code and the templates say.

python docs/make_catalogues.py

New sentences are added without a translation (a test then fails until somebody writes one), those
that nothing says any more are dropped, translations stay as they are.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from ownwords.edition.templating import TEMPLATES
from ownwords.gather.connector import connectors
from ownwords.locales.catalogue import PLACE, SOURCE, catalogue, languages

PACKAGE = PLACE.parent
KEYWORDS = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "marked": None,
    "say": None,
}
_SPEAKS = "ownwords.locales"
_IN_ENGLISH = {"cli", "workbench"}
"""Rooms for the team; what they share with pages is translated there."""
_HEADER = """\
# What pages of ownwords say in this language. Edit the lines that begin with msgstr.
# A word in %(brackets)s and everything in <angle brackets> must stay, in the order that reads well.
# Afterwards: python -m pytest tests/locales
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


def said() -> Catalog:
    """Every sentence that code and templates mark, with the files that say it."""
    found = Catalog(charset="utf-8")
    for where, message, context in sorted(_marked(), key=lambda one: one[0]):
        found.add(message, locations=[(where, 0)], context=context)
    return found


def _marked() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_bytes()
        room = path.relative_to(PACKAGE).parts[0]
        if _SPEAKS.encode() in source and room not in {PLACE.name, *_IN_ENGLISH}:
            for _, message, _, context in extract("python", io.BytesIO(source), KEYWORDS):
                yield _name(path), message, context
    options = {"trimmed": "true"}
    for path in sorted(TEMPLATES.glob("*.html")):
        source = io.BytesIO(path.read_bytes())
        for _, message, _, context in extract("jinja2", source, KEYWORDS, options=options):
            yield _name(path), message, context
    for connector in connectors().values():
        if connector.__class__.__module__.startswith("ownwords."):
            yield "src/ownwords/gather", connector.title, None


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE.parents[1]).as_posix()


def renewed(language: str) -> bytes:
    """The file of one language, renewed."""
    old, whole = catalogue(language), said()
    made = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in sorted((one for one in whole if one.id), key=_order):
        known = old.get(message.id, message.context)
        made.add(
            message.id,
            known.string if known else None,
            locations=message.locations,
            context=message.context,
            user_comments=known.user_comments if known else (),
        )
    out = io.BytesIO()
    write_po(out, made, width=100, include_lineno=False, omit_header=True)
    head = _HEADER.format(language=language, plural=old.plural_forms)
    return head.encode() + out.getvalue()


def _order(message: Message) -> tuple[list[str], str]:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return [where for where, _ in message.locations], first


def main() -> int:
    for language in languages():
        if language != SOURCE:
            (PLACE / f"{language}.po").write_bytes(renewed(language))
    return 0


if __name__ == "__main__":
    sys.exit(main())
