"""A campaign of a few invented posts, made in this process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from ownwords.flows.gathering import Request, gather
from ownwords.flows.starting import start
from ownwords.records.campaign import Campaign
from ownwords.records.captured import Fault, LeftOut
from ownwords.workspace import Workspace, open_workspace

Tweet = dict[str, object]
Keep = Callable[[list[Tweet]], Workspace]
"""Tweets to an open campaign that holds them."""

KEEP_IT_LIT = Campaign(name="Keep it lit", hashtags=("KeepLit",), contact="keepers@example.org")


class Silent:
    """Nobody watches."""

    def progress(self, source: str, read: int, kept: int) -> None:
        """Nothing moves."""

    def left_out(self, what: LeftOut) -> None:
        """Nothing is said about it."""

    def fault(self, fault: Fault) -> None:
        raise AssertionError(fault.reason)


def account(number: int) -> str:
    """The id of the account of that number."""
    return f"https://x.com/i/user/{number}"


def post(number: int) -> str:
    """The id of the post of that number."""
    return f"https://x.com/i/status/{number}"


def tweet(number: int, author: int, handle: str, text: str) -> Tweet:
    """One flattened Twitter v2 line."""
    return {
        "id": str(number),
        "author_id": str(author),
        "created_at": "2014-01-11T05:12:00.000Z",
        "text": f"{text} #KeepLit",
        "lang": "en",
        "edit_history_tweet_ids": [str(number)],
        "author": {"id": str(author), "username": handle, "name": f"K {author}"},
    }


def of_one_handle() -> list[Tweet]:
    """Four posts: two people had one handle behind each other, and one has a second account."""
    return [
        tweet(1, 11, "maren", "The kettle goes on at six"),
        tweet(2, 22, "maren", "Somebody else had this handle before"),
        tweet(3, 33, "ada", "The lock froze in the night"),
        tweet(4, 44, "ada_spare", "The lock froze again"),
    ]


def campaign(folder: Path, monkeypatch: pytest.MonkeyPatch, tweets: Iterable[Tweet]) -> Workspace:
    """An open campaign that holds these tweets; its keys lie beside it."""
    monkeypatch.setenv("OWNWORDS_CONFIG", str(folder / "config"))
    source = folder / "tweets.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in tweets), encoding="utf-8")
    start(folder / "campaign", KEEP_IT_LIT)
    workspace = open_workspace(folder / "campaign")
    for _ in gather(workspace, Request(sources=(str(source),)), Silent()):
        pass
    return workspace
