"""Large dumps for bench.scan: invented, seeded, written packed and in one pass.

``v2``: flattened posts of Twitter API v2, all but ASCII escaped, as twarc writes them.
``events``: what a Jetstream of Bluesky sends, raw UTF-8: 45% likes, 12% reposts, 8% follows, 35%
posts. One post in 130 carries one of three tags (ASCII, ß, Cyrillic) in one of three cases.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import BinaryIO, NamedTuple

import orjson
import zstandard

from bench import generate

NOTHING = "nothing"
TAGGED = 0.0075
SEED = 1


class Dump(NamedTuple):
    """One file: how it is called, what it holds, bytes unpacked and packed."""

    name: str
    kind: str
    path: Path
    unpacked: int
    packed: int


def at(place: Path, count: int) -> list[Dump]:
    """The dumps in this folder, made when they are not there yet."""
    noted = place / f"made-{count}.json"
    if not noted.exists():
        place.mkdir(parents=True, exist_ok=True)
        made = [(one[0], one[1], str(one[2]), *one[3:]) for one in make(place, count)]
        noted.write_bytes(orjson.dumps(made))
    return [
        Dump(name, kind, Path(path), *sizes)
        for name, kind, path, *sizes in orjson.loads(noted.read_bytes())
    ]


def nothing(place: Path) -> Dump:
    """A dump without posts."""
    path = place / "nothing.jsonl.zst"
    path.write_bytes(zstandard.compress(b""))
    return Dump(NOTHING, "v2", path, 0, path.stat().st_size)


def make(place: Path, count: int) -> list[Dump]:
    """The same v2 posts as zst and gz, and as many events as zst."""
    posts, packed_posts = place / "v2.jsonl.zst", place / "v2.jsonl.gz"
    events = place / "events.jsonl.zst"
    with packed_posts.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, 0) as packed:
        size = _write(_escaped(generate.flat(count, SEED, TAGGED)), posts, also=packed)
    event_size = _write(_events(count), events)
    sizes = {"v2": size, "events": event_size}
    files = (
        ("v2 zst", "v2", posts),
        ("v2 gz", "v2", packed_posts),
        ("events zst", "events", events),
    )
    return [Dump(name, kind, path, sizes[kind], path.stat().st_size) for name, kind, path in files]


def _write(lines: Iterable[bytes], path: Path, also: gzip.GzipFile | None = None) -> int:
    size = 0
    with path.open("wb") as raw, zstandard.ZstdCompressor(level=3).stream_writer(raw) as packed:
        outs: list[BinaryIO | gzip.GzipFile] = [packed, *([also] if also else [])]
        for line in lines:
            for out in outs:
                out.write(line + b"\n")
            size += len(line) + 1
    return size


def _escaped(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield json.dumps(orjson.loads(line)).encode()


def _events(count: int) -> Iterator[bytes]:
    random = Random(SEED)
    posts = generate.posts(count, SEED, TAGGED)
    for index in range(count):
        draw = random.random()
        kind = next(name for limit, name in _KINDS if draw < limit)
        who = f"did:plc:{random.getrandbits(110):024x}"[:32]
        cid = f"bafyrei{index:08x}{random.getrandbits(180):044x}"
        if kind == "post":
            post, _, _ = next(posts)
            record = {"text": post["text"], "langs": [post["lang"]]}
            created = post["created_at"]
        else:
            created = "2024-11-22T12:00:00.000Z"
            record = {"subject": {"cid": cid, "uri": f"at://{who}/app.bsky.feed.post/3l{index:x}"}}
        yield orjson.dumps(
            {
                "did": who,
                "time_us": 1_732_276_800_000_000 + index * 1000,
                "kind": "commit",
                "commit": {
                    "rev": f"3l{index:011x}",
                    "operation": "create",
                    "collection": _COLLECTIONS[kind],
                    "rkey": f"3l{index:011x}",
                    "record": {"$type": _COLLECTIONS[kind], "createdAt": created, **record},
                    "cid": cid,
                },
            }
        )


_KINDS = ((0.45, "like"), (0.57, "repost"), (0.65, "follow"), (1.0, "post"))
_COLLECTIONS = {
    "like": "app.bsky.feed.like",
    "repost": "app.bsky.feed.repost",
    "follow": "app.bsky.graph.follow",
    "post": "app.bsky.feed.post",
}
