"""Brings the catalogues of interface languages up to what the code and the templates say.

python docs/make_catalogues.py

There are three a language: the edition's, the workbench's with what the edition does not say, and
why something could not be read.
New sentences are added without a translation (a test then fails until somebody writes one), those
that nothing says any more are dropped, translations stay as they are.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
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
    before_of,
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
    "archive/erasing_work.py",
    "archive/folder.py",
    "archive/keep_out.py",
    "archive/keys.py",
    "archive/lock.py",
    "archive/noting.py",
    "archive/recovery.py",
    "archive/row_readings.py",
    "archive/search_build.py",
    "archive/search_index.py",
    "archive/surroundings.py",
    "consent/screening_flags.py",
    "flows/asking.py",
    "flows/blocking.py",
    "flows/consenting.py",
    "flows/deciding.py",
    "flows/deletions.py",
    "flows/editions.py",
    "flows/erasure.py",
    "flows/gathering.py",
    "flows/interrupted.py",
    "flows/lapsed.py",
    "flows/mine.py",
    "flows/people.py",
    "flows/publish.py",
    "flows/recall.py",
    "flows/signing.py",
    "flows/starting.py",
    "flows/telling.py",
    "flows/proof/letter.py",
    "flows/withdraw.py",
    "flows/writing.py",
    "gather/connector.py",
    "gather/sources.py",
    "reading/query.py",
    "stories/quotation.py",
)
"""Modules that speak to the team, the preview included: what they mark, the errors they raise."""

RAISED_THERE = ("flows/quoting.py", "flows/site.py")
"""Modules that speak in editions; the errors they raise are told at the workbench."""

OF_FILES = (
    "archive/kept_copies.py",
    "archive/settings.py",
    "stories/blocks.py",
    "stories/compose.py",
)
"""Modules that say what is wrong in a file that people write: a story, the settings, a record."""

WHY_NOT_READ = ("archive/accession.py", "archive/staging.py", "gather/*.py", *OF_FILES)
"""Modules that say why something could not be read, as far as they are none of those above."""

MODULES: dict[Speaker, tuple[str, ...]] = {
    "workbench": AT_THE_WORKBENCH,
    "reasons": WHY_NOT_READ,
    "edition": ("**/*.py",),
}
"""Each module speaks where it is named first."""

_SPEAKS = b"ownwords.locales"
_IN_ENGLISH = {"cli", PLACE.name}
_SENTENCE = re.compile(r' ?["%A-Z].* .*[.?]')
"""What connectors say in sentences is why something could not be read, or a title's caveat."""
_OF_FILE = re.compile(r"['`\w%].* .*[.?]")
"""What is wrong in such a file follows its place in one sentence: it begins without a capital."""
_ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
_TOLD = (_ERRORS - {"ImportRefused", "BadMapping"}) | {"marked"}
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
    shared = set().union(*(_keys(said(before)) for before in before_of(speaker)))
    for where, message, context in sorted(_marked(speaker), key=lambda one: one[0]):
        if (message, context) not in shared:
            found.add(message, locations=[(where, 0)], context=context)
    return found


def _keys(whole: Catalog) -> set[tuple[str | tuple[str, ...], str | None]]:
    return {(message.id, message.context) for message in whole}


def _marked(speaker: Speaker) -> Iterator[Said]:
    for path in modules()[speaker]:
        yield from _of_module(path)
        if speaker != "edition":
            yield from _of_errors(path)
    yield from _beside(speaker)
    for path in sorted(TEMPLATES[speaker].glob("*.html")) if speaker in TEMPLATES else ():
        yield from _of_template(path)


def _beside(speaker: Speaker) -> Iterator[Said]:
    """What is said in modules that mark nothing for this speaker."""
    match speaker:
        case "edition":
            yield from _of_connectors()
        case "workbench":
            for path in sorted(_paths(RAISED_THERE)):
                yield from _of_errors(path)
        case "reasons":
            for path in sorted(_paths(("gather/*.py", *OF_FILES))):
                yield from _of_reasons(path)


@cache
def modules() -> dict[Speaker, list[Path]]:
    """Every module that is not only for a terminal, by who says its sentences."""
    found: dict[Speaker, list[Path]] = {}
    rest = {path for path in PACKAGE.rglob("*.py") if _room(path) not in _IN_ENGLISH}
    for speaker, patterns in MODULES.items():
        found[speaker] = sorted(rest & _paths(patterns))
        rest -= set(found[speaker])
    return found


def _paths(patterns: Iterable[str]) -> set[Path]:
    return {path for pattern in patterns for path in PACKAGE.glob(pattern)}


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


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


def _of_reasons(path: Path) -> Iterator[Said]:
    """Why a connector could not read something: its sentences, with a place for each value.

    What is marked, and what errors say that are told as errors, is found without that.
    """
    if path.stem == "connector":
        return
    form = _SENTENCE if path.parent.name == "gather" else _OF_FILE
    for said in _literals(ast.parse(path.read_bytes())):
        if form.fullmatch(said):
            yield _name(path), said.strip(), None


def _literals(node: ast.AST) -> Iterator[str]:
    told = isinstance(node, ast.Call) and getattr(node.func, "id", "") in _TOLD
    if told or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(map(_piece, node.values))
    else:
        for below in ast.iter_child_nodes(node):
            yield from _literals(below)


def _piece(part: ast.expr) -> str:
    """A part of an f-string; a value by the last name in it: ``{LIMIT >> 20}`` is ``limit``."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    named = re.findall(r"[A-Za-z]\w*", ast.unparse(part)[1:])
    return f"%({named[-1].lower()})s"


def _of_connectors() -> Iterator[Said]:
    """What formats are called, and what is to be said where their posts are counted."""
    for connector in connectors().values():
        if connector.__class__.__module__.startswith("ownwords."):
            for one in filter(None, (connector.title, getattr(connector, "caveat", ""))):
                yield "gather", one, None


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


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
