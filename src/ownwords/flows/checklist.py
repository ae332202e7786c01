"""What there is to look at before publishing: the next edition made, searched, and let go.

Nothing is written but public names of quotations, which stay the same from then on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from ownwords.edition import addresses
from ownwords.edition.build import build
from ownwords.edition.pages import PreviewStory, Site, StoryPage
from ownwords.edition.parts import Retold, Voiced
from ownwords.flows.difference import Difference, difference, stories_of
from ownwords.flows.finished_search import FinishedSearch
from ownwords.flows.lapsed import lapsed
from ownwords.flows.links import without_copy
from ownwords.flows.prepared import Prepared, next_head, prepare
from ownwords.flows.publish import Step, unwatched
from ownwords.flows.silence import counted
from ownwords.flows.teller import flagged
from ownwords.locales.catalogue import languages
from ownwords.stories.quotation import Waiting
from ownwords.workspace import Workspace

Kind = Literal[
    "contact",
    "name",
    "tellers-words",
    "leak",
    "page",
    "nothing",
    "lapsed",
    "link",
    "picture",
    "language",
    "left-out",
    "again",
]
STOPS: frozenset[Kind] = frozenset({"contact", "name", "tellers-words", "leak", "page"})
"""With these nothing can be published."""

_STANDS_IN = "…"
_PICTURE = re.compile(rb"<img\b[^>]*>|<svg\b[^>]*>|</svg>")
_DESCRIBED = re.compile(rb"\b(?:alt|aria-label|aria-labelledby|aria-hidden)=")


class Spot(msgspec.Struct, frozen=True):
    """One place of a concern: a file with its line (0: unknown), and what is the matter there.

    ``story`` is the slug where the file is a story's. ``said`` is a kind of personal data, a kind
    of leak, an address, a name of a table; never words of a person.
    """

    file: str = ""
    line: int = 0
    said: str = ""
    story: str = ""
    count: int = 1


class Concern(msgspec.Struct, frozen=True):
    """Something to look at. It stops the edition, or it is only good to know."""

    kind: Kind
    spots: tuple[Spot, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether nothing can be published as long as it stands."""
        return self.kind in STOPS


class Wait(msgspec.Struct, frozen=True):
    """One reference of a story that may not be shown yet. ``ask``: asking its voice can help."""

    line: int
    why: str
    next_step: str
    ask: bool


class Standing(msgspec.Struct, frozen=True):
    """A story: ready when nothing of it waits. One that is ``empty`` goes out all the same."""

    slug: str
    title: str
    quotations: int
    waits: tuple[Wait, ...] = ()
    empty: bool = False


class Checked(msgspec.Struct, frozen=True):
    """What the next edition would be, and every concern about it."""

    number: int
    files: int
    bytes: int
    pictures: int
    quotations: int
    voices: int
    not_quoted: dict[str, int]
    stories: tuple[Standing, ...]
    concerns: tuple[Concern, ...]
    difference: Difference

    @property
    def stops(self) -> bool:
        """Whether publishing would be refused."""
        return any(one.stops for one in self.concerns)

    @property
    def spots(self) -> dict[Kind, tuple[Spot, ...]]:
        """The places of every concern, by its kind."""
        return {one.kind: one.spots for one in self.concerns}


class _Pages:
    """What was found in the finished files."""

    def __init__(self, search: FinishedSearch) -> None:
        self.search = search
        self.files = self.bytes = self.pictures = 0
        self.bare: list[str] = []
        self.stories: dict[str, str] = {}

    def look(self, path: str, data: bytes) -> None:
        """Count one file and what it shows."""
        self.files += 1
        self.bytes += len(data)
        self.stories |= stories_of(path, data)
        self.search(path, data)
        if path.endswith(".html"):
            shown = list(_pictures(data))
            self.pictures += len(shown)
            self.bare += [path for one in shown if not _DESCRIBED.search(one)]


def _pictures(page: bytes) -> Iterator[bytes]:
    """The tag of each picture; what is drawn inside of one belongs to it."""
    depth = 0
    for tag in _PICTURE.findall(page):
        depth -= tag == b"</svg>"
        if not depth and tag != b"</svg>":
            yield tag
        depth += tag.startswith(b"<svg")


def check(workspace: Workspace, step: Step = unwatched) -> Checked:
    """Look at the next edition as publishing would. BadStory, BadSettings as they come."""
    step("reading", 0)
    prepared = prepare(workspace, next_head(workspace))
    pages = _pages(workspace, prepared, step)
    site, content = prepared.site, prepared.content
    register = content.context.register
    return Checked(
        number=site.masthead.number,
        files=pages.files,
        bytes=pages.bytes,
        pictures=pages.pictures,
        quotations=prepared.quotes,
        voices=len({register.voice_of(account).id for account in content.quoter.accounts}),
        not_quoted=counted(content.silent, content.context),
        stories=tuple(_stories(prepared)),
        concerns=tuple(_concerns(workspace, prepared, pages)),
        difference=difference(workspace, prepared, pages.stories),
    )


