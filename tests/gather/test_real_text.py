"""Words of real data arrive byte-identical, with their escapes and their broken characters."""

from __future__ import annotations

import io

import orjson
import pytest
import zstandard

from ownwords.gather.connector import Options
from ownwords.gather.mapped import CONNECTOR
from ownwords.gather.mapping import find_mapping
from ownwords.records.captured import Captured
from tests.gather.reading import source_of
from tests.realdata import CHECKOUT, data_path


@pytest.mark.parametrize(
    ("name", "odd"),
    [("posts-2016-07_08.jsonl.zst", "\ufffd"), ("posts-2015-11-26_12-04.jsonl.zst", "&ndash;")],
)
def test_every_text_is_byte_identical_to_the_source(name: str, odd: str):
    path = data_path(f"ira-campaign/{name}")
    mapping = find_mapping(str(CHECKOUT / "bench" / "maps" / "ira.toml"))
    with_odd = 0
    with path.open("rb") as packed:
        lines = io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(packed))
        for read in CONNECTOR.read(source_of(path), Options(mapping=mapping)):
            assert isinstance(read, Captured)
            line = next(lines)
            row = orjson.loads(line)
            post = read.post
            assert post.content.encode() == row["text"].encode()
            assert (post.id, post.handle) == (row["id"], row["author"])
            assert post.attributed_to == f"ira:account/{row['author']}"
            assert post.payload == line.rstrip(b"\n")
            assert (post.type == "Announce") is (row["kind"] == "repost")
            with_odd += odd in post.content
        assert next(lines, b"") == b""
    assert with_odd > 5
