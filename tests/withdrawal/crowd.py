"""Invented people who speak with, about and over somebody who then asks to be taken out.

Every line is a status of Twitter's API 1.1 as it was delivered. Nobody of them exists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.withdrawal.tongues import SHORT, Leaver, sentence, spelled

LEAVER = "77001001"
HANDLE = "isolde_of_the_weir"
NAME = "Isolde of the Weir"
ISOLDE = Leaver(HANDLE, NAME)
OTHERS = ("88002002", "88002003", "88002004", "88002005")
TAG = "#WeKeepTheLight"
_BEGIN = 421_000_000_000_000_000
_MONTH = "Sat Jan 11 05:{minute:02}:{second:02} +0000 2014"
_WORDS = [
    "lamp",
    "winch",
    "ferry",
    "kettle",
    "gate",
    "tide",
    "ledger",
    "frost",
    "whistle",
    "lantern",
    "harbour",
    "siding",
    "paraffin",
    "rope",
    "gull",
    "mitten",
    "storm",
    "anchor",
    "signal",
    "biscuit",
    "quay",
    "drift",
    "wick",
    "lichen",
    "sluice",
    "pontoon",
]

PASSING_ON = (
    *("so true RT @{}: ", "RT @{} ", "rt @{}: ", "MT @{}: ", "QT @{}: ", "RT: @{}: "),
    *("\u201c@{}: ", '"@{} ', "\u00ab\u202f@{}\u202f: ", "\u201e@{}: ", "\u2018@{}: "),
    *("yes\nRT\u00a0@{}:\u3000", "(RT @{}) ", "RT \uff20{}: "),
)
"""Ways to say that somebody else's words follow; their handle in the middle."""
NAMING = (
    *("{1} @{0}\u3055\u3093\uff01", "@{0}\u7684 {1}"),
    *(
        "{1} thanks to @{0}!",
        "\u3042\u308a\u304c\u3068\u3046@{0} {1}",
        "{1} (via @{0})",
        ".@{0}: {1}",
    ),
    *(
        "{1} \u00ab\u202f@{0}\u202f\u00bb",
        "{1} \u200f@{0}\u200f",
        "\U0001f4a1@{0}\U0001f4a1 {1}",
        "{1}\u2014@{0}\u2014",
    ),
    *(
        "@{0}, {1}",
        "{1} \uff20{0}",
        "{1}\u3000@{0}\u3002",
        "@{0}\u2019s {1}",
        "{1} &lt;@{0}&gt;",
        "{1} \\@{0}",
    ),
)
"""Ways to name somebody: 0 is the handle, 1 are words of one's own."""

Json = dict[str, Any]


def user(native: str, leaver: Leaver = ISOLDE, handle: str = "") -> Json:
    """An account as it stands inside a status."""
    if native == LEAVER:
        return {"id_str": native, "screen_name": handle or leaver.handle, "name": leaver.name}
    return {
        "id_str": native,
        "screen_name": f"keeper_{native[-3:]}",
        "name": f"Keeper {native[-3:]}",
    }


