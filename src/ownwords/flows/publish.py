"""A word goes out: stories and counts through the gate, then every byte of the edition is searched.

What stands in the edition when this returns was let through by the gate, word by word, and the
leak scanner, which shares no code with the gate, found nothing else.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from ownwords.archive import files
from ownwords.consent.gate import Context
from ownwords.consent.leaks import Leak, LeakScanner, fixed_in_template
from ownwords.edition.build import build, missing
from ownwords.edition.manifest import listed as listed_file
from ownwords.edition.pages import Masthead, Preview, Site
from ownwords.edition.parts import Quotation, Voiced
from ownwords.edition.preview import build_preview
from ownwords.edition.templating import sources as template_sources
from ownwords.flows.clock import now
from ownwords.flows.finished import PageScreen
from ownwords.flows.handing_over import hand_over, refuse_other_folders
from ownwords.flows.kept import without_copy
from ownwords.flows.numbers import Numbers
from ownwords.flows.quoting import Quoter
from ownwords.flows.registers import read_register
from ownwords.flows.signing import sign_edition
from ownwords.flows.silence import counted, reasons
from ownwords.flows.site import Content, make_site, masthead
from ownwords.flows.standing import iso
from ownwords.flows.teller import passages, stop_at_flags
from ownwords.flows.telling import Told, read_stories, tell
from ownwords.locales.tongue import tongue_of
from ownwords.records.cleared import Cleared
from ownwords.records.edition import Edition, EditionFile, Quoted
from ownwords.records.errors import PublishStopped
from ownwords.workspace import Workspace


@dataclass(frozen=True, slots=True)
class WaitingStory:
    """A story that is not in the edition because words in it wait for a yes."""

    title: str
    summary: str
    path: Path


@dataclass(frozen=True, slots=True)
class Published:
    """A finished edition and what to say about it."""

    edition: int
    path: Path
    files: int
    bytes: int
    quotes: int
    voices_quoted: int
    voices_not_quoted: dict[str, int]
    screened: dict[str, int]
    links_without_copy: tuple[str, ...]
    waiting: tuple[WaitingStory, ...]

    def summary(self) -> dict[str, object]:
        """The promised fields of ``publish --json``."""
        return {
            "edition": self.edition,
            "path": str(self.path),
            "files": self.files,
            "bytes": self.bytes,
            "quotes": self.quotes,
            "voices_quoted": self.voices_quoted,
            "voices_not_quoted": self.voices_not_quoted,
            "screened": self.screened,
            "leaks": 0,
            "links_without_copy": list(self.links_without_copy),
            "waiting": [
                {"title": one.title, "summary": one.summary, "path": str(one.path)}
                for one in self.waiting
            ],
        }


def publish(workspace: Workspace, out: Path | None = None, put_at: Sequence[str] = ()) -> Published:
    """Build the next edition; ``put_at`` are places where copies of it will stand.

    The places are remembered (``out`` is one), so that a copy can be called back from there.
    Raises PublishStopped when a contact is missing or a word without clearance is found in the
    finished files; then nothing of the new edition stays.
    """
    number = _next_number(workspace)
    date = iso(now())[:10]
    head = masthead(workspace.campaign, number, date)
    lacks = missing(head)
    if lacks:
        raise PublishStopped("The edition lacks something.", do=" ".join(lacks))
    if out is not None:
        refuse_other_folders(out)
    content, told = through_the_gate(workspace, str(number))
    site = make_site(workspace, head, told, content)
    told_words = tuple(passages(workspace, site))
    stop_at_flags(told_words, content.quoter.screen)
    name = f"{number:04}-{date}"
    place = workspace.folder.editions / f".{name}"
    listed = _write(place, build(site))
    cleared = [*cleared_words(site), *content.quoter.addresses]
    _stop_leaks(workspace, place, listed, cleared)
    known = (*_texts(site, cleared), *(one.words for one in told_words))
    _stop_flags(place, listed, PageScreen(known, content.quoter.screen))
    final = workspace.folder.editions / name
    sign_edition(workspace, place)
    files.swap_folder(place, final)
    places = (*put_at, *([str(out.resolve())] if out is not None else []))
    tables = tuple(content.numbers.fresh)
    quotes = tuple(_quoted(site))
    edition = Edition(
        number=number,
        date=date,
        files=tuple(listed),
        places=places,
        tables=tables,
        quotes=quotes,
    )
    workspace.vault.desk.add_edition(edition, content.quoter.clearances)
    if out is not None:
        hand_over(final, out)
    return _report(workspace, final if out is None else out, edition, (site, told, content))


def _next_number(workspace: Workspace) -> int:
    return max((one.number for one in workspace.vault.desk.editions()), default=0) + 1


def through_the_gate(workspace: Workspace, edition: str) -> tuple[Content, Told]:
    """Everything that the gate lets into an edition, and the stories that still wait."""
    register = read_register(workspace)
    policy = workspace.campaign.policy
    context = Context(register=register, at=now(), edition=edition, policy=policy)
    numbers = Numbers(workspace, context)
    quoter = Quoter(workspace, context)
    quotations = tuple(quoter.all_allowed(register.speakers()))
    told = tell(workspace, quoter, numbers)
    silent = reasons(workspace, context, frozenset(quoter.accounts))
    return Content(context, numbers, quoter, quotations, silent), told


def _write(place: Path, made: Iterable[tuple[str, bytes]]) -> list[EditionFile]:
    """Put the files where nobody looks yet."""
    if place.exists():
        shutil.rmtree(place)
    listed = []
    for path, data in made:
        target = place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        files.write_bytes(target, data)
        listed.append(listed_file(path, data))
    return listed


def _stop_leaks(
    workspace: Workspace, place: Path, listed: list[EditionFile], cleared: list[Cleared]
) -> None:
    scanner = LeakScanner(workspace.vault.engine.held_words(), fixed_words(workspace))
    leaks = [
        leak
        for one in listed
        for leak in scanner.scan(one.path, (place / one.path).read_bytes(), cleared)
    ]
    if leaks:
        shutil.rmtree(place)
        raise PublishStopped(
            f"The finished edition holds words or names that no yes covers: {_places(leaks)}.",
            kept="The edition was not built; the last one is untouched.",
            do="Look at these pages' sources (story, introduction, campaign.toml) and take the "
            "words out, or quote them in a quote block.",
        )


def _texts(site: Site, cleared: Iterable[Cleared]) -> Iterator[str]:
    """What was let through already: words and names, and what stands beside them to be checked."""
    for one in cleared:
        yield one.text
        yield one.credit
    for quotation in quotations_of(site):
        yield quotation.id
        yield from (said for said in astuple(quotation.check) if isinstance(said, str))


def _stop_flags(place: Path, listed: list[EditionFile], screen: PageScreen) -> None:
    found = {
        f"{one.path} ({kind})": None
        for one in listed
        for kind in screen.flags(one.path, (place / one.path).read_bytes())
    }
    if found:
        shutil.rmtree(place)
        raise PublishStopped(
            f"Finished pages hold what could give somebody away: {', '.join(list(found)[:8])}.",
            kept="The edition was not built; the last one is untouched.",
            do="Look at what these pages are made from, and take it out.",
        )


def _places(leaks: list[Leak]) -> str:
    counted = Counter(
        (f"{leak.path}, line {leak.line}" if leak.line else leak.path, leak.kind) for leak in leaks
    )
    shown = [
        f"{path} ({kind}{f', {n} times' if n > 1 else ''})"
        for (path, kind), n in counted.most_common(8)
    ]
    return ", ".join(shown) + (" and more" if len(counted) > 8 else "")


def _report(
    workspace: Workspace, path: Path, edition: Edition, made: tuple[Site, Told, Content]
) -> Published:
    site, told, content = made
    waiting = _preview(workspace, site.masthead, told)
    register = content.context.register
    voices = {register.voice_of(account).id for account in content.quoter.accounts}
    return Published(
        edition=edition.number,
        path=path,
        files=len(edition.files),
        bytes=sum(one.bytes for one in edition.files),
        quotes=len(site.quotations),
        voices_quoted=len(voices),
        voices_not_quoted=counted(content.silent, content.context),
        screened=dict(content.quoter.screen.held.most_common()),
        links_without_copy=without_copy(site.stories, site.kept),
        waiting=waiting,
    )


def _preview(workspace: Workspace, head: Masthead, told: Told) -> tuple[WaitingStory, ...]:
    """The team's preview of stories that wait, in cache/preview; never part of an edition."""
    place = workspace.folder.cache / "preview"
    if place.exists():
        shutil.rmtree(place)
    if not told.waiting:
        return ()
    _write(place, build_preview(Preview(masthead=head, stories=told.waiting)))
    return tuple(
        WaitingStory(
            title=one.story.title,
            summary=one.summary,
            path=place / "stories" / f"{one.story.slug}.html",
        )
        for one in told.waiting
    )


