"""Mastodon account exports with every trap that is known of them; voices and words are invented.

write(path, count=5_000, owner="ebba", others=("rosa", "tam"), broken=True, seed=1) -> Made
"""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.gather.making import Made, said

HOST = "lights.example"
PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
FIRST = 103_270_115_826_048_000
_BEGIN = datetime(2021, 1, 11, tzinfo=UTC)
_WORDS = ("stove", "lamp", "tide", "🕯️", "свет", "νύχτα", "光", "ضوء", "straße", "a &lt;b&gt; &amp;")
_CONTEXT = ["https://www.w3.org/ns/activitystreams", {"toot": "http://joinmastodon.org/ns#"}]
_PRIVATE = {"likes.json": b'{"orderedItems":["canary"', "bookmarks.json": b"canary", "x.png": b"\1"}
_NOTE = b'{"type":"Create","actor":"https://lights.example/users/x","to":["as:Public"],"object":'
_AT = b'"published":"2021-01-11T05:12:00Z"'
_BROKEN = (
    b'{"type":"Create","to":["as:Public"]}',
    b'{"type":"Create","to":["as:Public"],"object":"https://lights.example/1"}',
    _NOTE + b'{"id":"https://lights.example/2",' + _AT + b"}}",
    _NOTE + b'{"id":"https://lights.example/3","published":"never","content":"Kanarie"}}',
    _NOTE.replace(b"actor", b"owner") + b'{"id":"x:4",' + _AT + b',"content":"Kanarie"}}',
    _NOTE + b'{"id":"https://lights.example/5",' + _AT + b',"content":"\\u0000"}}',
    _NOTE + b'{"id":"https://lights.example/6",' + _AT + b',"content":"\\ud83d"}}',
    _NOTE + b'{"id":"https://lights.example/7",' + _AT + b',"content":"\xff"}}',
    _NOTE + b'{"id":8,' + _AT + b',"content":"Kanarie"}}',
    _NOTE.replace(b"Create", b"Announce") + b"null," + _AT + b',"id":"x:9"}',
    b'{"type":"Delete","actor":"https://lights.example/users/x"}',
    b'{"no":"type"}',
    b'{"type":}',
    b'"https://lights.example/10"',
)
BROKEN = len(_BROKEN)
"""How many kinds of faults are planted."""


def account(name: str) -> str:
    """The id of an account of the invented server."""
    return f"https://{HOST}/users/{name}"


def write(
    path: Path,
    count: int = 5_000,
    *,
    owner: str = "ebba",
    others: Sequence[str] = ("rosa", "tam"),
    broken: bool = True,
    seed: int = 1,
) -> Made:
    """An export of ``owner`` with ``count`` public posts, who answers, names and passes on others.

    A name that ends in ``.zip`` becomes a zip, in ``.tar.gz`` or ``.tar`` a tar, any other a
    folder.
    """
    made = Made()
    writer = _Writer(made, Random(seed), owner, others)
    items: list[bytes] = []
    while len(made.posts) < count:
        kind = writer.random.random()
        if broken and kind < 0.04:
            items.append(_BROKEN[made.faults % BROKEN])
            made.faults += 1
        else:
            items.append(writer.item(kind))
    members = {"outbox.json": outbox(items), "actor.json": actor(owner)}
    pack(path, {"media_attachments/files/1.png": b"\x89PNG", **members, **_PRIVATE})
    return made


def outbox(items: Sequence[bytes]) -> bytes:
    """The collection in one line, as the server writes it, behind a context that is an array."""
    head = {"@context": _CONTEXT, "id": "outbox.json", "type": "OrderedCollection"}
    start = json.dumps({**head, "totalItems": len(items), "orderedItems": []}).encode()
    return start[:-2] + b",".join(items) + b"]}"


def actor(name: str, **more: object) -> bytes:
    """Whose export it is."""
    made = {"id": account(name), "type": "Person", "preferredUsername": name}
    said = {"name": f"{name.title()} of the Skerry", "summary": "<p>An invented keeper.</p>"}
    return json.dumps({"@context": _CONTEXT, **made, **said, "indexable": True, **more}).encode()


