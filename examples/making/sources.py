"""Decides which delivered file holds which post; some posts are in several on purpose."""

from __future__ import annotations

from collections import defaultdict

from making.cast import Dice
from making.posts import Post

API = ("pages", "stream", "flat", "v1")
TABLES = ("tags", "4cat", "jsonl")
OWN_WORDS = {"pages": 18, "stream": 10, "flat": 10, "v1": 16, "tags": 20, "4cat": 14, "jsonl": 12}
PASSED_ON = {"pages": 34, "stream": 14, "flat": 16, "v1": 28, "tags": 8}
COPIED = 0.15
MOVED = {"en-tourist-selfie", "en-maren-winch"}  # to API 1.1: a place, a truncated text

Sources = dict[str, list[Post]]


def spread(posts: list[Post], stories: set[str]) -> Sources:
    """Posts by file, each file in the order of time. Words quoted in stories are in an API file."""
    dice = Dice("which file holds what")
    held: defaultdict[str, list[Post]] = defaultdict(list)
    for post in posts:
        for name in _homes(post, stories, dice):
            held[name].append(post)
    return {name: sorted(held[name], key=lambda post: post.id) for name in sorted(held)}


def _homes(post: Post, stories: set[str], dice: Dice) -> set[str]:
    homes: set[str] = set()
    if post.voice.key == "maren":
        homes.add("archive-2026")
    if post.voice.key == "tobias" and post.at.month == 1:
        homes.add("archive-2014")
    elsewhere = not homes or (post.kind != "outside" and not post.long)
    if post.earlier or post.key in stories:
        homes.add("pages")
    elif post.deleted == "v1" or post.key in MOVED:
        homes.add("v1")
    elif elsewhere:
        homes |= _drawn(post, dice)
    return homes


def _drawn(post: Post, dice: Dice) -> set[str]:
    shares = PASSED_ON if post.kind in ("repost", "quote") else OWN_WORDS
    shares = {name: share for name, share in shares.items() if name in API or _plain(post)}
    first = dice.weighted(list(shares), [float(share) for share in shares.values()])
    if dice.unit() >= COPIED:
        return {first}
    others = [name for name in shares if name != first and (name in API or post.kind != "repost")]
    if first in TABLES and post.kind == "repost":
        return {first}
    return {first, dice.pick(others)}


def _plain(post: Post) -> bool:
    """Tables hold no reference and no second spelling: whole posts without escapes only."""
    cut = post.kind == "quote" or post.words.endswith("…")
    return not cut and "&" not in post.words and "<" not in post.words
