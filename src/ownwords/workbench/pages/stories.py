"""The stories: what there is, and a new one."""

from __future__ import annotations

from ownwords.flows import writing
from ownwords.flows.drafts import Typed
from ownwords.records.errors import AskedWrongly
from ownwords.workbench.asked import Answer, Asked, Go, Page, Shown


def show(asked: Asked) -> Answer:
    """Every story of the folder."""
    return _page(asked, None)


def _page(asked: Asked, problem: AskedWrongly | None) -> Shown:
    values = {"stories": tuple(writing.entries(asked.bench.workspace)), "problem": problem}
    return Shown("stories.html", values, status=422 if problem else 200)


def begin(asked: Asked) -> Answer:
    """A new story, opened at once; with what was typed into one that is gone."""
    title, text = asked.text("title"), asked.body("text")
    if not title:
        raise AskedWrongly("The story has no title.", do="Write one; it can be changed later.")
    typed = Typed(text, asked.text("base")) if text else None
    return Go("/story", {"slug": writing.begin(asked.bench.workspace, title, typed)})


def remove(asked: Asked) -> Answer:
    """Take a story out of the folder, and say how it comes back."""
    slug = asked.text("slug")
    writing.remove(asked.bench.workspace, slug)
    asked.bench.say(
        "The story is out of the folder; an edition tells it until you publish again. To have it "
        "back, begin one with the title %(slug)s: its earlier wordings are there.",
        slug=slug,
    )
    return Go("/stories")


def move(asked: Asked) -> Answer:
    """Give a story another address."""
    try:
        name = writing.move(asked.bench.workspace, asked.text("slug"), asked.text("address"))
    except AskedWrongly as problem:
        return _page(asked, problem)
    asked.bench.say("The address is changed. Publish again to show it.")
    return Go("/story", {"slug": name})


PAGES = (
    Page("GET", "/stories", show),
    Page("POST", "/stories", begin),
    Page("POST", "/stories/move", move),
    Page("POST", "/stories/remove", remove),
)
