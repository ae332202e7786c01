"""The posts and the questions of bench/search.py, the same for every engine.

Posts are spooled to a file in the order of an archive: by bucket of the account, then by time.
Words of a question are taken from a sample of the posts: whole words where a script has spaces,
else two to four neighbouring characters.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import zstandard

from bench import generate
from ownwords.archive.search_rows import Indexable
from ownwords.records.text import fold_tag
from ownwords.records.times import to_micros

HEAVY = "x:account/heavy"
UNSPACED = frozenset({"ja", "zh", "th"})
KINDS = (
    "term", "and", "phrase", "term+tag", "term+dates+language", "phrase+author", "tag by date",
    "rare",
)  # fmt: skip


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: words (each may be a phrase), all or any of them, and conditions."""

    kind: str
    words: tuple[str, ...] = ()
    any_of: bool = False
    prefix: bool = False
    tag: str = ""
    language: str = ""
    account: str = ""
    since: int | None = None
    until: int | None = None


class Mix(msgspec.Struct, frozen=True):
    """The questions by the way they are asked."""

    newest: list[Question]
    relevance: list[Question]
    prefix: list[Question]
    hard: list[Question]


def generated(count: int, seed: int = 1) -> Iterator[Indexable]:
    """Posts of bench/generate.py; every tenth is by one account, every fiftieth has a rare tag."""
    for number, (post, author, references) in enumerate(generate.posts(count, seed)):
        tags = [tag["tag"] for tag in post["entities"].get("hashtags", ())]
        text = post["text"]
        if number % 50 == 0:
            tags.append(f"rare{number // 50 % 4_000}")
            text += f" #{tags[-1]}"
        repost = [old["id"] for old, _ in references if text.startswith("RT @")]
        yield Indexable(
            id=f"https://x.com/i/status/{post['id']}",
            account=HEAVY if number % 10 == 0 else f"x:account/{author['id']}",
            published=_moment(post["created_at"]),
            text=text,
            version=post["id"],
            handle="heavy" if number % 10 == 0 else author["username"],
            language=post["lang"],
            tags=tuple(map(fold_tag, tags)),
            repost_of=f"https://x.com/i/status/{repost[0]}" if repost else "",
        )


def ira(path: Path) -> Iterator[Indexable]:
    """The posts of the slice of the information operation."""
    with zstandard.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            post = json.loads(line)
            yield Indexable(
                id=post["id"],
                account=f"ira:{post['author']}",
                published=_moment(post["created_at"]),
                text=post["text"],
                handle=post["author"],
                language=post["lang"] or "",
                tags=tuple(map(fold_tag, post["hashtags"])),
            )


def _moment(text: str) -> int:
    return to_micros(datetime.fromisoformat(text))


@dataclass(frozen=True)
class Corpus:
    """A spool of posts; also the feed that the index reads."""

    path: Path
    count: int
    state: str = "spooled"

    def rows(self, since: str = "") -> Iterator[Indexable]:
        """All posts."""
        del since
        decode = msgspec.json.Decoder(Indexable).decode
        with self.path.open("rb") as lines:
            for line in lines:
                yield decode(line)


def spool(posts: Iterable[Indexable], path: Path) -> Corpus:
    """Write posts to a file, bucket by bucket."""
    encode = msgspec.json.Encoder().encode
    count = 0
    with TemporaryDirectory(dir=path.parent) as name:
        buckets = [(Path(name) / str(number)).open("wb") for number in range(64)]
        for post in posts:
            bucket = buckets[zlib.crc32(post.account.encode()) & 63]
            bucket.write(encode(post))
            bucket.write(b"\n")
            count += 1
        with path.open("wb") as whole:
            for bucket in buckets:
                bucket.close()
                whole.write(Path(bucket.name).read_bytes())
    return Corpus(path, count)


