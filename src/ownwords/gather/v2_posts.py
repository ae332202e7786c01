"""Twitter API v2: bytes of one post and its page in, records out."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ownwords.gather.hashtags import extract_tags
from ownwords.gather.iso_times import micros_if_iso, micros_of_iso
from ownwords.gather.reasons import MALFORMED, NUL, why, why_not_json
from ownwords.gather.v2_shapes import (
    BARE,
    FLAT_REF,
    MEDIA,
    TWEET,
    USER,
    Entities,
    FlatLine,
    Includes,
    Media,
    Tweet,
    User,
)
from ownwords.gather.x_dialect import (
    NETWORK,
    account_uri,
    micros_of_id,
    page_of,
    status_uri,
    unescape,
)
from ownwords.locales import marked
from ownwords.records.captured import Captured, Departed, Departure, Fault, Place, Read
from ownwords.records.consent import Wish, WishKind
from ownwords.records.post import PASSED_ON, Attachment, Metrics, Post

_NO_ENTITIES = Entities()
_NO_REFERENCES = ("", "", "")
_NOBODY = "The post does not say its author."
_NO_ID = "The post does not say its id."
_BARE = marked("the words, author and time of the post")
_PARTLY = "Part of the post has a shape that is not known."


class Page:
    """What stands around the posts of one line: people, other posts, media, where and when."""

    __slots__ = (
        "embedded",
        "flat",
        "media",
        "observed",
        "place",
        "reads",
        "tweets",
        "user_bytes",
        "users",
    )

    def __init__(self, place: Place, observed: str | None) -> None:
        self.place = place
        self.observed = micros_if_iso(observed)
        self.users: dict[str, User] = {}
        self.user_bytes: dict[str, bytes] = {}
        self.tweets: dict[str, bytes] = {}
        self.embedded: dict[str, Tweet] = {}
        self.media: dict[str, tuple[bytes, Media]] = {}
        self.reads: list[Read] = []
        self.flat = False

    def include(self, includes: Includes) -> None:
        """Take in what a page delivers beside its posts; what is broken there is a fault."""
        for raw in includes.users or ():
            self.add_user(bytes(raw))
        for raw in includes.tweets or ():
            self.add_tweet(bytes(raw))
        for raw in includes.media or ():
            self.add_media(bytes(raw))

    def add_user(self, raw: bytes) -> None:
        """One account."""
        try:
            user = USER.decode(raw)
        except MALFORMED:
            self._fault("An account in the page has a shape that is not known.")
            return
        self.users[user.id] = user
        self.user_bytes[user.id] = raw

    def add_media(self, raw: bytes) -> None:
        """One picture or film."""
        try:
            media = MEDIA.decode(raw)
        except MALFORMED:
            self._fault("A picture in the page has a shape that is not known.")
            return
        self.media[media.media_key] = (raw, media)

    def add_tweet(self, raw: bytes) -> None:
        """One embedded post; those of protected accounts are left out and reported."""
        try:
            tweet = TWEET.decode(raw)
        except MALFORMED as problem:
            self._fault(why_not_json(raw, problem))
            return
        if self.is_private(tweet.author_id):
            self.reads.append(private(tweet, self))
            return
        self.tweets[tweet.id] = raw
        self.embedded[tweet.id] = tweet

    def is_private(self, account: str) -> bool:
        """Whether the page says that this account is protected."""
        user = self.users.get(account)
        return user is not None and user.protected is True

    def _fault(self, reason: str) -> None:
        self.reads.append(Fault(self.place, reason, marked("the rest of the page")))


def private(tweet: Tweet, page: Page) -> Departed:
    """A post of a protected account is never taken in; the account counts as private."""
    return Departed(Departure.PRIVATE, page.place, account=account_uri(tweet.author_id))


def read_page(raws: Iterable[bytes], page: Page) -> list[Read]:
    """The posts of a page, then the embedded ones that the page does not hold itself.

    The same original embedded in two pages is given twice: leaving out what is known is the
    archive's business, and a reading that is resumed must not depend on earlier pages.
    """
    reads: list[Read] = []
    own: set[str] = set()
    for raw in raws:
        try:
            tweet = TWEET.decode(raw)
        except msgspec.ValidationError as problem:
            tweet_or_fault = _bare(raw, page, why(problem))
            if isinstance(tweet_or_fault, Fault):
                reads.append(tweet_or_fault)
                continue
            tweet = tweet_or_fault
            reads.append(Fault(page.place, _PARTLY, _BARE))
        except MALFORMED as problem:
            reads.append(Fault(page.place, why_not_json(raw, problem)))
            continue
        own.add(tweet.id)
        reads.append(capture(raw, tweet, page))
    for native, tweet in page.embedded.items():
        if native not in own:
            reads.append(capture(page.tweets[native], tweet, page))
    reads.extend(page.reads)
    return reads


def _bare(raw: bytes, page: Page, reason: str) -> Tweet | Fault:
    try:
        bare = BARE.decode(raw)
    except MALFORMED:
        return Fault(page.place, reason)
    return Tweet(bare.id, bare.text, bare.author_id, bare.created_at)


def capture(raw: bytes, tweet: Tweet, page: Page) -> Read:
    """One post as a record. ``raw`` is the post's own bytes within the page."""
    author = tweet.author_id
    user = page.users.get(author)
    if user is not None and user.protected:
        return private(tweet, page)
    if not tweet.id.isdecimal() or not author.isdecimal():
        return Fault(page.place, _NOBODY if tweet.id.isdecimal() else _NO_ID)
    published = _published(tweet)
    if published is None:
        return Fault(page.place, "The post does not say its time.")
    if _holds_nul(tweet, user):
        return Fault(page.place, NUL)
    post = _post(raw, tweet, page, published)
    metrics = None
    shown = tweet.public_metrics
    if shown is not None:
        reach = user.public_metrics if user is not None else None
        metrics = Metrics(
            post.id,
            page.observed,
            shown.like_count,
            shown.retweet_count,
            shown.reply_count,
            shown.quote_count,
            None if reach is None else reach.followers_count,
        )
    return Captured(post, page.place, _wishes(tweet, user, post, page), (), metrics)


