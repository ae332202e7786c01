"""What RFC 4287 and JSON Feed 1.1 ask of a feed, written down as checks.

Each returns what is wrong, nothing when all is well; the tests feed them broken feeds too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
IRI = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_ONCE = ("id", "title", "updated", "subtitle", "summary", "published", "rights", "content")
_MUST = ("id", "title", "updated")
_TIMES = ("updated", "published")
_NEEDS = {"link": "href", "category": "term"}
_FEED = {*("id", "title", "updated", "subtitle", "author", "link", "category"), "entry"}
_ENTRY = {*("id", "title", "updated", "summary", "author", "link", "category"), "published"}


def atom_faults(data: bytes) -> list[str]:
    root = ET.fromstring(data)
    if root.tag != f"{ATOM}feed":
        return ["the root is no feed"]
    faults = [*_common(root, _FEED)]
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(ids)) != len(ids):
        faults.append("two entries have one id")
    for entry in entries:
        faults += _common(entry, _ENTRY)
        if root.find(f"{ATOM}author") is None and entry.find(f"{ATOM}author") is None:
            faults.append("nobody is the author")
        links = [link.get("rel") for link in entry.findall(f"{ATOM}link")]
        if entry.find(f"{ATOM}content") is None and "alternate" not in links:
            faults.append("an entry has neither content nor an alternate")
    return faults


def _common(element: ET.Element, known: set[str]) -> Iterator[str]:
    names = [child.tag.removeprefix(ATOM) for child in element]
    yield from (f"{name} is missing" for name in _MUST if name not in names)
    yield from (f"{name} stands twice" for name in _ONCE if names.count(name) > 1)
    yield from (f"{name} does not belong here" for name in names if name not in known)
    if not IRI.fullmatch(element.findtext(f"{ATOM}id") or ""):
        yield "the id is no absolute IRI"
    for child in element:
        name = child.tag.removeprefix(ATOM)
        if name in _TIMES and not MOMENT.fullmatch(child.text or ""):
            yield f"{name} is no RFC 3339 time"
        if name in _NEEDS and not child.get(_NEEDS[name]):
            yield f"a {name} has no {_NEEDS[name]}"
        if name == "author" and not child.findtext(f"{ATOM}name"):
            yield "an author has no name"


_TEXTS = ("title", "home_page_url", "feed_url", "description", "language")
_ITEM_TEXTS = ("id", "url", "title", "content_text", "content_html", "language")


def json_feed_faults(feed: dict[str, Any]) -> list[str]:
    faults = []
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        faults.append("the version is another")
    if not feed.get("title"):
        faults.append("title is missing")
    if not isinstance(feed.get("items"), list):
        return [*faults, "items is missing"]
    faults += [f"{key} is no text" for key in _TEXTS if not isinstance(feed.get(key, ""), str)]
    faults += _addresses(feed, "home_page_url", "feed_url")
    ids = [item.get("id") for item in feed["items"]]
    if len(set(ids)) != len(ids):
        faults.append("two items have one id")
    for item in feed["items"]:
        faults += _item(item)
    return faults


def _item(item: dict[str, Any]) -> Iterator[str]:
    if not isinstance(item.get("id"), str) or not item["id"]:
        yield "an item has no id"
    if not (item.get("content_text") or item.get("content_html")):
        yield "an item says nothing"
    yield from (
        f"{key} is no text" for key in _ITEM_TEXTS if not isinstance(item.get(key, ""), str)
    )
    yield from _addresses(item, "url")
    for key in ("date_published", "date_modified"):
        if key in item and not MOMENT.fullmatch(item[key]):
            yield f"{key} is no RFC 3339 time"
    for author in item.get("authors", []):
        if not {"name", "url", "avatar"} & set(author):
            yield "an author is nobody"


def _addresses(thing: dict[str, Any], *keys: str) -> Iterator[str]:
    for key in keys:
        if key in thing and not IRI.fullmatch(thing[key]):
            yield f"{key} is not absolute"
