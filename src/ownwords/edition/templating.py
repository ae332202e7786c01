"""The one environment that templates run in.

Sandboxed, autoescaped, strict about names. ``finalize`` sees every value that a template prints:
words come out of ``Cleared`` alone, ``Sealed`` words and whole records are refused. A record's
attribute that is not a documented field cannot be reached from a template.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ownwords.edition import dates, wording, writing
from ownwords.records.cleared import Cleared
from ownwords.records.errors import PublishStopped
from ownwords.records.sealed import Sealed
from ownwords.stories.prose import link_allowed, prose_html

TEMPLATES = Path(__file__).parent / "templates"

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

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may look at this attribute."""
        if isinstance(obj, Sealed):
            return False
        return super().is_safe_attribute(obj, attr, value)


def prose(markdown: str, top: int = 2) -> Markup:
    """The teller's Markdown as markup."""
    return Markup(prose_html(markdown, top=top))  # noqa: S704  raw HTML is off in the reader


def drawn(svg: str) -> Markup:
    """A picture made by charts, which escapes every text in it."""
    return Markup(svg)  # noqa: S704


def linkable(address: str) -> str:
    """The address if a page may link to it, else nothing."""
    return address if link_allowed(address) else ""


def kind_of(block: object) -> str:
    """The name of a block's class, for templates to choose by."""
    return type(block).__name__


def sources() -> Iterator[str]:
    """The text of every template, for the scanner that must tell our words from people's."""
    for path in sorted(TEMPLATES.glob("*.html")):
        yield path.read_text(encoding="utf-8")


@cache
def environment() -> PageEnvironment:
    """The environment with its filters, made once."""
    made = PageEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.globals.update(printed=printed, kind_of=kind_of)
    made.filters.update(
        prose=prose,
        drawn=drawn,
        linkable=linkable,
        spoken=dates.spoken,
        hour=dates.hour,
        machine=dates.machine,
        between=dates.between,
        tag=writing.language_tag,
        language=writing.language_name,
        direction=writing.direction,
        size=writing.size_of,
        script=writing.script_of,
        row_label=wording.row_label,
        thousands=wording.thousands,
        reason=wording.reason,
        honesty=wording.honesty,
    )
    return made
