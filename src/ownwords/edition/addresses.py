"""Every address of an edition is made here. They are promises: people link to them.

All links are relative, so that an edition works from a disk, a USB stick, any folder of any host.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import msgspec

from ownwords.records.kept import KeptCopy

FRONT = "index.html"
STYLE = "assets/edition.css"
SEARCH_SCRIPT = "assets/search.js"
SEARCH_INDEX = "assets/search-index.js"
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
ROBOTS = "robots.txt"
ATOM = "feed.xml"
JSON_FEED = "feed.json"
CITATION = "CITATION.cff"
CARD = "assets/card.png"
SOURCES = "sources.html"
ZINE_STYLE = "assets/zine.css"
DATASHEET_TEXT = "datasheet.md"
DATASHEET_DATA = "datasheet.json"


def absolute(base: str, path: str) -> str:
    """A path at the web address of the edition; empty when it has none."""
    if not base:
        return ""
    return base if path == FRONT else f"{base}{path}"


def packet(quote_id: str, ending: str) -> str:
    """Path of a quotation's packet: ``txt`` for people, ``json`` for programs."""
    return f"quotes/{quote_id}.{ending}"


def zine(slug: str) -> str:
    """Path of a story as a booklet."""
    return f"zines/{slug}.html"


def zine_heads(slug: str) -> str:
    """Path of what stands at the head of each of its pages."""
    return f"zines/{slug}.css"


def kept_copy(name: str) -> str:
    """Path of a copy that may be published: plain text, whatever it was."""
    return f"sources/{name}.txt"


class Places(msgspec.Struct, frozen=True):
    """Where pages stand in one edition.

    ``front_story`` is the slug of the story on the front page, empty when the campaign page is
    the front. ``quoted`` are the ids of quotations with a page of their own; ``listed`` gives the
    name of the page in the list by day for every other one. ``address`` is where the edition
    stands on the web, ending in a slash, or empty. ``kept`` are the copies that are kept of what
    the stories link to, by address.
    """

    front_story: str = ""
    quoted: frozenset[str] = frozenset()
    listed: Mapping[str, str] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    address: str = ""
    kept: Mapping[str, KeptCopy] = msgspec.field(default_factory=lambda: MappingProxyType({}))

    def story(self, slug: str) -> str:
        """Path of a story."""
        return FRONT if slug == self.front_story else f"stories/{slug}.html"

    def campaign(self) -> str:
        """Path of the campaign page."""
        return "campaign.html" if self.front_story else FRONT

    def browse(self, name: str) -> str:
        """Path of one page of a list of quotations; the first is named as the list is."""
        return f"voices/{name}.html"

    def quotation(self, quote_id: str) -> str:
        """Path and fragment of a quotation: its own page, else its place in the list by day."""
        if quote_id in self.quoted:
            return f"quotes/{quote_id}.html"
        if quote_id in self.listed:
            return f"{self.browse(self.listed[quote_id])}#{anchor(quote_id)}"
        return self.browse("day")


def anchor(quote_id: str) -> str:
    """Fragment of a quotation wherever it stands."""
    return f"q-{quote_id}"


def section_anchor(by: str, key: str) -> str:
    """Fragment of a section in a list; the key of the nameless section is empty."""
    return f"{by}-{key or 'none'}"


def page_name(section: str, first: str = "") -> str:
    """Name of a page that begins with a section, or inside it with the quotation ``first``.

    It says what the page begins with and not which page it is: so one that comes or goes before
    it leaves the addresses of all that follow as they are.
    """
    return f"{section}-from-{first}" if first else section


@lru_cache(maxsize=1 << 14)
def _relative(path: str, folder: str) -> str:
    return posixpath.relpath(path, folder or ".")


class Links(msgspec.Struct, frozen=True):
    """The addresses as templates see them: relative to the page at ``here``."""

    places: Places
    here: str

    def path(self, target: str) -> str:
        """A path within the edition, seen from here."""
        path, mark, fragment = target.partition("#")
        if path == self.here and mark:
            return f"#{fragment}"
        return f"{_relative(path, posixpath.dirname(self.here))}{mark}{fragment}"

    def front(self) -> str:
        """The front page."""
        return self.path(FRONT)

    def story(self, slug: str) -> str:
        """A story."""
        return self.path(self.places.story(slug))

    def campaign(self) -> str:
        """The campaign at a glance."""
        return self.path(self.places.campaign())

    def page(self, name: str) -> str:
        """One of the single pages, by name: numbers, timeline, about, method, search …"""
        return self.path(f"{name}.html")

    def browse(self, name: str, fragment: str = "") -> str:
        """One page of a list of quotations, by name."""
        target = self.places.browse(name)
        return self.path(f"{target}#{fragment}" if fragment else target)

    def quotation(self, quote_id: str) -> str:
        """The best place of one quotation."""
        return self.path(self.places.quotation(quote_id))

    def style(self) -> str:
        """The one style sheet."""
        return self.path(STYLE)

    def search_script(self) -> str:
        """The script of the search page."""
        return self.path(SEARCH_SCRIPT)

    def search_index(self) -> str:
        """The words that search looks through."""
        return self.path(SEARCH_INDEX)

    def manifest(self) -> str:
        """The list of all files with their hashes."""
        return self.path(MANIFEST)

    def packet(self, quote_id: str, ending: str) -> str:
        """What goes with a quotation, for people (txt) or programs (json)."""
        return self.path(packet(quote_id, ending))

    def atom(self) -> str:
        """The Atom feed."""
        return self.path(ATOM)

    def json_feed(self) -> str:
        """The JSON Feed."""
        return self.path(JSON_FEED)

    def zine(self, slug: str) -> str:
        """A story as a booklet."""
        return self.path(zine(slug))

    def zine_heads(self, slug: str) -> str:
        """What stands at the head of each page of a booklet."""
        return self.path(zine_heads(slug))

    def kept(self, copy: KeptCopy) -> str:
        """What is told about a kept copy."""
        return self.path(f"{SOURCES}#s-{copy.name}")

    def kept_copy(self, name: str) -> str:
        """A kept copy itself."""
        return self.path(kept_copy(name))

    def web(self) -> str:
        """This page on the web; empty when the edition has no address."""
        return absolute(self.places.address, self.here)

    def web_card(self) -> str:
        """The picture for links, on the web."""
        return absolute(self.places.address, CARD)

    def file(self, name: str) -> str:
        """A file at the root of the edition."""
        return self.path(name)

    def checksums(self) -> str:
        """The same hashes as sha256sum reads them."""
        return self.path(CHECKSUMS)
