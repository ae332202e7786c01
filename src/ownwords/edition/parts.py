"""What pages are made of: quotations, pictures, blocks of a story.

The words of people appear only as :class:`Cleared`, tables of counts only as
:class:`ClearedCount`; everything else is text of the tellers or of ownwords itself.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ownwords.records.cleared import Cleared, ClearedCount
from ownwords.records.consent import Clearance
from ownwords.records.story import Correction, Number, Prose, Quote


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader can hold against a quotation, offline.

    source: what was received, in plain words: "an X account archive", "an interview"; beside words
        without a name the same for all
    received: ISO day on which it came in; empty without a name, or when the network is withheld
    connector: the reader that took it in; empty as the day is
    given: whether the words were given to this campaign instead of posted on a network
    network: the network's name, empty when given or withheld
    address: where the post stood, http or https; shown only beside the account's own name
    post: the post's id on its network; shown only beside the account's own name
    version: which version of the post, where there are several; shown only beside the account's own
        name: on X it is the number of a post
    start: first code point of the span, 0 for the whole post
    end: code point after the span
    digest: SHA-256 in hex of the words in UTF-8; shown only beside a name
    payload_digest: SHA-256 in hex of the record as received; shown only beside a name
    commitment: salted commitment in hex for words without a name
    """

    source: str
    received: str
    connector: str
    given: bool = False
    network: str = ""
    address: str = ""
    post: str = ""
    version: str = ""
    start: int = 0
    end: int = 0
    digest: str = ""
    payload_digest: str = ""
    commitment: str = ""


class Quotation(msgspec.Struct, frozen=True, kw_only=True):
    """Words that may be shown, with what stands beside them.

    id: public id, stable over editions, letters, digits, '-' and '_' only
    words: the words; their credit is the name to print, empty when it is withheld
    said: when, ISO 8601 of any precision, UTC; without a name only the day is shown
    voice: public key of the voice for browsing; empty when the name is withheld
    standing: the speaker: a person, an organisation, or a person in public office
    """

    id: str
    words: Cleared
    said: str
    voice: str = ""
    standing: Literal["person", "organisation", "public-office"] = "person"

    @property
    def shown(self) -> tuple[Cleared, ...]:
        """Everything of the voice that stands there, in order."""
        return (self.words,)


class Checkable(Quotation, frozen=True, kw_only=True):
    """A quotation that a story tells: it has a page of its own, on which it can be checked.

    check: what a reader can check
    before: words of the same post right before these, where they may be shown too
    after: words of the same post right after these, where they may be shown too
    alone: whether the yes is for the story alone: then no list and no search offers them
    """

    check: Check
    before: Cleared | None = None
    after: Cleared | None = None
    alone: bool = False

    @property
    def shown(self) -> tuple[Cleared, ...]:
        around = (self.before, self.words, self.after)
        return tuple(words for words in around if words is not None)


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of counts with its table; the table comes from the gate, so the picture may.

    title: what is counted: "Posts a day"
    caption: one sentence that says what there is to see
    counts: the rows behind the picture
    svg: markup made by charts, empty for a table alone
    by: what a row is, for its heading and for how labels are printed
    """

    title: str
    caption: str
    counts: ClearedCount
    svg: str = ""
    by: Literal["hour", "day", "week", "month", "language", "network", "type", "other"] = "other"


class Voiced(msgspec.Struct, frozen=True, kw_only=True):
    """A quotation at its place in a story.

    quotation: the words
    quote: what the teller wrote about it: dissent, translation, context. The note stays inside
    """

    quotation: Checkable
    quote: Quote


class Packet(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody who quotes these words onward needs to have beside them.

    cite: where they stand, ready to be printed: voice, day, campaign, edition, address
    context: what the tellers say about the words, one entry for each telling that says something
    asked: ISO day on which the voice was asked, empty when that is not told
    corrections: what was mended, oldest first
    """

    cite: str
    context: tuple[str, ...] = ()
    asked: str = ""
    corrections: tuple[Correction, ...] = ()


class Retold(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a voice retold by the teller, with the clearance to do so.

    words: the teller's words
    clearance: why this may be shown
    id: public id of the post, by which an edition is known to retell it; on no page
    """

    words: str
    clearance: Clearance
    id: str = ""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened.

    day: ISO date
    name: what
    until: ISO date of the last day, empty for a single day
    """

    day: str
    name: str
    until: str = ""


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation or a public office that is quoted by a reasoned decision.

    voice: public key of the voice, as in its quotations
    name: its name
    kind: which of the two
    reason: why its words may be quoted without a yes
    decided_by: who decided
    review: ISO date on which a public office is looked at again
    """

    voice: str
    name: str
    kind: Literal["organisation", "public-office"]
    reason: str
    decided_by: tuple[str, ...] = ()
    review: str = ""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that came in, for the method page. No counts: they would need the gate.

    title: what it was, without file names: "tweets received from the Twitter API v2"
    received: ISO day
    connector: the reader that took it in
    tool: the program and its version
    """

    title: str
    received: str
    connector: str
    tool: str = ""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What a page tells whoever links to it.

    title: a name for the link
    text: a line or two under it: the teller's, or words of a voice, whole or not at all
    """

    title: str
    text: str | Cleared = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One question of the datasheet with its answer.

    question: what a researcher asks
    answer: paragraphs in plain words
    items: a list after the paragraphs, one line each
    counts: a table after them, or None
    by: what a row is, for how labels are printed
    posts_told: whether the table tells posts beside voices
    """

    question: str
    answer: tuple[str, ...]
    items: tuple[str, ...] = ()
    counts: ClearedCount | None = None
    by: Literal["language", "source", "reason", "other"] = "other"
    posts_told: bool = True


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """Questions of one kind.

    name: a word for addresses: "uses"
    title: the heading
    asked: the questions
    """

    name: str
    title: str
    asked: tuple[Asked, ...]


StoryBlock = Prose | Voiced | Retold | Picture | Number | Correction
