"""A small invented campaign to ask questions of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from ownwords.archive.accession import Taking
from ownwords.archive.vault import Vault
from ownwords.records.captured import Captured, Place
from ownwords.records.post import Post
from ownwords.records.times import to_micros

SETTINGS = 'name = "Invented"\nhashtags = ["WeKeepTheLight"]\ncontact = "a@b.example"\n'


def at(day: int, hour: int = 12) -> int:
    """A moment of January 2014."""
    return to_micros(datetime(2014, 1, day, hour, tzinfo=UTC))


def post(number: int, account: str, content: str, when: int, **more: object) -> Post:
    """An invented post."""
    tags = tuple(word[1:] for word in content.split() if word.startswith("#"))
    return Post(
        id=f"x:{number}",
        network="x",
        native_id=str(number),
        attributed_to=f"x:{account}",
        content=content,
        published=when,
        payload=f'{{"id":"{number}"}}'.encode(),
        tags=tags,
        **more,  # type: ignore[arg-type]
    )


def keep(vault: Vault, posts: Iterable[Post], source: str = "invented") -> None:
    """Take posts in."""
    taking = Taking.begin(vault, source, "invented")
    found = [Captured(each, Place(source, line)) for line, each in enumerate(posts, 1)]
    taking.add(found)
    taking.finish(read=len(found))


def campaign(root: Path, posts: Iterable[Post] = ()) -> Vault:
    """A new campaign that holds these posts."""
    vault = Vault.create(root, SETTINGS)
    keep(vault, posts)
    return vault
