"""One sheet of the site: a template filled with its page's record."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache
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


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around a page, as markup."""

    feeds: str
    band: str
    header: str
    me: str
    ways: str
    line: str


def render(sheet: Sheet, frame: Frame) -> bytes:
    """The sheet as HTML in UTF-8."""
    html = (
        environment(frame.tongue)
        .get_template(f"{sheet.template}.html")
        .render(
            {
                "masthead": frame.masthead,
                "theirs": frame.theirs,
                "page": sheet.page,
                "title": sheet.title,
                "around": _around(frame, sheet),
                "to": Links(frame.places, sheet.path),
                "link": None,
                "row_headings": row_headings(frame.tongue),
                **sheet.more,
            },
        )
    )
    return html.encode("utf-8", "replace")


def _around(frame: Frame, sheet: Sheet) -> Around:
    """Made once for all pages of a folder to which it does not lead itself."""
    folder, own = posixpath.dirname(sheet.path), {path for _, _, path in frame.menu}
    here = sheet.path if not folder or sheet.path in own else f"{folder}/"
    return _made_around(frame.masthead, frame.menu, frame.speaker, sheet.section, here)


@lru_cache(maxsize=64)
def _made_around(
    masthead: Masthead, menu: tuple[Entry, ...], speaker: Speaker, section: str, here: str
) -> Around:
    frame = Frame(masthead=masthead, places=Places(), menu=menu, speaker=speaker)
    made: Any = environment(frame.tongue).get_template("around.html").module
    linked: Any = environment(frame.tongue).get_template("linked.html").module
    to = Links(frame.places, here)
    nav = [(key, name, to.path(path)) for key, name, path in menu]
    return Around(
        feeds=linked.feeds(masthead, to),
        band=made.band(masthead),
        header=made.header(masthead, frame.theirs, nav, section, to.path(here), to),
        me=made.me(masthead, to),
        ways=made.ways(to),
        line=made.line(masthead),
    )