def quotations_of(site: Site) -> Iterator[Quotation]:
    """Every quotation of an edition, those of stories too."""
    yield from site.quotations
    for story in site.stories:
        for block in story.blocks:
            if isinstance(block, Voiced):
                yield block.quotation


def _quoted(site: Site) -> Iterator[Quoted]:
    """What is quoted and how, to see later whether it still may be."""
    for quotation in site.quotations:
        yield Quoted(id=quotation.id, use=quotation.words.clearance.use)
    for story in site.stories:
        for block in story.blocks:
            if isinstance(block, Voiced):
                use = block.quotation.words.clearance.use
                yield Quoted(id=block.quotation.id, use=use, story=story.slug)


def cleared_words(site: Site) -> Iterator[Cleared]:
    """What the leak scanner may find."""
    for quotation in quotations_of(site):
        around = (quotation.before, quotation.words, quotation.after)
        yield from (words for words in around if words is not None)


def fixed_words(workspace: Workspace) -> tuple[str, ...]:
    """Words that may stand anywhere: the campaign's name, tags, moments, and the site's own."""
    campaign = workspace.campaign
    tongue = tongue_of(campaign.languages[0])
    tags = tuple(f"#{tag}" for tag in campaign.hashtags)
    moments = tuple(moment.name for moment in campaign.moments)
    ours = (words for source in template_sources(tongue) for words in fixed_in_template(source))
    tellers = (story.by for story in read_stories(workspace) if story.by)
    return (campaign.name, campaign.told_by, campaign.contact, *tellers, *tags, *moments, *ours)