def questions(corpus: Corpus, seed: int = 5) -> Mix:
    """200 questions, newest first, 25 of each kind; and those asked in other ways."""
    asks = _Asker(corpus, seed)
    newest = [asks.one(kind, number) for number in range(25) for kind in KINDS]
    words = [one for one in newest if one.kind in {"term", "and", "phrase", "rare"}]
    common = asks.common()
    return Mix(
        newest=newest,
        relevance=[*words, *_alternatives(common, range(2, 12)), *asks.hard(common[:10])],
        prefix=[
            Question(kind=f"prefix of {size}", words=(word[:size],), prefix=True)
            for size in (2, 3, 4, 5)
            for word in common[:10]
        ],
        hard=[*asks.hard(common[:10]), *_alternatives(common, (3, 10))],
    )


def _alternatives(words: list[str], sizes: Iterable[int]) -> list[Question]:
    return [Question(kind="or", words=tuple(words[:size]), any_of=True) for size in sizes]


class _Asker:
    """Makes questions from a sample of the posts."""

    def __init__(self, corpus: Corpus, seed: int) -> None:
        self._random = Random(seed)
        step = max(1, corpus.count // 20_000)
        sample = [post for number, post in enumerate(corpus.rows()) if number % step == 0]
        self._spaced = [p for p in sample if p.language not in UNSPACED and len(_words(p)) > 4]
        self._unspaced = [p for p in sample if p.language in UNSPACED and len(_longest(p)) > 6]
        self._tags = [post.tags[0] for post in sample if post.tags]
        self._tag_counts = Counter(self._tags)
        self._counts = Counter(word for post in sample for word in set(_words(post)))
        self._low = min(post.published for post in sample)
        self._span = max(post.published for post in sample) - self._low
        self._heavy = Counter(post.account for post in sample).most_common(1)[0][0]

    def common(self) -> list[str]:
        """The words of most posts."""
        return [word for word, _ in self._counts.most_common(400) if len(word) > 3][:20]

    def hard(self, common: list[str]) -> list[Question]:
        """Common words: alone, with a rare tag, with the account that wrote most, as phrases."""
        return [
            *(Question(kind="common", words=(word,)) for word in common),
            *(Question(kind="common, rare tag", words=(w,), tag=self._rare_tag()) for w in common),
            *(
                Question(kind="common, heavy author", words=(w,), account=self._heavy)
                for w in common
            ),
            *(Question(kind="common as phrase", words=(f"{a} {b}",)) for a, b in pairwise(common)),
        ]

    def _rare_tag(self) -> str:
        return self._random.choice([tag for tag, n in self._tag_counts.items() if n <= 2])

    def one(self, kind: str, number: int) -> Question:
        """A question of a kind; every third phrase is of a script without spaces."""
        post = self._random.choice(self._spaced)
        words = _words(post)
        at = self._random.randrange(len(words) - 1)
        since = self._low + int(self._random.random() * 0.85 * self._span)
        until = since + self._span // 10
        kinds: dict[str, dict[str, Any]] = {
            "term": {"words": (words[at],)},
            "and": {"words": (words[at], words[at + 1])},
            "phrase": {"words": (f"{words[at]} {words[at + 1]}",)},
            "term+tag": {"words": (words[at],), "tag": self._random.choice(self._tags)},
            "term+dates+language": {
                "words": (words[at],),
                "language": post.language,
                "since": since,
                "until": until,
            },
            "phrase+author": {
                "words": (f"{words[at]} {words[at + 1]}",),
                "account": self._heavy if number % 2 else post.account,
            },
            "tag by date": {"tag": self._random.choice(self._tags), "since": since, "until": until},
            "rare": {"words": (min(words, key=self._counts.__getitem__),)},
        }
        asked = kinds[kind]
        if kind == "phrase" and number % 3 == 0 and self._unspaced:
            asked = {"words": (self._piece(),)}
        return Question(kind=kind, **asked)

    def _piece(self) -> str:
        word = _longest(self._random.choice(self._unspaced))
        size = self._random.randint(2, 4)
        at = self._random.randrange(len(word) - size)
        return word[at : at + size]


def _words(post: Indexable) -> list[str]:
    """Words of the post's own that every engine reads alike: letters only."""
    return [w for w in post.text.split() if w.isalpha() and not w.isupper() and len(w) > 1]


def _longest(post: Indexable) -> str:
    return max(_words(post), key=len, default="")
