"""One sheet of the site: a template filled with its page's record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ownwords.edition import writing
from ownwords.edition.addresses import Links, Places
from ownwords.edition.pages import Masthead
from ownwords.edition.templating import environment
from ownwords.edition.wording import row_headings
from ownwords.locales.catalogue import Speaker
from ownwords.locales.tongue import Tongue, tongue_of

Entry = tuple[str, str, str]
"""A line of the main menu: key, name, path within the edition."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A page to be: its path, template, title, place in the menu, record, and what build adds."""

    path: str
    template: str
    title: str
    page: object
    section: str = ""
    more: Mapping[str, Any] = msgspec.field(default_factory=dict)


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What all sheets share."""

    masthead: Masthead
    places: Places
    menu: tuple[Entry, ...]
    speaker: Speaker = "edition"

    @property
    def tongue(self) -> Tongue:
        """The interface language: the campaign's own where there is one, else English."""
        return tongue_of(self.masthead.language, self.speaker)

    @property
    def theirs(self) -> str:
        """The tag of the campaign's language where the interface has another, else empty."""
        tag = writing.language_tag(self.masthead.language)
        return "" if tag.partition("-")[0].lower() == self.tongue.tag else tag


def render(sheet: Sheet, frame: Frame) -> bytes:
    """The sheet as HTML in UTF-8."""
    to = Links(frame.places, sheet.path)
    html = (
        environment(frame.tongue)
        .get_template(f"{sheet.template}.html")
        .render(
            {
                "masthead": frame.masthead,
                "theirs": frame.theirs,
                "page": sheet.page,
                "title": sheet.title,
                "section": sheet.section,
                "nav": [(key, name, to.path(path)) for key, name, path in frame.menu],
                "self_link": to.path(sheet.path),
                "to": to,
                "link": None,
                "row_headings": row_headings(frame.tongue),
                **sheet.more,
            },
        )
    )
    return html.encode("utf-8", "replace")