def _published(tweet: Tweet) -> int | None:
    said = tweet.created_at
    history = tweet.edit_history_tweet_ids
    edited = history is not None and len(history) > 1 and history[0] != tweet.id
    if said and not edited:
        try:
            return micros_of_iso(said)
        except ValueError:
            return None
    return micros_of_id(history[0] if edited and history else tweet.id)


def _holds_nul(tweet: Tweet, user: User | None) -> bool:
    note, entities = tweet.note_tweet, tweet.entities
    return (
        "\0" in tweet.text
        or (user is not None and ("\0" in user.name or "\0" in user.username))
        or (note is not None and "\0" in note.text)
        or (entities is not None and any("\0" in tag.tag for tag in entities.hashtags or ()))
    )


def _wishes(tweet: Tweet, user: User | None, post: Post, page: Page) -> tuple[Wish, ...]:
    if tweet.withheld is None and (user is None or user.withheld is None):
        return ()
    account = post.attributed_to
    wishes = []
    if tweet.withheld is not None:
        wishes.append(Wish(WishKind.TAKEN_DOWN, account, post.id, page.observed))
    if user is not None and user.withheld is not None:
        wishes.append(Wish(WishKind.TAKEN_DOWN, account, "", page.observed))
    return tuple(wishes)


def _post(raw: bytes, tweet: Tweet, page: Page, published: int) -> Post:
    native = tweet.id
    history = tweet.edit_history_tweet_ids
    first = history[0] if history else native
    reply, quote, repost = _references(tweet) if tweet.referenced_tweets else _NO_REFERENCES
    text, entities = tweet.text, tweet.entities
    if tweet.note_tweet is not None and not repost:
        text = tweet.note_tweet.text
        entities = tweet.note_tweet.entities or entities
    content = unescape(text)
    user = page.users.get(tweet.author_id)
    handle = user.username if user is not None else ""
    tags, mentions, links = _found(entities, content)
    if repost:
        tags = _with_tags_of(page.embedded.get(repost), tags)
    untold = tweet.referenced_tweets is None and content.startswith("RT @")
    said = tweet.created_at or ""
    conversation = tweet.conversation_id
    attachments, media = _attachments(tweet, page) if tweet.attachments else ((), b"")
    return Post(
        id=status_uri(first),
        network=NETWORK,
        native_id=first,
        attributed_to=account_uri(tweet.author_id),
        content=content,
        published=published,
        payload=raw if page.flat else _payload(raw, tweet, page, media),
        type=PASSED_ON if repost or untold else "Note",
        url=page_of(handle, native),
        version_id=native,
        handle=handle,
        name=user.name if user is not None else "",
        published_raw=said,
        updated=micros_if_iso(said) if first != native else None,
        observed_at=page.observed,
        sensitive=tweet.possibly_sensitive is True,
        truncated=(bool(repost) or untold) and content.endswith("…"),
        language=tweet.lang or "",
        language_source="platform" if tweet.lang else "",
        tags=tags,
        mentions=mentions,
        links=links,
        in_reply_to=status_uri(reply),
        conversation=status_uri(conversation) if conversation else "",
        quote_of=status_uri(quote),
        repost_of=status_uri(repost),
        attachments=attachments,
    )


