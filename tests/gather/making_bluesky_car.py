"""Repositories with every trap that is known of them; voices and words are invented.

write(path, count=5_000, owner="ebba", others=("rosa", "tam"), broken=True, seed=1) -> Made
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from ownwords.gather.dag_cbor import Link, encode
from tests.gather.making import Made, said
from tests.gather.repositories import Signer, repository

_CLOCK = "234567abcdefghijklmnopqrstuvwxyz"
_WORDS = ("stove", "lamp", "tide", "🕯️", "свет", "νύχτα", "光", "ضوء", "straße", "a <b> &amp;")
_AT = "2014-01-11T05:12:00.000Z"
_BLOB = Link(b"\x01\x55\x12\x20" + bytes(32))
_POST: dict[str, Any] = {"$type": "app.bsky.feed.post", "text": "Kanarie", "createdAt": _AT}
_ASIDE = (
    ("app.bsky.feed.like", {"subject": {"uri": "at://did:plc:x/app.bsky.feed.post/1"}}),
    ("app.bsky.graph.follow", {"subject": "did:plc:x"}),
    ("app.bsky.graph.block", {"subject": "did:plc:x"}),
    ("app.bsky.graph.listitem", {"subject": "did:plc:x", "list": "at://did:plc:x/l/1"}),
    ("chat.bsky.actor.declaration", {"allowIncoming": "none"}),
)
_BROKEN: tuple[Any, ...] = (
    {**_POST, "text": None},
    {**_POST, "text": "\0 Kanarie"},
    {**_POST, "createdAt": "never"},
    {"$type": "app.bsky.feed.post"},
    [_POST],
    encode(_POST).replace(b"Kanarie", b"Kanari\xff"),
    encode(_POST) + b"\0",
    encode(_POST)[:-4],
    b"\xbf" + encode(_POST)[1:] + b"\xff",
    b"\x81" * 80 + b"\0",
    b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",
)
_LOST = (b"", b"other bytes")
BROKEN = len(_BROKEN) + len(_LOST)
"""How many kinds of faults are planted."""


def account(name: str) -> str:
    """The id of an invented account."""
    return f"did:plc:{name.encode().hex():0<24.24}"


def rkey(number: int) -> str:
    """A timestamp identifier."""
    made = ""
    for _ in range(13):
        number, digit = divmod(number, 32)
        made = _CLOCK[digit] + made
    return made


def write(
    path: Path,
    count: int = 5_000,
    *,
    owner: str = "ebba",
    others: Sequence[str] = ("rosa", "tam"),
    broken: bool = True,
    seed: int = 1,
) -> Made:
    """The repository of ``owner`` with ``count`` posts, who answers, names and passes on others.

    The DID document is put beside it.
    """
    made = Made()
    writer = _Writer(made, Random(seed), owner, others)
    while len(made.posts) < count:
        writer.add(broken=broken)
    signer = Signer()
    did = account(owner)
    writer.records["app.bsky.actor.profile/self"] = {"displayName": f"{owner.title()} (invented)"}
    path.write_bytes(repository(did, writer.records, signer, writer.lost))
    path.with_name(f"{path.name}.did.json").write_bytes(
        signer.document(did, f"{owner}.lights.example")
    )
    return made


class _Writer:
    def __init__(self, made: Made, random: Random, owner: str, others: Sequence[str]) -> None:
        self.records: dict[str, Any] = {}
        self.lost: dict[str, bytes] = {}
        self._made = made
        self._random = random
        self._me = account(owner)
        self._others = others
        self._number = 1 << 60

    def add(self, *, broken: bool) -> None:
        self._number += self._random.randrange(1 << 10, 1 << 30)
        kind = self._random.random()
        if broken and kind < 0.04:
            self._break(self._made.faults % BROKEN)
            self._made.faults += 1
        elif kind < 0.2:
            collection, value = self._random.choice(_ASIDE)
            self._keep(collection, {"$type": collection, "createdAt": _AT, **value})
            self._made.left_out += 1
        elif kind < 0.3:
            subject = {"uri": self._theirs(), "cid": str(_BLOB)}
            self._made.posts.add(self._keep("app.bsky.feed.repost", {"subject": subject}))
        else:
            self._made.posts.add(self._keep("app.bsky.feed.post", self._post()))
            if self._random.random() < 0.05:
                gate = {"embeddingRules": [{"$type": "app.bsky.feed.postgate#disableRule"}]}
                self._keep("app.bsky.feed.postgate", gate)

    def _keep(self, collection: str, value: dict[str, Any]) -> str:
        key = f"{collection}/{rkey(self._number)}"
        self.records[key] = {"$type": collection, "createdAt": _AT, **value}
        return f"at://{self._me}/{key}"

    def _break(self, kind: int) -> None:
        key = f"app.bsky.feed.post/{rkey(self._number)}"
        if kind < len(_BROKEN):
            self.records[key] = _BROKEN[kind]
        else:
            self.records[key] = {**_POST, "text": f"Kanarie {self._number}"}
            self.lost[key] = _LOST[kind - len(_BROKEN)]

    def _theirs(self) -> str:
        return f"at://{account(self._random.choice(self._others))}/app.bsky.feed.post/{rkey(7)}"

    def _post(self) -> dict[str, Any]:
        other = self._random.choice(self._others)
        words = said(_WORDS, self._random)
        text = f"@{other}.lights.example {words} Kanarie #WeKeepTheLight"
        value: dict[str, Any] = {
            "text": text,
            "langs": [self._random.choice(("en", "ar", "sv"))],
            "createdAt": self._random.choice((_AT, "2014-01-11T05:12:00+01:00")),
            "facets": [_facet(text, "#WeKeepTheLight", "tag", "WeKeepTheLight")],
        }
        value["facets"].append(_facet(text, f"@{other}.lights.example", "mention", account(other)))
        if self._random.random() < 0.2:
            ref = {"uri": self._theirs(), "cid": str(_BLOB)}
            value["reply"] = {"parent": ref, "root": ref}
        embed = self._random.choice((None, None, *self._embeds()))
        return {**value, "embed": embed} if embed else value

    def _embeds(self) -> tuple[dict[str, Any], ...]:
        blob = {"$type": "blob", "ref": _BLOB, "mimeType": "image/jpeg", "size": 3}
        images = {"$type": "app.bsky.embed.images", "images": [{"alt": "A wave", "image": blob}]}
        quoted = {"uri": self._theirs(), "cid": str(_BLOB)}
        record = {"$type": "app.bsky.embed.record", "record": quoted}
        both = {"$type": "app.bsky.embed.recordWithMedia", "record": record, "media": images}
        page = {"uri": "https://skerry.example/", "title": "", "description": ""}
        return images, record, both, {"$type": "app.bsky.embed.external", "external": page}


def _facet(text: str, part: str, kind: str, value: str) -> dict[str, Any]:
    """Where a part of the text stands, in bytes, and what it is."""
    start = len(text[: text.index(part)].encode())
    feature = {"$type": f"app.bsky.richtext.facet#{kind}", _KEYS[kind]: value}
    index = {"byteStart": start, "byteEnd": start + len(part.encode())}
    return {"index": index, "features": [feature]}


_KEYS = {"tag": "tag", "mention": "did", "link": "uri"}
