"""The one way in which templates run, those of editions and those of the workbench.

Sandboxed, autoescaped, strict about names. ``finalize`` sees every value that a template prints:
words come out of ``Cleared`` alone, ``Sealed`` words and whole records are refused. A record's
attribute that is not a documented field cannot be reached from a template.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ownwords.consent.reasons import in_tongue
from ownwords.edition import dates, writing
from ownwords.edition.compiled import KeptCode
from ownwords.locales.tongue import Tongue
from ownwords.records.cleared import Cleared
from ownwords.records.errors import PublishStopped
from ownwords.records.sealed import Sealed

_PRINTABLE = (str, int)


def printed(value: Any) -> Any:
    """What a template may print: text, whole numbers and cleared words."""
    if isinstance(value, Undefined):
        return str(value)  # raises and names what is missing
    if isinstance(value, Cleared):
        return value.text
    if isinstance(value, _PRINTABLE):
        return value
    raise PublishStopped(
        f"A page was about to print a {type(value).__name__}, not words that were cleared.",
        kept="No edition was written.",
        do="Ask consent.gate.release for the words.",
    )


class PageEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox that also keeps templates away from sealed words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe: dict[tuple[type, str], bool] = {}
        """By the class of a thing and the name of its attribute: the sandbox asks for no more."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may look at this attribute."""
        if isinstance(obj, Sealed):
            return False
        kind = type(obj), attr
        if kind not in self._safe:
            self._safe[kind] = super().is_safe_attribute(obj, attr, value)
        return self._safe[kind]


class Sentences:
    """What ``{% trans %}`` calls. A value is refused or escaped like one that stands alone."""

    def __init__(self, tongue: Tongue) -> None:
        self._said = tongue.catalogue
        self._plain: dict[str, Markup] = {}

    def gettext(self, message: str, **values: Any) -> Markup:
        """A sentence of a template, in which ``values`` fill the places."""
        if values:
            return _filled(self._said.gettext(message), values)
        if message not in self._plain:
            self._plain[message] = _filled(self._said.gettext(message), {})
        return self._plain[message]

    def ngettext(self, one: str, many: str, num: int, **values: Any) -> Markup:
        """A sentence about ``num`` things."""
        return _filled(self._said.ngettext(one, many, num), {"num": num, **values})


def _filled(sentence: str, values: dict[str, Any]) -> Markup:
    # Our own sentence, with the markup that stands in it; a test reads every translation.
    return Markup(sentence) % {name: printed(value) for name, value in values.items()}  # noqa: S704


def drawn(svg: str) -> Markup:
    """A picture made by charts, which escapes every text in it."""
    return Markup(svg)  # noqa: S704


def sandbox(templates: Path, tongue: Tongue) -> PageEnvironment:
    """An environment for a folder of templates, with what pages in a tongue have in common."""
    made = PageEnvironment(
        extensions=["jinja2.ext.i18n"],
        loader=FileSystemLoader(templates),
        bytecode_cache=KeptCode(templates, tongue.tag),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension reads it
    said = Sentences(tongue)
    made.globals.update(
        gettext=said.gettext, ngettext=said.ngettext, ui_lang=tongue.tag, ui_dir=tongue.direction
    )
    made.filters.update(
        drawn=drawn,
        tag=writing.language_tag,
        direction=writing.direction,
        thousands=tongue.number,
        spoken=partial(dates.spoken, tongue),
        language=partial(writing.language_name, tongue),
        in_tongue=partial(in_tongue, tongue),
    )
    return made
