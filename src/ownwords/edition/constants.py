"""Words that files of an edition are written with and no template holds: somebody may bear one.

The search for leaks is told: else one account called "index" would stop every edition, and no
teller could mend it. Those of packets are in packets.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownwords.edition import addresses, dates
from ownwords.edition.manifest import HOW
from ownwords.locales.tongue import Tongue

ALONE = ("_ownwords", "authors", "chapters", "items", "keywords")
"""Keys of feeds, datasheet and citation that can be all of a line."""

CHAPTERS = (*("why", "what", "missing", "gathering", "preparing", "uses", "passing-on", "keeping"),)
"""The keys of the chapters of a datasheet."""

CHOSEN = ("true",)
"""What an attribute says of the one of several that is open."""

_FILES = (
    *(addresses.FRONT, addresses.STYLE, addresses.SEARCH_INDEX, addresses.CITATION),
    *(addresses.MANIFEST, addresses.CHECKSUMS, addresses.ATOM, addresses.SOURCES),
    *(addresses.DATASHEET_DATA, addresses.zine(""), addresses.kept_copy("")),
)
_FEEDS = (
    *("authors", "category", "content_text", "date_modified", "date_published", "encoding"),
    *("entry", "feed_url", "home_page_url", "jsonfeed", "published", "subtitle", "tags", "term"),
    *("updated", "urn", "uuid", "xmlns"),
)
_LISTS = (
    *("abstract", "answer", "bytes", "dataset", "ed25519", "how_to_check", "message", "path"),
    *("question", "released", "rows", "voices_at_least", "window"),
)
_PICTURES = (
    *("amounts", "anchor", "axis", "chart", "circle", "currentcolor", "desc", "direction", "dots"),
    *("fill", "font", "grid", "kinds", "line", "middle", "moment", "opacity", "peak"),
    *("preserveaspectratio", "rect", "ring", "second", "size", "start", "stroke", "text", "tick"),
    *("value", "viewbox", "while"),
)
_WRITTEN = ("https", "idat", "iend", "ihdr", "mailto", "plte")
"""What addresses and pictures of dots are written with."""
_MONTHS = 12


def words(tongue: Tongue) -> Iterator[str]:
    """What stands in tags, keys, addresses and days."""
    yield from (*_FILES, *_FEEDS, *_LISTS, *_PICTURES, *_WRITTEN)
    yield from (HOW, *CHAPTERS, *tongue.short_months())
    for month in range(1, _MONTHS + 1):
        yield dates.spoken(tongue, f"2014-{month:02}-01")
        yield dates.spoken(tongue, f"2014-{month:02}")
