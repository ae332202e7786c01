"""The parts of a Storify story that ownwords reads; all else stays in the payload.

The names are those that programs of its time read: a timeline tool, and one that saved stories.
Everything but an element's ``type`` may be missing.
"""

from __future__ import annotations

import msgspec
from msgspec import Raw

Moment = str | float | None


class Person(msgspec.Struct):
    """The curator, or the author of what is quoted."""

    name: str | None = None
    username: str | None = None
    href: str | None = None
    permalink: str | None = None


class Words(msgspec.Struct):
    """The words of an element; which of these there are depends on its type."""

    text: str | None = None
    src: str | None = None
    caption: str | None = None
    title: str | None = None
    description: str | None = None


class Data(msgspec.Struct):
    """What an element shows, under the name of its type."""

    text: str | Words | None = None
    quote: Words | None = None
    image: Words | None = None
    video: Words | None = None


class Element(msgspec.Struct):
    """One element of a story."""

    type: str
    id: str | int | None = None
    eid: str | None = None
    permalink: str | None = None
    posted_at: Moment = None
    attribution: Person | None = None
    data: Data | None = None
    meta: Raw = Raw()


class Dates(msgspec.Struct):
    """When a story was made and published."""

    created: Moment = None
    published: Moment = None


class Story(msgspec.Struct):
    """What a story says of itself."""

    title: str | None = None
    description: str | None = None
    permalink: str | None = None
    date: Dates | None = None
    published_at: Moment = None
    author: Person | None = None


class Envelope(msgspec.Struct):
    """A story as the service answered with it."""

    content: Story


class MetaUser(msgspec.Struct):
    """The author inside what the network said of a quoted post."""

    id_str: str | None = None


class Meta(msgspec.Struct):
    """What the network said of a quoted post, as far as it gives its author an id."""

    user: MetaUser | None = None
    from_user_id_str: str | None = None


ELEMENT = msgspec.json.Decoder(Element)
ENVELOPE = msgspec.json.Decoder(Envelope)
STORY = msgspec.json.Decoder(Story)
META = msgspec.json.Decoder(Meta)
