"""The input of the site: one frozen record a page.

A flow fills :class:`Site`; ``build.py`` makes the files. Each class says in its docstring what each
field means, one line a field; a test holds classes, docstrings, templates and
``docs/reference/edition-pages.md`` equal. Words of people appear as ``Cleared``, counts as
``ClearedCount``, in no other way. All dates are ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ownwords.edition.parts import (
    Chapter,
    Checkable,
    Decided,
    Moment,
    Packet,
    Picture,
    Quotation,
    Source,
    StoryBlock,
)
from ownwords.records.cleared import ClearedCount
from ownwords.records.kept import KeptCopy
from ownwords.stories.quotation import Waiting


class Masthead(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on every page.

    name: the campaign's name
    told_by: who tells
    contact: an e-mail address, a web address or a sentence for "This is me"
    invented: whether the band "Invented" is shown
    address: where the edition stands on the web, ending in '/', or empty when nowhere
    key: UUID of the campaign, the same in every edition; the feeds are known by it
    language: language of the campaign's own texts
    number: number of the edition, from 1; 0 in a team preview
    date: ISO day of the edition
    """

    name: str
    told_by: str
    contact: str
    invented: bool
    address: str = ""
    key: str = ""
    language: str = "en"
    number: int = 0
    date: str = ""


class StoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """The long read. The first story is the front page.

    slug: file name and address: letters, digits, '-' and '_'
    title: headline
    standfirst: one or two sentences under the headline
    kicker: a line above the headline
    by: who tells this story; empty means the campaign's tellers
    language: language of the teller's words
    date: ISO date of the story, empty when it has none
    blocks: prose, quotations, retold words, pictures and numbers in order
    """

    slug: str
    title: str
    blocks: tuple[StoryBlock, ...]
    standfirst: str = ""
    kicker: str = ""
    by: str = ""
    language: str = "en"
    date: str = ""


class CampaignPage(msgspec.Struct, frozen=True, kw_only=True):
    """The campaign at a glance: its own introduction, when, which languages, how many voices.

    introduction: the campaign's own introduction in Markdown, empty when there is none
    hashtags: tags without '#'
    since: first day, ISO, empty when open
    until: last day, ISO, empty when open
    totals: one row for the whole campaign (label, posts, voices), or None when too few
    when: picture over time, or None
    languages: picture of languages, or None
    others: further pictures of the same posts: networks, kinds
    moments: what happened
    """

    hashtags: tuple[str, ...]
    introduction: str = ""
    since: str = ""
    until: str = ""
    totals: ClearedCount | None = None
    when: Picture | None = None
    languages: Picture | None = None
    others: tuple[Picture, ...] = ()
    moments: tuple[Moment, ...] = ()


class NumbersPage(msgspec.Struct, frozen=True, kw_only=True):
    """What was said, in numbers.

    pictures: one for each question, with its table
    cell: smallest number of voices that a number may stand for
    """

    pictures: tuple[Picture, ...] = ()
    cell: int = 10


class TimelinePage(msgspec.Struct, frozen=True, kw_only=True):
    """When it happened.

    picture: counts over time, or None when too few voices
    moments: what happened
    """

    picture: Picture | None = None
    moments: tuple[Moment, ...] = ()


class OrganisationsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Who is quoted by a reasoned decision instead of a yes.

    decided: organisations and public offices
    """

    decided: tuple[Decided, ...] = ()


class AboutPage(msgspec.Struct, frozen=True, kw_only=True):
    """Who made this, and how to reach them.

    text: the tellers about themselves in Markdown, empty for the standing words alone
    licence: under which terms the edition may be used, one sentence or more in Markdown
    """

    text: str = ""
    licence: str = ""


class MethodPage(msgspec.Struct, frozen=True, kw_only=True):
    """How this was made and what it does not show.

    voices: one row (label, posts, voices) for all voices held, or None when too few
    not_quoted: rows (reason, posts, voices) of voices that are not quoted, or None when too few
    sources: what came in
    caveats: what is to be said of the formats that came in, such as that one is a sample
    cell: smallest number of voices that a number may stand for
    policy_version: version of the rules that decided
    made_with: the tool and its version
    """

    voices: ClearedCount | None = None
    not_quoted: ClearedCount | None = None
    sources: tuple[Source, ...] = ()
    caveats: tuple[str, ...] = ()
    cell: int = 10
    policy_version: str = ""
    made_with: str = ""


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """What the datasheet alone needs to know about what came in.

    kinds: rows (kind of source, posts, voices), or None when too few
    languages: rows (language, posts, voices), or None when too few
    unreadable: how many records could not be read, in all
    not_taken: whether there were records of a sort that is never taken in
    """

    kinds: ClearedCount | None = None
    languages: ClearedCount | None = None
    unreadable: int = 0
    not_taken: bool = False


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A whole edition.

    masthead: what stands on every page
    stories: in order; the first is the front page. Without one, the campaign page is
    campaign: the campaign at a glance
    numbers: what was said in numbers
    timeline: when it happened
    organisations: who is quoted by a decision
    about: who made this
    method: how it was made
    gathered: what the datasheet says about what came in
    kept: copies that are kept of what the stories link to
    quotations: what browsing and search offer, in any order. A span that a story quotes belongs
        here only when the whole post does not, and never when its yes is for the story alone
    """

    masthead: Masthead
    campaign: CampaignPage
    stories: tuple[StoryPage, ...] = ()
    numbers: NumbersPage = NumbersPage()
    timeline: TimelinePage = TimelinePage()
    organisations: OrganisationsPage = OrganisationsPage()
    about: AboutPage = AboutPage()
    method: MethodPage = MethodPage()
    gathered: Gathered = Gathered()
    kept: tuple[KeptCopy, ...] = ()
    quotations: tuple[Quotation, ...] = ()


