"""The links of the stories and the copies that are kept of what they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ownwords.archive.kept_copies import kept_copies
from ownwords.edition.pages import StoryPage
from ownwords.records.kept import KeptCopy
from ownwords.records.story import Number, Prose
from ownwords.stories.prose import bare, links_of
from ownwords.workspace import Workspace


def links(stories: Iterable[StoryPage]) -> Iterator[str]:
    """Web addresses that the tellers link to, each once, without their fragments."""
    seen: set[str] = set()
    for story in stories:
        for block in story.blocks:
            if isinstance(block, (Prose, Number)):
                for address in links_of(block.markdown):
                    if address not in seen:
                        seen.add(address)
                        yield address


def linked_copies(workspace: Workspace, stories: Iterable[StoryPage]) -> tuple[KeptCopy, ...]:
    """The kept copies that a story of this edition leads to; the others stay in the folder."""
    wanted = set(links(stories))
    return tuple(one for one in kept_copies(workspace.folder) if bare(one.url) in wanted)


def without_copy(stories: Iterable[StoryPage], copies: Iterable[KeptCopy]) -> tuple[str, ...]:
    """Links of which nothing is left when the page behind them goes."""
    kept = {bare(one.url) for one in copies}
    return tuple(address for address in links(stories) if address not in kept)
