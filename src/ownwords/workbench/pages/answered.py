"""Where a page lies that answered a form: it is looked at by its address, as every other page."""

from __future__ import annotations

from ownwords.workbench.asked import EARLIER, Answer, Asked, Page

ANSWERED = "/answered"


def show(asked: Asked) -> Answer:
    """The page of that name, while it is kept."""
    return asked.bench.kept(asked.query("kept")) or EARLIER


PAGES = (Page("GET", ANSWERED, show, needs_campaign=False),)
