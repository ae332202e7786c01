"""Fills the pages of an edition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from ownwords import __version__
from ownwords.consent.gate import Context
from ownwords.consent.policy import POLICY_VERSION
from ownwords.edition.pages import (
    AboutPage,
    CampaignPage,
    Gathered,
    Masthead,
    MethodPage,
    NumbersPage,
    OrganisationsPage,
    Site,
    TimelinePage,
)
from ownwords.edition.parts import Checkable, Decided, Moment, Quotation, Source, Voiced
from ownwords.flows.links import linked_copies
from ownwords.flows.numbers import Numbers
from ownwords.flows.quoting import Quoter
from ownwords.flows.telling import Told
from ownwords.gather.connector import caveats_of, connector_named
from ownwords.locales import marked
from ownwords.records.accession import Accession
from ownwords.records.campaign import Campaign
from ownwords.records.cleared import ClearedCount
from ownwords.records.consent import Rule, Voice, VoiceKind
from ownwords.records.edition import place_in
from ownwords.records.errors import BadSettings
from ownwords.records.times import iso_day
from ownwords.workspace import Workspace

ABOUT = "about.md"
"""The page that the tellers write about themselves."""


def masthead(campaign: Campaign, number: int, date: str) -> Masthead:
    """What stands on every page."""
    return Masthead(
        name=campaign.name,
        told_by=campaign.told_by,
        contact=campaign.contact,
        address=campaign.address,
        invented=campaign.invented,
        language=campaign.languages[0],
        number=number,
        date=date,
    )


class Content(msgspec.Struct, frozen=True):
    """What passed the gate for one edition."""

    context: Context
    numbers: Numbers
    quoter: Quoter
    quotations: tuple[Quotation, ...]
    silent: list[tuple[str, str, int]]
    """(reason, account, posts) of those who are not quoted."""


def make_site(workspace: Workspace, head: Masthead, told: Told, content: Content) -> Site:
    """A whole edition."""
    campaign, numbers = workspace.campaign, content.numbers
    moments = _moments(campaign)
    when = numbers.when("when")
    return Site(
        masthead=replace(head, key=content.quoter.public_name()),
        stories=told.ready,
        campaign=CampaignPage(
            hashtags=campaign.hashtags,
            introduction=_introduction(workspace),
            since=iso_day(campaign.since),
            until=iso_day(_last_day(campaign)),
            totals=_or_none(numbers.totals),
            when=when,
            languages=numbers.languages("languages"),
            others=numbers.others("networks", "kinds"),
            moments=moments,
        ),
        numbers=NumbersPage(pictures=numbers.pictures(), cell=campaign.policy.cell),
        timeline=TimelinePage(picture=when, moments=moments),
        organisations=OrganisationsPage(decided=tuple(_decided(workspace, told, content))),
        about=AboutPage(text=_text(workspace, ABOUT)),
        method=_method(workspace, content),
        gathered=_gathered(workspace, content),
        kept=linked_copies(workspace, told.ready),
        quotations=_listed(told, content),
    )


def _listed(told: Told, content: Content) -> tuple[Quotation, ...]:
    """What lists offer and totals count: whole posts, and passages of posts that are not whole.

    Words whose yes is for a story alone stand in the story.
    """
    posts = content.quoter.posts
    whole = {posts[quotation.id] for quotation in content.quotations}
    passages: dict[str, Quotation] = {}
    for one in _spoken(told):
        place = place_in(one.id)
        if one.alone or posts[one.id] in whole:
            continue
        if place == one.id or place not in passages:
            passages[place] = one
    return (*content.quotations, *passages.values())


def _spoken(told: Told) -> Iterator[Checkable]:
    """The quotations of stories that may leave."""
    for story in told.ready:
        for block in story.blocks:
            if isinstance(block, Voiced):
                yield block.quotation


def _or_none(counts: ClearedCount) -> ClearedCount | None:
    return counts if counts.rows else None


def _moments(campaign: Campaign) -> tuple[Moment, ...]:
    return tuple(
        Moment(day=iso_day(one.at), name=one.name, until=iso_day(one.until))
        for one in campaign.moments
    )


def _last_day(campaign: Campaign) -> int | None:
    return None if campaign.until is None else campaign.until - 1


def _introduction(workspace: Workspace) -> str:
    name = workspace.campaign.introduction
    if not name:
        return ""
    path = (workspace.folder.root / name).resolve()
    if not path.is_relative_to(workspace.folder.root.resolve()) or not path.is_file():
        raise BadSettings(
            "campaign.toml: introduction is '%(file)s', and there is no such file in the folder.",
            do="Write the file, or take the line out.",
            file=name,
        )
    return _read(path)


def _text(workspace: Workspace, name: str) -> str:
    path = workspace.folder.root / name
    return _read(path) if path.is_file() else ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadSettings(
            "%(file)s is not UTF-8 at byte %(byte)s.",
            do="Save it as UTF-8 in your editor.",
            file=path.name,
            byte=error.start,
        ) from None


def _decided(workspace: Workspace, told: Told, content: Content) -> Iterator[Decided]:
    """Whoever is quoted by a decision, in lists or in stories; who said yes is not."""
    quoter, shown = content.quoter, (*content.quotations, *_spoken(told))
    by_decision = (one for one in shown if one.words.clearance.rule is Rule.PUBLIC_ROLE)
    quoted = {quoter.voices[one.id] for one in by_decision}
    for voice in workspace.vault.desk.voices():
        if voice.id in quoted:
            yield _decision(voice, quoter.public_key(voice))


def _decision(voice: Voice, key: str) -> Decided:
    kind: Literal["organisation", "public-office"] = (
        "organisation" if voice.kind is VoiceKind.ORGANISATION else "public-office"
    )
    return Decided(
        voice=key,
        name=voice.name,
        kind=kind,
        reason=voice.reason,
        decided_by=voice.decided_by,
        review=iso_day(voice.review),
    )


def _method(workspace: Workspace, content: Content) -> MethodPage:
    kinds, say = _kinds(content), content.numbers.tongue.gettext
    accessions = workspace.vault.desk.accessions()
    sources = {
        Source(
            title=kinds(one), received=iso_day(one.ended), connector=one.connector, tool=one.tool
        )
        for one in accessions
    }
    return MethodPage(
        voices=_or_none(content.numbers.totals),
        not_quoted=_or_none(content.numbers.not_quoted(content.silent)),
        sources=tuple(sorted(sources, key=lambda one: (one.received, one.title, one.tool))),
        caveats=tuple(say(one) for one in caveats_of(one.connector for one in accessions)),
        cell=workspace.campaign.policy.cell,
        policy_version=POLICY_VERSION,
        made_with=f"ownwords {__version__}",
    )


def _kinds(content: Content) -> Callable[[Accession], str]:
    """What kind of source an accession was, in the words of the pages."""
    several = marked("files of several formats")
    say = content.numbers.tongue.gettext

    def kind(one: Accession) -> str:
        known = connector_named(one.connector)
        return say(known.title if known is not None else several)

    return kind


def _gathered(workspace: Workspace, content: Content) -> Gathered:
    """What the datasheet adds; it asks the gate last, after every table that a page shows."""
    accessions = workspace.vault.desk.accessions()
    kinds = _kinds(content)
    named = {str(one.id): kinds(one) for one in accessions}
    return Gathered(
        kinds=_or_none(content.numbers.by_source(named)),
        languages=_or_none(content.numbers.by_language),
        unreadable=sum(one.counts.faults for one in accessions),
        not_taken=any(one.counts.not_taken for one in accessions),
    )
