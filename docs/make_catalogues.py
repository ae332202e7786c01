"""Brings the catalogues of interface languages up to what the code and the templates say.

python docs/make_catalogues.py

There are two a language: the edition's, and the workbench's with what the edition does not say.
New sentences are added without a translation (a test then fails until somebody writes one), those
that nothing says any more are dropped, translations stay as they are.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from ownwords.edition.templating import TEMPLATES as EDITION_TEMPLATES
from ownwords.gather.connector import connectors
from ownwords.locales.catalogue import (
    PLACE,
    SOURCE,
    SPEAKERS,
    Speaker,
    catalogue,
    file_of,
    languages,
)
from ownwords.records import errors
from ownwords.workbench.rendering import TEMPLATES as WORKBENCH_TEMPLATES

PACKAGE = PLACE.parent
KEYWORDS = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "marked": None,
    "say": None,
}
TEMPLATES = {"edition": EDITION_TEMPLATES, "workbench": WORKBENCH_TEMPLATES}
AT_THE_WORKBENCH = (
    "workbench/*.py",
    "workbench/pages/*.py",
    "archive/blocks.py",
    "archive/deciders.py",
    "archive/folder.py",
    "archive/keys.py",
    "archive/recovery.py",
    "archive/surroundings.py",
    "consent/screening_flags.py",
    "flows/asking.py",
    "flows/blocking.py",
    "flows/consenting.py",
    "flows/deciding.py",
    "flows/editions.py",
    "flows/erasure.py",
    "flows/gathering.py",
    "flows/lapsed.py",
    "flows/mine.py",
    "flows/people.py",
    "flows/recall.py",
    "flows/starting.py",
    "flows/proof/letter.py",
    "flows/withdraw.py",
    "flows/writing.py",
    "gather/connector.py",
    "gather/sources.py",
    "gather/unknown.py",
    "reading/query.py",
    "stories/quotation.py",
)
"""Modules that speak to the team, the preview included: what they mark, the errors they raise."""

_SPEAKS = b"ownwords.locales"
_IN_ENGLISH = {"cli", PLACE.name}
_ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
Said = tuple[str, str | tuple[str, ...], str | None]
"""Where, what, and in which context; plural forms are a tuple."""

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


@cache
def said(speaker: Speaker = "edition") -> Catalog:
    """Every sentence that code and templates mark, with the files that say it."""
    found = Catalog(charset="utf-8")
    shared = _keys(said()) if speaker == "workbench" else set()
    for where, message, context in sorted(_marked(speaker), key=lambda one: one[0]):
        if (message, context) not in shared:
            found.add(message, locations=[(where, 0)], context=context)
    return found


def _keys(whole: Catalog) -> set[tuple[str | tuple[str, ...], str | None]]:
    return {(message.id, message.context) for message in whole}


def _marked(speaker: Speaker) -> Iterator[Said]:
    ours = {path for pattern in AT_THE_WORKBENCH for path in PACKAGE.glob(pattern)}
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0]
        if room not in _IN_ENGLISH and (path in ours) == (speaker == "workbench"):
            yield from _of_module(path)
    if speaker == "workbench":
        for path in sorted(ours):
            yield from _of_errors(path)
    else:
        yield from _of_connectors()
    for path in sorted(TEMPLATES[speaker].glob("*.html")):
        yield from _of_template(path)


def _of_module(path: Path) -> Iterator[Said]:
    source = path.read_bytes()
    if _SPEAKS in source or b".say(" in source:
        for _, message, _, context in extract("python", io.BytesIO(source), KEYWORDS):
            yield _name(path), message, context


def _of_template(path: Path) -> Iterator[Said]:
    source, options = io.BytesIO(path.read_bytes()), {"trimmed": "true"}
    for _, message, _, context in extract("jinja2", source, KEYWORDS, options=options):
        yield _name(path), message, context


def _of_errors(path: Path) -> Iterator[Said]:
    """What errors say that are raised there: their sentences need no other mark."""
    for call in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in _ERRORS:
            named = [one.value for one in call.keywords if one.arg in {"kept", "do"}]
            for one in (*call.args, *named):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield _name(path), one.value, None


def _of_connectors() -> Iterator[Said]:
    """What formats are called, and what is to be said where their posts are counted."""
    for connector in connectors().values():
        if connector.__class__.__module__.startswith("ownwords."):
            for one in filter(None, (connector.title, getattr(connector, "caveat", ""))):
                yield "src/ownwords/gather", one, None


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE.parents[1]).as_posix()


def renewed(language: str, speaker: Speaker = "edition") -> bytes:
    """The file of one language and speaker, renewed. A translation moves with its sentence."""
    old = [catalogue(language, one) for one in sorted(SPEAKERS, key=speaker.__ne__)]
    made = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in sorted((one for one in said(speaker) if one.id), key=_order):
        known = _translated(message, old)
        made.add(
            message.id,
            known.string if known else None,
            locations=message.locations,
            context=message.context,
            user_comments=known.user_comments if known else (),
        )
    out = io.BytesIO()
    write_po(out, made, width=100, include_lineno=False, omit_header=True)
    head = _HEADER.format(language=language, plural=old[0].plural_forms)
    return head.encode() + out.getvalue()


def _translated(message: Message, old: list[Catalog]) -> Message | None:
    for one in old:
        known = one.get(message.id, message.context)
        if known is not None and known.id == message.id:
            return known
    return None


def _order(message: Message) -> tuple[list[str], str]:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return [where for where, _ in message.locations], first


def main() -> int:
    for language in languages():
        for speaker in SPEAKERS if language != SOURCE else ():
            file_of(language, speaker).write_bytes(renewed(language, speaker))
    return 0


if __name__ == "__main__":
    sys.exit(main())
