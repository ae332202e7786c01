"""What the templates of an edition can say and do, and all that they say of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

from markupsafe import Markup, escape

from ownwords.edition import dates, wording, writing
from ownwords.edition.addresses import Links
from ownwords.edition.sandbox import PageEnvironment, printed, sandbox
from ownwords.locales.catalogue import sentences
from ownwords.locales.tongue import Tongue
from ownwords.stories.prose import link_allowed, prose_html

TEMPLATES = Path(__file__).parent / "templates"


def prose(tongue: Tongue, markdown: str, top: int = 2, to: Links | None = None) -> Markup:
    """The teller's Markdown as markup; with ``to``, links lead to kept copies too."""

    def after(address: str) -> str:
        return _kept_copy(tongue, address, to) if to is not None else ""

    html = prose_html(markdown, top=top, after=after)
    return Markup(html)  # noqa: S704  raw HTML is off in the reader


def _kept_copy(tongue: Tongue, address: str, to: Links) -> str:
    copy = to.places.kept.get(address)
    if copy is None:
        return ""
    said = tongue.gettext("kept copy, %(day)s", day=dates.spoken(tongue, copy.taken))
    return f' <span class="kept">(<a href="{escape(to.kept(copy))}">{escape(said)}</a>)</span>'


def linkable(address: str) -> str:
    """The address if a page may link to it, else nothing."""
    return address if link_allowed(address) else ""


def kind_of(block: object) -> str:
    """The name of a block's class, for templates to choose by."""
    return type(block).__name__


_PLACE_IN_SENTENCE = re.compile(r"%\((\w+)\)s")


def sources(tongue: Tongue) -> Iterator[str]:
    """All that pages in this tongue say of their own, as template text.

    For the scanner that must tell our words from people's. Sentences of other tongues do not stand
    in the edition, so they explain nothing there.
    """
    for path in sorted(TEMPLATES.glob("*.html")):
        yield path.read_text(encoding="utf-8")
    for sentence in sentences(tongue.tag):
        yield _PLACE_IN_SENTENCE.sub(r"{{ \1 }}", sentence)


@cache
def environment(tongue: Tongue) -> PageEnvironment:
    """The environment of one interface language with its filters, made once."""
    made = sandbox(TEMPLATES, tongue)
    made.globals.update(printed=printed, kind_of=kind_of)
    made.filters.update(
        prose=partial(prose, tongue),
        linkable=linkable,
        machine=dates.machine,
        size=writing.size_of,
        script=writing.script_of,
        hour=partial(dates.hour, tongue),
        between=partial(dates.between, tongue),
        row_label=partial(wording.row_label, tongue),
        reason=partial(wording.reason, tongue),
        honesty=partial(wording.honesty, tongue),
    )
    return made
