"""One contestant of bench.scan in a process of its own: ``scan_with.py TOOL KIND FILE OUT TAG...``.

Writes the ids of all posts that carry one of the tags, also of those inside other posts, one a
line, sorted. It runs in several environments, so each tool imports what it needs and no more.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

_TAG = re.compile(r"[#＃](\w+)")
_MAP = Path(__file__).parent / "maps" / "jetstream.toml"


def stream(path: Path) -> BinaryIO:
    """The fastest reader that Python has for the packing."""
    if path.suffix == ".gz":
        from isal import igzip

        opened: BinaryIO = igzip.open(path, "rb")  # type: ignore[no-untyped-call]
        return opened
    import io

    import zstandard

    reader = zstandard.ZstdDecompressor().stream_reader(path.open("rb"))
    return io.BufferedReader(reader, 1 << 18)


def unpack(_kind: str, path: Path, _tags: set[str]) -> Iterator[str]:
    """Nothing but unpacking: the limit."""
    buffer = bytearray(1 << 18)
    with stream(path) as opened:
        raw: Any = getattr(opened, "raw", opened)
        while raw.readinto(buffer):
            pass
    yield from ()


def carries(post: dict[str, Any], tags: set[str]) -> bool:
    """Whether a v2 post names one of the tags."""
    named = [one["tag"] for one in post.get("entities", {}).get("hashtags", ())]
    return any(tag.casefold() in tags for tag in (*named, *_TAG.findall(post["text"])))


def of_post(post: dict[str, Any], tags: set[str]) -> Iterator[str]:
    """The ids that a flattened v2 post holds; a repost carries the tags of what it passes on."""
    found = carries(post, tags)
    for other in post.get("referenced_tweets", ()):
        if "text" in other and carries(other, tags):
            yield other["id"]
            found = found or other["type"] == "retweeted"
    if found:
        yield post["id"]


def of_event(event: dict[str, Any], tags: set[str]) -> Iterator[str]:
    """The id of an event that is a post with one of the tags."""
    text = event["commit"]["record"].get("text", "")
    if any(tag.casefold() in tags for tag in _TAG.findall(text)):
        yield event["commit"]["cid"]


OF = {"v2": of_post, "events": of_event}


def orjson_loop(kind: str, path: Path, tags: set[str]) -> Iterator[str]:
    """Parse every line, fold every tag: the reference."""
    import orjson

    of = OF[kind]
    for line in stream(path):
        yield from of(orjson.loads(line), tags)


def twarc(_kind: str, path: Path, tags: set[str]) -> Iterator[str]:
    """Its own reading of every historic shape, then the same look at the tags."""
    import gzip

    from twarc.expansions import ensure_flattened

    with gzip.open(path) as lines:
        for line in lines:
            for post in ensure_flattened(json.loads(line)):
                yield from of_post(post, tags)


def ownwords(kind: str, path: Path, tags: set[str]) -> Iterator[str]:
    """Search, the connector, the matcher: what a gather does with a file before it keeps posts."""
    from msgspec.structs import replace

    from ownwords.flows.dump_search import Aim
    from ownwords.gather.connector import Options, detect
    from ownwords.gather.matching import TagMatcher
    from ownwords.gather.sieve import sift
    from ownwords.gather.sources import Source
    from ownwords.records.captured import Captured

    name, mapping = {"v2": ("twitter_v2", ""), "events": ("mapped", str(_MAP))}[kind]
    sieve, matcher = Aim(tags, (), format=name).sieve(), TagMatcher(tags)
    assert sieve is not None
    source = Source(path.as_posix(), path, path.stat().st_size)
    searched = replace(
        source, parts=lambda line, offset: sift(source.over_gaps(offset), sieve, line, offset)
    )
    options = Options()
    if mapping:
        from ownwords.gather.mapping import find_mapping

        options = Options(mapping=find_mapping(mapping))
    for read in detect(source, name).read(searched, options, ""):
        if isinstance(read, Captured) and matcher.matches(read.post):
            yield read.post.native_id


def polars(kind: str, path: Path, tags: set[str]) -> Iterator[str]:
    """Lines that a regular expression finds, in either spelling; the hits are parsed."""
    import polars as pl

    spelled = [_expression(tag) for tag in sorted(tags)]
    lines = pl.scan_lines(path).filter(pl.first().str.contains("(?i)" + "|".join(spelled)))
    of = OF[kind]
    for line in lines.collect(engine="streaming").to_series():
        yield from of(json.loads(line), tags)


def _expression(tag: str) -> str:
    """The tag raw, or escaped as JSON escapes it; ``ss`` also as ß. Case is left to (?i)."""
    parts = []
    for piece in re.findall("ss|.", tag):
        forms = {piece, piece.upper()} | ({"ß", "ẞ"} if piece == "ss" else set())
        escaped = {re.escape(json.dumps(form)[1:-1]) for form in forms}
        parts.append("(?:" + "|".join(sorted(forms | escaped)) + ")")
    return "".join(parts)


def duckdb(kind: str, path: Path, tags: set[str]) -> Iterator[str]:
    """Every line parsed into the columns that are needed; ß by hand, because lower() keeps it."""
    import duckdb as engine

    connection = engine.connect()
    connection.execute("set threads = 2; set preserve_insertion_order = false")
    folded = "replace(lower({}), 'ß', 'ss')"
    if kind == "events":
        sql = f"""
        select c.cid from (select "commit" c from read_ndjson(?, columns = {{'commit':
            'STRUCT(cid VARCHAR, record STRUCT(text VARCHAR))'}}))
        where list_has_any(regexp_extract_all({folded.format("c.record.text")},
            '[#＃]([\\p{{L}}\\p{{N}}_]+)', 1), ?)"""  # noqa: S608
    else:
        tagged = f"list_has_any([{folded.format('t.tag')} for t in {{}}.entities.hashtags], $tags)"
        hash_type = "entities STRUCT(hashtags STRUCT(tag VARCHAR)[])"
        sql = f"""
        with posts as (select * from read_ndjson($path, columns = {{'id': 'VARCHAR',
            'entities': 'STRUCT(hashtags STRUCT(tag VARCHAR)[])', 'referenced_tweets':
            'STRUCT(id VARCHAR, "type" VARCHAR, {hash_type})[]'}})),
        others as (select id as outer_id, unnest(referenced_tweets) as o from posts)
        select id from posts where {tagged.format("posts")}
        union select o.id from others where {tagged.format("o")}
        union select outer_id from others where o.type = 'retweeted' and {tagged.format("o")}
        """  # noqa: S608
    values: Any = [str(path), sorted(tags)]
    if kind == "v2":
        values = {"path": str(path), "tags": sorted(tags)}
    yield from (row[0] for row in connection.execute(sql, values).fetchall())


TOOLS: dict[str, Callable[[str, Path, set[str]], Iterable[str]]] = {
    "unpack": unpack,
    "orjson": orjson_loop,
    "ownwords": ownwords,
    "polars": polars,
    "duckdb": duckdb,
    "twarc": twarc,
}


def main() -> None:
    tool, kind, path, out, *tags = sys.argv[1:]
    found = TOOLS[tool](kind, Path(path), {tag.casefold() for tag in tags})
    Path(out).write_text("".join(f"{one}\n" for one in sorted(set(found))), "utf-8")


if __name__ == "__main__":
    main()
