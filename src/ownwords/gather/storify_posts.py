"""Elements of a Storify story in, posts out."""

from __future__ import annotations

import re

import msgspec

from ownwords.gather.hashtags import extract_tags
from ownwords.gather.mapped_values import moment_of, text_of
from ownwords.gather.reasons import MALFORMED, NUL, why_not_json
from ownwords.gather.storify_shapes import (
    ELEMENT,
    ENVELOPE,
    META,
    STORY,
    Element,
    Envelope,
    Moment,
    Person,
    Story,
    Words,
)
from ownwords.gather.x_dialect import NETWORK, account_uri, status_uri, unescape
from ownwords.records.captured import Captured, Fault, Place
from ownwords.records.post import Account, Attachment, Post
from ownwords.records.text import plain_text

HOME = "storify.com"
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.|m\.)?(?:twitter|x)\.com/(?:#!/)?(\w+)/status(?:es)?/(\d+)",
    re.IGNORECASE,
)
_HOST = re.compile(r"https?://(?:www\.|m\.)?([^/?#]+)", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:a|b|br|em|i|p|span|strong|div|ul|li|h\d|blockquote)\b[^<>]*>", re.IGNORECASE
)
_CLOSED = (b"}", b"}}")


class Said(msgspec.Struct, frozen=True):
    """Words with their place in the story, before it is known who said them."""

    words: str
    address: str
    at: Moment
    payload: bytes
    place: Place
    attachments: tuple[Attachment, ...] = ()
    links: tuple[str, ...] = ()


def story_of(before: bytes, after: bytes) -> tuple[Story, bytes]:
    """What stands around the elements, and its bytes without them.

    Of a story that is not whole only what stands before counts, and there are no bytes.
    """
    for end in (after, *_CLOSED):
        data = before + b"[]" + end
        for decoder in (ENVELOPE, STORY):
            try:
                found = decoder.decode(data)
            except MALFORMED:
                continue
            story = found.content if isinstance(found, Envelope) else found
            return story, data.strip() if end is after else b""
    return Story(), b""


class StoryReader:
    """Reads the elements of one story and keeps its links, which belong to the story itself."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._address = re.sub("^http:", "https:", (story.permalink or "").rstrip("/"))
        self._curator = _curator(story)
        self._links: list[str] = []
        self._link_bytes: list[bytes] = []

    def element(self, data: bytes, number: int, place: Place) -> list[Captured | Fault]:
        """The post of the element with this number; none for a link."""
        try:
            if not data.isascii():
                data.decode("utf-8")
            element = ELEMENT.decode(data)
        except MALFORMED as problem:
            return [Fault(place, why_not_json(data, problem))]
        if element.type == "link":
            self._links += [element.permalink] if element.permalink else []
            self._link_bytes.append(data)
            return []
        address = f"{self._address}#{element.eid or text_of(element.id) or number}"
        said = Said("", element.permalink or address, element.posted_at, data, place)
        if element.type == "text":
            return [self._text(element, msgspec.structs.replace(said, address=address))]
        if element.type in {"quote", "image", "video"}:
            return [self._shown(element, said)]
        return [Fault(place, "An element of the story is of a kind that is not known.")]

    def story(self, data: bytes, place: Place) -> Captured | Fault:
        """The story itself: what the curator said of it, and what it links to."""
        story = self._story
        payload = b'{"story":%b,"links":[%b]}' % (data, b",".join(self._link_bytes))
        words = story.description or story.title or ""
        said = Said(words, self._address, None, payload, place, links=tuple(self._links))
        return self._by_curator(said)

    def _text(self, element: Element, said: Said) -> Captured | Fault:
        text = element.data.text if element.data else None
        words = text.text if isinstance(text, Words) else text
        if words is None:
            return Fault(said.place, "A text of the story has no words.")
        return self._by_curator(msgspec.structs.replace(said, words=words))

    def _shown(self, element: Element, said: Said) -> Captured | Fault:
        """What somebody else said or showed; a picture without an author is the curator's."""
        shown = getattr(element.data, element.type) if element.data else None
        if shown is None:
            return Fault(said.place, "An element of the story shows nothing.")
        words = shown.text or shown.caption or shown.description or shown.title or ""
        pictures = (Attachment(element.type, shown.src),) if shown.src else ()
        said = msgspec.structs.replace(said, words=words, attachments=pictures)
        author = _author(element)
        if author is not None:
            return _captured(said, author, _moment(element.posted_at))
        if element.type == "quote":
            return Fault(said.place, "A quotation in the story does not say whose it is.")
        return self._by_curator(said)

    def _by_curator(self, said: Said) -> Captured | Fault:
        if self._curator is None or not self._address:
            return Fault(said.place, "The story does not say its address and its curator.")
        dates = self._story.date
        made = (dates.created or dates.published) if dates else None
        moment = _moment(said.at) or _moment(made) or _moment(self._story.published_at)
        return _captured(said, self._curator, moment)


def _curator(story: Story) -> Account | None:
    author = story.author
    if author is None or not author.username:
        return None
    name = author.username
    return Account(f"https://{HOME}/{name}", HOME, name, author.name or "")


def _author(element: Element) -> Account | None:
    """Who wrote what is shown: by id where the network said it, else by handle."""
    who = element.attribution or Person()
    status = _STATUS.match(element.permalink or "")
    if status:
        handle = status[1] if status[1] != "i" else who.username or ""
        native = _native(element)
        account = account_uri(native) if native else f"https://x.com/{handle}"
        return Account(account, NETWORK, handle, who.name or "") if handle or native else None
    host = _HOST.match(element.permalink or who.href or "")
    if host is None or not (who.username or who.href):
        return None
    network = host[1].lower()
    account = f"https://{network}/{who.username}" if who.username else who.href or ""
    return Account(account, network, who.username or "", who.name or "")


def _native(element: Element) -> str:
    """The author's id on the network of the quoted post, if what was kept of it tells."""
    try:
        meta = META.decode(element.meta)
    except MALFORMED:
        return ""
    native = (meta.user.id_str if meta.user else None) or meta.from_user_id_str or ""
    return native if native.isdecimal() else ""


def _moment(said: Moment) -> tuple[int, str] | None:
    try:
        text = str(int(said)) if isinstance(said, float) else said or ""
        return moment_of(text.strip(), "", "UTC")
    except (ValueError, OverflowError):
        return None


def _captured(said: Said, author: Account, moment: tuple[int, str] | None) -> Captured | Fault:
    if moment is None:
        return Fault(said.place, "An element of the story does not say its time.")
    status = _STATUS.match(said.address)
    markup = "text/html" if _MARKUP.search(said.words) else "text/plain"
    words = unescape(said.words) if status and markup == "text/plain" else said.words
    if "\0" in f"{words}{author.name}{author.handle}":
        return Fault(said.place, NUL)
    post = Post(
        id=status_uri(status[2]) if status else said.address,
        network=author.network,
        native_id=status[2] if status else said.address,
        version_id=status[2] if status else "",
        attributed_to=author.id,
        handle=author.handle,
        name=author.name,
        content=words,
        content_format=markup,
        published=moment[0],
        precision=moment[1],
        payload=said.payload,
        url=said.address,
        tags=extract_tags(plain_text(words, markup)),
        links=said.links,
        attachments=said.attachments,
    )
    return Captured(post, said.place)