# What build.py derives from a Site.


class StoryLink(msgspec.Struct, frozen=True, kw_only=True):
    """A story by its title.

    slug: which story
    title: its headline
    standfirst: the sentences under it
    language: language of both
    """

    slug: str
    title: str
    standfirst: str
    language: str


class QuotePage(msgspec.Struct, frozen=True, kw_only=True):
    """One quotation used in a story, and how to check it.

    quotation: the words with their check
    stories: where it is used
    packet: what somebody who quotes it onward needs
    """

    quotation: Checkable
    stories: tuple[StoryLink, ...]
    packet: Packet


class ZinePage(msgspec.Struct, frozen=True, kw_only=True):
    """A story for paper: a small booklet in A5.

    story: the story
    quotations: each of its quotations once, in order, for the list at the end
    """

    story: StoryPage
    quotations: tuple[Quotation, ...]


class SourcesPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the stories link to and what is kept of it.

    copies: by name; the copy itself is among the files where it may be published
    """

    copies: tuple[KeptCopy, ...]


class DatasheetPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a researcher must know before using an edition.

    chapters: questions and answers, from why it was made to who keeps it
    """

    chapters: tuple[Chapter, ...]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Quotations under one heading of a browse page.

    key: the day, language tag or voice key; empty for undated, undetermined or withheld
    heading: how the key is printed
    native: a language's name in that language, else empty
    anchor: fragment of the section, stable over editions
    page: name of the page of the list on which it begins
    quotations: in order of time
    """

    key: str
    heading: str
    native: str
    anchor: str
    page: str
    quotations: tuple[Quotation, ...]


class BrowsePage(msgspec.Struct, frozen=True, kw_only=True):
    """At most 200 cleared quotations by day, language or voice.

    by: what the sections are
    name: of its file: the list's for the first page, else what the page begins with
    number: which page of the list, from 1
    pages: how many pages the list has
    previous: name of the page before, empty on the first
    next: name of the page behind, empty on the last
    sections: what stands on this page
    contents: all sections of the list, for jumping
    total: how many quotations the list has
    """

    by: Literal["day", "language", "voice"]
    name: str
    number: int
    pages: int
    previous: str
    next: str
    sections: tuple[Section, ...]
    contents: tuple[Section, ...]
    total: int


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """Search by a plain script; without scripts it leads to the lists.

    total: how many quotations can be found
    """

    total: int


class ThisIsMePage(msgspec.Struct, frozen=True, kw_only=True):
    """For a person who finds themselves here.

    contact_link: mailto or web address of the contact, empty when the contact is a sentence
    quoted: whether anybody is quoted in this edition
    """

    contact_link: str
    quoted: bool


# The team's preview; never part of an edition.


class PreviewStory(msgspec.Struct, frozen=True, kw_only=True):
    """A story on its way, with the quotations that still wait.

    story: its head; the blocks of this record are not used
    blocks: as in a story, and the waiting ones
    summary: how far it is: "3 of 9 have a yes, send 6 asks."
    """

    story: StoryPage
    summary: str
    blocks: tuple[StoryBlock | Waiting, ...]


class PreviewIndex(msgspec.Struct, frozen=True, kw_only=True):
    """The front page of a team preview.

    stories: all stories with how far each one is
    """

    stories: tuple[PreviewStory, ...]


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A team preview of all stories.

    masthead: what stands on every page
    stories: in order
    """

    masthead: Masthead
    stories: tuple[PreviewStory, ...]
