"""From a Site to the files of an edition: the same input gives the same bytes.

``build`` yields every file once, in a fixed order, with forward slashes in paths; whoever calls it
writes them and lets the leak scanner read them first. Nothing here knows the clock or the disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ownwords.edition import addresses, beside, browse, manifest, robots, style
from ownwords.edition.addresses import Places
from ownwords.edition.datasheet import datasheet
from ownwords.edition.glance import glance
from ownwords.edition.listing import Listings
from ownwords.edition.packets import packets
from ownwords.edition.pages import (
    BrowsePage,
    DatasheetPage,
    Masthead,
    QuotePage,
    SearchPage,
    Section,
    Site,
    SourcesPage,
    StoryLink,
    StoryPage,
    ThisIsMePage,
)
from ownwords.edition.parts import Checkable, Link, Quotation, Voiced
from ownwords.edition.pieces import Pieced, Pieces
from ownwords.edition.rendering import Entry, Frame, Sheet, render
from ownwords.edition.search_pages import search_index
from ownwords.edition.zine import zine_page
from ownwords.locales import marked
from ownwords.locales.tongue import Tongue, tongue_of
from ownwords.records.errors import PublishStopped
from ownwords.stories.prose import bare

LONGEST_LINK = 300
"""Characters under a link. Words that are longer are not told there: they would be cut."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_MAIL = re.compile(r"[^\s@:/?&#<>\"]+@[^\s@:/?&#<>\"]+\.[^\s@:/?&#<>\"]+")
_WEB = re.compile(r"https?://[^\s<>\"]+")


STORY, THE_CAMPAIGN, VOICES = marked("Story"), marked("The campaign"), marked("Voices")
IN_NUMBERS, METHOD, SEARCH = marked("In numbers"), marked("Method"), marked("Search")
LIST_TITLES: dict[browse.By, str] = {
    "day": marked("Voices by day"),
    "language": marked("Voices by language"),
    "voice": marked("Voices by voice"),
}


def missing(masthead: Masthead) -> tuple[str, ...]:
    """What an edition lacks before it may be published; a flow stops when there is anything."""
    lacks = []
    if not masthead.contact.strip():
        lacks.append(
            "A contact, so that everybody who finds themselves can have it changed or taken out: "
            'set contact = "…" in campaign.toml.'
        )
    if not masthead.name.strip():
        lacks.append('A name: set name = "…" in campaign.toml.')
    return tuple(lacks)


def contact_link(contact: str) -> str:
    """The address to link a contact to; empty when it is neither an e-mail nor a web address."""
    if _MAIL.fullmatch(contact):
        return f"mailto:{contact}"
    return contact if _WEB.fullmatch(contact) else ""


def build(site: Site, pieces: Pieces | None = None) -> Iterator[tuple[str, bytes]]:
    """Every file of the edition as (path, bytes); the manifest comes last.

    ``pieces`` says which pieces of files stand in the last edition already.
    Raises PublishStopped when the contact is missing or a public id could not stand in an address.
    """
    plan = _Plan.of(site, pieces)
    files = []
    for path, data in _content(plan):
        files.append(manifest.listed(path, data))
        yield path, data
    sums = manifest.checksums(files)
    files.append(manifest.listed(addresses.CHECKSUMS, sums))
    yield addresses.CHECKSUMS, sums
    yield addresses.MANIFEST, manifest.manifest(site.masthead, files)


class _Plan(msgspec.Struct, frozen=True):
    """The site with what follows from it; quotations are in order."""

    site: Site
    places: Places
    all_quotations: tuple[Quotation, ...]
    lists: dict[browse.By, list[BrowsePage]]
    used: dict[str, tuple[Checkable, tuple[StoryLink, ...]]]
    pieced: Pieced

    @staticmethod
    def of(site: Site, pieces: Pieces | None) -> _Plan:
        lacks = missing(site.masthead)
        if lacks:
            raise PublishStopped("The edition lacks something.", do=" ".join(lacks))
        used = _used(site)
        whole = {quotation.id: quotation for quotation in site.quotations}
        whole |= {key: quotation for key, (quotation, _) in used.items() if key not in whole}
        for key in whole:
            if not _ID.fullmatch(key):
                raise PublishStopped(
                    "A quotation's public id cannot stand in an address.",
                    do="Make it of letters, digits, - and _ (Desk.public_id does).",
                )
        tongue = tongue_of(site.masthead.language)
        ordered = tuple(browse.in_order(whole.values()))
        browsed = {quotation.id for quotation in site.quotations}
        listable = [quotation for quotation in ordered if quotation.id in browsed]
        lists = {by: browse.pages(listable, by, tongue) for by in browse.ORDERS}
        listed = {
            quotation.id: page.name
            for page in lists["day"]
            for section in page.sections
            for quotation in section.quotations
        }
        front = site.stories[0].slug if site.stories else ""
        kept = {bare(one.url): one for one in site.kept}
        places = Places(front, frozenset(used), listed, site.masthead.address, kept)
        return _Plan(site, places, ordered, lists, used, Pieced(places, pieces))

    @property
    def frame(self) -> Frame:
        """What all sheets share."""
        return Frame(masthead=self.site.masthead, places=self.places, menu=self._menu())

    @property
    def datasheet(self) -> DatasheetPage:
        """What researchers must know."""
        return datasheet(self.site, self._counted, self.tongue)

    @property
    def _counted(self) -> int:
        """What lists offer, and what stands in a story alone; a passage of a listed post is it."""
        listed = {quotation.id for quotation in self.site.quotations}
        told = (quotation for quotation, _ in self.used.values())
        return len(listed.union(one.id for one in told if one.alone))

    @property
    def searched(self) -> Iterator[Quotation]:
        """What the search offers: everything but words whose yes is for their story alone."""
        for one in self.all_quotations:
            if not (isinstance(one, Checkable) and one.alone):
                yield one

    @property
    def tongue(self) -> Tongue:
        """The interface language."""
        return self.frame.tongue

    def _menu(self) -> tuple[Entry, ...]:
        say = tongue_of(self.site.masthead.language).gettext
        story = (("story", say(STORY), addresses.FRONT),) if self.site.stories else ()
        return (
            *story,
            ("campaign", say(THE_CAMPAIGN), self.places.campaign()),
            ("voices", say(VOICES), self.places.browse("day")),
            ("numbers", say(IN_NUMBERS), "numbers.html"),
            ("method", say(METHOD), "method.html"),
            ("search", say(SEARCH), "search.html"),
        )


def _used(site: Site) -> dict[str, tuple[Checkable, tuple[StoryLink, ...]]]:
    used: dict[str, tuple[Checkable, tuple[StoryLink, ...]]] = {}
    for story in site.stories:
        for quotation in {v.quotation.id: v.quotation for v in _voiced(story)}.values():
            _, links = used.get(quotation.id, (quotation, ()))
            used[quotation.id] = quotation, (*links, _link(story))
    return used


def _voiced(story: StoryPage) -> Iterator[Voiced]:
    for block in story.blocks:
        if isinstance(block, Voiced):
            yield block


def _link(story: StoryPage) -> StoryLink:
    return StoryLink(
        slug=story.slug, title=story.title, standfirst=story.standfirst, language=story.language
    )


def _content(plan: _Plan) -> Iterator[tuple[str, bytes]]:
    frame = plan.frame
    for sheet in _sheets(plan):
        yield sheet.path, render(sheet, frame)
    yield from beside.files(plan.site, plan.places, plan.datasheet, plan.tongue)
    yield from beside.packet_files(_quote_pages(plan), plan.site.masthead, plan.tongue)
    yield addresses.STYLE, style.stylesheet()
    yield addresses.SEARCH_SCRIPT, style.search_script()
    yield addresses.SEARCH_INDEX, search_index(plan.searched, plan.tongue, plan.pieced)
    yield addresses.ROBOTS, robots.robots()


def _sheets(plan: _Plan) -> Iterator[Sheet]:
    yield from _stories(plan)
    yield from _single_pages(plan)
    yield from _lists(plan)
    yield from _quotations(plan)


def _stories(plan: _Plan) -> Iterator[Sheet]:
    stories = plan.site.stories
    for story in stories:
        yield Sheet(
            path=plan.places.story(story.slug),
            template="story",
            title=story.title,
            page=story,
            section="story",
            more={
                "totals": plan.site.campaign.totals,
                "others": [_link(other) for other in stories if other.slug != story.slug],
                "anchored": first_places(story.blocks),
                "link": Link(title=story.title, text=story.standfirst),
            },
        )
        yield Sheet(
            path=addresses.zine(story.slug),
            template="zine",
            title=story.title,
            page=zine_page(story),
            section="zine",
        )


def first_places(blocks: tuple[object, ...]) -> frozenset[int]:
    """Places, from 1, at which a quotation stands for the first time and carries its anchor."""
    seen: dict[str, int] = {}
    for index, block in enumerate(blocks, 1):
        if isinstance(block, Voiced):
            seen.setdefault(block.quotation.id, index)
    return frozenset(seen.values())


def _single_pages(plan: _Plan) -> Iterator[Sheet]:
    site = plan.site
    total, quoted = len(plan.site.quotations), bool(plan.all_quotations)
    days = plan.lists["day"][0].contents
    voices = plan.lists["voice"][0].contents
    link = contact_link(site.masthead.contact)
    say = plan.tongue.gettext
    yield Sheet(
        path=plan.places.campaign(),
        template="campaign",
        title=say(THE_CAMPAIGN),
        page=site.campaign,
        section="campaign",
        more={
            "total": total,
            "stories": [_link(story) for story in site.stories],
            "glance": glance(plan.all_quotations, plan.lists["language"][0].contents, plan.tongue),
        },
    )
    single: tuple[tuple[str, str, object, dict[str, object]], ...] = (
        ("numbers", say(IN_NUMBERS), site.numbers, {}),
        ("timeline", say("Timeline"), site.timeline, {"days": days, "total": total}),
        (
            "organisations",
            plan.tongue.gettext("Organisations"),
            site.organisations,
            {"voice_pages": _voice_pages(voices)},
        ),
        ("about", say("About"), site.about, {"contact_link": link}),
        ("method", say(METHOD), site.method, {}),
        ("datasheet", say("Datasheet"), plan.datasheet, {}),
        ("search", say(SEARCH), SearchPage(total=total), {}),
        ("this-is-me", say("This is me"), ThisIsMePage(contact_link=link, quoted=quoted), {}),
    )
    if site.kept:
        sources = SourcesPage(copies=site.kept)
        single = (*single, ("sources", say("Sources"), sources, {}))
    for name, title, page, more in single:
        yield Sheet(
            path=f"{name}.html", template=name, title=title, page=page, section=name, more=more
        )


def _voice_pages(contents: tuple[Section, ...]) -> dict[str, Section]:
    return {section.quotations[0].voice: section for section in contents if section.key}


def _lists(plan: _Plan) -> Iterator[Sheet]:
    say = plan.tongue.gettext
    listings = Listings(plan.places, plan.tongue, plan.pieced)
    for by, made in plan.lists.items():
        for page in made:
            more = say("page %(number)s", number=page.number) if page.number > 1 else ""
            path = plan.places.browse(page.name)
            yield Sheet(
                path=path,
                template="browse",
                title=" · ".join(part for part in (say(LIST_TITLES[by]), more) if part),
                page=page,
                section="voices",
                more={"listing": listings.on(path, by)},
            )


def _quote_pages(plan: _Plan) -> Iterator[QuotePage]:
    made = packets(plan.site.stories, plan.site.masthead, plan.tongue)
    for key, (quotation, stories) in sorted(plan.used.items()):
        yield QuotePage(quotation=quotation, stories=stories, packet=made[key])


def _quotations(plan: _Plan) -> Iterator[Sheet]:
    for page in _quote_pages(plan):
        yield Sheet(
            path=plan.places.quotation(page.quotation.id),
            template="quote",
            title=plan.tongue.gettext("How to check a quotation"),
            page=page,
            section="quotation",
            more={"link": _link_to(page.quotation, plan.tongue)},
        )


def _link_to(quotation: Quotation, tongue: Tongue) -> Link:
    words = quotation.words
    name = words.credit or tongue.gettext("A voice, name withheld")
    return Link(title=name, text=words if len(words.text) <= LONGEST_LINK else "")
