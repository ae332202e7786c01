"""Stories: read from their files, taken through the gate, made into pages or into a preview."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import msgspec

from ownwords.archive import files
from ownwords.consent.findability import Tested
from ownwords.consent.gate import release
from ownwords.edition.pages import PreviewStory, StoryPage
from ownwords.edition.parts import Picture, Retold, StoryBlock, Voiced
from ownwords.flows.numbers import Numbers
from ownwords.flows.quoting import Quoter
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Decision, Use
from ownwords.records.errors import BadStory
from ownwords.records.sealed import Sealed
from ownwords.records.story import Chart, Story
from ownwords.stories.compose import fill_digests, parse_story
from ownwords.stories.quotation import Door, Retelling, Span, Spoken, Waiting
from ownwords.stories.readiness import Composed, Resolved, compose
from ownwords.workspace import Workspace


class Told(msgspec.Struct, frozen=True):
    """The stories that may leave, and those that wait with what they wait for.

    ``left_out`` are slugs of stories that may leave and were not asked for. ``bare`` are those of
    all whose quote blocks lack digests.
    """

    ready: tuple[StoryPage, ...]
    waiting: tuple[PreviewStory, ...]
    left_out: tuple[str, ...] = ()
    bare: tuple[Composed, ...] = ()


def tell(
    workspace: Workspace, quoter: Quoter, numbers: Numbers, only: Collection[str] | None = None
) -> Told:
    """Every story of the folder, through the gate. Raises BadStory with file and line.

    ``only`` are the slugs of those that are asked for; None: every one that is ready.
    """
    composed = [compose(story, door(quoter, story.slug)) for story in read_stories(workspace)]
    finished = [one for one in composed if not one.waiting]
    ready = [one for one in finished if only is None or one.story.slug in only]
    waiting = [one for one in composed if one.waiting]
    quoter.expect(block for one in ready for block in one.blocks if isinstance(block, Spoken))
    beside = quoter.beside()
    return Told(
        ready=tuple(_page(one, quoter, numbers) for one in ready),
        waiting=tuple(_preview(one, beside, numbers) for one in waiting),
        left_out=tuple(one.story.slug for one in finished if one not in ready),
        bare=tuple(one for one in composed if one.digests),
    )


def fill_in(workspace: Workspace, told: Told) -> None:
    """Put the digests that quote blocks lack into their files, where nobody wrote meanwhile."""
    for one in told.bare:
        path = workspace.folder.stories / f"{one.story.slug}.md"
        text = _text(path)
        if parse_story(text, one.story.slug) == one.story:
            files.write_bytes(path, fill_digests(text, one.digests).encode())


def rehearse(story: Story, quoter: Quoter, numbers: Numbers) -> PreviewStory:
    """One story as it stands now, for who is writing it; nothing is put into its file."""
    return _preview(compose(story, door(quoter, story.slug)), quoter, numbers)


def read_stories(workspace: Workspace) -> list[Story]:
    """The stories in their order; those without a number come last, by name."""
    stories = [
        parse_story(_text(path), path.stem)
        for path in sorted(workspace.folder.stories.glob("*.md"))
    ]
    return sorted(stories, key=lambda story: (story.order or 1_000_000, story.slug))


def _text(path: Path) -> str:
    """A file with its own ends of lines, so that it can be written again as it is."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise BadStory(
            "stories/%(file)s is not UTF-8 at byte %(byte)s.",
            do="Save it as UTF-8 in your editor.",
            file=path.name,
            byte=error.start,
        ) from None


def door(quoter: Quoter, story: str) -> Door:
    """How one story reaches words."""
    context = quoter.context_of(story)

    def through_the_gate(sealed: Sealed, use: Use, span: Span | None) -> Cleared | Decision:
        return release(sealed, use, context, span)

    def retold(words: str, sealed: Sealed) -> Cleared | Decision | Tested:
        return quoter.retold(words, sealed, context)

    return Door(quoter.fetch, through_the_gate, retold, quoter.digest_key, quoter.flags)


def _page(composed: Composed, quoter: Quoter, numbers: Numbers) -> StoryPage:
    blocks = [
        block for block in _blocks(composed, quoter, numbers) if not isinstance(block, Waiting)
    ]
    return _head(composed.story, tuple(blocks))


def _preview(composed: Composed, quoter: Quoter, numbers: Numbers) -> PreviewStory:
    blocks = tuple(_blocks(composed, quoter, numbers))
    head = _head(composed.story, ())
    return PreviewStory(story=head, blocks=blocks, summary=composed.summary_in(numbers.tongue))


def _head(story: Story, blocks: tuple[StoryBlock, ...]) -> StoryPage:
    return StoryPage(
        slug=story.slug,
        title=story.title,
        standfirst=story.standfirst,
        kicker=story.kicker,
        by=story.by,
        language=story.language,
        date=story.date,
        blocks=blocks,
    )


def _blocks(composed: Composed, quoter: Quoter, numbers: Numbers) -> list[StoryBlock | Waiting]:
    made = (_block(block, quoter, numbers, place) for place, block in enumerate(composed.blocks))
    return [block for block in made if block is not None]


def _block(
    block: Resolved, quoter: Quoter, numbers: Numbers, place: int
) -> StoryBlock | Waiting | None:
    if isinstance(block, Spoken):
        return Voiced(quotation=quoter.spoken(block), quote=block.quote)
    if isinstance(block, Retelling):
        name = quoter.retells(block.paraphrase.post, block.clearance)
        return Retold(words=block.paraphrase.words, clearance=block.clearance, id=name)
    if isinstance(block, Chart):
        return _picture(block, numbers, place)
    return block


def _picture(chart: Chart, numbers: Numbers, place: int) -> Picture | None:
    made = {"timeline": numbers.when, "languages": numbers.languages}[chart.show]
    return made(f"c{place}")
