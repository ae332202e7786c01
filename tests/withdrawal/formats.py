"""Exports of several invented people in every format that is read."""

from __future__ import annotations

import importlib
import zlib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bench.connectors import make_inputs
from ownwords.gather.connector import Options, connectors, detect
from ownwords.gather.sources import Source, find_sources
from ownwords.records.captured import Captured, Read

PEOPLE = ("ebba", "rosa", "tam")
LEAVER = "rosa"
_OF_ONE = {"bluesky_car": ".car", "mastodon_archive": ".zip", "x_archive": ".zip"}
"""Exports of one person each: everybody's are gathered."""
_NAMES = {
    "given": "many.csv",
    "links": "links.txt",
    "storify": "story.json",
    "stream_grab": "2014-01.tar",
    "twitter_v1": "many.jsonl",
    "warc": "pages.warc.gz",
    "zeeschuimer": "items.ndjson",
}
_OF_BENCH = {"mapped": "tags.csv", "twitter_v2": "v2-flat.jsonl"}
_MOST_OF_BENCH = {"twitter_v2": 1_000}
"""Its few words of scripts without spaces stand side by side in several people's posts by chance:
of more posts some are in posts from which the leaver was cut, and those excuse nothing."""


@cache
def _bench_files(place: Path, count: int) -> dict[str, Path]:
    place.mkdir()
    return {path.name: path for path in make_inputs(place, count)}


def many(name: str, place: Path, count: int) -> list[Path]:
    """Files of at least ``count`` items each; fails for a format that nobody can make files of."""
    if name in _OF_BENCH:
        count = min(count, _MOST_OF_BENCH.get(name, count))
        return [_bench_files(place / f"bench-{count}", count)[_OF_BENCH[name]]]
    try:
        maker = importlib.import_module(f"tests.gather.making_{name}")
    except ModuleNotFoundError:
        pytest.fail(f"write tests/gather/making_{name}.py with write(path, count)")
    first = zlib.crc32(name.encode())  # no two formats say the same
    if name not in _OF_ONE:
        path = place / _NAMES[name]
        maker.write(path, count, seed=first)
        return [path]
    paths = []
    for seed, owner in enumerate(PEOPLE, first):
        paths.append(place / f"{len(paths)}{_OF_ONE[name]}")
        others = tuple(one for one in PEOPLE if one != owner)
        maker.write(paths[-1], count, owner=owner, others=others, seed=seed)
    return paths


def reads(path: Path, name: str = "") -> list[Read]:
    """All that a connector reads of a file or folder; without a name the one that fits."""
    sources = [one for one in find_sources(str(path)) if isinstance(one, Source)]
    found: list[Read] = []
    for source in sources:
        connector = connectors()[name] if name else detect(source)
        found += connector.read(source, Options())
    return found


def leaver(paths: list[Path]) -> str:
    """Who is to leave: the invented Rosa where she is, else who said most."""
    said: Counter[str] = Counter()
    for path in paths:
        for read in reads(path):
            if isinstance(read, Captured):
                if read.post.handle.partition(".")[0] == LEAVER:
                    return read.post.attributed_to
                said[read.post.attributed_to] += 1
    return said.most_common(1)[0][0]
