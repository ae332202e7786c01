"""A campaign in which every word wants to be markup: posts, people, files, stories, settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from ownwords.archive.accession import Taking
from ownwords.archive.settings import write_settings_text
from ownwords.archive.vault import Vault
from ownwords.records.campaign import Campaign, Moment
from ownwords.records.captured import Captured, Fault, Place
from ownwords.records.consent import (
    Answer,
    GivenBy,
    Scope,
    Statement,
    Use,
    Voice,
    VoiceKind,
)
from ownwords.records.post import Attachment, Post
from ownwords.workbench.upload import inbox_of
from tests.workbench.payloads import payloads

BEGIN = 1_389_400_000_000_000
HOUR = 3_600_000_000
TOGETHER = 25
"""Posts of one taking; each taking has a name of its own."""

STORIES = 8
_NOT_IN_NAMES = str.maketrans({"/": "\u2215", "\x00": "_", "\n": " ", "\t": " "})
_LONGEST_NAME = 60


def post_id(number: int) -> str:
    return f"https://light.example/{number}"


def account_id(number: int) -> str:
    return f"https://light.example/@{number}"


def make(root: Path) -> None:
    """The whole campaign in ``root``; its keys are where OWNWORDS_CONFIG says."""
    words = payloads()
    vault = Vault.create(root, write_settings_text(_campaign(words)))
    for start in range(0, len(words), TOGETHER):
        _take(vault, words, start)
    vault.desk.add_statements(list(_statements(words)))
    for number, word in enumerate(words[::10]):
        vault.desk.put_voices([_voice(number, word)], BEGIN)
    vault.close()
    for number in range(STORIES):
        text = _story(words[number::STORIES], number)
        (root / "stories" / f"story-{number}.md").write_text(text, encoding="utf-8")
    for number, word in enumerate(words[::20]):
        place = inbox_of(root) / f"{number:012x}"
        place.mkdir(parents=True)
        name = word.translate(_NOT_IN_NAMES)[:_LONGEST_NAME].strip(". ") or "file"
        (place / name).write_bytes(b"{}")


def _campaign(words: Sequence[str]) -> Campaign:
    one_line = [" ".join(word.split()) for word in words]
    return Campaign(
        name=one_line[1][:200],
        hashtags=("OurTag", "\u0627\u0644\u0636\u0648\u0621"),
        contact=" ".join(one_line[::50]),
        told_by=" ".join(one_line[7::50]),
        languages=("en", "ar"),
        moments=tuple(Moment(BEGIN + n * HOUR, word) for n, word in enumerate(one_line[::100])),
    )


def _take(vault: Vault, words: Sequence[str], start: int) -> None:
    taking = Taking.begin(vault, words[start], "twitter_v2")
    reads = [_captured(number, words) for number in range(start, start + TOGETHER)]
    faults = [Fault(Place(words[start], 1, 0), words[start + 1], words[start + 2])]
    taking.add([*reads, *faults])
    taking.finish(read=len(reads))


def _captured(number: int, words: Sequence[str]) -> Captured:
    word = words[number]
    post = Post(
        id=post_id(number),
        network=word[:40] if number % 50 == 0 else "light",
        native_id=str(number),
        attributed_to=account_id(number),
        content=word,
        published=BEGIN + number * HOUR,
        payload=b'{"n":%d}' % number,
        version_id=f"{number}",
        handle=word,
        name=words[-number],
        summary=word,
        url=f"javascript:hit({number})",
        language=word[:20] if number % 50 == 1 else "en",
        language_source="platform",
        tags=("OurTag",),
        attachments=(Attachment("image", "https://light.example/a.png", word),),
        in_reply_to=post_id(number - 1) if number % 5 == 0 else "",
    )
    return Captured(post, Place(word, number + 1, 0))


def _statements(words: Sequence[str]) -> Iterator[Statement]:
    for number, word in enumerate(words):
        asked = number % 10 == 3
        yield Statement(
            answer=Answer.ASKED if asked else Answer.YES,
            uses=(Use.NAMED, Use.VERBATIM, Use.PARAPHRASE),
            account=account_id(number),
            scope=Scope.POSTS if asked else Scope.CAMPAIGN,
            posts=(post_id(number),) if asked else (),
            name=word,
            evidence=word,
            given_by=GivenBy.STEWARD,
            given_at=BEGIN + number,
        )


def _voice(number: int, word: str) -> Voice:
    return Voice(
        id=f"v{number}",
        name=word,
        kind=VoiceKind.ORGANISATION,
        accounts=(account_id(number * 10),),
        reason=word,
        decided_by=(word,),
    )


def _story(words: Sequence[str], number: int) -> str:
    """Words in the header and in the text, and quotations of them between."""
    lines = [" ".join(word.split()) for word in words]
    header = [f"title: {lines[0]}", f"standfirst: {lines[1]}", f"by: {lines[2]}", "language: en"]
    quotes = [
        f"```quote\npost: {post_id(place)}\nversion: {place}\nuse: named\nkeep: handle link\n"
        f"note: {line}\ncontext: {line}\n```"
        for place, line in islice(enumerate(lines, number), 4)
    ]
    return "\n".join(["---", *header, "---", "", "\n\n".join([*quotes, *lines]), ""])
