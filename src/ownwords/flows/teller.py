"""What the tellers write themselves, screened before it is published.

Prose, titles, translations, retold words, the introduction, names of moments, reasons of decisions:
none of it passes the gate, since nobody's permission is needed for it, and all of it may hold a
telephone number. A flag stops the edition until a person took it out or decided that it stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ownwords.consent.screening_flags import Flag
from ownwords.edition.pages import Site
from ownwords.flows.screened import Screen
from ownwords.flows.site import ABOUT
from ownwords.flows.stopping import stop_where
from ownwords.flows.telling import read_stories
from ownwords.records.story import Block, Correction, Number, Paraphrase, Prose, Quote, Story
from ownwords.workspace import Workspace

DECISIONS = "decisions"
SETTINGS = "campaign.toml"


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the tellers: where they stand, and the kinds that stay by decision.

    ``line`` is the line of the first word where lines mean something, else 0. ``story`` is the slug
    of the story whose file it is.
    """

    file: str
    words: str
    line: int = 0
    field: str = ""
    story: str = ""
    keep: tuple[str, ...] = ()

    def place(self, at: int) -> str:
        """Where the character ``at`` of the words stands."""
        line = f"line {self.line_at(at)}" if self.line else ""
        return ", ".join(part for part in (self.file, line, self.field) if part)

    def line_at(self, at: int) -> int:
        """The line of the file on which the character ``at`` of the words stands; 0: unknown."""
        return self.line + self.words.count("\n", 0, at) if self.line else 0


def passages(workspace: Workspace, site: Site) -> Iterator[Passage]:
    """Everything in an edition that tellers wrote."""
    ready = {story.slug for story in site.stories}
    for story in read_stories(workspace):
        if story.slug in ready:
            yield from _story(story)
    for passage in _around(workspace, site):
        kept = (one.kinds for one in workspace.campaign.keep if one.where == passage.file)
        keep = tuple(kind for kinds in kept for kind in kinds)
        yield msgspec.structs.replace(passage, keep=keep)


def _story(story: Story) -> Iterator[Passage]:
    bare = Passage(file=f"stories/{story.slug}.md", words="", story=story.slug, keep=story.keep)
    for field in ("title", "standfirst", "kicker", "by"):
        yield msgspec.structs.replace(bare, words=getattr(story, field), field=field)
    for block in story.blocks:
        for field, words, keep in _block(block):
            yield msgspec.structs.replace(
                bare, words=words, line=block.line, field=field, keep=(*story.keep, *keep)
            )


def _block(block: Block) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(field, words, kinds that the block itself keeps)."""
    match block:
        case Prose():
            yield "", block.markdown, ()
        case Quote():
            yield "translation", _in_one_line(block.translation), block.keep
            yield "translated-by", block.translated_by, block.keep
            yield "context", _in_one_line(block.context), block.keep
        case Paraphrase():
            yield "words", _in_one_line(block.words), block.keep
        case Number():
            yield "number", _in_one_line(f"{block.label} {block.title} {block.markdown}"), ()
        case Correction():
            yield "what", _in_one_line(block.what), ()
        case _:
            return


def _in_one_line(words: str) -> str:
    """So that a block is named by its first line, which can be found."""
    return words.replace("\n", " ")


def _around(workspace: Workspace, site: Site) -> Iterator[Passage]:
    """What does not stand in a story."""
    campaign = workspace.campaign
    if campaign.introduction:
        yield Passage(file=campaign.introduction, words=site.campaign.introduction, line=1)
    yield Passage(file=ABOUT, words=site.about.text, line=1)
    yield Passage(file=SETTINGS, words=campaign.name, field="name")
    yield Passage(file=SETTINGS, words=campaign.told_by, field="told_by")
    for moment in campaign.moments:
        yield Passage(file=SETTINGS, words=moment.name, field="moments")
    for copy in site.kept:
        words = f"{copy.title}\n{copy.by}\n{copy.why}\n{copy.text}"
        yield Passage(file=f"sources/{copy.name}.toml", words=words)
    for one in site.organisations.decided:
        words = ". ".join((one.name, one.reason, *one.decided_by))
        yield Passage(file=DECISIONS, words=words, field=one.name)


def flagged(found: Iterable[Passage], screen: Screen) -> Iterator[tuple[Passage, Flag]]:
    """Personal data that stands in a passage by nobody's decision."""
    for passage in found:
        for flag in screen.flags_of_tellers(passage.words):
            if flag.kind.value not in passage.keep:
                yield passage, flag


def stop_at_flags(found: Iterable[Passage], screen: Screen) -> None:
    """Raise PublishStopped when personal data stands in any passage by nobody's decision."""
    stop_where(
        (
            f"{passage.place(flag.start)} ({flag.kind.value})"
            for passage, flag in flagged(found, screen)
        ),
        "The tellers' own words hold what could give somebody away:",
        do="Take it out. Or let a person decide that it stays: `keep: KIND` and `note: WHY` in the "
        "story's header or in the block; for other files a [[keep]] in campaign.toml.",
    )