@dataclass
class Crowd:
    """A history of statuses; ``said`` are the leaver's own texts.

    With a ``leaver`` everybody speaks as people do, else in the plain words of keepers.
    """

    seed: int
    said: list[str] = field(default_factory=list)
    leaver: Leaver | None = None

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.number = 0
        self.own: list[Json] = []
        self.others: list[Json] = []

    def words(self) -> str:
        """A sentence that nobody says twice."""
        if self.leaver is not None:
            return f"{sentence(self.random, f'number{self.random.randrange(10**9)}')} {TAG}"
        chosen = self.random.sample(_WORDS, 7)
        return f"{' '.join(chosen)} number{self.random.randrange(10**9)} {TAG}"

    def status(self, who: str, text: str, **more: Any) -> Json:
        """A status by somebody."""
        self.number += 1
        native = str(_BEGIN + self.number * 1_000_003)
        mentions = more.pop("mentions", [])
        made: Json = {
            "created_at": _MONTH.format(minute=self.number // 60 % 60, second=self.number % 60),
            "id_str": native,
            "full_text": text,
            "lang": "en",
            "user": self._user(who, more.pop("handle", "")),
            "entities": {
                "hashtags": [{"text": TAG[1:]}],
                "user_mentions": mentions,
                "urls": more.pop("urls", []),
            },
            "favorite_count": self.random.randrange(9),
        }
        return made | more

    def one(self) -> Json:
        """The next status of the history."""
        if not self.own or self.random.random() < 0.25:
            return self._own()
        return self.random.choice(
            (
                self._plain,
                self._reply,
                self._mention,
                self._repost,
                self._quote,
                self._manual,
                self._link,
                self._over_two,
                self._answered,
            )
        )()

    def _user(self, native: str, handle: str = "") -> Json:
        return user(native, self.leaver or ISOLDE, handle)

    def _other(self) -> str:
        return self.random.choice(OTHERS)

    def _own(self) -> Json:
        short = self.leaver is not None and self.random.random() < 0.2
        text = self.random.choice(SHORT) if short else self.words()
        self.said.append(text)
        handle = self.leaver.handle if self.leaver else HANDLE
        handle = handle if self.random.random() < 0.8 else f"{handle}_too"
        made = self.status(LEAVER, text, handle=handle)
        self.own.append(made)
        return made

    def _plain(self) -> Json:
        made = self.status(self._other(), self.words())
        self.others.append(made)
        return made

    def _named(self) -> Json:
        return self._user(LEAVER, self.random.choice(self.own)["user"]["screen_name"])

    def _reply(self) -> Json:
        to, named = self.random.choice(self.own), self._named()
        return self.status(
            self._other(),
            f"@{named['screen_name']} {self.words()}",
            mentions=[named],
            in_reply_to_status_id_str=to["id_str"],
            in_reply_to_user_id_str=LEAVER,
            in_reply_to_screen_name=named["screen_name"],
        )

    def _mention(self) -> Json:
        named = self._named()
        text = self._naming(named["screen_name"])
        return self.status(self._other(), text, mentions=[named])

    def _naming(self, handle: str) -> str:
        """Words in which they stand, where that is the same handle in capitals."""
        loud = handle.upper()
        handle = loud if loud.lower() == handle.lower() else handle
        form = (
            self.random.choice(NAMING if handle.isascii() else NAMING[2:])
            if self.leaver
            else "{1} thanks to @{0}!"
        )
        return form.format(handle, self.words())

    def _repost(self) -> Json:
        of = self.random.choice(self.own)
        text = f"RT @{of['user']['screen_name']}: {of['full_text']}"
        return self.status(self._other(), text, mentions=[of["user"]], retweeted_status=of)

    def _quote(self) -> Json:
        of = self.random.choice(self.own)
        address = f"https://twitter.com/{of['user']['screen_name']}/status/{of['id_str']}"
        return self.status(
            self._other(),
            f"{self.words()} https://t.co/abc",
            urls=[{"url": "https://t.co/abc", "expanded_url": address}],
            quoted_status=of,
            quoted_status_id_str=of["id_str"],
        )

    def _manual(self) -> Json:
        of = self.random.choice(self.own)
        text = self._passed_on().format(of["user"]["screen_name"]) + of["full_text"]
        return self.status(self._other(), text, mentions=[of["user"]])

    def _passed_on(self) -> str:
        """What stands before words of somebody else."""
        if self.leaver is None:
            return "so true RT @{}: "
        return self.random.choice(PASSING_ON)

    def _link(self) -> Json:
        of = self.random.choice(self.own)
        address = f"https://x.com/{of['user']['screen_name']}/status/{of['id_str']}"
        return self.status(self._other(), f"{self.words()} {address}")

    def _over_two(self) -> Json:
        """A repost of somebody who quoted the leaver."""
        quoting = self._quote()
        text = f"RT @{quoting['user']['screen_name']}: {quoting['full_text']}"
        return self.status(
            self._other(), text, mentions=[quoting["user"]], retweeted_status=quoting
        )

    def _answered(self) -> Json:
        """The leaver answers somebody; then somebody answers both."""
        named = self._named()
        return self.status(
            self._other(),
            f".@keeper_002 @{named['screen_name']} {self.words()}",
            mentions=[user("88002002"), named],
            in_reply_to_user_id_str="88002002",
            in_reply_to_screen_name="keeper_002",
        )


def lines(crowd: Crowd, count: int) -> Iterator[bytes]:
    """The next statuses as JSON lines; now and then in ASCII alone."""
    for _ in range(count):
        how = crowd.random.randrange(4) if crowd.leaver else int(crowd.random.random() < 0.5)
        yield spelled(crowd.one(), how).encode() + b"\n"


def deletion(of: Json) -> bytes:
    """The line by which the stream says that a post was deleted."""
    gone = {"status": {"id_str": of["id_str"], "user_id_str": of["user"]["id_str"]}}
    return json.dumps({"delete": gone}).encode() + b"\n"
