"""Turns texts into posts with times, ids, addresses, reposts and echoes: the campaign as it ran."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from making.cast import Cast, Dice, Text, Voice, number_of

EPOCH_MS = 1_288_834_974_657  # first millisecond of the platform's ids
MACHINE = 1023 << 12  # a machine number it never used: no id here can be a real post
LAST = datetime(2014, 2, 20, 23, 30, tzinfo=UTC)
REPOSTS = 640
LIMIT = 140

MENTION = re.compile(r"@\{(\w+)\}")
LINK = re.compile(r"\{([\w-]+)\}")

# share of the undated texts that falls on each day after the tag began
DAYS = {
    date(2014, 1, 10): 4, date(2014, 1, 11): 58, date(2014, 1, 12): 14, date(2014, 1, 13): 7,
    date(2014, 1, 14): 5, date(2014, 1, 15): 3, date(2014, 1, 17): 3, date(2014, 1, 20): 2,
    date(2014, 1, 26): 2, date(2014, 2, 4): 2, date(2014, 2, 9): 1, date(2014, 2, 16): 1,
}  # fmt: skip

ECHOES = {
    "en-lisle-4000": 11, "en-bess-since2006": 7, "en-assembly-silence": 6, "ar-nour-sunset": 6,
    "hi-devraj-heavy": 5, "ja-mio-nothing": 5, "th-lungchai-whose": 5, "es-rocio-priest": 5,
    "fr-solenn-fish": 4, "de-ole-spray": 4, "tr-cemal-lampshade": 4, "pt-zeca-roof": 4,
    "ko-deokbae-question": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Post:
    """A post as its author sent it; `words` are plain text with short links put in."""

    key: str
    id: int
    voice: Voice
    at: datetime
    words: str
    language: str
    kind: str  # post, reply, quote, outside, echo, repost
    links: tuple[tuple[str, str], ...] = ()  # short address, address behind it
    original: Post | None = None
    earlier: Post | None = None
    deleted: str = ""
    long: bool = False

    @property
    def first_id(self) -> int:
        """The id under which all versions of the post are one."""
        return self.earlier.id if self.earlier else self.id

    @property
    def uri(self) -> str:
        return f"https://x.com/i/status/{self.first_id}"

    @property
    def address(self) -> str:
        return f"https://twitter.com/{self.voice.handle}/status/{self.id}"


def snowflake(at: datetime, key: str) -> int:
    """An id as the platform spelt it: milliseconds since its epoch, machine, sequence."""
    milliseconds = int(at.timestamp()) * 1000 + number_of(f"ms {key}", 1000)
    return (milliseconds - EPOCH_MS) << 22 | MACHINE | number_of(f"sequence {key}", 4096)


def short_link(target: str) -> str:
    """A made-up short address of the usual 23 characters."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    rest = number_of(target, 36**7)
    return "https://t.co/inv" + "".join(digits[rest // 36**place % 36] for place in range(7))


def campaign(cast: Cast) -> list[Post]:
    """Every post of the invented campaign in the order of time, each version once (the last)."""
    written = _written(cast)
    posts = [*written.values(), *_echoes(cast, written)]
    posts += _reposts(cast, posts)
    posts = [replace(post, deleted=post.deleted or _fate(post)) for post in posts]
    posts.sort(key=lambda post: post.id)
    if len({post.id for post in posts}) != len(posts):
        raise ValueError("two posts were given one id")
    return posts


def _fate(post: Post) -> str:
    """A few of the made-up accounts' posts went away later."""
    if not post.voice.made_up:
        return ""
    lot = number_of(f"gone {post.key}", 1000)
    return (
        "compliance"
        if lot < 12
        else "compliance suspended"
        if lot < 15
        else "v1"
        if lot < 21
        else ""
    )


def _written(cast: Cast) -> dict[str, Post]:
    dice = Dice("days of the undated texts")
    posts: dict[str, Post] = {}
    waiting = sorted(cast.tweets(), key=lambda text: text.id)
    while waiting:
        ready = [text for text in waiting if not text.to or text.to in posts]
        if not ready:
            raise ValueError(f"answers to nothing: {[text.id for text in waiting]}")
        for text in ready:
            posts[text.id] = _post(cast, text, posts.get(text.to), dice)
        waiting = [text for text in waiting if text.id not in posts]
    return posts


def _post(cast: Cast, text: Text, original: Post | None, dice: Dice) -> Post:
    at = _moment(text, original, dice)
    words, links = _spelt_out(cast, text.text)
    if text.kind == "quote" and original:
        links = (*links, (short_link(original.address), original.address))
        words = f"{words} {links[-1][0]}"
    elif len(words) > LIMIT and not text.long:
        raise ValueError(f"{text.id} has {len(words)} characters")
    post = Post(
        text.id, snowflake(at, text.id), cast.voices[text.voice], at, words, text.language,
        text.kind, links, original, deleted=text.deleted, long=text.long,
    )  # fmt: skip
    if not text.before:
        return post
    later = at + timedelta(minutes=9)
    first = replace(post, words=_spelt_out(cast, text.before)[0])
    return replace(post, id=snowflake(later, f"{text.id} edited"), at=later, earlier=first)


def _moment(text: Text, original: Post | None, dice: Dice) -> datetime:
    if text.at:
        return text.at
    day = text.day or dice.weighted(list(DAYS), [float(share) for share in DAYS.values()])
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    at = start + timedelta(seconds=900 + dice.below(84_000))
    if original and at <= original.at:
        return original.at + timedelta(minutes=25)
    return at


def _spelt_out(cast: Cast, text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    named = MENTION.sub(lambda match: "@" + cast.voices[match[1]].handle, text)
    targets = [cast.links[name] for name in LINK.findall(named)]
    words = LINK.sub(lambda match: short_link(cast.links[match[1]]), named)
    return words, tuple((short_link(target), target) for target in targets)


def _echoes(cast: Cast, written: dict[str, Post]) -> Iterator[Post]:
    """The same words by other accounts, with the small changes people make."""
    dice = Dice("echoes")
    others = [voice for voice in cast.voices.values() if voice.made_up]
    for key, count in ECHOES.items():
        source = written[key]
        near = [voice for voice in others if voice.language == source.language]
        start = dice.below(len(near))
        for index in range(count):
            voice = near[(start + index) % len(near)] if len(near) >= count else dice.pick(others)
            at = min(source.at + timedelta(minutes=11 + dice.below(4000)), LAST)
            echo = f"{key} echo {index} {voice.key}"
            words = _changed(source.words, index)
            yield replace(
                source, key=echo, id=snowflake(at, echo), voice=voice, at=at, words=words,
                kind="echo", deleted="",
            )  # fmt: skip


def _changed(words: str, index: int) -> str:
    body, mark, tags = words.partition(" #")
    tags = mark + tags
    changes = (
        words,
        body.rstrip(".。।") + tags,
        body.rstrip(".。।") + "!" + tags,
        words.casefold(),
        words.replace(",", "").replace("،", ""),
        body + tags.upper(),
        body + "  " + tags.strip(),
    )
    return changes[index % len(changes)]


def _reposts(cast: Cast, posts: list[Post]) -> Iterator[Post]:
    """Reposts: many of few, few of many; nobody reposts the same post twice."""
    dice = Dice("reposts")
    voices = [voice for voice in cast.voices.values() if voice.kind == "person"]
    sources = [post for post in posts if post.kind != "echo" and post.voice.key != "troll"]
    weights = [_pull(post) for post in sources]
    seen: set[tuple[int, str]] = set()
    while len(seen) < REPOSTS:
        source, voice = dice.weighted(sources, weights), dice.pick(voices)
        stranger = voice.language not in (source.language, "en") and dice.unit() < 0.6
        if stranger or voice == source.voice or (source.id, voice.key) in seen:
            continue
        seen.add((source.id, voice.key))
        minutes = (
            2
            + 600 * dice.unit() * dice.unit()
            + (20_000 * dice.unit() if dice.unit() < 0.06 else 0)
        )
        at = min(source.at + timedelta(minutes=minutes), LAST).replace(microsecond=0)
        key = f"{source.key} by {voice.key}"
        yield Post(
            key, snowflake(at, key), voice, at, _repost_words(source), source.language, "repost",
            original=source,
        )  # fmt: skip


def _pull(post: Post) -> float:
    if post.kind == "outside":
        return 0.9
    pull = number_of(f"pull {post.key}", 1000) / 1000
    return 0.4 + 9 * pull * pull * pull * pull


def _repost_words(source: Post) -> str:
    words = f"RT @{source.voice.handle}: {source.words}"
    return words if len(words) <= LIMIT else words[: LIMIT - 1] + "…"


def hashtags(words: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and name of every tag: letters, marks, digits and '_' after '#', any script."""
    at = words.find("#")
    while at >= 0:
        end = at + 1
        while end < len(words) and (
            words[end] == "_" or unicodedata.category(words[end])[0] in "LMN"
        ):
            end += 1
        if end > at + 1:
            yield at, end, words[at + 1 : end]
        at = words.find("#", end)
