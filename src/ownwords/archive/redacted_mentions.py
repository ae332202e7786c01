"""Whom a record mentions, and how it calls them: its words may be all that tells that name.

Bluesky says of a stretch of the text whose id it means (bytes of UTF-8); ActivityPub lists mentions
beside the text, where of somebody on another server only the first part of the name is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Mention = tuple[str, tuple[str, ...]]
"""The id of an account, and the names by which the record calls it, without their sign."""


def mentions(node: dict[str, Any]) -> Iterator[Mention]:
    """The mentions that an object of a record makes."""
    if node.get("type") == "Mention":
        name = _text(node.get("name")).lstrip("@").lower()
        yield _text(node.get("href")), (name, name.partition("@")[0])
    text = _text(node.get("text")).encode("utf-8", "replace")
    for facet in _maps(node.get("facets")) if text else ():
        called = _stretch(text, facet.get("index"))
        for feature in _maps(facet.get("features")):
            yield _text(feature.get("did")), (called,)


def _stretch(text: bytes, index: Any) -> str:
    """The words between two bytes."""
    if not isinstance(index, dict):
        return ""
    start, end = index.get("byteStart"), index.get("byteEnd")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
        return ""
    return text[start:end].decode("utf-8", "ignore").strip().lstrip("@").lower()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _maps(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
