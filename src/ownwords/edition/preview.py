"""The team's preview of stories on their way: waiting quotations as grey bars with the next step.

It is a build of its own, with its own templates and style rules, so that an edition cannot hold a
trace of who is missing. It is read inside the team and not passed on.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownwords.edition import addresses, style
from ownwords.edition.addresses import Places
from ownwords.edition.build import first_places
from ownwords.edition.pages import Preview, PreviewIndex, PreviewStory
from ownwords.edition.rendering import Frame, Sheet, render
from ownwords.locales.tongue import tongue_of

_NO_ROBOTS = b"User-agent: *\nDisallow: /\n"


def build_preview(preview: Preview) -> Iterator[tuple[str, bytes]]:
    """Every file of the preview as (path, bytes)."""
    places = Places()
    tongue = tongue_of(preview.masthead.language)
    menu = (("stories", tongue.gettext("All stories"), addresses.FRONT),)
    frame = Frame(masthead=preview.masthead, places=places, menu=menu, speaker="workbench")
    for sheet in _sheets(preview, places):
        yield sheet.path, render(sheet, frame)
    yield addresses.STYLE, style.stylesheet(preview=True)
    yield addresses.ROBOTS, _NO_ROBOTS


def _sheets(preview: Preview, places: Places) -> Iterator[Sheet]:
    yield Sheet(
        path=addresses.FRONT,
        template="preview",
        title=tongue_of(preview.masthead.language).gettext("Stories on their way"),
        page=PreviewIndex(stories=preview.stories),
        section="stories",
    )
    for one in preview.stories:
        yield _story(one, places)


def _story(one: PreviewStory, places: Places) -> Sheet:
    return Sheet(
        path=places.story(one.story.slug),
        template="preview-story",
        title=one.story.title,
        page=one,
        more={"anchored": first_places(one.blocks)},
    )
