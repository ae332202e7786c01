"""Invented campaigns and posts for the tests of the archive."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from ownwords.archive.accession import Taking
from ownwords.archive.settings import write_settings_text
from ownwords.archive.vault import Vault
from ownwords.records.accession import Accession
from ownwords.records.campaign import Campaign
from ownwords.records.captured import Captured, Place, Read
from ownwords.records.post import Metrics, Post

SETTINGS = write_settings_text(Campaign(name="We keep the light", hashtags=("WeKeepTheLight",)))
BEGIN = 1_389_400_000_000_000


def new(root: Path) -> Vault:
    """An empty campaign."""
    return Vault.create(root, SETTINGS)


def post(number: int, **changes: object) -> Post:
    """An invented post; about nine of ten accounts write more than once."""
    account = int.from_bytes(hashlib.sha256(b"%d" % number).digest()[:2], "big") % 97
    name = f"https://light.example/status/{number}"
    text = f"keeper {account} says {number} #WeKeepTheLight"
    made = Post(
        id=name,
        network="light",
        native_id=str(number),
        attributed_to=f"https://light.example/user/{account}",
        content=text,
        published=BEGIN + number * 7_000_000,
        payload=b'{"n":%d,"text":"%s"}' % (number, text.encode()),
        version_id=str(number),
        handle=f"keeper{account}",
        name=f"Keeper {account}",
        language=("en", "ar", "ja")[number % 3],
        language_source="platform",
        tags=("WeKeepTheLight",) if number % 2 else ("WeKeepTheLight", "Lighthouse"),
    )
    return msgspec.structs.replace(made, **changes)


def captured(one: Post, likes: int | None = None) -> Captured:
    metrics = None if likes is None else Metrics(one.id, one.published + 5, likes)
    return Captured(one, Place("posts.jsonl", 1, 0), metrics=metrics)


def take(vault: Vault, items: Sequence[Read], source: str = "posts.jsonl") -> Accession:
    """Take in everything as one accession."""
    taking = Taking.begin(vault, source, "test")
    for start in range(0, len(items), 500):
        taking.add(items[start : start + 500])
    return taking.finish(0, len(items))


def take_posts(vault: Vault, posts: Iterable[Post], source: str = "posts.jsonl") -> Accession:
    return take(vault, [captured(one, likes=3) for one in posts], source)


def digests(root: Path, *kinds: str) -> dict[str, str]:
    """Name and SHA-256 of every file of posts/ of some kinds (of all without)."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "posts").iterdir())
        if path.is_file() and (not kinds or path.name.split("-")[1] in kinds)
    }