def _pages(workspace: Workspace, prepared: Prepared, step: Step) -> _Pages:
    """Build every file, search it, and let it go."""
    pages = _Pages(FinishedSearch(workspace, prepared))
    for path, data in build(_with_stand_ins(prepared.site)):
        step("searching", pages.files)
        pages.look(path, data)
    return pages


def _with_stand_ins(site: Site) -> Site:
    """A site without a contact or a name can still be looked at."""
    head = site.masthead
    contact, name = head.contact.strip() or _STANDS_IN, head.name.strip() or _STANDS_IN
    return replace(site, masthead=replace(head, contact=contact, name=name))


def _stories(prepared: Prepared) -> Iterator[Standing]:
    for ready in prepared.told.ready:
        yield Standing(ready.slug, ready.title, _spoken(ready), empty=not ready.blocks)
    for one in prepared.told.waiting:
        yield Standing(one.story.slug, one.story.title, _spoken(one), tuple(_waits(one)))


def _spoken(story: StoryPage | PreviewStory) -> int:
    return sum(isinstance(block, Voiced | Retold) for block in story.blocks)


def _waits(story: PreviewStory) -> Iterator[Wait]:
    for block in story.blocks:
        if isinstance(block, Waiting):
            yield Wait(block.block.line, block.why, block.next_step, block.ask)


def _concerns(workspace: Workspace, prepared: Prepared, pages: _Pages) -> Iterator[Concern]:
    """What stops first, then what is good to know."""
    head = prepared.site.masthead
    if not head.contact.strip():
        yield Concern("contact")
    if not head.name.strip():
        yield Concern("name")
    found: tuple[tuple[Kind, Iterator[Spot]], ...] = (
        ("tellers-words", _flags(prepared)),
        ("leak", _leaks(prepared, pages)),
        ("page", (Spot(path, said=kind) for path, kind in dict.fromkeys(pages.search.flags))),
        ("nothing", _nothing(prepared)),
        ("lapsed", _lapsed(workspace)),
        ("link", (Spot(said=one) for one in _links(prepared))),
        ("picture", (Spot(path) for path in dict.fromkeys(pages.bare))),
        ("language", _language(head.language)),
        ("left-out", _left_out(prepared)),
        ("again", _again(prepared)),
    )
    for kind, spots in found:
        if every := tuple(spots):
            yield Concern(kind, every)


def _flags(prepared: Prepared) -> Iterator[Spot]:
    spots = (
        Spot(one.file, one.line_at(flag.start), flag.kind.value, one.story)
        for one, flag in flagged(prepared.passages, prepared.screen)
    )
    yield from dict.fromkeys(spots)


def _leaks(prepared: Prepared, pages: _Pages) -> Iterator[Spot]:
    told = dict(_told_on([story.slug for story in prepared.site.stories]))
    leaks = pages.search.leaks
    spots = (Spot(one.path, one.line, one.kind, told.get(one.path, "")) for one in leaks)
    yield from dict.fromkeys(spots)


def _told_on(slugs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pages of each story with its slug; the first one is on the front page."""
    places = addresses.Places(slugs[0] if slugs else "")
    for slug in slugs:
        for path in (places.story(slug), addresses.zine(slug), addresses.zine_heads(slug)):
            yield path, slug


def _nothing(prepared: Prepared) -> Iterator[Spot]:
    if not prepared.site.quotations and not prepared.site.stories:
        yield Spot()


def _lapsed(workspace: Workspace) -> Iterator[Spot]:
    gone = lapsed(workspace)
    if gone.quotes:
        yield Spot(count=gone.quotes)


def _links(prepared: Prepared) -> tuple[str, ...]:
    return without_copy(prepared.site.stories, prepared.site.kept)


def _language(tag: str) -> Iterator[Spot]:
    """The pages' own words are in English when nobody translated them."""
    if tag.partition("-")[0] not in languages():
        yield Spot(said=tag)


def _left_out(prepared: Prepared) -> Iterator[Spot]:
    for kind, count in prepared.screen.held.most_common():
        yield Spot(said=kind, count=count)


def _again(prepared: Prepared) -> Iterator[Spot]:
    for table, day in prepared.content.numbers.again.items():
        yield Spot(file=table, said=day)
