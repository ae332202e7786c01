"""Fills the pages of an edition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ownwords import __version__
from ownwords.consent.gate import Context
from ownwords.consent.policy import POLICY_VERSION
from ownwords.edition.pages import (
    AboutPage,
    CampaignPage,
    Masthead,
    MethodPage,
    NumbersPage,
    OrganisationsPage,
    Site,
    TimelinePage,
)
from ownwords.edition.parts import Decided, Moment, Quotation, Source
from ownwords.flows.numbers import Numbers
from ownwords.flows.quoting import Quoter
from ownwords.flows.standing import iso
from ownwords.flows.telling import Told
from ownwords.gather.connector import connectors
from ownwords.locales import marked
from ownwords.records.campaign import Campaign
from ownwords.records.cleared import ClearedCount
from ownwords.records.consent import Voice, VoiceKind
from ownwords.records.errors import BadSettings
from ownwords.workspace import Workspace

_DAY = 10
_ABOUT = "about.md"


def masthead(campaign: Campaign, number: int, date: str) -> Masthead:
    """What stands on every page."""
    return Masthead(
        name=campaign.name,
        told_by=campaign.told_by,
        contact=campaign.contact,
        invented=campaign.invented,
        language=campaign.languages[0],
        number=number,
        date=date,
    )


@dataclass(frozen=True, slots=True)
class Content:
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
        masthead=head,
        stories=told.ready,
        campaign=CampaignPage(
            hashtags=campaign.hashtags,
            introduction=_introduction(workspace),
            since=iso(campaign.since)[:_DAY],
            until=iso(_last_day(campaign))[:_DAY],
            totals=_or_none(numbers.totals),
            when=when,
            languages=numbers.languages("languages"),
            moments=moments,
        ),
        numbers=NumbersPage(pictures=numbers.pictures(), cell=campaign.policy.cell),
        timeline=TimelinePage(picture=when, moments=moments),
        organisations=OrganisationsPage(decided=tuple(_decided(workspace, content))),
        about=AboutPage(text=_text(workspace, _ABOUT)),
        method=_method(workspace, content),
        quotations=content.quotations,
    )


def _or_none(counts: ClearedCount) -> ClearedCount | None:
    return counts if counts.rows else None


def _moments(campaign: Campaign) -> tuple[Moment, ...]:
    return tuple(
        Moment(day=iso(one.at)[:_DAY], name=one.name, until=iso(one.until)[:_DAY])
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
            f"campaign.toml: introduction is {name!r}, and there is no such file in the folder.",
            do="Write the file, or take the line out.",
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
            f"{path.name} is not UTF-8 at byte {error.start}.",
            do="Save it as UTF-8 in your editor.",
        ) from None


def _decided(workspace: Workspace, content: Content) -> Iterator[Decided]:
    quoted = {quotation.voice for quotation in content.quotations}
    for voice in workspace.vault.desk.voices():
        key = content.quoter.public_key(voice)
        if voice.kind is not VoiceKind.PERSON and key in quoted:
            yield _decision(voice, key)


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
        review=iso(voice.review)[:_DAY],
    )


def _method(workspace: Workspace, content: Content) -> MethodPage:
    titles = {name: one.title for name, one in connectors().items()}
    titles["several"] = marked("files of several formats")
    say = content.numbers.tongue.gettext
    sources = {
        (say(titles.get(one.connector, one.connector)), iso(one.ended)[:_DAY], one.connector)
        for one in workspace.vault.desk.accessions()
    }
    return MethodPage(
        voices=_or_none(content.numbers.totals),
        not_quoted=_or_none(content.numbers.not_quoted(content.silent)),
        sources=tuple(
            Source(title=one[0], received=one[1], connector=one[2])
            for one in sorted(sources, key=lambda one: (one[1], one[0]))
        ),
        cell=workspace.campaign.policy.cell,
        policy_version=POLICY_VERSION,
        made_with=f"ownwords {__version__}",
    )