def _references(tweet: Tweet) -> tuple[str, str, str]:
    """The ids this post replies to, quotes and reposts."""
    reply = quote = repost = ""
    for ref in tweet.referenced_tweets or ():
        if ref.type == "replied_to":
            reply = ref.id
        elif ref.type == "quoted":
            quote = ref.id
        elif ref.type == "retweeted":
            repost = ref.id
    return reply, quote, repost


def _found(
    entities: Entities | None, content: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Tags, mentions and links of the entities; tags of the text when an export has none."""
    if entities is None:
        return extract_tags(content), (), ()
    tags = entities.hashtags
    mentions = entities.mentions
    links = entities.urls
    return (
        tuple([tag.tag for tag in tags]) if tags else (),
        tuple([account_uri(m.id) or f"@{m.username}" for m in mentions]) if mentions else (),
        tuple([ln.unwound_url or ln.expanded_url or ln.url for ln in links if not ln.media_key])
        if links
        else (),
    )


def _with_tags_of(original: Tweet | None, tags: tuple[str, ...]) -> tuple[str, ...]:
    """A repost shows its original's tags, also those that its own cut text has lost."""
    if original is None:
        return tags
    entities = original.note_tweet.entities if original.note_tweet else None
    more, _, _ = _found(entities or original.entities, original.text)
    return tags + tuple([tag for tag in more if tag not in tags])


def _attachments(tweet: Tweet, page: Page) -> tuple[tuple[Attachment, ...], bytes]:
    keys = tweet.attachments.media_keys if tweet.attachments else None
    found = [page.media[key] for key in keys or () if key in page.media]
    made = tuple(
        [Attachment(m.type, m.url or m.preview_image_url or "", m.alt_text or "") for _, m in found]
    )
    return made, b",".join([raw for raw, _ in found])


def _payload(raw: bytes, tweet: Tweet, page: Page, media: bytes) -> bytes:
    """The post as received, with its author and the posts it refers to, in the page's shape."""
    user = page.user_bytes.get(tweet.author_id, b"")
    refs = tweet.referenced_tweets
    others = b""
    if refs:
        others = b",".join([page.tweets[ref.id] for ref in refs if ref.id in page.tweets])
    end = b'],"media":[%b]}}' % media if media else b"]}}"
    parts = (b'{"data":', raw, b',"includes":{"users":[', user, b'],"tweets":[', others, end)
    return b"".join(parts)


def read_flat(line: FlatLine, raw: bytes, place: Place) -> list[Read]:
    """One flattened post: author, referenced posts and media stand inside it."""
    page = Page(place, line.twarc.retrieved_at if line.twarc else None)
    page.flat = True
    if bytes(line.author):
        page.add_user(bytes(line.author))
    for media in (line.attachments.media if line.attachments else None) or ():
        page.add_media(bytes(media))
    for ref in line.referenced_tweets or ():
        raw = _add_reference(bytes(ref), raw, page)
    return read_page([raw], page)


def _add_reference(ref: bytes, raw: bytes, page: Page) -> bytes:
    """Take in a referenced post that stands whole; cut it from the line when it is private."""
    found = FLAT_REF.decode(ref)
    if found.text is None:
        return raw
    if bytes(found.author):
        page.add_user(bytes(found.author))
    page.add_tweet(ref)
    if page.is_private(found.author_id):
        stub = b'{"type":"%b","id":"%b"}' % (found.type.encode(), found.id.encode())
        return raw.replace(ref, stub)
    return raw
