"""A small campaign in a folder of its own, and a way to run commands on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.demo_campaign import ownwords

LINES = (
    (1, 11, "2014-01-11T05:12:00.000Z", "Gate frozen at five, kettle on at six #KeepLit"),
    (2, 12, "2014-01-11T06:00:00.000Z", "Nobody asked the lock either #keeplit"),
    (3, 13, "2014-01-12T06:00:00.000Z", "An unrelated sandwich, with mustard"),
    (4, 11, "2014-01-13T06:00:00.000Z", "The winch is older than the ministry #KEEPLIT"),
)


def tweet(number: int, author: int, at: str, text: str) -> str:
    """One flattened Twitter v2 line."""
    ident = str(421_900_000_000_000_000 + number)
    return json.dumps(
        {
            "id": ident,
            "author_id": str(author),
            "created_at": at,
            "text": text,
            "lang": "en",
            "edit_history_tweet_ids": [ident],
            "author": {"id": str(author), "username": f"keeper_{author}", "name": f"K {author}"},
        }
    )


@dataclass(frozen=True)
class Place:
    """A campaign folder with commands to run on it."""

    root: Path
    config: Path
    posts: Path

    def run(self, *words: str, status: int = 0) -> str:
        return ownwords(words, self.config, campaign=self.root, status=status)

    def json(self, *words: str, status: int = 0) -> list[dict[str, object]]:
        said = self.run(*words, "--json", status=status)
        return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    posts = tmp_path / "posts.jsonl"
    posts.write_text("".join(tweet(*line) + "\n" for line in LINES), encoding="utf-8")
    made = Place(tmp_path / "campaign", tmp_path / "config", posts)
    ownwords(
        ["init", str(made.root), "--tag", "KeepLit", "--contact", "keepers@example.org"],
        made.config,
    )
    return made
