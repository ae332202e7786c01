"""Reads the hand-written part: who is who (cast.toml) and what they wrote (texts/*.toml)."""

from __future__ import annotations

import hashlib
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).resolve().parent.parent
HANDLE = re.compile(r"[A-Za-z0-9_]{16,20}")
MADE_UP_ACCOUNTS = 171

T = TypeVar("T")


class Dice:
    """Seeded choices made of `random()` alone, whose stream Python promises to keep."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same campaign each time

    def unit(self) -> float:
        return self._random.random()

    def below(self, end: int) -> int:
        return int(self._random.random() * end)

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[float]) -> T:
        mark = self._random.random() * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            mark -= weight
            if mark < 0:
                return item
        return items[-1]


def number_of(text: str, end: int) -> int:
    """A number below `end` that depends on nothing but the text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % end


@dataclass(frozen=True)
class Voice:
    """An account of the cast; `made_up` accounts only pass on what others wrote."""

    key: str
    handle: str
    name: str
    language: str
    kind: str = "person"
    place: str = ""
    made_up: bool = False

    @property
    def number(self) -> str:
        """The account id: ten digits from a range that the platform never gave out."""
        return str(9_900_000_000 + number_of(f"account {self.key}", 99_999_999))

    @property
    def uri(self) -> str:
        return f"https://x.com/i/user/{self.number}"


@dataclass(frozen=True)
class Text:
    """One hand-written text; `before` is its wording before an edit."""

    id: str
    voice: str
    language: str
    kind: str
    text: str
    gloss: str = ""
    to: str = ""
    before: str = ""
    deleted: str = ""
    long: bool = False
    at: datetime | None = None
    day: date | None = None


@dataclass(frozen=True)
class Cast:
    voices: dict[str, Voice]
    texts: dict[str, Text]
    links: dict[str, str]

    def papers(self) -> list[Text]:
        return [text for text in self.texts.values() if text.kind == "paper"]

    def tweets(self) -> list[Text]:
        return [text for text in self.texts.values() if text.kind != "paper"]


def load() -> Cast:
    """The whole hand-written part, with the made-up accounts added; raises ValueError on a slip."""
    table = read_toml(HERE / "cast.toml")
    voices = {key: Voice(key=key, **row) for key, row in table["voice"].items()}
    voices |= {voice.key: voice for voice in made_up_accounts()}
    texts = {text.id: text for text in _texts()}
    for voice in voices.values():
        if not HANDLE.fullmatch(voice.handle):
            raise ValueError(f"handle of {voice.key} is not 16 to 20 plain characters")
    return Cast(voices, texts, table["links"])


def read_toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _texts() -> Iterator[Text]:
    for path in sorted((HERE / "texts").glob("*.toml")):
        table = read_toml(path)
        for row in table["text"]:
            yield Text(language=table["language"], **row)


WHO = [
    "deckhand",
    "ropemaker",
    "pilot",
    "gatehand",
    "chandler",
    "netmender",
    "signaller",
    "cook",
    "bosun",
    "oiler",
]
WHERE = [
    "skerry",
    "morrow",
    "pikelock",
    "hollow",
    "cinder",
    "ninefathom",
    "lowcut",
    "gullstack",
    "quay",
]
SPEAKS = [
    "en",
    "en",
    "en",
    "en",
    "en",
    "en",
    "en",
    "ar",
    "ar",
    "hi",
    "ja",
    "ja",
    "th",
    "es",
    "es",
    "fr",
    "fr",
    "de",
    "de",
    "tr",
    "pt",
    "ko",
    "el",
    "ru",
    "ur",
]


def made_up_accounts() -> Iterator[Voice]:
    """Accounts that repost and repeat; a handle is trade, place and a number, cut to 20."""
    for index in range(MADE_UP_ACCOUNTS):
        trade, place = WHO[index % len(WHO)], WHERE[(index * 7) % len(WHERE)]
        handle = f"{trade}_{place}"[:16].rstrip("_") + f"_{index:03d}"
        handle = handle if len(handle) >= 16 else handle + "x" * (16 - len(handle))
        name = f"{trade.title()} {index + 1}, {place.title()}"
        yield Voice(f"other{index:03d}", handle, name, SPEAKS[index % len(SPEAKS)], made_up=True)
