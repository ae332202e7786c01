"""The files of an edition that are no pages: feeds, the citation, the datasheet, packets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ownwords.edition import addresses, datasheet_files, packets, style
from ownwords.edition.addresses import Places
from ownwords.edition.card import card
from ownwords.edition.citation import citation
from ownwords.edition.feeds import Feed, atom, json_feed
from ownwords.edition.pages import DatasheetPage, Masthead, QuotePage, Site
from ownwords.edition.wording import invented
from ownwords.edition.zine import heads
from ownwords.locales.tongue import Tongue
from ownwords.records.cleared import ClearedCount
from ownwords.records.kept import KeptCopy


def files(
    site: Site, places: Places, sheet: DatasheetPage, tongue: Tongue
) -> Iterator[tuple[str, bytes]]:
    """What goes with the edition as a whole, each as (path, bytes)."""
    head = site.masthead
    feed = Feed(stories=site.stories, places=places, head=head, tongue=tongue)
    yield addresses.ATOM, atom(feed)
    yield addresses.JSON_FEED, json_feed(feed)
    yield addresses.CITATION, citation(head, site.campaign.hashtags, tongue)
    yield addresses.DATASHEET_TEXT, datasheet_files.as_markdown(sheet, head, tongue)
    yield addresses.DATASHEET_DATA, datasheet_files.as_data(sheet, head, tongue)
    yield addresses.CARD, card(head, _over_time(site), tongue)
    yield addresses.ZINE_STYLE, style.zine_stylesheet()
    for copy in site.kept:
        if copy.text:
            yield addresses.kept_copy(copy.name), _kept(copy, head, tongue)
    for story in site.stories:
        yield addresses.zine_heads(story.slug), heads(story, head, tongue)


def _kept(copy: KeptCopy, head: Masthead, tongue: Tongue) -> bytes:
    """A published copy, as it is; an invented campaign says so in its first line."""
    mark = f"{invented(tongue)}\n\n" if head.invented else ""
    return f"{mark}{copy.text}".encode("utf-8", "replace")


def _over_time(site: Site) -> ClearedCount | None:
    picture = site.campaign.when
    return picture.counts if picture is not None else None


def packet_files(
    pages: Iterable[QuotePage], head: Masthead, tongue: Tongue
) -> Iterator[tuple[str, bytes]]:
    """What goes with each quotation that has a page of its own."""
    for page in pages:
        key = page.quotation.id
        yield addresses.packet(key, "txt"), packets.as_text(page, head, tongue)
        yield addresses.packet(key, "json"), packets.as_json(page, head, tongue)
