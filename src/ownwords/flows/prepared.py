"""The next edition before anything of it is written: what the gate let in, and what waits.

Publishing builds, searches and keeps it; a check looks at it and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from ownwords.archive.remembered import Remembered
from ownwords.consent.gate import Context
from ownwords.consent.leaks import fixed_in_template, tags_in_template
from ownwords.edition import constants, packets
from ownwords.edition.pages import Masthead, Site
from ownwords.edition.parts import Checkable, Quotation, Retold, Voiced
from ownwords.edition.templating import sources as template_sources
from ownwords.edition.wording import row_label
from ownwords.edition.writing import language_name, native_name
from ownwords.flows.clock import now
from ownwords.flows.lapsed import name_digest
from ownwords.flows.numbers import Numbers
from ownwords.flows.quoting import Quoter
from ownwords.flows.registers import read_register
from ownwords.flows.screened import Screen
from ownwords.flows.silence import reasons
from ownwords.flows.site import Content, make_site, masthead
from ownwords.flows.teller import Passage, passages
from ownwords.flows.telling import Told, read_stories, tell
from ownwords.locales.tongue import tongue_of
from ownwords.records.cleared import Cleared
from ownwords.records.edition import Quoted
from ownwords.records.times import iso_day
from ownwords.workspace import Workspace


class Prepared(msgspec.Struct, frozen=True):
    """One edition with everything that passed the gate for it.

    ``passages`` are the tellers' own words in it, ``told`` names the stories that wait.
    """

    site: Site
    told: Told
    content: Content
    passages: tuple[Passage, ...]

    @property
    def name(self) -> str:
        """The edition's folder: ``0003-2026-11-22``."""
        head = self.site.masthead
        return f"{head.number:04}-{head.date}"

    @property
    def screen(self) -> Screen:
        """Looks for personal data, as the gate's words were looked at."""
        return self.content.quoter.screen

    @property
    def remembered(self) -> Remembered:
        """What was found harmless in the last edition, and in this one."""
        return self.content.quoter.remembered

    @property
    def quotes(self) -> int:
        """How many quotations there are: those in lists, and those whose yes is for a story."""
        offered = {one.id for one in self.site.quotations}
        told = (one for one in quotations_of(self.site) if isinstance(one, Checkable))
        return len(offered.union(one.id for one in told if one.alone))

    @property
    def cleared(self) -> list[Cleared]:
        """What a scanner of the finished files may find."""
        return [*cleared_words(self.site), *self.content.quoter.addresses]


def next_head(workspace: Workspace) -> Masthead:
    """What stands on every page of the edition after the last one, were it built today."""
    number = workspace.vault.desk.last_edition() + 1
    return masthead(workspace.campaign, number, iso_day(now()))


def prepare(workspace: Workspace, head: Masthead, only: Collection[str] | None = None) -> Prepared:
    """Take stories, lists and counts through the gate. BadStory, BadSettings as they come.

    ``only`` are the slugs of the stories that are asked for; None: every one that is ready.
    """
    content, told = through_the_gate(workspace, str(head.number), only)
    site = make_site(workspace, head, told, content)
    return Prepared(site, told, content, tuple(passages(workspace, site)))


def through_the_gate(
    workspace: Workspace, edition: str, only: Collection[str] | None = None
) -> tuple[Content, Told]:
    """Everything that the gate lets into an edition, and the stories that still wait."""
    register = read_register(workspace, counting=True)
    policy = workspace.campaign.policy
    context = Context(register=register, at=now(), edition=edition, policy=policy)
    numbers = Numbers(workspace, context)
    quoter = Quoter(workspace, context)
    quotations = tuple(quoter.all_allowed(register.speakers()))
    told = tell(workspace, quoter, numbers, only)
    silent = reasons(workspace, context, frozenset(quoter.accounts))
    return Content(context, numbers, quoter, quotations, silent), told


def quotations_of(site: Site) -> Iterator[Quotation]:
    """Every quotation of an edition, those of stories too."""
    yield from site.quotations
    for story in site.stories:
        for block in story.blocks:
            if isinstance(block, Voiced):
                yield block.quotation


def quoted(prepared: Prepared) -> Iterator[Quoted]:
    """What is quoted or retold and how, to see later whether it still may be."""
    key = prepared.content.quoter.digest_key
    for quotation in prepared.site.quotations:
        yield _printed(quotation, "", key)
    for story in prepared.site.stories:
        for block in story.blocks:
            if isinstance(block, Voiced):
                yield _printed(block.quotation, story.slug, key)
            elif isinstance(block, Retold):
                yield Quoted(id=block.id, use=block.clearance.use, story=story.slug)


def _printed(one: Quotation, story: str, key: bytes) -> Quoted:
    name = name_digest(key, one.id, one.words.credit)
    sourced = isinstance(one, Checkable) and bool(one.check.connector)
    use = one.words.clearance.use
    return Quoted(id=one.id, use=use, story=story, name=name, sourced=sourced)


def cleared_words(site: Site) -> Iterator[Cleared]:
    """What the leak scanner may find."""
    for quotation in quotations_of(site):
        yield from quotation.shown


def own_tags(workspace: Workspace) -> tuple[str, ...]:
    """The tags that the site's pages are written with, and the keys and days in its files."""
    tongue = tongue_of(workspace.campaign.languages[0])
    tags = (tag for source in template_sources(tongue) for tag in tags_in_template(source))
    return (*tags, *packets.KEYS, *constants.words(tongue))


def printed_alone(site: Site) -> tuple[str, ...]:
    """What tables, headings and lists of this edition print by itself, and is nobody's name.

    The names of its languages, what read its sources, the chapters of its datasheet.
    """
    tongue = tongue_of(site.masthead.language)
    told = site.gathered.languages
    labels = {label for label, _, _ in told.rows} if told else set()
    names = {row_label(tongue, label, "language") for label in labels}
    for tag in {one.words.language for one in quotations_of(site)}:
        names |= {language_name(tongue, tag), native_name(tongue, tag)}
    read = (source.connector for source in site.method.sources)
    return tuple(sorted({*names, *read, *constants.CHAPTERS, *constants.CHOSEN} - {""}))


def fixed_words(workspace: Workspace) -> tuple[str, ...]:
    """Words that may stand anywhere: the campaign's name, tags, moments, and the site's own."""
    campaign = workspace.campaign
    tongue = tongue_of(campaign.languages[0])
    tags = tuple(f"#{tag}" for tag in campaign.hashtags)
    moments = tuple(moment.name for moment in campaign.moments)
    ours = (words for source in template_sources(tongue) for words in fixed_in_template(source))
    tellers = (story.by for story in read_stories(workspace) if story.by)
    own = (campaign.name, campaign.told_by, campaign.contact)
    keys = (*packets.CONSTANTS, *constants.ALONE)
    return (*own, *keys, *tellers, *tags, *moments, *ours)