def pack(path: Path, members: dict[str, bytes]) -> None:
    """Write the members in the manner that the name of the path says."""
    if path.name.endswith(".zip"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
            for name, data in members.items():
                info = zipfile.ZipInfo(name, (2021, 1, 11, 0, 0, 0))
                zipped.writestr(info, data, zipfile.ZIP_DEFLATED)
    elif path.name.endswith((".tar.gz", ".tar")):
        with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as tar:
            for name, data in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
    else:
        for name, data in members.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(data)


class _Writer:
    def __init__(self, made: Made, random: Random, owner: str, others: Sequence[str]) -> None:
        self.random = random
        self._made = made
        self._me = account(owner)
        self._others = others
        self._number = FIRST

    def item(self, kind: float) -> bytes:
        self._number += self.random.randrange(1, 9_999)
        if kind < 0.08:
            made = self._deletion()
        elif kind < 0.12:
            self._made.left_out += 1
            made = {"type": "Like", "id": f"{self._me}#likes/1", "actor": self._me, "to": PUBLIC[0]}
        elif kind < 0.25:
            made = self._repost()
        else:
            made = self._create()
        return json.dumps(made, ensure_ascii=self.random.random() < 0.5).encode()

    def _at(self) -> str:
        moment = _BEGIN + timedelta(seconds=(self._number - FIRST) % 86_400)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _status(self) -> str:
        return f"{self._me}/statuses/{self._number}"

    def _deletion(self) -> dict[str, Any]:
        self._made.gone.add(self._status())
        gone = {"id": self._status(), "type": "Tombstone"}
        return {"type": "Delete", "actor": self._me, "to": [PUBLIC[0]], "object": gone}

    def _audience(self) -> dict[str, Any]:
        """Public or unlisted in three spellings, to followers, to one person, to nobody named."""
        everybody = self.random.choice(PUBLIC)
        followers = f"{self._me}/followers"
        chosen: dict[str, Any] = self.random.choice(
            (
                {"to": [everybody], "cc": [followers]},
                {"to": everybody, "cc": []},
                {"to": [followers], "cc": [everybody]},
                {"to": [everybody]},
                {"to": [followers], "cc": []},
                {"to": [account(self._others[0])], "cc": []},
                {},
            )
        )
        return chosen

    def _note_down(self, name: str, audience: dict[str, Any]) -> None:
        said = [audience.get("to") or [], audience.get("cc") or []]
        if any(everybody in one for everybody in PUBLIC for one in said):
            self._made.posts.add(name)
        else:
            self._made.left_out += 1

    def _repost(self) -> dict[str, Any]:
        name, audience = f"{self._status()}/activity", self._audience()
        self._note_down(name, audience)
        what = f"{account(self.random.choice(self._others))}/statuses/{FIRST}"
        made = {"id": name, "type": "Announce", "actor": self._me, "published": self._at()}
        return {**made, **audience, "object": what}

    def _create(self) -> dict[str, Any]:
        audience = self._audience()
        self._note_down(self._status(), audience)
        note = {**self._note(), **audience}
        made = {"id": f"{self._status()}/activity", "type": "Create", "actor": self._me}
        return {**made, "published": self._at(), **audience, "object": note}

    def _note(self) -> dict[str, Any]:
        other = self.random.choice(self._others)
        words = said(_WORDS, self.random)
        name = f"@{other}@{HOST}"
        html = (
            f'<p><span class="h-card"><a href="https://{HOST}/@{other}" class="u-url mention">'
            f"@<span>{other}</span></a></span> {words} Kanarie<br />"
            f'<a href="https://{HOST}/tags/wekeepthelight" class="mention hashtag" rel="tag">'
            "#<span>WeKeepTheLight</span></a></p>"
        )
        made = {
            "id": self._status(),
            "type": self.random.choice(("Note", "Note", "Question")),
            "attributedTo": self._me,
            "published": self._at(),
            "content": html,
            "contentMap": {self.random.choice(("en", "ar", "sv")): html},
            "summary": self.random.choice((None, "winter")),
            "sensitive": False,
            "tag": [
                {"type": "Hashtag", "href": f"https://{HOST}/tags/x", "name": "#WeKeepTheLight"},
                {"type": "Mention", "href": account(other), "name": name},
            ],
            "attachment": [],
        }
        if self.random.random() < 0.2:
            made["inReplyTo"] = f"{account(other)}/statuses/{FIRST}"
        if self.random.random() < 0.1:
            made["updated"] = "2021-02-01T00:00:00Z"
        return made
