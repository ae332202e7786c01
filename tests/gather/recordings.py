"""Answers of a real Mastodon server, recorded by the tests of Mastodon.py (MIT), as an export.

The words in them are those of its developers' test accounts. Nothing of it is kept in this
repository; what the API leaves out (``to`` and ``cc``) is made up as that server makes it.
"""

from __future__ import annotations

import gzip
import json
import tarfile
from collections.abc import Iterator
from typing import Any

import yaml

from tests.packages import package

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def recorded_statuses() -> dict[str, dict[str, Any]]:
    """Every status of the recordings by its address; skips where they cannot be had."""
    found: dict[str, dict[str, Any]] = {}
    with tarfile.open(package("mastodon_py-2.3.3.tar.gz")) as tar:
        for member in tar:
            if member.isfile() and "/cassettes" in member.name and member.name.endswith(".yaml"):
                stream = tar.extractfile(member)
                assert stream is not None
                for answer in _answers(stream.read()):
                    for status in _statuses(answer):
                        found.setdefault(status["uri"], status)
    return found


def _answers(cassette: bytes) -> Iterator[Any]:
    if not cassette.startswith(b"interactions:"):
        return  # a recording of a stream
    for one in yaml.load(cassette, Loader=_LOADER)["interactions"]:
        body = one["response"]["body"].get("string") or b""
        data = body.encode() if isinstance(body, str) else body
        try:
            yield json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
        except ValueError:
            continue


def _statuses(answer: Any) -> Iterator[dict[str, Any]]:
    waiting = [answer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if one.get("uri") and "visibility" in one and isinstance(one.get("account"), dict):
                yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def activity_of(status: dict[str, Any]) -> dict[str, Any]:
    """A status of the API as the activity that the same server writes into an export."""
    actor = status["account"].get("uri") or status["account"]["url"]
    audience = _audience(status["visibility"], f"{actor}/followers")
    made = {"actor": actor, "published": status["created_at"], **audience}
    if status["reblog"]:
        original = status["reblog"]["uri"]
        return {**made, "type": "Announce", "id": status["uri"], "object": original}
    note = {
        "id": status["uri"],
        "type": "Question" if status.get("poll") else "Note",
        "url": status["url"],
        "attributedTo": actor,
        "published": status["created_at"],
        "updated": status.get("edited_at"),
        "content": status["content"],
        "contentMap": {status["language"]: status["content"]} if status["language"] else None,
        "summary": status["spoiler_text"] or None,
        "sensitive": status["sensitive"],
        "tag": [{"type": "Hashtag", "name": f"#{tag['name']}"} for tag in status["tags"]],
        **audience,
    }
    return {**made, "type": "Create", "id": f"{status['uri']}/activity", "object": note}


def _audience(visibility: str, followers: str) -> dict[str, list[str]]:
    if visibility == "public":
        return {"to": [_PUBLIC], "cc": [followers]}
    if visibility == "unlisted":
        return {"to": [followers], "cc": [_PUBLIC]}
    return {"to": [followers] if visibility == "private" else [], "cc": []}
