"""Stories: an ordered telling whose quotations are references, never words."""

from __future__ import annotations

import msgspec

from ownwords.records.consent import Use


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """A reference to words: post, version, span of code points, keyed digest of the span.

    ``start`` and ``end`` (exclusive) count Unicode code points of the post's plain text; both are
    None for the whole post. ``digest`` is empty until the first build fills it in.
    """

    post: str
    version: str = ""
    start: int | None = None
    end: int | None = None
    digest: str = ""
    use: Use = Use.VERBATIM
    dissent: bool = False
    translation: str = ""
    translated_by: str = ""
    note: str = ""
    context: str = ""
    """What a reader needs to know about the words, published beside them; ``note`` never is."""
    reply_asked: str = ""
    keep: tuple[str, ...] = ()
    """Kinds of personal data that a person decided to leave in; ``note`` says why."""
    line: int = 0
    """Line of the block in its story file, for errors and for filling in the digest."""


class Paraphrase(msgspec.Struct, frozen=True, kw_only=True):
    """Words retold by an editor; ``post`` is what they retell."""

    post: str
    words: str
    note: str = ""
    keep: tuple[str, ...] = ()
    line: int = 0


class Prose(msgspec.Struct, frozen=True):
    """The teller's own Markdown between quotations."""

    markdown: str
    line: int = 0


class Chart(msgspec.Struct, frozen=True):
    """A picture of counts; ``show`` is ``timeline`` or ``languages``."""

    show: str
    line: int = 0


class Number(msgspec.Struct, frozen=True):
    """A disputed number told in a box."""

    label: str
    title: str
    markdown: str
    line: int = 0


class Correction(msgspec.Struct, frozen=True):
    """What was wrong and is mended, on an ISO day; it belongs to the block right before it."""

    date: str
    what: str
    line: int = 0


Block = Prose | Quote | Paraphrase | Chart | Number | Correction


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """An ordered telling; ``slug`` is its file name and address.

    ``keep`` are kinds of personal data that a person decided to leave in the teller's prose;
    ``note`` says why and is never published.
    """

    slug: str
    title: str
    blocks: tuple[Block, ...]
    standfirst: str = ""
    kicker: str = ""
    by: str = ""
    language: str = "en"
    date: str = ""
    order: int = 0
    note: str = ""
    keep: tuple[str, ...] = ()
