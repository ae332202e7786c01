"""Taking a person out of what other people said: out of columns and out of the record as received.

The same function works when somebody withdraws, on rows that are held, and when posts come in
while somebody stands on the keep-out list: so both ways end in the same bytes. It is told whom it
is about by :class:`Held`, which knows names (withdrawal) or only their keyed hashes (keep-out).

What is cut is replaced by ``[withdrawn]``. A repost that consists of the person's words loses all
that came from them and stays as an empty Announce: that somebody passed something on is theirs.
"""

from __future__ import annotations

import re
from typing import Protocol

import msgspec

from ownwords.archive.redacted_names import NAME, SIGN, folded
from ownwords.archive.redacted_payload import Finder, cut_json, parsed
from ownwords.archive.redacted_table import cut_plain
from ownwords.archive.redacted_text import ANY, MARK, Reader, authority, bare, stem
from ownwords.records.captured import Captured, Read
from ownwords.records.post import PASSED_ON, REFERENCES, Attachment, Post

EMPTY_PAYLOAD = b'"[withdrawn]"'
_TELLS_WHOM = (b"in_reply_to_user_id", b"in_reply_to_screen_name")
_FIRST_NAME = re.compile(rf"^[.\s]*{SIGN}({NAME})")


_WITHOUT_HANDLES = frozenset({"given", "storify.com"})
"""Networks in whose posts a handle is one of some other network."""
_OPENING = 24


def is_emptied(payload: bytes) -> bool:
    """Whether nothing is left of a record but the mark that somebody was taken out."""
    return payload.strip(b'"') == MARK.encode()


def opening(words: str) -> str:
    """How words begin, for knowing them again where they are passed on."""
    return " ".join(words.split())[:_OPENING]


class Held(Protocol):
    """Who is to be taken out. Ids are canonical addresses, a network is an authority: ``x.com``."""

    def account(self, account: str) -> bool:
        """Is this the id of one of their accounts?"""

    def handle(self, network: str, handle: str) -> bool:
        """Is this one of their handles there? :data:`ANY` stands for any network."""

    def post(self, post: str) -> bool:
        """Is this the id of one of their posts, as far as these are known?"""

    def said(self, words: str) -> bool:
        """Are these the whole words of one of their posts, that nobody else said as their own?"""

    def repeated(self, words: str) -> bool:
        """Do these words, which a text says that it passes on, begin as one of their posts does?"""


class Names(msgspec.Struct, frozen=True):
    """Somebody by account ids, ``network@handle`` in lower case, ids and whole texts of posts.

    ``openings`` are beginnings of texts whose author is not taken out: single posts are.
    """

    accounts: frozenset[str] = frozenset()
    handles: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    openings: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        compared = frozenset(map(folded, self.handles))
        if not compared <= self.handles:
            msgspec.structs.force_setattr(self, "handles", self.handles | compared)

    def account(self, account: str) -> bool:
        return account in self.accounts

    def handle(self, network: str, handle: str) -> bool:
        if network == ANY:
            return any(one.partition("@")[2] == handle.lower() for one in self.handles)
        return f"{network}@{handle.lower()}" in self.handles

    def post(self, post: str) -> bool:
        return post in self.posts

    def said(self, words: str) -> bool:
        return words in self.texts

    def repeated(self, words: str) -> bool:
        return bool(self.openings) and opening(words) in self.openings

    def wrote(self, post: str, account: str, handle: str) -> bool:
        """Whether this post, of this account and handle, is theirs."""
        if account in self.accounts or post in self.posts:
            return True
        return bool(handle) and self.handle(authority(account), handle)


def redacted(post: Post, held: Held) -> Post:
    """The post without the held people; the same object when none of them stands in it.

    The post itself must not be theirs: such posts are left out, not redacted.
    """
    if post.type == PASSED_ON and not post.repost_of and held.said(post.content):
        return _emptied(post)  # some exports do not say whose words are passed on
    record = parsed(post.payload)
    network = ANY if post.network in _WITHOUT_HANDLES else authority(post.attributed_to)
    finder = Finder(held, network, (stem(post.attributed_to), stem(post.id)))
    _add_reply(post, finder)
    if record is not None:
        finder.look(record)
    reader = Reader(finder)
    if record is None:
        payload = cut_plain(post.payload, finder, reader)
    else:
        payload = cut_json(record, post.payload, reader)
    columns = _columns(post, finder, reader)
    if _is_their_words(post, columns):
        return _emptied(post)
    if payload == post.payload and not columns:
        return post
    if MARK.encode() not in payload:
        payload = EMPTY_PAYLOAD
    return msgspec.structs.replace(post, payload=payload, **columns)


def without(item: Read, held: Held) -> Read:
    """The same for what a connector yields; only posts are looked into."""
    if type(item) is not Captured:
        return item
    post = redacted(item.post, held)
    return item if post is item.post else msgspec.structs.replace(item, post=post)


def _add_reply(post: Post, finder: Finder) -> None:
    """A reply that does not say to whom, to somebody whose handle it begins with."""
    if not post.in_reply_to or any(key in post.payload for key in _TELLS_WHOM):
        return
    first = _FIRST_NAME.match(post.content)
    if first and Reader(finder).longest(first[1]):
        finder.posts.add(bare(post.in_reply_to))


def _columns(post: Post, finder: Finder, reader: Reader) -> dict[str, object]:
    """The columns that change, with what they become."""
    found: dict[str, object] = {}
    for name in REFERENCES:
        value = getattr(post, name)
        if value and reader.is_theirs(value):
            found[name] = ""
    for name in ("content", "summary", "name", "url"):
        value = getattr(post, name)
        cut = reader.text(value)
        if cut != value:
            found[name] = cut
    named = (one for one in post.mentions if not finder.is_mention(one))
    mentions = tuple(one for one in named if reader.text(one) == one)
    links = tuple(one for one in post.links if reader.text(one) == one)
    tags = tuple(one for one in post.tags if reader.text(one) == one)
    attachments = tuple(_attachment(one, reader) for one in post.attachments)
    lists = {"mentions": mentions, "links": links, "tags": tags, "attachments": attachments}
    found.update((name, value) for name, value in lists.items() if value != getattr(post, name))
    return found


def _attachment(one: Attachment, reader: Reader) -> Attachment:
    return Attachment(one.type, reader.text(one.url), reader.text(one.name))


def _is_their_words(post: Post, columns: dict[str, object]) -> bool:
    if post.type != PASSED_ON:
        return False
    return "repost_of" in columns or columns.get("content") == MARK


def _emptied(post: Post) -> Post:
    """A repost without what was reposted: who, when and that something was there stays."""
    return Post(
        id=post.id,
        network=post.network,
        native_id=post.native_id,
        attributed_to=post.attributed_to,
        content="",
        published=post.published,
        payload=EMPTY_PAYLOAD,
        type=PASSED_ON,
        content_format=post.content_format,
        url=post.url,
        version_id=post.version_id,
        handle=post.handle,
        name=post.name,
        published_raw=post.published_raw,
        updated=post.updated,
        observed_at=post.observed_at,
        visibility=post.visibility,
        organisation=post.organisation,
        precision=post.precision,
    )
