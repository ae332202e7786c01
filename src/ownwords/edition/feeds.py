"""Atom (RFC 4287) and JSON Feed 1.1: which stories there are, for who follows a campaign.

A feed reader keeps what it has fetched, and nobody can call that back. So the feeds carry the
teller's title and standfirst, never words of a voice: for those one comes to the edition. Ids are
``urn:uuid``, made of the campaign's and the story's name, and stay when the edition moves. Links of
the Atom feed are relative unless the campaign names its address; JSON Feed has no relative links,
so without an address its items have none.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

import msgspec

from ownwords.edition import writing
from ownwords.edition.addresses import ATOM, FRONT, JSON_FEED, Places, absolute
from ownwords.edition.pages import Masthead, StoryPage
from ownwords.edition.wording import invented
from ownwords.locales.tongue import Tongue
from ownwords.records.times import PartialDate, iso

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_JSON_FEED = "https://jsonfeed.org/version/1.1"
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_DAY = len("2014-01-11")


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """What both feeds are made of."""

    stories: Sequence[StoryPage]
    places: Places
    head: Masthead
    tongue: Tongue

    @property
    def title(self) -> str:
        """The campaign's name, and that it is invented when it is."""
        mark = f" {self.tongue.gettext('(invented)')}" if self.head.invented else ""
        return f"{self.head.name}{mark}"

    @property
    def teller(self) -> str:
        """Who stands for the whole."""
        return self.head.told_by or self.head.name

    def name(self, slug: str = "") -> str:
        """An id that stays: of the campaign, or of one of its stories."""
        name = self.head.name.encode("utf-8", "replace").decode()
        key = self.head.key
        space = uuid.UUID(key) if key else uuid.uuid5(uuid.NAMESPACE_OID, name)
        return (uuid.uuid5(space, slug) if slug else space).urn

    def address(self, path: str) -> str:
        """Where a file stands on the web; empty when nowhere."""
        return absolute(self.head.address, path)


def atom(feed: Feed) -> bytes:
    """The Atom feed."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {_LANG: _language(feed.head.language)})
    _add(root, "id", feed.name())
    _add(root, "title", feed.title)
    if feed.head.invented:
        _add(root, "subtitle", invented(feed.tongue))
    _category(root, feed)
    _add(root, "updated", _moment(feed.head.date))
    _add(_add(root, "author"), "name", feed.teller)
    here, front = feed.address(ATOM) or ATOM, feed.address(FRONT) or FRONT
    _add(root, "link", rel="self", type="application/atom+xml", href=here)
    _add(root, "link", rel="alternate", type="text/html", href=front)
    for story in feed.stories:
        _entry(root, story, feed)
    ET.indent(root, " ")
    whole: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return whole + b"\n"


def _entry(root: ET.Element, story: StoryPage, feed: Feed) -> None:
    entry = _add(root, "entry")
    entry.set(_LANG, _language(story.language))
    _add(entry, "id", feed.name(story.slug))
    _add(entry, "title", story.title)
    if story.standfirst:
        _add(entry, "summary", story.standfirst)
    _category(entry, feed)
    if len(story.date) >= _DAY:
        _add(entry, "published", _moment(story.date))
    _add(entry, "updated", _moment(feed.head.date))
    if story.by:
        _add(_add(entry, "author"), "name", story.by)
    path = feed.places.story(story.slug)
    _add(entry, "link", rel="alternate", type="text/html", href=feed.address(path) or path)


def _category(parent: ET.Element, feed: Feed) -> None:
    """The band of an invented campaign, for people and for programs."""
    if feed.head.invented:
        _add(parent, "category", term="invented", label=invented(feed.tongue))


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = _NO_XML.sub(" ", text).encode("utf-8", "replace").decode() or None
    return made


def json_feed(feed: Feed) -> bytes:
    """The JSON Feed; ``_ownwords`` says what the format has no field for."""
    head = feed.head
    whole: dict[str, Any] = {
        "version": _JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.address(FRONT),
        "feed_url": feed.address(JSON_FEED),
        "description": invented(feed.tongue) if head.invented else "",
        "language": _language(head.language),
        "authors": [{"name": feed.teller}],
        "_ownwords": {"id": feed.name(), "edition": head.number, "invented": head.invented},
        "items": [_item(story, feed) for story in feed.stories],
    }
    filled = json.dumps(_filled(whole), ensure_ascii=False, indent=1)
    return f"{filled}\n".encode("utf-8", "replace")


def _item(story: StoryPage, feed: Feed) -> dict[str, Any]:
    path = feed.places.story(story.slug)
    return _filled(
        {
            "id": feed.name(story.slug),
            "url": feed.address(path),
            "title": story.title,
            "content_text": story.standfirst or story.title,
            "date_published": _moment(story.date) if len(story.date) >= _DAY else "",
            "date_modified": _moment(feed.head.date),
            "language": _language(story.language),
            "authors": [{"name": story.by}] if story.by else [],
            "tags": ["invented"] if feed.head.invented else [],
            "_ownwords": {"path": path},
        }
    )


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty; the list of items stays, since a feed may have none."""
    return {key: value for key, value in fields.items() if value or key == "items"}


def _language(tag: str) -> str:
    return writing.language_tag(tag) or "en"


def _moment(said: str) -> str:
    """RFC 3339; a day is its first moment. What is no date is the beginning of time."""
    try:
        start = PartialDate.parse(said).start
    except ValueError:
        start = 0
    return iso(start)
