"""Finds hashtags in text as the platform does (the published twitter-text conformance cases).

A tag starts at ``#`` or its full-width form, holds letters, marks, decimal digits and a few
joining characters of several scripts, and at least one letter or mark. It does not start after a
character that could be part of a tag or an ``&``, does not stand in a web address, and is not
followed by another ``#`` or by ``://``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_HASHES = re.compile("[#\uff03]")
_JOINERS = frozenset(
    "_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7"
)
_ADDRESS = re.compile(r"(?:https?://|[^\s/.]+(?:\.[^\s/.]+)+/)\S*$", re.IGNORECASE)


@lru_cache(maxsize=16_384)
def _sort_of(character: str) -> int:
    """2 for letters and marks, 1 for digits and joiners, 0 for what ends a tag."""
    category = unicodedata.category(character)
    if category[0] in "LM":
        return 2
    return 1 if category == "Nd" or character in _JOINERS else 0


def extract_tags(text: str) -> tuple[str, ...]:
    """The hashtags of a text, without their ``#``, as written, in order, repeats kept."""
    if "#" not in text and "\uff03" not in text:
        return ()
    tags: list[str] = []
    end = 0
    for match in _HASHES.finditer(text):
        at = match.start()
        if at < end or not _may_start(text, at):
            continue
        end = _end_of(text, at + 1)
        if end > at + 1 and not text.startswith(("#", "\uff03", "://"), end):
            tags.append(text[at + 1 : end])
    return tuple(tags)


def _may_start(text: str, at: int) -> bool:
    if not at:
        return True
    before = text[at - 1]
    if before in "\ufe0e\ufe0f" or before.isspace():
        return True
    return before != "&" and not _sort_of(before) and not _in_address(text, at)


def _in_address(text: str, at: int) -> bool:
    """Whether the place stands in a web address; without a slash before it, it does not."""
    start = _word(text, at)
    return text.find("/", start, at) >= 0 and _ADDRESS.search(text, start, at) is not None


def _word(text: str, at: int) -> int:
    """Where the word around ``at`` begins; no address is longer than 4,096 characters."""
    start = at
    floor = max(0, at - 4096)
    while start > floor and not text[start - 1].isspace():
        start -= 1
    return start


def _end_of(text: str, start: int) -> int:
    """Where the tag that starts here ends; ``start`` itself when it holds no letter."""
    letters = False
    at = start
    for at in range(start, len(text) + 1):
        sort = _sort_of(text[at]) if at < len(text) else 0
        if not sort:
            break
        letters = letters or sort == 2
    return at if letters else start
