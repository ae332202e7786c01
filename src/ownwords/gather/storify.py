"""Storify: a story as its service exported it until 2018 (JSON), or the folder it was saved to.

Experimental: the service is gone, and its shape is known from programs that read it, not from
exports. What was quoted are posts of those who said it; texts between them are the curator's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ownwords.gather.connector import Options
from ownwords.gather.cursor import Cursor, after_place
from ownwords.gather.json_arrays import LIMIT, Element, array_elements
from ownwords.gather.sources import Head, Source
from ownwords.gather.storify_posts import StoryReader, story_of
from ownwords.gather.streams import StreamBroken
from ownwords.locales import marked
from ownwords.records.captured import Fault, Place, Read

_ELEMENTS = re.compile(rb'"elements"\s*:\s*(?=\[)')
_NOT_WHOLE = "What the story says of itself is not whole, valid JSON."
_KIND = re.compile(rb'"type"\s*:\s*"(?:text|quote|image|link|video)"')


class Storify:
    """Reads one story."""

    name = "storify"
    title = "Storify story (JSON; experimental)"
    extensions = (".json",)
    caveat = (
        "Reading Storify is experimental: its shape is known from other programs, not from real "
        "exports. Compare what came in with what you remember of the story."
    )

    def recognises(self, head: Head) -> bool:
        """By its list of elements, their kinds and the name of the service."""
        start = head.start
        if not start.lstrip().startswith(b"{") or b"storify.com" not in start:
            return False
        return bool(_ELEMENTS.search(start) and _KIND.search(start))

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """The elements in their order, then the story itself with what it links to."""
        return after_place(lambda: _reads(source), Cursor.parse(cursor))


def _reads(source: Source) -> Iterator[Read]:
    file = source.label
    data, problem = _all_of(source)
    found = _ELEMENTS.search(data)
    if found is None:
        yield Fault(Place(file, 1), problem or "This is no story: it has no list of elements.")
        return
    start = found.end()
    elements = list(array_elements(iter([data[start:]])))
    story, itself = story_of(data[:start], data[_end_of(data, start, elements) :])
    reader = StoryReader(story)
    lines = data.count(b"\n", 0, start)
    for number, element in enumerate(elements, 1):
        place = Place(file, lines + element.line, start + element.offset)
        if element.problem:
            yield Fault(place, problem or element.problem, element.kept)
        else:
            yield from reader.element(element.data, number, place)
    if itself:
        yield reader.story(itself, Place(file, 1))
    elif not (elements and elements[-1].problem):
        yield Fault(Place(file, 1), problem or _NOT_WHOLE, marked("its elements"))


def _end_of(data: bytes, start: int, elements: list[Element]) -> int:
    """Where the list of elements ends; the end of the data when it does not."""
    at = start + elements[-1].offset + len(elements[-1].data) if elements else start
    found = data.find(b"]", at)
    return len(data) if found < 0 else found + 1


def _all_of(source: Source) -> tuple[bytes, str]:
    """The file, which one person wrote and which therefore is small; and why it is not whole."""
    parts: list[bytes] = []
    size = 0
    try:
        for piece in source.chunks():
            size += len(piece)
            if size > LIMIT:
                return b"", f"The story is longer than {LIMIT >> 20} MB."
            parts.append(piece)
    except StreamBroken as broken:
        return b"".join(parts), broken.what
    return b"".join(parts), ""


CONNECTOR = Storify()
