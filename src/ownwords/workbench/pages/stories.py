"""The stories: what there is, and a new one."""

from __future__ import annotations

from ownwords.flows import writing
from ownwords.records.errors import AskedWrongly
from ownwords.workbench.asked import Answer, Asked, Go, Page, Shown, address


def show(asked: Asked) -> Answer:
    """Every story of the folder."""
    return Shown("stories.html", {"stories": tuple(writing.entries(asked.bench.workspace))})


def begin(asked: Asked) -> Answer:
    """A new story, opened at once."""
    title = asked.text("title")
    if not title:
        raise AskedWrongly("The story has no title.", do="Write one; it can be changed later.")
    return Go(address("/story", slug=writing.begin(asked.bench.workspace, title)))


def remove(asked: Asked) -> Answer:
    """Take a story out of the folder."""
    writing.remove(asked.bench.workspace, asked.text("slug"))
    return Go("/stories")


PAGES = (
    Page("GET", "/stories", show),
    Page("POST", "/stories", begin),
    Page("POST", "/stories/remove", remove),
)
